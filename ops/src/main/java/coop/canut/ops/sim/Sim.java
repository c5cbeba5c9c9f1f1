package coop.canut.ops.sim;

import coop.canut.ops.sim.Simulation.Span;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The simulator. */
@Command(name = "sim", mixinStandardHelpOptions = true,
    description = {"Runs whole federations in virtual time, each from one seed: three to eight real nodes on a real database "
        + "live through a day (one town of four: three days) in which everything goes wrong that can, and three days in which "
        + "nothing does. All invariants are looked at on the way, and in the end everything that was said must be heard, "
        + "everything that was done be paid, and nothing be stuck.",
        "A seed always does the same. What is wrong is printed with what happened before it."},
    footer = {"", "Exit codes: 0 all seeds are well, 1 something is wrong, 2 asked wrongly."})
public final class Sim implements Callable<Integer> {

    private static final int SHOWN_LINES = 60;
    private static final int DIGEST_CHARS = 16;
    private static final double NANOS = 1e9;

    @Option(names = "--seeds", paramLabel = "N", defaultValue = "20", description = "How many seeds (${DEFAULT-VALUE}).")
    private int seeds;

    @Option(names = "--from", paramLabel = "S", defaultValue = "1", description = "The first seed (${DEFAULT-VALUE}).")
    private long from;

    @Option(names = "--jobs", paramLabel = "N", description = "How many towns live side by side; what a seed does is the same "
        + "whatever this is. Without it: as many as there are processors.")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(names = "--trace", description = "Prints everything that happened, not only the end of what went wrong.")
    private boolean whole;

    @Option(names = "--restores", negatable = true, defaultValue = "true", fallbackValue = "true",
        description = "Whether databases are put back from backups (${DEFAULT-VALUE}).")
    private boolean restores;

    @Option(names = "--liars", paramLabel = "PERMILLE", defaultValue = "" + Span.LIARS_PERMILLE, description = "In how many of a "
        + "thousand seeds one peer more is no node of ours but lies about everything, with keys that are right, and in as "
        + "many of those yet another (${DEFAULT-VALUE}).")
    private int liars;

    @Option(names = "--zoo", description = "Instead of sound nodes those that are wrong on purpose, each until it is found: at "
        + "the latest after " + Zoo.SEEDS + " seeds.")
    private boolean zoo;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (seeds < 1 || from < 1 || jobs < 1) {
            throw new ParameterException(spec.commandLine(), "Seeds and jobs are counted from 1.");
        }
        try (var grounds = Grounds.prepare()) {
            return zoo ? zoo(grounds) : seeds(grounds);
        }
    }

    private int seeds(Grounds grounds) {
        PrintWriter out = spec.commandLine().getOut();
        var simulation = new Simulation(grounds, Span.WHOLE.restoring(restores).lying(liars));
        var wrong = new AtomicInteger();
        long begun = System.nanoTime();
        Jobs.each(jobs, LongStream.range(from, from + seeds).boxed(), seed -> simulation.run(seed, Fault.NONE), verdict -> {
            long seed = verdict.seed();
            tell("seed %d: %d nodes, %d messages, %d answers, %d lines with hash %s, %.1f s: %s", seed, verdict.nodes(),
                verdict.messages(), verdict.answers(), verdict.trace().size(), verdict.digest().substring(0, DIGEST_CHARS),
                verdict.took().toNanos() / NANOS, verdict.isWell() ? "well" : "wrong");
            if (whole || !verdict.isWell()) {
                verdict.trace().stream().skip(whole ? 0 : Math.max(0, verdict.trace().size() - SHOWN_LINES))
                    .forEach(out::println);
            }
            if (!verdict.isWell()) {
                wrong.incrementAndGet();
                verdict.findings().forEach(out::println);
                out.println("Again, with everything before it: ops/canut sim --seeds 1 --from " + seed + " --trace");
            }
            out.flush();
        });
        out.printf("%d seeds, %d wrong, %.1f s%n", seeds, wrong.get(), (System.nanoTime() - begun) / NANOS);
        out.flush();
        return wrong.get() == 0 ? 0 : 1;
    }

    private int zoo(Grounds grounds) {
        PrintWriter out = spec.commandLine().getOut();
        var missed = new AtomicInteger();
        Jobs.each(jobs, Zoo.ALL.stream(), species -> Map.entry(species, Zoo.hunt(grounds, species)), hunted -> {
            out.println("A node that " + hunted.getKey().name() + ": " + hunted.getValue());
            out.flush();
            missed.addAndGet(hunted.getValue().isFound() ? 0 : 1);
        });
        out.println(Zoo.ALL.size() + " kinds of wrong nodes, " + missed + " not found");
        out.flush();
        return missed.get() == 0 ? 0 : 1;
    }

    /** Progress goes beside what was found, so that this can be piped. */
    private void tell(String form, Object... values) {
        PrintWriter err = spec.commandLine().getErr();
        err.printf(form + "%n", values);
        err.flush();
    }
}
