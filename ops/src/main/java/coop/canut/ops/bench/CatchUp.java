package coop.canut.ops.bench;

import coop.canut.node.Identity;
import coop.canut.node.NodeConfig;
import coop.canut.ops.demo.Batch;
import coop.canut.ops.federation.Cooperative;
import coop.canut.ops.federation.NodeProcess;
import coop.canut.ops.machine.OpenDatabase;
import coop.canut.protocol.name.ObjectUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How long a node reads that was away while a peer said much: in its channel, and in its log. */
final class CatchUp implements Measurement {

    private static final Cooperative READER = Cooperative.LYON;
    private static final Cooperative AUTHOR = Cooperative.BOLOGNA;
    private static final List<Integer> MISSED = List.of(0, 100, 10_000, 100_000);
    private static final int LISTINGS = 4;
    /** A third of what a node usually has: whoever kept what was missed in memory would end here. */
    private static final int HEAP_MB = 64;
    private static final int GOAL_SECONDS = 60;
    private static final Duration WITHIN = Duration.ofMinutes(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    /** No byte for so long: both have said all. The node's own pauses are longer or none. */
    private static final Duration QUIET = Duration.ofMillis(1_500);
    private static final Pattern COLLECTED = Pattern.compile("Pause.* (\\d+)M->");
    private static final double BYTES_PER_MB = 1e6;

    private final MissedStore store = new MissedStore();

    /**
     * One reading.
     *
     * @param seconds  from the first byte after the reader's start to the commit of the last message; with none missed to the
     *                 last byte of either
     * @param bytes    over both lines, headers and receipts included, until both were quiet
     * @param reader   of heap that the reader had in use at most, MB, what nobody held any more included
     * @param author   the same of the author
     */
    private record Reading(int missed, double seconds, long bytes, int reader, int author) {
        double rate() {
            return missed / seconds;
        }
    }

    /** What is measured: what the author says, and how far it is heard. */
    private record Stream(String name, Consumer<Integer> missed, ToLongFunction<MissedStore.Heard> heard) {
    }

    @Override
    public List<Measured> take(Consumer<String> say) throws Exception {
        say.accept("starting three nodes, publishing " + units() + " units");
        try (Town town = Town.start();
             Wire toAuthor = new Wire(town.federation().node(AUTHOR).url().getPort());
             Wire toReader = new Wire(town.federation().node(READER).url().getPort())) {
            publish(town);
            town.federation().nodes().forEach(NodeProcess::stop);
            lead(town, READER, AUTHOR, toAuthor);
            lead(town, AUTHOR, READER, toReader);
            var alone = new Verifications(Identity.read(NodeConfig.read(town.federation().config(READER)).keys(),
                READER.host())).rate();
            try (OpenDatabase reader = OpenDatabase.of(NodeConfig.read(town.federation().config(READER)))) {
                List<MissedStore.Slot> slots = new ArrayList<>(reader.get(sql -> store.lend(sql, AUTHOR.host())));
                List<Measured> lines = new ArrayList<>();
                for (Stream stream : List.of(
                        new Stream("channel", count -> write(town, missed -> missed.answer(cut(slots, count))),
                            MissedStore.Heard::seq),
                        new Stream("log", count -> write(town, missed -> missed.publish(count)), MissedStore.Heard::size))) {
                    List<Reading> readings = new ArrayList<>();
                    for (int count : MISSED) {
                        Reading reading = read(town, reader, stream, count, List.of(toAuthor, toReader));
                        readings.add(reading);
                        say.accept(stream.name + ", " + text(reading));
                    }
                    lines.add(line(stream, readings, alone));
                }
                return lines;
            }
        }
    }

    private static int units() {
        return MISSED.stream().mapToInt(Integer::intValue).sum();
    }

    /** At the reader the work that will be answered, and at the author one listing, like which others will be. */
    private static void publish(Town town) {
        for (int i = 0; i < LISTINGS; i++) {
            town.story().publish(town.people().one(READER, "requester"),
                Batch.few("Bench " + i, Math.ceilDiv(units(), LISTINGS), 1));
        }
        town.story().deposit(AUTHOR, Town.MONEY);
        ObjectUrl model = town.story().publish(town.people().one(AUTHOR, "requester"), Batch.few("Model", 3, 1));
        town.story().awaitOnBoard(READER, model);
    }

    /** From now on one node reaches the other by a line on which bytes are counted. */
    private static void lead(Town town, Cooperative from, Cooperative to, Wire wire) throws IOException {
        Path config = town.federation().config(from);
        Files.writeString(config, Files.readString(config).replaceAll("resolve\\." + to.host() + " = .*",
            "resolve." + to.host() + " = 127.0.0.1:" + wire.port()));
    }

    private static List<MissedStore.Slot> cut(List<MissedStore.Slot> slots, int count) {
        List<MissedStore.Slot> first = slots.subList(0, count);
        List<MissedStore.Slot> taken = List.copyOf(first);
        first.clear();
        return taken;
    }

    private static void write(Town town, Consumer<Missed> what) {
        try (Missed missed = new Missed(town.federation(), AUTHOR, READER)) {
            what.accept(missed);
        }
    }

    private Reading read(Town town, OpenDatabase database, Stream stream, int count, List<Wire> wires) throws Exception {
        NodeProcess author = town.federation().node(AUTHOR);
        NodeProcess reader = town.federation().node(READER);
        MissedStore.Heard before = heard(database);
        long refused = refused(database);
        stream.missed.accept(count);
        start(author);
        awaitQuiet(wires);
        wires.forEach(Wire::reset);
        start(reader);
        long end = stream.heard.applyAsLong(before) + count;
        long begun = System.nanoTime();
        long committed = 0;
        while (committed == 0) {
            if (stream.heard.applyAsLong(heard(database)) >= end) {
                committed = System.nanoTime();
            } else if (System.nanoTime() - begun > WITHIN.toNanos()) {
                throw new IllegalStateException(READER.name() + " has read " + heard(database) + " and not up to " + end);
            } else {
                Thread.sleep(LOOK_EVERY);
            }
        }
        awaitQuiet(wires);
        reader.stop();
        author.stop();
        MissedStore.Heard after = heard(database);
        if (stream.heard.applyAsLong(after) != end || refused(database) != refused) {
            throw new IllegalStateException("expected to read up to " + end + " without a refusal: " + before + ", " + after);
        }
        long first = wires.stream().mapToLong(Wire::first).filter(at -> at != 0).min().orElseThrow();
        long last = count == 0 ? wires.stream().mapToLong(Wire::last).max().orElseThrow() : committed;
        return new Reading(count, (last - first) / 1e9, wires.stream().mapToLong(Wire::bytes).sum(), heap(reader),
            heap(author));
    }

    private MissedStore.Heard heard(OpenDatabase database) {
        return database.get(sql -> store.heard(sql, AUTHOR.host()));
    }

    private long refused(OpenDatabase database) {
        return database.get(sql -> store.refused(sql, AUTHOR.host()));
    }

    private static void start(NodeProcess node) throws IOException {
        Files.deleteIfExists(collections(node));
        node.start("-Xmx" + HEAP_MB + "m", "-Xlog:gc:file=" + collections(node) + "::filecount=0");
        node.awaitReady();
    }

    private static Path collections(NodeProcess node) {
        return node.log().resolveSibling("gc.log");
    }

    private static int heap(NodeProcess node) throws IOException {
        try (java.util.stream.Stream<String> lines = Files.lines(collections(node))) {
            return lines.map(COLLECTED::matcher).filter(Matcher::find).mapToInt(found -> Integer.parseInt(found.group(1))).max()
                .orElse(0);
        }
    }

    private static void awaitQuiet(List<Wire> wires) throws InterruptedException {
        long from = System.nanoTime();
        long last = from;
        while (System.nanoTime() - last < QUIET.toNanos()) {
            Thread.sleep(LOOK_EVERY);
            last = Math.max(from, wires.stream().mapToLong(Wire::last).max().orElseThrow());
        }
    }

    private static String text(Reading reading) {
        return String.format(Locale.ROOT, "%s missed: %.2f s, %s/s, %.2f MB, heap in use at most %s MB in the reader and %s MB "
            + "in the author", Median.whole(reading.missed), reading.seconds,
            reading.missed == 0 ? Measured.NONE : Median.whole(reading.rate()), reading.bytes / BYTES_PER_MB, reading.reader,
            reading.author);
    }

    private static Measured line(Stream stream, List<Reading> readings, double alone) {
        Reading most = readings.getLast();
        String what = stream.name.equals("channel")
            ? "`work-submitted`, each to a slot of its own that the reader had lent, applied as any answer is"
            : "listings that open and close in waves of 500, each put on the board as any listing is";
        return new Measured(Median.whole(most.missed) + " missed messages of a " + stream.name + " read",
            String.format(Locale.ROOT, "%.1f s, %s/s", most.seconds, Median.whole(most.rate())),
            Median.whole(alone) + "/s verified by one core", Median.percent(most.rate() / alone), "within " + GOAL_SECONDS + " s",
            most.seconds <= GOAL_SECONDS, List.of(
                "Two nodes as processes over one durable PostgreSQL, each with at most " + HEAP_MB + " MB of heap. Both "
                    + "are stopped, what the author said meanwhile is put into its tables, signed and chained by its keys; then "
                    + "the author starts, and then the reader: " + what + ".",
                "From the first byte after the reader's start until the commit of the last message; bytes with headers, "
                    + "receipts and everything pushed meanwhile, either way; heap in use before a collection, the "
                    + "most of the whole run.",
                readings.stream().map(CatchUp::text).reduce((one, two) -> one + "; " + two).orElseThrow() + "."),
            "one page is applied after the other, in a Java that has just started.");
    }
}
