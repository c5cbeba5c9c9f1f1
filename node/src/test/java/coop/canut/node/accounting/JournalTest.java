package coop.canut.node.accounting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.TestWorld;
import coop.canut.node.accounting.Chart.ChartAccount;
import coop.canut.node.ledger.Account;
import coop.canut.node.ledger.Bookings;
import coop.canut.node.ledger.Ledger;
import coop.canut.node.ledger.Transfer;
import coop.canut.node.member.Members;
import coop.canut.node.member.Person;
import coop.canut.node.member.Requester;
import coop.canut.node.member.Role;
import coop.canut.node.store.Store;
import coop.canut.node.store.TestDatabase;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The books as files, and statements from them. */
final class JournalTest {

    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2028-01-01T00:00:00Z");

    private final TestWorld world = new TestWorld(1);
    private final Vertx vertx = Vertx.vertx();
    private Store store;
    private Ledger ledger;
    private Chart chart;
    private Journal journal;
    private Person odile;
    private Person ada;
    private Requester museum;

    @BeforeEach
    void open() {
        store = Store.open(vertx, TestDatabase.fresh());
        ledger = new Ledger(world, store);
        chart = new Chart(world, store);
        journal = new Journal(store, chart);
        var members = new Members(world, Host.of("lyon.example"), store);
        odile = members.admit(null, "Odile", Set.of(Role.TREASURER), null).await().person();
        ada = members.admit(null, "Ada", Set.of(Role.WORKER), null).await().person();
        museum = members.admitRequester(null, "=Museum", "FR", "RCS 1").await();
        ledger.deposit(odile, museum.url(), eur(10_000), "VIR\t1").await();
        new Bookings(ledger).expense(odile, "hosting", eur(1_250), "B 1", "Server\nof May").await();
        ledger.deposit(odile, museum.url(), Money.of(1_500, "TND"), "VIR 2").await();
    }

    @AfterEach
    void close() {
        store.close().await();
        vertx.close().await();
    }

    private static Money eur(long cents) {
        return Money.of(cents, "EUR");
    }

    private String csv() {
        var all = Buffer.buffer();
        journal.csv(odile, FROM, TO, chunk -> Future.succeededFuture(all.appendBuffer(chunk)).mapEmpty()).await();
        return all.toString(StandardCharsets.UTF_8);
    }

    private List<String[]> fec(int year) {
        var all = Buffer.buffer();
        journal.fec(odile, year, chunk -> Future.succeededFuture(all.appendBuffer(chunk)).mapEmpty()).await();
        List<String[]> lines = new ArrayList<>();
        all.toString(StandardCharsets.UTF_8).lines().forEach(line -> lines.add(line.split("\t", -1)));
        return lines;
    }

    @Test
    @Tag("W-34")
    void theJournalHasALineForEachTransferAndNoFormula() {
        List<String> lines = csv().lines().toList();
        assertEquals(5, lines.size(), "one of them within a cell");
        assertTrue(lines.get(1).contains("\"DEPOSIT\",\"bank:EUR\",\"512000\",\"\",\"requester:" + museum.id()
            + ":prepaid\",\"419100\",\"'=Museum\",\"100.00\",\"EUR\",\"VIR\t1\""), lines.get(1));
        assertTrue(csv().contains("\"1.500\",\"TND\""));
    }

    @Test
    void theFileOfAYearHasEighteenColumnsAndBalances() {
        List<String[]> lines = fec(2026);
        assertEquals(5, lines.size(), "a head, and two lines for each transfer in euros");
        lines.forEach(line -> assertEquals(18, line.length, String.join("|", line)));
        assertEquals("JournalCode EcritureNum Debit", String.join(" ", lines.get(0)[0], lines.get(0)[2], lines.get(0)[11]));
        assertEquals("BQ|Banque|1|20261124|512000|Banque|||VIR 1|20261124|Dépôt|100,00|0,00|||20261124||",
            String.join("|", lines.get(1)));
        assertEquals("419100 " + museum.id() + " =Museum 0,00 100,00", String.join(" ", lines.get(2)[4], lines.get(2)[6],
            lines.get(2)[7], lines.get(2)[11], lines.get(2)[12]));
        assertEquals("2 613500 Dépense : Server of May 12,50", String.join(" ", lines.get(3)[2], lines.get(3)[4],
            lines.get(3)[10], lines.get(3)[11]));
    }

    @Test
    void theNextYearBeginsWithItsBalances() {
        world.pass(Duration.ofDays(60));
        ledger.deposit(odile, museum.url(), eur(100), "VIR 3").await();
        List<String[]> lines = fec(2027);
        assertEquals(List.of("AN 1 512000 87,50 0,00", "AN 1 419100 0,00 100,00", "AN 1 129000 12,50 0,00",
            "BQ 2 512000 1,00 0,00", "BQ 2 419100 0,00 1,00"), lines.stream().skip(1).map(line ->
                String.join(" ", line[0], line[2], line[4], line[11], line[12])).toList());
    }

    @Test
    void aLongHistoryIsWrittenPageByPage() {
        List<Transfer> many = new ArrayList<>();
        for (int i = 0; i < 4_500; i++) {
            many.add(new Transfer(Transfer.Kind.INCOME, "i" + i, Account.bank("EUR"), Account.OTHER_INCOME, eur(1)));
        }
        store.write(tx -> ledger.post(tx, many)).await();
        List<Integer> chunks = new ArrayList<>();
        journal.csv(null, FROM, TO, chunk -> {
            chunks.add(chunk.toString().split("\r\n").length);
            return Future.succeededFuture();
        }).await();
        assertEquals(List.of(1, 2_000, 2_000, 503), chunks);
        assertEquals(4_502, fec(2026).stream().skip(1).map(line -> line[2]).distinct().count());
    }

    @Test
    void anAccountantChangesNumbers() {
        chart.change(odile, List.of(new ChartAccount("bank", "512100", "Crédit Coopératif"))).await();
        assertEquals("512100", fec(2026).get(1)[4]);
        assertEquals("Crédit Coopératif", fec(2026).get(1)[5]);
        assertEquals("bank", assertThrows(Refused.class, () -> chart.change(odile,
            List.of(new ChartAccount("bank", "5\t1", "x"))).await()).field());
        assertEquals("nothing", assertThrows(Refused.class, () -> chart.change(odile,
            List.of(new ChartAccount("nothing", "512", "x"))).await()).field());
        assertEquals("siren", assertThrows(Refused.class, () -> journal.fecName(2026).await()).field());
        chart.set(odile, new Chart.Settings("123456789", "TVA non applicable")).await();
        assertEquals("123456789FEC20261231.txt", journal.fecName(2026).await());
    }

    @Test
    void everyAccountHasANumber() {
        Set<String> keys = Set.copyOf(chart.accounts().await().stream().map(ChartAccount::key).toList());
        for (Account account : List.of(Account.bank("EUR"), Account.BANK_OUT, Account.prepaid(museum.id()),
            Account.escrow(museum.id()), Account.topUp(museum.id()), Account.payable(ada.id()), Account.allocated(ada.id()),
            Account.dueTo(Host.of("a.example")), Account.dueFrom(Host.of("a.example")), Account.OWN_DUE, Account.FEE_INCOME,
            Account.OTHER_INCOME, Account.FEDERATION_FUND, Account.GUARANTEE_FUND, Account.RESERVE, Account.SURPLUS,
            Account.LOST, Account.expense("hosting"), Account.expense("bread"), new Account("new", Account.Side.ASSET))) {
            assertTrue(keys.contains(Chart.key(account.code())), account.code());
        }
    }

    @Test
    void aStatementSaysDayByDayWhatBecameOfTheMoney() {
        Account peer = Account.dueFrom(Host.of("bologna.example"));
        store.write(tx -> ledger.post(tx, List.of(
            new Transfer(Transfer.Kind.EARN, "a", peer, Account.payable(ada.id()), eur(40)),
            new Transfer(Transfer.Kind.EARN, "b", peer, Account.payable(ada.id()), eur(60))))).await();
        world.pass(Duration.ofDays(1));
        store.write(tx -> ledger.post(tx, List.of(
            new Transfer(Transfer.Kind.PAYOUT, "p", Account.payable(ada.id()), Account.BANK_OUT, eur(70))))).await();
        var statements = new Statements(store);
        Statement all = statements.of(ada, FROM, TO).await().getFirst();
        assertEquals(List.of("2026-11-24 EARN 2 100", "2026-11-25 PAYOUT 1 -70"), all.lines().stream().map(line ->
            line.day() + " " + line.kind() + " " + line.count() + " " + line.amount()).toList());
        assertEquals(List.of(0L, 30L), List.of(all.opening(), all.closing()));
        assertEquals(List.of(100L, 30L), statements.of(ada, Instant.parse("2026-11-25T00:00:00Z"), TO).await().stream()
            .flatMap(one -> List.of(one.opening(), one.closing()).stream()).toList());
        assertEquals(List.of("EUR", "TND"), statements.of(museum, FROM, TO).await().stream().map(Statement::currency).toList());
    }

    @Test
    void onlyATreasurerExports() {
        assertEquals(Problem.NOT_ALLOWED, assertThrows(Refused.class, () ->
            journal.csv(ada, FROM, TO, chunk -> Future.succeededFuture()).await()).problem());
        assertEquals(Problem.NOT_ALLOWED, assertThrows(Refused.class, () ->
            journal.fec(ada, 2026, chunk -> Future.succeededFuture()).await()).problem());
        assertThrows(Refused.class, () -> chart.set(ada, new Chart.Settings("", "")));
        assertEquals("year", assertThrows(Refused.class, () ->
            journal.fec(odile, 1999, chunk -> Future.succeededFuture()).await()).field());
    }
}
