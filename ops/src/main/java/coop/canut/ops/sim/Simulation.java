package coop.canut.ops.sim;

import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One seed: a town is founded, a storm goes over it, a calm follows, and in the end everything that was said is heard,
 * everything that was done is paid, and nothing is stuck.
 */
final class Simulation {

    private static final Duration FOUNDING = Duration.ofHours(1);
    /** What a last answer to a last retry may need beyond the calm. */
    private static final Duration PATIENCE = Duration.ofDays(2);
    private static final int FEWEST = 3;
    private static final int MANY = 5;
    private static final int MANY_MORE_PERMILLE = 60;
    private static final Duration DAY = Duration.ofDays(1);
    /** More seeds find more than longer ones; some are long, for what takes days. */
    private static final int LONG_PERMILLE = 250;
    private static final List<Host> LIARS = List.of(Host.of("marseille.example"), Host.of("palermo.example"));

    private final Grounds grounds;
    private final Span span;

    /**
     * How long a simulation lasts, in virtual time.
     *
     * @param storm    while everything may happen, at most: three of four seeds storm for a day and no longer
     * @param calm     while what happened is put right
     * @param restores whether databases are put back from backups
     * @param liarsPermille in how many of a thousand seeds a peer lies; in as many of those a second one does
     */
    record Span(Duration storm, Duration calm, boolean restores, int liarsPermille) {

        static final int LIARS_PERMILLE = 350;
        /** What a seed means, unless something else is said. */
        static final Span WHOLE = new Span(Duration.ofDays(3), Duration.ofDays(3), true, LIARS_PERMILLE);
        /** Enough for a fault that every node has. */
        static final Span SHORT = new Span(Duration.ofDays(1), Duration.ofDays(3), false, 0);

        Span restoring(boolean other) {
            return new Span(storm, calm, other, liarsPermille);
        }

        Span lying(int permille) {
            return new Span(storm, calm, restores, permille);
        }
    }

    Simulation(Grounds grounds, Span span) {
        this.grounds = grounds;
        this.span = span;
    }

    /** Runs a seed. */
    Verdict run(long seed, Fault fault) {
        long begun = System.nanoTime();
        var dice = new Dice(seed);
        int nodes = dice.chance(MANY_MORE_PERMILLE) ? dice.between(MANY, Town.NODES) : dice.between(FEWEST, MANY);
        Duration length = span.storm().compareTo(DAY) > 0 && !dice.chance(LONG_PERMILLE) ? DAY : span.storm();
        try (var town = new Town(grounds, dice.branch(), nodes, fault)) {
            var cast = new Cast(town, dice.branch());
            admit(town, cast, seed);
            var checks = new Checks(town);
            var storm = new Storm(town, cast, dice.branch());
            Runnable look = checks::afterStep;
            found(town, cast, look);
            storm.begin(span.restores());
            town.live(length, look);
            storm.end();
            town.live(span.calm(), look);
            if (town.findings().isEmpty() && !checks.atRest(cast).isEmpty()) {
                town.live(PATIENCE, look);
            }
            if (town.findings().isEmpty()) {
                town.findings().addAll(checks.atRest(cast));
            }
            return new Verdict(seed, nodes, List.copyOf(town.findings()), town.trace().lines(), town.trace().digest(),
                cast.handedIn().size(), town.memory().messages(), Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    /** Liars have dice of their own: a seed without any is what it would be if there were none in the world. */
    private void admit(Town town, Cast cast, long seed) {
        var dice = new Dice(-seed);
        for (Host host : LIARS) {
            if (!dice.chance(span.liarsPermille())) {
                return;
            }
            town.admit(new Liar(town, host, dice.branch(), cast));
        }
    }

    private static void found(Town town, Cast cast, Runnable look) {
        List<Future<Void>> done = new ArrayList<>();
        for (Resident resident : town.residents()) {
            town.now(resident + " starts", () -> done.add(town.start(resident)));
            town.now(resident + " settles", () -> done.add(cast.settle(resident)));
        }
        for (Resident one : town.residents()) {
            town.now("stewards meet", () -> {
                Future<Void> met = Future.succeededFuture();
                for (Resident other : town.residents()) {
                    if (one != other) {
                        met = met.compose(before -> cast.befriend(one, other.host()));
                    }
                }
                for (Liar liar : town.liars()) {
                    met = met.compose(before -> cast.befriend(one, liar.host()));
                }
                done.add(met);
            });
        }
        town.live(FOUNDING, look);
        done.stream().filter(each -> !each.succeeded()).forEach(failed ->
            town.findings().add("The town could not be founded: " + failed.cause()));
    }
}
