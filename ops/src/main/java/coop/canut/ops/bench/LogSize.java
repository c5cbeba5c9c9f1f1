package coop.canut.ops.bench;

import coop.canut.node.Identity;
import coop.canut.node.NodeConfig;
import coop.canut.node.fetch.Network;
import coop.canut.ops.demo.Batch;
import coop.canut.ops.federation.Supervised;
import coop.canut.ops.machine.OpenDatabase;
import coop.canut.protocol.Limits;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.log.Checkpoint;
import coop.canut.protocol.log.LogEntry;
import coop.canut.protocol.log.Merkle;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.sign.Purpose;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a log costs by its length: to append to it, to read its end, and to prove one entry of it from nothing. */
final class LogSize implements Measurement {

    private static final List<Integer> SIZES = List.of(1_000, 100_000, 1_000_000);
    private static final int TAKEN = 40;
    private static final int WARM_UP = 20;
    private static final int ADDED_AT_ONCE = 5_000;
    private static final int UNITS = 3;
    private static final String KIND = "listing-published";
    private static final String SEALED = "sealed";
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final double BYTES_PER_MB = 1e6;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int PAGE_BYTES = Limits.LOG_ENTRIES_PER_PAGE * (Limits.LOG_ENTRY_BYTES + 1);

    private final LogSizeStore store = new LogSizeStore();
    private final SplittableRandom random = new SplittableRandom(1);
    private volatile CountDownLatch sealing = new CountDownLatch(0);
    private Network network;

    /** One length: milliseconds to append, to read the last messages and the last entries; and to prove, with its bytes. */
    private record Cost(long size, Median append, Median messages, Median entries, double proveSeconds, long proveBytes,
                        int hashes, long storedBytes) {
    }

    @Override
    public List<Measured> take(Consumer<String> say) throws Exception {
        List<Cost> costs = new ArrayList<>();
        try (var place = new Supervised(null);
             Crowd crowd = new Crowd(place.folder().toRealPath(), 1, Duration.ZERO, this::reached)) {
            crowd.meet();
            network = crowd.network();
            NodeConfig config = crowd.first();
            Identity identity = Identity.read(config.keys(), config.host());
            try (OpenDatabase database = OpenDatabase.of(config)) {
                for (int size : SIZES) {
                    lengthen(database, identity, size - position(config) - TAKEN - WARM_UP);
                    costs.add(cost(crowd, config, database));
                    say.accept(text(costs.getLast()));
                }
            }
        }
        return List.of(line(costs));
    }

    private void reached(int node, String point) {
        if (point.equals(SEALED)) {
            sealing.countDown();
        }
    }

    private void lengthen(OpenDatabase database, Identity identity, long count) {
        for (long left = count; left > 0; left -= ADDED_AT_ONCE) {
            List<LogEntry> entries = IntStream.range(0, (int) Math.min(left, ADDED_AT_ONCE)).mapToObj(i ->
                new LogEntry(Id.of(System.currentTimeMillis(), bytes(10)), KIND, Hash.of(bytes(Hash.BYTES)))).toList();
            database.get(open -> open.write(tx -> store.lengthen(tx, identity.host(), entries, head ->
                new Checkpoint(Checkpoint.origin(identity.host(), head.epoch()), head.frontier().size(), head.frontier().root())
                    .sign(identity.first(Purpose.LOG)))));
        }
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private Cost cost(Crowd crowd, NodeConfig config, OpenDatabase database) throws InterruptedException {
        List<Double> append = new ArrayList<>();
        for (int i = -WARM_UP; i < TAKEN; i++) {
            double millis = append(crowd, "Bench " + i);
            if (i >= 0) {
                append.add(millis);
            }
        }
        long size = position(config);
        List<Double> messages = new ArrayList<>();
        List<Double> entries = new ArrayList<>();
        for (int i = -WARM_UP; i < TAKEN; i++) {
            double one = millis(config, "/messages?from=" + (size - TAKEN) + "&limit=" + TAKEN);
            double other = millis(config, "/entries?from=" + (size - TAKEN) + "&limit=" + TAKEN);
            if (i >= 0) {
                messages.add(one);
                entries.add(other);
            }
        }
        long begun = System.nanoTime();
        Checkpoint checkpoint = Checkpoint.parse(text(get(config, "/checkpoint")));
        List<Hash> leaves = new ArrayList<>();
        long read = 0;
        while (leaves.size() < checkpoint.size()) {
            String page = text(get(config, "/entries?from=" + leaves.size() + "&limit="
                + Math.min(Limits.LOG_ENTRIES_PER_PAGE, checkpoint.size() - leaves.size())));
            read += page.length();
            page.lines().forEach(line -> leaves.add(LogEntry.of(line).leaf()));
        }
        int asked = (int) (checkpoint.size() / 2);
        List<Hash> proof = Merkle.inclusion(asked, checkpoint.size(), leaves);
        Merkle.verifyInclusion(leaves.get(asked), asked, checkpoint.size(), proof, checkpoint.root());
        double seconds = (System.nanoTime() - begun) / 1e9;
        return new Cost(size, Median.of(append), Median.of(messages), Median.of(entries), seconds, read, proof.size(),
            database.get(store::bytes));
    }

    /** Milliseconds from sending a listing until it stands, signed, in the log. */
    private double append(Crowd crowd, String title) throws InterruptedException {
        Batch batch = Batch.few(title, UNITS, 1);
        Json.Obj draft = batch.draft(crowd.requester().post("/items", "text/csv", batch.csv()).id("items").toString());
        sealing = new CountDownLatch(1);
        long begun = System.nanoTime();
        crowd.requester().post("/listings", draft);
        if (!sealing.await(WITHIN.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(title + " was not signed within " + WITHIN.toSeconds() + " s");
        }
        return (System.nanoTime() - begun) / NANOS_PER_MILLI;
    }

    private double millis(NodeConfig config, String path) {
        long begun = System.nanoTime();
        get(config, path);
        return (System.nanoTime() - begun) / NANOS_PER_MILLI;
    }

    private long position(NodeConfig config) {
        return Checkpoint.parse(text(get(config, "/checkpoint"))).size();
    }

    private byte[] get(NodeConfig config, String path) {
        Network.Answer answer = network.send(config.host(), new Network.Request("GET", "/canut/1/log/1" + path, Map.of(), null,
            PAGE_BYTES)).toCompletionStage().toCompletableFuture().join();
        if (answer.status() != 200) {
            throw new IllegalStateException(path + " was answered " + answer.status() + " " + answer.body());
        }
        return answer.body().getBytes();
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    private static String text(Cost cost) {
        return String.format(Locale.ROOT, "%s entries: append %.1f ms, last %d messages %.1f ms, last %d entries %.1f ms, one "
            + "proven from nothing in %.2f s and %.2f MB by %d hashes, %.0f MB stored without messages",
            Median.whole(cost.size), cost.append.middle(), TAKEN, cost.messages.middle(), TAKEN, cost.entries.middle(),
            cost.proveSeconds, cost.proveBytes / BYTES_PER_MB, cost.hashes, cost.storedBytes / BYTES_PER_MB);
    }

    private static Measured line(List<Cost> costs) {
        Cost least = costs.getFirst();
        Cost most = costs.getLast();
        return new Measured("appended to a log of " + Median.whole(most.size) + " entries",
            String.format(Locale.ROOT, "%.1f ms", most.append.middle()),
            String.format(Locale.ROOT, "%.1f ms to one of %s", least.append.middle(), Median.whole(least.size)),
            String.format(Locale.ROOT, "%.2f", most.append.middle() / least.append.middle()), Measured.NONE, null, List.of(
                "One node; its log is made longer by entries whose messages were erased, as an author may, so the tree and its "
                    + "indexes are whole and the messages are not there.",
                "Append: from sending `POST /listings` until the listing is signed and in the tree; the end is read over HTTP; "
                    + "a proof from nothing needs every entry, while who follows the log keeps the right edge of the tree and "
                    + "needs what is new. Medians of " + TAKEN + ".",
                costs.stream().map(LogSize::text).collect(Collectors.joining("; ")) + "."), "");
    }
}
