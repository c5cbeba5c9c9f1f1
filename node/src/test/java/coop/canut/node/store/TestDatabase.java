package coop.canut.node.store;

import coop.canut.node.NodeConfig;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Databases for tests: real ones, on one server for each run of tests, each a copy of a template that was migrated once.
 * Nothing is shared between two tests and nothing is cleaned up between them: the server's whole folder goes at the end.
 */
public final class TestDatabase {

    private static final String TEMPLATE = "canut_template";
    private static final int MIGRATED_WITHIN_SECONDS = 60;

    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long MEMORY_BYTES = 6L << 30;

    // Not in a static initialiser: the driver's threads would wait for the class that waits for them.
    private static EmbeddedPostgres server;
    private static int number;

    private TestDatabase() {
    }

    /** A database of this test's own, with all tables and no rows. Blocks for about a tenth of a second. */
    public static synchronized NodeConfig.Database fresh() {
        String name = "fresh_" + ++number;
        server().createDatabase(name, TEMPLATE);
        return database(name);
    }

    /** A backup: a database that holds what this one holds now. Nobody may be connected to it. */
    public static synchronized NodeConfig.Database copy(NodeConfig.Database original) {
        String name = "copy_" + ++number;
        server().createDatabase(name, original.name());
        return database(name);
    }

    /** A database with nothing in it at all, for tests of the migrations themselves. */
    public static synchronized NodeConfig.Database empty() {
        String name = "empty_" + ++number;
        server().createDatabase(name);
        return database(name);
    }

    private static EmbeddedPostgres server() {
        if (server == null) {
            try {
                // Not below target: when root builds in root's own home, nobody could not get there.
                Path folder = Files.createTempDirectory(place(), "canut-test-");
                server = EmbeddedPostgres.start(folder, EmbeddedPostgres.Options.forTests());
                Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> end(server, folder)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            server.createDatabase(TEMPLATE);
            migrate(database(TEMPLATE));
        }
        return server;
    }

    /** In memory where there is plenty: a run makes more than a hundred thousand files, which a disk is slow to forget. */
    private static Path place() throws IOException {
        boolean roomy = Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() > MEMORY_BYTES;
        return roomy ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
    }

    private static NodeConfig.Database database(String name) {
        return new NodeConfig.Database(server.socketFolder().toString(), server.port(), name, EmbeddedPostgres.USER, null,
            null);
    }

    private static void migrate(NodeConfig.Database database) {
        Vertx vertx = Vertx.vertx();
        Store store = Store.open(vertx, database);
        try {
            Migrations.apply(store).eventually(store::close).toCompletionStage().toCompletableFuture()
                .get(MIGRATED_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("the migrations do not apply to an empty database", e);
        } finally {
            vertx.close();
        }
    }

    private static void end(EmbeddedPostgres server, Path folder) {
        server.stop();
        try {
            PostgresBinaries.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
