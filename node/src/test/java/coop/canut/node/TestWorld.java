package coop.canut.node;

import coop.canut.node.fetch.Network;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;

/**
 * A world that a test moves: its clock stands until {@link #pass}, timers fire then and in their order, randomness follows
 * from a seed, sums are done at once, and nobody else is there until {@link #reach}.
 */
public final class TestWorld implements World {

    /** When every test begins. */
    public static final Instant START = Instant.parse("2026-11-24T18:00:00Z");

    private final Random random;
    private final List<Alarm> alarms = new ArrayList<>();
    private Instant now = START;
    private Network network = (to, request) -> Future.failedFuture("nobody is at " + to);

    private record Alarm(Instant at, Runnable action) {
    }

    /** A world of this seed. */
    public TestWorld(long seed) {
        random = new Random(seed);
    }

    /** From now on others are there. */
    public void reach(Network others) {
        network = others;
    }

    /** Moves the clock, and fires what was set for a time on the way. */
    public void pass(Duration time) {
        Instant end = now().plus(time);
        while (true) {
            Alarm next;
            synchronized (this) {
                next = alarms.stream().filter(alarm -> !alarm.at().isAfter(end)).min(Comparator.comparing(Alarm::at))
                    .orElse(null);
                now = next == null ? end : next.at();
                alarms.remove(next);
            }
            if (next == null) {
                return;
            }
            next.action().run();
        }
    }

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized byte[] random(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    @Override
    public synchronized Timer after(Duration delay, Runnable action) {
        Alarm alarm = new Alarm(now.plus(delay), action);
        alarms.add(alarm);
        return () -> {
            synchronized (this) {
                alarms.remove(alarm);
            }
        };
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
        // Nobody dies here.
    }
}
