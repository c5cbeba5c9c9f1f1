package coop.canut.ops.replay;

import coop.canut.node.CannotStart;
import coop.canut.node.store.EmbeddedPostgres;
import coop.canut.ops.client.Patience;
import coop.canut.ops.demo.People;
import coop.canut.ops.demo.Proof;
import coop.canut.ops.federation.Cooperative;
import coop.canut.ops.federation.Federation;
import coop.canut.ops.federation.Supervised;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Does a crowdsourcing data set again and compares what comes out with what went in. */
@Command(name = "replay", mixinStandardHelpOptions = true,
    description = {"Publishes the items of a data set at Lyon, lets one member for each original worker, spread over three "
        + "cooperatives, give exactly the answers that the file records, accepts and exports them all, and compares.",
        "Ends with 0 only if every answer came out as it went in, paid is owed on every ledger, and every invariant holds."})
public final class Replay implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    /** What each node lets each other owe it, in cents: beyond any data set. */
    private static final long CREDIT_CENTS = 100_000_000;

    @Option(names = "--labels", required = true, paramLabel = "FILE",
        description = "CSV with the columns item, worker and label: who answered what.")
    private Path labelFile;

    @Option(names = "--truth", paramLabel = "FILE",
        description = "CSV with the columns item and truth, to say how often the majority is right.")
    private Path truthFile;

    @Option(names = "--keep", paramLabel = "DIR", description = "Leave data and exports in this folder, which is empty or new.")
    private Path keep;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Labels labels = Labels.read(labelFile);
        Map<String, String> truth = truthFile == null ? Map.of() : Labels.truth(truthFile);
        if (keep != null && People.saved(keep)) {
            throw new CannotStart("There are people in " + keep + " already; name an empty folder.");
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%d answers of %d workers to %d items, %d different labels%n", labels.all().size(),
            labels.workers().size(), labels.all().stream().map(Labels.Label::item).distinct().count(),
            labels.values().size());
        out.flush();
        try (var supervised = new Supervised(keep)) {
            Federation federation = supervised.start(Cooperative.ALL, Federation.freePorts(Cooperative.ALL.size()),
                EmbeddedPostgres.Options.standard());
            var patience = new Patience(PATIENCE);
            People people = People.admit(federation);
            people.peer(CREDIT_CENTS, patience);
            people.save(supervised.folder());
            var rerun = new Rerun(people, labels, patience, new Progress(spec.commandLine().getErr()), supervised.folder());
            return report(out, rerun.run(), labels, truth, federation, patience) ? 0 : 1;
        }
    }

    private boolean report(PrintWriter out, Rerun.Result result, Labels labels, Map<String, String> truth,
                           Federation federation, Patience patience) {
        List<String> differences = Comparison.differences(labels, result.out());
        differences.forEach(difference -> out.println("  " + difference));
        out.printf("answers in = answers out   %s, %d compared one by one%n", differences.isEmpty() ? "yes" : "NO",
            labels.all().size());
        if (!truth.isEmpty()) {
            out.printf("majority of the answers    %.2f %% right (%.2f %% by the file itself)%n",
                Comparison.majorityAccuracy(result.out(), truth), Comparison.majorityAccuracy(labels, truth));
        }
        out.printf("paid = owed                %s: earned %s, price of all answers %s%n",
            result.earned().equals(result.price()) ? "yes" : "NO", result.earned().plain(), result.price().plain());
        out.printf("speed                      %.0f answers a second claimed and given; %.0f messages a second between the "
            + "nodes while working, %d in all%n", result.answersPerSecond(), result.messagesPerSecond(), result.messages());
        out.printf("accepted, paid, exported   %d answers in %.1f s%n", labels.all().size(), result.reviewSeconds());
        out.flush();
        List<String> findings = Proof.of(federation, Cooperative.ALL, patience);
        findings.forEach(finding -> out.println("  " + finding));
        out.printf("fsck of all three          %s%n", findings.isEmpty() ? "0 findings" : findings.size() + " FINDINGS");
        out.flush();
        return differences.isEmpty() && result.earned().equals(result.price()) && findings.isEmpty();
    }
}
