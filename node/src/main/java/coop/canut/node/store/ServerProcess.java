package coop.canut.node.store;

import coop.canut.node.CannotStart;
import coop.canut.node.child.Child;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The running server: its start, its readiness, its end. */
final class ServerProcess {

    /** Recovery after a power cut may take this long on a slow disk. */
    private static final Duration READY_WITHIN = Duration.ofMinutes(10);
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    private final Child child;

    private ServerProcess(Child child) {
        this.child = child;
    }

    /** Starts the server, and returns when it takes connections. On SIGINT it ends connections and shuts down. */
    static ServerProcess start(Cluster cluster, ServerAccount account, List<String> command) throws IOException {
        Child child = child(cluster, account, command);
        boolean known = eventually(READY_WITHIN,
            () -> !child.isAlive() || cluster.running().filter(Cluster.Running::ready).isPresent());
        if (!child.isAlive()) {
            throw new CannotStart("PostgreSQL did not start on " + cluster.folder() + "; the last line of "
                + cluster.log() + " is: " + cluster.lastWords());
        }
        if (!known) {
            child.stop(Child.Signal.INT, STOPS_WITHIN);
            throw new CannotStart("PostgreSQL was not ready on " + cluster.folder() + " after "
                + READY_WITHIN.toMinutes() + " minutes; look into " + cluster.log() + ".");
        }
        return new ServerProcess(child);
    }

    /** Runs a program of the server to its end and gives its exit code; what it says goes into the log. */
    static int run(Cluster cluster, ServerAccount account, List<String> command) throws IOException {
        return child(cluster, account, command).await();
    }

    /** Looks again and again, for so long, whether something that another process is about to do is done. */
    static boolean eventually(Duration within, Question question) throws IOException {
        for (long looks = within.dividedBy(LOOK_EVERY); looks > 0; looks--) {
            if (question.yes()) {
                return true;
            }
            try {
                Thread.sleep(LOOK_EVERY);
            } catch (InterruptedException e) {
                throw interrupted();
            }
        }
        return question.yes();
    }

    /** Something to be looked at. */
    interface Question {
        boolean yes() throws IOException;
    }

    /** Shuts down in order, ending all connections. Does nothing the second time. */
    void stop() {
        // Not SIGTERM, on which the server waits until its last client has gone by itself.
        child.stop(Child.Signal.INT, STOPS_WITHIN);
    }

    private static Child child(Cluster cluster, ServerAccount account, List<String> command) throws IOException {
        var builder = new ProcessBuilder(command).directory(cluster.folder().getRoot().toFile())
            .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(cluster.log().toFile()));
        // Neither PGPORT nor somebody's locale may reach the server.
        Map<String, String> environment = builder.environment();
        String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
        environment.clear();
        environment.putAll(Map.of("PATH", path, "LC_ALL", "C", "TZ", "UTC"));
        return Child.start(builder, Child.Signal.INT, account.account());
    }

    static IllegalStateException interrupted() {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while waiting for PostgreSQL");
    }
}
