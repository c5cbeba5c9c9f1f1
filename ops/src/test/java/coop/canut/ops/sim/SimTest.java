package coop.canut.ops.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.ops.sim.Simulation.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The simulator, as far as a test has time for it; {@code ops/canut sim} does the same with as many seeds as one likes. */
final class SimTest {

    /** Seeds of every run of the tests: about a minute on two cores that do nothing else. */
    private static final int SEEDS = 4;
    private static final int LIARS_PERMILLE = 1_000;
    private static final Span HOURS = new Span(Duration.ofHours(12), Duration.ofDays(3), true, LIARS_PERMILLE);

    private static Grounds grounds;

    @BeforeAll
    static void prepare() {
        grounds = Grounds.prepare();
    }

    @AfterAll
    static void close() {
        grounds.close();
    }

    @Test
    void aSeedReplaysToTheLastLine() {
        Verdict first = new Simulation(grounds, HOURS).run(1, Fault.NONE);
        Verdict second = new Simulation(grounds, HOURS).run(1, Fault.NONE);
        assertEquals(first.trace(), second.trace());
        assertEquals(first.digest(), second.digest());
        assertTrue(first.answers() > 0, "nobody worked");
    }

    @Test
    void everySeedIsWell() {
        List<String> findings = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            Verdict verdict = new Simulation(grounds, Span.SHORT).run(seed, Fault.NONE);
            if (!verdict.isWell()) {
                findings.add("seed " + seed + ": " + verdict.findings());
            }
        }
        assertEquals(List.of(), findings);
    }

    @Test
    void nodesThatAreWrongAreFound() {
        // Those that show only after a restore, at one very moment, or to a liar take many seeds: the verb looks.
        List<String> missed = Zoo.ALL.stream()
            .filter(species -> species.shows() == null && !species.commitsLate() && !species.lied())
            .map(species -> species.name() + ": " + Zoo.hunt(grounds, species))
            .filter(hunt -> hunt.contains("NOT FOUND")).toList();
        assertEquals(List.of(), missed);
    }
}
