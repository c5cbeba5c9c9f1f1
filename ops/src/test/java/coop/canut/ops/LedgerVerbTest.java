package coop.canut.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.NodeConfig;
import coop.canut.node.store.EmbeddedPostgres;
import coop.canut.node.store.Migrations;
import coop.canut.node.store.Store;
import coop.canut.ops.federation.Supervised;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The books at the machine. */
final class LedgerVerbTest {

    private static final String DEPOSIT = """
        with a as (insert into account (code, currency, side) values ('bank:EUR', 'EUR', 'asset') returning id),
        b as (insert into account (code, currency, side) values ('income:other', 'EUR', 'liability') returning id)
        insert into transfer (id, kind, cause, currency, debit, credit, amount, at)
        select sha256(convert_to('canut/1 transfer' || chr(10) || 'DEPOSIT' || chr(10) || 'x' || chr(10), 'UTF8')), 'DEPOSIT',
          'x', 'EUR', a.id, b.id, 500, '2026-11-24T18:00:00Z' from a, b""";

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
    void aNodeThatNeverRanHasNoBooksAndGetsNone() {
        assertEquals(1, ledger("check"));
        assertTrue(err.toString().contains("There is no database in"), err.toString());
        assertTrue(Files.notExists(NodeConfig.read(config).database().embeddedData()));
    }

    @Test
    void theBooksAreCheckedAndWrittenAndWhatIsWrongIsTold() throws Exception {
        NodeConfig.Database database = NodeConfig.read(config).database();
        Path journal = supervised.folder().resolve("journal.csv");
        try (var server = EmbeddedPostgres.start(database.embeddedData(), EmbeddedPostgres.Options.forTests())) {
            server.createDatabase(database.name());
            run(database.at(server.socketFolder(), server.port()), DEPOSIT);
            assertEquals(0, ledger("check"), out.toString() + err);
            assertTrue(out.toString().strip().matches("[0-9]+ checks, 0 findings"), out.toString());
            assertTrue(err.toString().contains("I-03 escrow is what unfinished slots will cost"), err.toString());

            assertEquals(0, ledger("journal", "--from", "2026-11-24", "--to", "2026-11-24", journal.toString()));
            assertEquals(2, Files.readAllLines(journal).size());
            assertEquals(1, ledger("journal", journal.toString()));
            assertTrue(err.toString().contains("There is a file"), err.toString());

            assertEquals(1, ledger("fec", "--year", "2026", supervised.folder().toString()));
            assertTrue(err.toString().contains("SIREN"), err.toString());
            run(database.at(server.socketFolder(), server.port()), "update accounting set siren = '123456789'");
            assertEquals(0, ledger("fec", "--year", "2026", supervised.folder().toString()));
            assertEquals(3, Files.readAllLines(supervised.folder().resolve("123456789FEC20261231.txt")).size());

            run(database.at(server.socketFolder(), server.port()),
                "alter table account disable trigger balances_change_by_transfers_only",
                "update account set balance = 499 where code = 'income:other'");
            assertEquals(1, ledger("check"));
            assertTrue(out.toString().contains("I-01 The balances of EUR add up to -1 instead of 0."), out.toString());
        }
    }

    @Test
    void askedWronglyItWritesNothing() {
        assertEquals(2, ledger("journal", "--from", "yesterday", "x"));
        assertEquals(2, ledger("fec", supervised.folder().toString()));
        assertEquals(2, ledger("guess"));
    }

    /** Brings the database forward, and then runs statements. */
    private static void run(NodeConfig.Database database, String... statements) {
        Vertx vertx = Vertx.vertx();
        Store store = Store.open(vertx, database);
        Future<?> done = Migrations.apply(store);
        for (String statement : statements) {
            done = done.compose(before -> store.run(statement));
        }
        done.eventually(store::close).await();
        vertx.close().await();
    }

    private int ledger(String... words) {
        CommandLine commands = Canut.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        List<String> all = new ArrayList<>(List.of("ledger", words[0], "--config", config.toString()));
        all.addAll(Arrays.asList(words).subList(1, words.length));
        return commands.execute(all.toArray(String[]::new));
    }
}
