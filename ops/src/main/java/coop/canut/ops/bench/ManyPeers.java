package coop.canut.ops.bench;

import coop.canut.node.NodeConfig;
import coop.canut.node.member.Role;
import coop.canut.node.store.EmbeddedPostgres;
import coop.canut.ops.client.NodeApi;
import coop.canut.ops.federation.Cooperative;
import coop.canut.ops.federation.Federation;
import coop.canut.ops.federation.NodeProcess;
import coop.canut.ops.federation.Supervised;
import coop.canut.ops.machine.LocalMembers;
import coop.canut.protocol.Limits;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.name.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What one node costs by the number of its peers: memory, and the traffic while nobody says anything. */
final class ManyPeers implements Measurement {

    private static final List<Integer> PEERS = List.of(2, 10, 50, 200);
    private static final Duration REST = Duration.ofSeconds(10);
    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final int ROUNDS_PER_HOUR = 3_600 / Limits.PULL_AFTER_SECONDS;
    private static final double KB_PER_MB = 1_024;
    private static final double BYTES_PER_KB = 1e3;

    /** One count of peers: memory, kB, and bytes and processor time of the round after the start. */
    private record Cost(int peers, long javaKb, long postgresKb, long bytes, Duration effort) {
        double megabytes() {
            return (javaKb + postgresKb) / KB_PER_MB;
        }
    }

    @Override
    public List<Measured> take(Consumer<String> say) throws Exception {
        int most = PEERS.getLast();
        List<Cost> costs = new ArrayList<>();
        try (var place = new Supervised(null);
             var played = new PlayedPeers(most, Cooperative.LYON.host());
             var wire = new Wire(played.port())) {
            Federation federation = place.prepare(List.of(Cooperative.LYON), Federation.freePorts(1),
                EmbeddedPostgres.Options.standard());
            Path config = federation.config(Cooperative.LYON);
            Files.writeString(config, Files.readString(config) + IntStream.range(0, most).mapToObj(i ->
                "resolve." + PlayedPeers.host(i) + " = 127.0.0.1:" + wire.port()).collect(Collectors.joining("\n", "\n", "\n")));
            NodeProcess node = federation.node(Cooperative.LYON);
            String token = LocalMembers.admit(NodeConfig.read(config), "Steward", Set.of(Role.STEWARD), null).admitted().token()
                .revealText();
            var steward = new NodeApi(node.url(), token);
            int stated = 0;
            for (int peers : PEERS) {
                node.start();
                node.awaitReady();
                for (; stated < peers; stated++) {
                    state(steward, PlayedPeers.host(stated));
                }
                awaitQuiet(wire);
                node.stop();
                costs.add(rest(node, wire, peers));
                say.accept(text(costs.getLast()));
            }
        }
        return List.of(line(costs));
    }

    private static void state(NodeApi steward, Host peer) {
        Town.PATIENCE.until(() -> steward.put("/peers/" + peer,
            Json.object().put("level", "claim").put("decision", "founding").build()));
    }

    /** Starts the node, which asks every peer what is new, and looks at it when that is over. */
    private static Cost rest(NodeProcess node, Wire wire, int peers) throws Exception {
        wire.reset();
        node.start();
        node.awaitReady();
        awaitQuiet(wire);
        Effort before = Effort.now(node);
        long bytes = wire.bytes();
        Thread.sleep(REST);
        Effort idle = Effort.now(node).since(before);
        List<Long> postgres = ProcessHandle.current().descendants().map(ProcessHandle::pid).filter(pid -> pid != node.pid())
            .toList();
        var cost = new Cost(peers, Machine.residentKb(node.pid()), postgres.stream().mapToLong(Machine::proportionalKb).sum(),
            bytes, idle.node().plus(idle.postgres()));
        node.stop();
        return cost;
    }

    private static void awaitQuiet(Wire wire) throws InterruptedException {
        long from = System.nanoTime();
        while (System.nanoTime() - Math.max(from, wire.last()) < QUIET.toNanos()) {
            Thread.sleep(LOOK_EVERY);
        }
    }

    private static String text(Cost cost) {
        return String.format(Locale.ROOT, "%d peers: %.0f MB (%.0f Java, %.0f PostgreSQL), %.1f kB for a round, %.2f kB each, "
            + "%.1f %% of a core while nothing happens", cost.peers, cost.megabytes(), cost.javaKb / KB_PER_MB,
            cost.postgresKb / KB_PER_MB, cost.bytes / BYTES_PER_KB, cost.bytes / BYTES_PER_KB / cost.peers,
            cost.effort.toNanos() / 1e7 / REST.toSeconds());
    }

    private static Measured line(List<Cost> costs) throws IOException {
        Cost least = costs.getFirst();
        Cost most = costs.getLast();
        return new Measured("a node with " + most.peers + " peers", Median.whole(most.megabytes()) + " MB",
            Median.whole(least.megabytes()) + " MB with " + least.peers,
            String.format(Locale.ROOT, "%.2f", most.megabytes() / least.megabytes()), Measured.NONE, null, List.of(
                "One node as a process, whose peers are played by one small server: each has keys, a log of two entries and an "
                    + "empty channel, and takes what is brought to it. " + most.peers + " whole nodes do not fit beside it.",
                "Memory " + REST.toSeconds() + " s after the start, VmRSS of Java and Pss of PostgreSQL. A round is what the "
                    + "node asks of all peers at its start, every byte counted on the way, either direction; while nothing is "
                    + "said it asks a little less " + ROUNDS_PER_HOUR + " times an hour, and is asked as much by whole peers.",
                costs.stream().map(ManyPeers::text).collect(Collectors.joining("; ")) + "."), "");
    }
}
