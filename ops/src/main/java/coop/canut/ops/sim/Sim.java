package coop.canut.ops.sim;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The simulator. */
@Command(name = "sim", mixinStandardHelpOptions = true,
    description = {"Runs whole federations in virtual time, each from one seed: real nodes and a real database, storm and then "
        + "calm, with everything that can go wrong going wrong, and all invariants looked at."},
    footer = {"", "Exit codes: 0 all seeds are well, 1 something is wrong, 2 asked wrongly."})
public final class Sim implements Callable<Integer> {

    private static final int SHOWN_LINES = 60;

    @Option(names = "--seeds", paramLabel = "N", defaultValue = "20", description = "How many seeds (${DEFAULT-VALUE}).")
    private int seeds;

    @Option(names = "--from", paramLabel = "S", defaultValue = "1", description = "The first seed (${DEFAULT-VALUE}).")
    private long from;

    @Option(names = "--trace", description = "Prints everything that happened.")
    private boolean whole;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        int wrong = 0;
        long begun = System.nanoTime();
        try (var grounds = Grounds.prepare()) {
            var simulation = new Simulation(grounds);
            for (long seed = from; seed < from + seeds; seed++) {
                long start = System.nanoTime();
                Verdict verdict = simulation.run(seed, Fault.NONE);
                err.printf("seed %d: %d nodes, %d happenings, %d messages, %d answers, %s, %.1f s, trace %s%n", seed,
                    verdict.nodes(), verdict.trace().size(), verdict.messages(), verdict.answers(),
                    verdict.isWell() ? "well" : "WRONG", (System.nanoTime() - start) / 1e9, verdict.digest().substring(0, 16));
                err.flush();
                if (!verdict.isWell()) {
                    wrong++;
                    verdict.trace().stream().skip(whole ? 0 : Math.max(0, verdict.trace().size() - SHOWN_LINES))
                        .forEach(out::println);
                    verdict.findings().forEach(out::println);
                    out.println("Again: ops/canut sim --seeds 1 --from " + seed + " --trace");
                } else if (whole) {
                    verdict.trace().forEach(out::println);
                }
                out.flush();
            }
        }
        out.printf("%d seeds, %d wrong, %.1f s%n", seeds, wrong, (System.nanoTime() - begun) / 1e9);
        out.flush();
        return wrong == 0 ? 0 : 1;
    }
}
