package coop.canut.ops.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.ops.sim.Simulation.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The simulator, as far as a test has time for it; {@code ops/canut sim} does the same with as many seeds as one likes. */
final class SimTest {

    /** Seeds of every run of the tests: about a minute on two cores that do nothing else. */
    private static final int SEEDS = 4;
    private static final int JOBS = Runtime.getRuntime().availableProcessors();
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
        Verdict alone = new Simulation(grounds, HOURS).run(1, Fault.NONE);
        assertTrue(alone.answers() > 0, "nobody worked");
        // The same again, while another town stands beside it.
        Jobs.each(2, Stream.of(1L, 2L), seed -> new Simulation(grounds, HOURS).run(seed, Fault.NONE), beside -> {
            if (beside.seed() == alone.seed()) {
                assertEquals(alone.trace(), beside.trace());
                assertEquals(alone.digest(), beside.digest());
            }
        });
    }

    @Test
    void whatIsDoneSideBySideIsToldInOrder() {
        List<Integer> told = new ArrayList<>();
        Jobs.each(3, Stream.iterate(1, n -> n + 1).limit(100), n -> n * n, told::add);
        assertEquals(Stream.iterate(1, n -> n + 1).limit(100).map(n -> n * n).toList(), told);
    }

    @Test
    void whatFailsSideBySideIsNotHidden() {
        assertThrows(CompletionException.class, () -> Jobs.each(2, Stream.of(1, 0, 2), n -> 1 / n, n -> { }));
    }

    @Test
    void everySeedIsWell() {
        List<String> findings = new ArrayList<>();
        var simulation = new Simulation(grounds, Span.SHORT);
        Jobs.each(JOBS, LongStream.rangeClosed(1, SEEDS).boxed(), seed -> simulation.run(seed, Fault.NONE), verdict -> {
            if (!verdict.isWell()) {
                findings.add("seed " + verdict.seed() + ": " + verdict.findings());
            }
        });
        assertEquals(List.of(), findings);
    }

    @Test
    void nodesThatAreWrongAreFound() {
        // Those that show only after a restore, at one very moment, or to a liar take many seeds: the verb looks.
        List<String> missed = new ArrayList<>();
        Jobs.each(JOBS, Zoo.ALL.stream().filter(species -> species.shows() == null && !species.commitsLate()
                && !species.lied()),
            species -> species.name() + ": " + Zoo.hunt(grounds, species), hunt -> {
                if (hunt.contains("NOT FOUND")) {
                    missed.add(hunt);
                }
            });
        assertEquals(List.of(), missed);
    }
}
