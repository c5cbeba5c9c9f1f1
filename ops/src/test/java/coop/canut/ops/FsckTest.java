package coop.canut.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.NodeConfig;
import coop.canut.node.store.EmbeddedPostgres;
import coop.canut.ops.federation.Cooperative;
import coop.canut.ops.federation.Federation;
import coop.canut.ops.federation.Supervised;
import coop.canut.node.store.Migrations;
import coop.canut.node.store.Store;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** On a server of the node's own, running or not. */
final class FsckTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Supervised supervised;
    private Path config;

    @BeforeEach
    void configure() throws Exception {
        supervised = new Supervised(null);
        config = supervised.folder().resolve("canut.conf");
        Files.copy(Path.of("canut.conf"), config);
    }

    @AfterEach
    void remove() {
        supervised.close();
    }

    @Test
    void aNodeThatNeverRanHasNothingToCheckAndGetsNoDatabase() {
        assertEquals(1, fsck());
        assertTrue(err.toString().contains("There is no database in"), err.toString());
        assertTrue(Files.notExists(NodeConfig.read(config).database().embeddedData()));
    }

    @Test
    void itChecksADatabaseWhetherItsServerRunsOrNotAndLeavesItSo() throws Exception {
        NodeConfig.Database database = NodeConfig.read(config).database();
        try (var server = EmbeddedPostgres.start(database.embeddedData(), EmbeddedPostgres.Options.forTests())) {
            server.createDatabase(database.name());
            run(database.at(server.socketFolder(), server.port()), null);
            assertEquals(0, fsck());
            assertTrue(EmbeddedPostgres.running(database.embeddedData()).isPresent());
            assertTrue(out.toString().strip().matches("[0-9]+ checks, 0 findings"), out.toString());
            run(database.at(server.socketFolder(), server.port()),
                "insert into node (host, node_key, founded_at) values ('elsewhere.example', '', now())");
        }
        assertEquals(1, fsck());
        assertTrue(EmbeddedPostgres.running(database.embeddedData()).isEmpty());
        assertTrue(out.toString().contains("I-13 The database belongs to elsewhere.example"), out.toString());
        assertTrue(out.toString().contains("checks, 1 findings"), out.toString());
    }

    /** Brings the database forward, and then runs a statement if there is one. */
    private static void run(NodeConfig.Database database, String statement) {
        Vertx vertx = Vertx.vertx();
        Store store = Store.open(vertx, database);
        Migrations.apply(store).compose(done -> statement == null ? store.run("select 1") : store.run(statement))
            .eventually(store::close).await();
        vertx.close().await();
    }

    private int fsck() {
        CommandLine commands = Canut.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commands.execute("fsck", "--config", config.toString());
    }
}
