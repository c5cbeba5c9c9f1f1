package coop.canut.ops.bench;

import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures, and prints a table that may be kept. */
@Command(name = "bench", mixinStandardHelpOptions = true,
    description = {"Measures this node on this machine and prints a table in Markdown, each number beside what the same "
        + "machine does with the least that could do the job, and beside its goal. Takes about ten minutes; let the machine "
        + "do nothing else meanwhile. A goal that is missed is no error of this command.",
        "  inbox    signed messages verified, applied and stored per second, beside what a Fedify inbox takes (wants npm)",
        "  claims   claims opened per second, in the store and over HTTP",
        "  publish  time from publishing a listing until the peers show it",
        "  board    the page of the board with 10 000 listings, 100 requests a second",
        "  idle     memory and start of a node with its database",
        "  catch-up what a peer said while the node was away, read on",
        "  fan-out  time from publishing a listing until 50 peers have it",
        "  fold     what 10 000 decisions of the members come to",
        "  size     what a long log costs, and many peers",
        "  ledger   transfers posted per second, and the check of a million of them"})
public final class Bench implements Callable<Integer> {

    private static final Map<String, List<Measurement>> ALL = new LinkedHashMap<>();

    static {
        var inbox = new Inbound();
        ALL.put("inbox", List.of(inbox, new FedifyInbox(inbox)));
        ALL.put("claims", List.of(new StoredClaims(), new ServedClaims()));
        ALL.put("publish", List.of(new Publishing()));
        ALL.put("board", List.of(new ServedBoard()));
        ALL.put("idle", List.of(new Idle()));
        ALL.put("catch-up", List.of(new CatchUp()));
        ALL.put("fan-out", List.of(new FanOut()));
        ALL.put("fold", List.of(new Folding()));
        ALL.put("size", List.of(new LogSize(), new ManyPeers()));
        ALL.put("ledger", List.of(new PostedTransfers()));
    }

    @Parameters(paramLabel = "NAME", description = "What to measure: inbox, claims, publish, board, idle, catch-up, "
        + "fan-out, fold, size, ledger. Default: all.")
    private List<String> names = List.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        names.stream().filter(name -> !ALL.containsKey(name)).findFirst().ifPresent(unknown -> {
            throw new ParameterException(spec.commandLine(), "There is no measurement '" + unknown + "', only "
                + String.join(", ", ALL.keySet()) + ".");
        });
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        List<Measured> lines = new ArrayList<>();
        boolean failed = false;
        String load = Machine.load();
        for (String name : names.isEmpty() ? ALL.keySet() : names) {
            for (Measurement measurement : ALL.get(name)) {
                try {
                    lines.addAll(measurement.take(text -> {
                        err.println(name + ": " + text);
                        err.flush();
                    }));
                } catch (Exception broken) {
                    // The others may still be measured.
                    failed = true;
                    err.println(name + ": could not be measured");
                    broken.printStackTrace(err);
                }
            }
        }
        out.print(text(lines, load));
        out.flush();
        return failed ? 1 : 0;
    }

    private static String text(List<Measured> lines, String load) {
        StringBuilder text = new StringBuilder("| What | Measured | Beside | Ratio | Goal | Reached |\n")
            .append("|---|---|---|---|---|---|\n");
        lines.forEach(line -> text.append(line.line()).append('\n'));
        text.append('\n').append("Machine: ").append(Machine.line()).append(". Measured on ")
            .append(LocalDate.now(ZoneOffset.UTC)).append("; load average when it began: ").append(load).append(".\n\n");
        lines.forEach(line ->
            text.append("- *").append(line.what()).append("*: ").append(line.explained()).append('\n'));
        return text.toString();
    }
}
