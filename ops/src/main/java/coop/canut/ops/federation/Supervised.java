package coop.canut.ops.federation;

import coop.canut.node.store.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A federation whose life is that of a command: whatever ends the command (its own end, Ctrl-C, SIGTERM) stops the nodes and
 * the database server in order, and then removes the folder unless it was to be kept.
 */
public final class Supervised implements AutoCloseable {

    private final Path folder;
    private final boolean kept;
    private Federation federation;
    private boolean closed;

    /** In the folder to keep, or in a temporary one if that is null. */
    public Supervised(Path keep) {
        this.kept = keep != null;
        this.folder = kept ? keep : Federation.temporaryFolder();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::close));
    }

    /** Starts the federation in the folder. */
    public Federation start(List<Cooperative> cooperatives, List<Integer> ports, EmbeddedPostgres.Options options) {
        Federation prepared = prepare(cooperatives, ports, options);
        prepared.startNodes();
        return prepared;
    }

    /** Starts the database server only. Holds the lock of close: a Ctrl-C meanwhile finds a whole server to stop. */
    public synchronized Federation prepare(List<Cooperative> cooperatives, List<Integer> ports,
                                           EmbeddedPostgres.Options options) {
        federation = Federation.prepare(folder, cooperatives, ports, options);
        return federation;
    }

    /** Where everything of it stands. */
    public Path folder() {
        return folder;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (federation != null) {
            federation.stop();
        }
        if (!kept) {
            remove(folder);
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
