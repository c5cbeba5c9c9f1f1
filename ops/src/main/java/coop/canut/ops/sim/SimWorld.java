package coop.canut.ops.sim;

import coop.canut.node.World;
import coop.canut.node.fetch.Network;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;

/** The world of one life of a node: the town's time seen through the node's own clock, the seed's chance, sums done at once. */
final class SimWorld implements World {

    /** A node that nobody talks to looks at its clock now and then; in a town where a day takes a second, no more often. */
    private static final Duration LONGEST_INTERVAL = Duration.ofHours(12);
    private static final int LONGEST_TIMES = 100;

    private final Resident resident;
    private final Life life;
    private final Timeline timeline;
    private final Dice dice;
    private final Network network;

    SimWorld(Resident resident, Life life, Timeline timeline, Dice dice, Network network) {
        this.resident = resident;
        this.life = life;
        this.timeline = timeline;
        this.dice = dice;
        this.network = network;
    }

    @Override
    public Instant now() {
        return timeline.now().plus(resident.ahead()).truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public byte[] random(int count) {
        return dice.bytes(count);
    }

    @Override
    public Duration interval(Duration usual) {
        return dice.between(usual, LONGEST_INTERVAL.plus(usual.multipliedBy(LONGEST_TIMES)));
    }

    @Override
    public Timer after(Duration delay, Runnable action) {
        return life.isOver() ? () -> { } : life.remember(timeline.after(delay, resident + " timer", action))::cancel;
    }

    @Override
    public <T> Future<T> compute(Callable<T> sum) {
        try {
            return Future.succeededFuture(sum.call());
        } catch (Exception e) {
            return Future.failedFuture(e);
        }
    }

    @Override
    public Network network() {
        return network;
    }

    @Override
    public void reached(String point) {
        life.point(point);
    }
}
