package coop.canut.ops;

import coop.canut.node.CannotStart;
import coop.canut.node.NodeConfig;
import coop.canut.node.check.Finding;
import coop.canut.node.check.Invariants;
import coop.canut.node.check.Mirrors;
import coop.canut.node.store.EmbeddedPostgres;
import coop.canut.node.store.Store;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The independent verifier. */
@Command(name = "fsck", mixinStandardHelpOptions = true,
    description = {"Checks the database of a node against the promises: money, slots, claims, messages, proofs. Nothing is "
        + "changed, and the node may be running.",
        "With several nodes also compares them with each other. For that they must be at rest: everything said is heard, "
        + "and nobody works.", "Prints one line for each thing that is wrong, with the number of the invariant it breaks."},
    footer = {"", "Exit codes: 0 nothing is wrong, 1 something is, 2 asked wrongly."})
final class Fsck implements Callable<Integer> {

    @Option(names = "--config", required = true, paramLabel = "FILE",
        description = "A node's configuration. Give it again for each further node.")
    private List<Path> configs;

    @Spec
    private CommandSpec spec;

    private final List<EmbeddedPostgres> started = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        List<NodeConfig> read = configs.stream().map(NodeConfig::read).toList();
        Vertx vertx = Vertx.vertx();
        Map<Host, Store> nodes = new LinkedHashMap<>();
        try {
            for (NodeConfig config : read) {
                if (nodes.put(config.host(), Store.open(vertx, database(config))) != null) {
                    throw new CannotStart("Two configurations are of the node " + config.host() + "; name each node once.");
                }
            }
            int findings = 0;
            for (Map.Entry<Host, Store> node : nodes.entrySet()) {
                tell(node.getKey() + ": " + Invariants.checks() + " checks");
                findings += print(out, nodes.size() > 1 ? node.getKey() + ": " : "", await(
                    new Invariants(node.getKey(), node.getValue(), said -> tell(node.getKey() + ": " + said)).check()));
            }
            int checks = nodes.size() * Invariants.checks();
            if (nodes.size() > 1) {
                tell("between the nodes: " + Mirrors.checks(nodes.size()) + " checks");
                findings += print(out, "", await(new Mirrors().check(nodes)));
                checks += Mirrors.checks(nodes.size());
            }
            out.println(checks + " checks, " + findings + " findings");
            out.flush();
            return findings == 0 ? 0 : 1;
        } finally {
            vertx.close().await();
            started.forEach(EmbeddedPostgres::stop);
        }
    }

    /** The database as it can be reached: a server of the node's own is used if it runs, else started for the check. */
    private NodeConfig.Database database(NodeConfig config) {
        NodeConfig.Database database = config.database();
        Path data = database.embeddedData();
        if (data == null) {
            return database;
        }
        Optional<Path> socket = EmbeddedPostgres.running(data);
        if (socket.isPresent()) {
            return database.at(socket.get(), EmbeddedPostgres.PORT);
        }
        if (!Files.isDirectory(data.resolve("cluster"))) {
            throw new CannotStart("There is no database in " + data + "; has the node " + config.host() + " ever run?");
        }
        var postgres = EmbeddedPostgres.start(data, EmbeddedPostgres.Options.standard());
        started.add(postgres);
        return database.at(postgres.socketFolder(), postgres.port());
    }

    private static int print(PrintWriter out, String node, List<Finding> findings) {
        findings.forEach(finding -> out.println(finding.invariant() + " " + node + finding.sentence()));
        out.flush();
        return findings.size();
    }

    /** Progress goes beside the findings, so that these can be piped. */
    private void tell(String progress) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(progress);
        err.flush();
    }

    private static <T> T await(Future<T> future) throws Exception {
        try {
            return future.toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Exception cause ? cause : failed;
        }
    }
}
