package coop.canut.ops.federation;

import coop.canut.node.CannotStart;
import coop.canut.node.child.Child;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One node as a process of its own, started with {@code run --config}. It can be killed at any moment and started again; it
 * ends at the latest with the process that started it.
 */
public final class NodeProcess {

    /** A node is small; the script starts one with the same flags, and a test compares them. */
    public static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xms24m", "-Xmx192m",
        "-Xss512k", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

    /** The command line's class, which calls this package and is not called by it. */
    private static final String MAIN = "coop.canut.ops.Canut";

    /** The property with which the script names the file of {@link WarmUp}. */
    public static final String LEARNED = "canut.aot";

    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(20);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final int LOG_LINES_SHOWN = 5;
    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

    private final Path config;
    private final Path log;
    private final URI url;
    private Child child;

    /** A node that is not running yet; its output is appended to {@code node.log} beside its configuration. */
    NodeProcess(Path config, int port) {
        this.config = config;
        this.log = config.resolveSibling("node.log");
        this.url = URI.create("http://127.0.0.1:" + port);
    }

    /** Starts it, without waiting until it is ready. The options go to its Java before its own. */
    public void start(String... options) {
        if (child != null && child.isAlive()) {
            throw new IllegalStateException("already running: " + config);
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(List.of(options));
        Path learned = Path.of(System.getProperty(LEARNED, ""));
        if (options.length == 0 && Files.isRegularFile(learned)) {
            command.add("-XX:AOTCache=" + learned);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN,
            "run", "--config", config.toString()));
        try {
            // Killed, not asked, when we die: a node that hangs must not survive, and one that is killed loses nothing.
            child = Child.start(new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())), Child.Signal.KILL, Child.Account.OURS);
        } catch (IOException e) {
            throw new CannotStart("The node of " + config + " cannot be started: " + e.getMessage() + ".", e);
        }
    }

    /** Returns when it answers {@code /readyz} with 200; fails with the end of its log when it does not come to that. */
    public void awaitReady() {
        for (long looks = READY_WITHIN.dividedBy(LOOK_EVERY); looks > 0; looks--) {
            if (ready()) {
                return;
            }
            if (child.endsWithin(LOOK_EVERY)) {
                throw new CannotStart("The node of " + config + " ended instead of starting; it said: " + lastWords());
            }
        }
        throw new CannotStart("The node of " + config + " was not ready after " + READY_WITHIN.toSeconds()
            + " seconds; look into " + log + ".");
    }

    /** Ends it as a power cut would. */
    public void kill() {
        child.stop(Child.Signal.KILL, STOPS_WITHIN);
    }

    /** Asks it to finish what is in flight and to end. */
    public void stop() {
        if (child != null) {
            child.stop(Child.Signal.TERM, STOPS_WITHIN);
        }
    }

    /** Waits for it to end by itself, as it does when it was started to die at a point; gives its exit code. */
    public int awaitEnd() {
        return child.await();
    }

    /** Whether its process runs. */
    public boolean isAlive() {
        return child != null && child.isAlive();
    }

    /** The number of its process. */
    public long pid() {
        return child.pid();
    }

    /** Where it answers on this machine, without a slash at the end. */
    public URI url() {
        return url;
    }

    /** Its output, over all its starts. */
    public Path log() {
        return log;
    }

    private boolean ready() {
        try {
            var request = HttpRequest.newBuilder(url.resolve("/readyz")).timeout(Duration.ofSeconds(2)).build();
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a node", e);
        }
    }

    private String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
        } catch (IOException unreadable) {
            return "nothing that can be read";
        }
    }
}
