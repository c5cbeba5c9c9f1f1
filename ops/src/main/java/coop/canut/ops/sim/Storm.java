package coop.canut.ops.sim;

import coop.canut.protocol.name.Host;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Everything that befalls the town until it is over: what people do, and what happens to nodes, clocks and roads. Each kind of
 * happening draws when it comes next.
 */
final class Storm {

    private static final Duration SECONDS = Duration.ofSeconds(5);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration HOURS = Duration.ofHours(6);
    private static final Duration DAY = Duration.ofHours(24);
    /** Points of a life (statements and what is between) within which a death is to come. */
    private static final int POINTS = 120;
    private static final int POINTS_OF_A_START = 200;
    /** A clock is wrong by so much at most: of two nodes together less than the shortest time of reclaiming. */
    private static final int SKEW_SECONDS = 1_500;
    /** Two clocks that are wrong by so much still take each other's signatures. */
    private static final int FRESH_SECONDS = 140;
    private static final List<Integer> LOST_PERMILLE = List.of(0, 10, 50, 200, 400);

    private final Town town;
    private final Cast cast;
    private final Dice dice;
    private boolean over;

    Storm(Town town, Cast cast, Dice dice) {
        this.town = town;
        this.cast = cast;
        this.dice = dice;
    }

    /** From now on. @param restores whether databases are put back from backups */
    void begin(boolean restores) {
        town.onDeath(this::rise);
        again("weather", HOUR, DAY, () -> town.weather().storm(dice.one(LOST_PERMILLE)));
        again("publishing", TEN_MINUTES, HOURS, () -> cast.publish(anybody()));
        again("work", MINUTE, HOUR, () -> cast.claim(anybody()));
        again("button", TEN_MINUTES, DAY, cast::again);
        again("review", TEN_MINUTES, HOURS, cast::review);
        again("change", HOUR, DAY, cast::change);
        again("level", HOUR, DAY, () -> pair(cast::level));
        again("credit", HOUR, DAY, () -> pair(cast::credit));
        again("death", TEN_MINUTES, DAY, this::death);
        if (restores) {
            again("backup", HOUR, DAY, () -> plan(Resident.Next.BACKUP));
            again("disk", HOURS, DAY, () -> plan(Resident.Next.RESTORE));
        }
        town.liars().forEach(Liar::begin);
        town.liars().forEach(liar -> again("pardon", TEN_MINUTES, HOURS, () -> cast.friends(anybody(), liar.host())));
        again("wall", HOUR, DAY, this::wall);
        again("clock", HOUR, DAY, this::clock);
    }

    private void again(String what, Duration least, Duration most, Runnable action) {
        town.timeline().after(dice.between(least, most), what, () -> {
            if (!over) {
                action.run();
                again(what, least, most, action);
            }
        });
    }

    private Resident anybody() {
        return dice.one(town.residents());
    }

    private void pair(BiConsumer<Resident, Host> action) {
        Resident one = anybody();
        Resident other = anybody();
        if (one != other) {
            action.accept(one, other.host());
        }
    }

    /** A node dies within the next statements, wherever it is then. */
    private void death() {
        Resident victim = anybody();
        if (victim.isUp()) {
            victim.life().lifeline().endAfter(dice.between(1, POINTS));
        }
    }

    /** A node dies, and before it starts again its database is copied, or replaced by what was copied before. */
    private void plan(Resident.Next next) {
        Resident victim = anybody();
        if (victim.isUp() && (next == Resident.Next.BACKUP || victim.backedUp() != null)) {
            victim.plan(next);
            victim.life().lifeline().endAfter(1);
        }
    }

    /** A node that died starts again, and may die while it starts. */
    private void rise(Resident dead) {
        switch (dead.takeNext()) {
            case BACKUP -> backUp(dead);
            case RESTORE -> restore(dead);
            case NOTHING -> { }
        }
        town.timeline().after(over ? SECONDS : dice.between(SECONDS, HOURS), dead + " starts", () -> {
            town.start(dead);
            if (!over && dice.chance(150)) {
                dead.life().lifeline().endAfter(dice.between(1, POINTS_OF_A_START));
            }
        });
    }

    private void backUp(Resident dead) {
        town.trace().say("backup of " + dead);
        town.grounds().copy(dead.database().name(), dead.backup());
        dead.isBackedUp(town.timeline().now());
    }

    /**
     * The disk is lost and the backup put in its place, and whoever does that says so. Who does not say so and starts while no
     * peer can be reached forks its own log, which no node can know (ADR 23): peers find the fork, and people decide.
     */
    private void restore(Resident dead) {
        town.trace().say(dead + " is put back to " + Duration.between(Timeline.START, dead.backedUp()));
        town.grounds().copy(dead.backup(), dead.database().name());
        cast.forget(dead, dead.backedUp());
        dead.isRestored();
        town.grounds().note(dead.host(), dead.database(), town.timeline().now());
    }

    /** For a while nothing goes from one node to another, or nothing either way, or nothing to it from anybody. */
    private void wall() {
        Resident one = anybody();
        Resident other = dice.one(town.residents().stream().filter(each -> each != one).toList());
        var until = town.timeline().now().plus(dice.between(TEN_MINUTES, HOURS));
        int kind = dice.below(3);
        if (kind == 0) {
            town.weather().wall(one.host(), other.host(), until);
        } else {
            for (Resident each : kind == 1 ? List.of(other) : town.residents()) {
                town.weather().wall(one.host(), each.host(), until);
                town.weather().wall(each.host(), one.host(), until);
            }
        }
        town.trace().say("wall of kind " + kind + " between " + one + " and " + other);
    }

    /** Mostly a clock is a little wrong; now and then so much that nobody takes what its node signs, until somebody sees it. */
    private void clock() {
        Resident one = anybody();
        boolean much = dice.chance(200);
        int most = much ? SKEW_SECONDS : FRESH_SECONDS;
        one.setClock(Duration.ofSeconds(dice.between(-most, most)));
        town.trace().say("the clock of " + one + " is ahead by " + one.ahead());
        if (much) {
            town.timeline().after(dice.between(TEN_MINUTES, HOURS), "clock", () -> one.setClock(Duration.ZERO));
        }
    }

    /** The storm is over: clocks are right, roads are open, stewards are friends, whoever is down rises. */
    void end() {
        over = true;
        town.weather().calm();
        town.liars().forEach(Liar::fallSilent);
        for (Resident each : town.residents()) {
            each.setClock(Duration.ZERO);
            each.life().lifeline().endAfter(Integer.MAX_VALUE);
        }
        for (Resident one : town.residents()) {
            town.timeline().after(HOURS, "stewards meet", () -> town.residents().stream().filter(other -> other != one)
                .forEach(other -> cast.friends(one, other.host())));
        }
    }
}
