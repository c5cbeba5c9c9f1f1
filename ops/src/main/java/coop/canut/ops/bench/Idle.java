package coop.canut.ops.bench;

import coop.canut.node.Identity;
import coop.canut.node.child.Child;
import coop.canut.ops.federation.Cooperative;
import coop.canut.ops.federation.Federation;
import coop.canut.ops.federation.NodeProcess;
import coop.canut.ops.federation.Supervised;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What one node costs that has nothing to do, its own PostgreSQL included, and how soon it answers after its start. */
final class Idle implements Measurement {

    private static final int STARTS = 5;
    private static final int GOAL_MB = 130;
    private static final int GOAL_MILLIS = 1_000;
    private static final Duration REST = Duration.ofSeconds(10);
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(20);
    /** Often enough for the millisecond, and seldom enough to leave the cores to the node. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(2);
    private static final int KB_PER_MB = 1_024;
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofSeconds(1)).build();

    /** One start: milliseconds to the first answers, and kilobytes after the rest. */
    private record Start(double discovery, double ready, double javaKb, double postgresKb, long postgresProcesses) {
    }

    @Override
    public List<Measured> take(Consumer<String> say) throws Exception {
        List<Start> starts = new ArrayList<>();
        try (var place = new Supervised(null)) {
            int port = Federation.freePorts(1).getFirst();
            Path config = configure(place.folder(), port);
            say.accept("first start, which makes the data");
            start(config, port, Duration.ZERO);
            for (int i = 1; i <= STARTS; i++) {
                Start start = start(config, port, REST);
                starts.add(start);
                say.accept("start " + i + " of " + STARTS + ": first answer after " + Median.whole(start.discovery)
                    + " ms, ready after " + Median.whole(start.ready) + " ms, " + megabytes(start.javaKb) + " MB Java + "
                    + megabytes(start.postgresKb) + " MB PostgreSQL");
            }
        }
        return lines(starts);
    }

    private static List<Measured> lines(List<Start> starts) {
        Median discovery = Median.of(starts.stream().map(Start::discovery).toList());
        Median ready = Median.of(starts.stream().map(Start::ready).toList());
        Median java = Median.of(starts.stream().map(Start::javaKb).toList());
        Median postgres = Median.of(starts.stream().map(Start::postgresKb).toList());
        Median whole = Median.of(starts.stream().map(start -> start.javaKb + start.postgresKb).toList());
        String cache = learned() == null ? "without an AOT cache" : "with the AOT cache that the script makes";
        return List.of(
            new Measured("memory of an idle node", megabytes(whole.middle()) + " MB",
                megabytes(java.middle()) + " MB Java + " + megabytes(postgres.middle()) + " MB PostgreSQL", Measured.NONE,
                "under " + GOAL_MB + " MB", whole.middle() < (double) GOAL_MB * KB_PER_MB, List.of(
                    "VmRSS of the Java process plus the sum of Pss over its " + starts.getLast().postgresProcesses
                        + " PostgreSQL processes, " + REST.toSeconds() + " s after it was ready and with nobody asking it "
                        + "anything; a fresh node without peers, " + cache + "; median of " + STARTS + " starts ("
                        + megabytes(whole.sorted().getFirst()) + " to " + megabytes(whole.sorted().getLast()) + " MB)."),
                "Java itself, whose heap, classes and compiled code are most of it."),
            new Measured("first answer after the start", Median.whole(discovery.middle()) + " ms",
                Median.whole(ready.middle()) + " ms until ready", Measured.NONE, "within " + GOAL_MILLIS + " ms",
                discovery.middle() <= GOAL_MILLIS, List.of(
                    "From starting the process to the first 200 of `/.well-known/canut`, and beside it of `/readyz`, asked "
                        + "every " + LOOK_EVERY.toMillis() + " ms; data exist, the embedded PostgreSQL starts with the node; "
                        + "median of " + STARTS + " starts (" + discovery.range() + " ms; ready " + ready.range() + " ms)."),
                "the node waits for PostgreSQL's start before it listens, and both share the cores with whatever else runs."));
    }

    private static String megabytes(double kilobytes) {
        return Median.whole(kilobytes / KB_PER_MB);
    }

    private static Start start(Path config, int port, Duration rest) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command(config)).redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(config.resolveSibling("node.log").toFile()));
        long begun = System.nanoTime();
        Child node = Child.start(builder, Child.Signal.TERM, Child.Account.OURS);
        try {
            URI url = URI.create("http://127.0.0.1:" + port);
            long discovery = awaitAnswer(node, url.resolve("/.well-known/canut"), begun);
            long ready = awaitAnswer(node, url.resolve("/readyz"), begun);
            Thread.sleep(rest);
            // The server's processes are the node's children and grandchildren, and it has no others.
            List<Long> postgres = ProcessHandle.of(node.pid()).orElseThrow().descendants().map(ProcessHandle::pid).toList();
            return new Start(discovery / 1e6, ready / 1e6, Machine.residentKb(node.pid()),
                postgres.stream().mapToLong(Machine::proportionalKb).sum(), postgres.size());
        } finally {
            node.stop(Child.Signal.TERM, STOPS_WITHIN);
        }
    }

    /** The nanoseconds from the beginning to the first 200. */
    private static long awaitAnswer(Child node, URI url, long begun) throws InterruptedException {
        var request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(2)).build();
        while (System.nanoTime() - begun < READY_WITHIN.toNanos()) {
            try {
                if (HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return System.nanoTime() - begun;
                }
            } catch (IOException notYet) {
                if (!node.isAlive()) {
                    throw new IllegalStateException("the node ended instead of starting", notYet);
                }
            }
            Thread.sleep(LOOK_EVERY);
        }
        throw new IllegalStateException("no answer of " + url + " within " + READY_WITHIN.toSeconds() + " s");
    }

    private static List<String> command(Path config) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(NodeProcess.FLAGS);
        if (learned() != null) {
            command.add("-XX:AOTCache=" + learned());
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "coop.canut.ops.Canut", "run",
            "--config", config.toString()));
        return command;
    }

    /** The file from which nodes start quickly, or null. */
    private static Path learned() {
        Path file = Path.of(System.getProperty(NodeProcess.LEARNED, ""));
        return Files.isRegularFile(file) ? file : null;
    }

    private static Path configure(Path folder, int port) throws IOException {
        Path root = folder.toRealPath();
        var random = new SecureRandom();
        Identity.create(root.resolve("keys"), Cooperative.LYON.host(), count -> {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        });
        return Files.writeString(root.resolve("canut.conf"), """
            host = %s
            name = %s
            keys = keys
            bind = 127.0.0.1
            port = %d
            database.embedded = data
            founding.pay-floor = %s
            founding.fee-permille = 80
            founding.fund-permille = 20
            founding.severity-minutes-per-day = 480, 480, 240, 120, 60
            founding.severity-minutes-per-week = 2400, 2400, 1200, 480, 180
            founding.rejection-days = 14
            founding.picket-standing = show
            """.formatted(Cooperative.LYON.host(), Cooperative.LYON.name(), port, Cooperative.LYON.payFloor()));
    }
}
