package coop.canut.node.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.TestWorld;
import coop.canut.node.member.Person;
import coop.canut.node.member.Role;
import coop.canut.node.store.Store;
import coop.canut.node.store.TestDatabase;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Money on a real database. */
class LedgerTest {

    private static final Host BOLOGNA = Host.of("bologna.example");
    private static final Account LISTING = Account.escrow(Id.of("01M87BEFS0HQSYHRMC1NHFFJBQ"));

    private final TestWorld world = new TestWorld(1);
    private final Vertx vertx = Vertx.vertx();
    private Store store;
    private Ledger ledger;
    private Person treasurer;
    private ObjectUrl requester;

    @BeforeEach
    void open() {
        store = Store.open(vertx, TestDatabase.fresh());
        ledger = new Ledger(world, store);
        treasurer = new Person(world.newId(), "Odile", Set.of(Role.TREASURER));
        requester = new ObjectUrl(Noun.REQUESTER, Host.of("lyon.example"), world.newId());
    }

    @AfterEach
    void close() {
        store.close().await();
        vertx.close().await();
    }

    private static Money eur(long cents) {
        return Money.of(cents, "EUR");
    }

    private static Transfer transfer(Transfer.Kind kind, String cause, Account debit, Account credit, long cents) {
        return new Transfer(kind, cause, debit, credit, eur(cents));
    }

    private int post(Transfer... transfers) {
        return store.write(tx -> ledger.post(tx, List.of(transfers))).await();
    }

    private long balance(Account account) {
        return ledger.balance(store, account, "EUR").await();
    }

    private static Refused refused(Runnable action) {
        return assertThrows(Refused.class, action::run);
    }

    @Test
    @Tag("I-01") @Tag("I-02") @Tag("I-05") @Tag("I-06")
    void balancesFollowTransfersInAnyOrderAndFromManySidesAtOnce() {
        ledger.deposit(treasurer, requester, eur(1_000_000), "PAY 1").await();
        Account prepaid = Account.prepaid(requester.id());
        post(transfer(Transfer.Kind.RESERVE, "l", prepaid, LISTING, 900_000));
        List<Transfer> all = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            String cause = BOLOGNA + "/" + i;
            all.add(transfer(Transfer.Kind.ACCEPT, cause, LISTING, Account.dueTo(BOLOGNA), 1 + i % 50));
            all.add(transfer(Transfer.Kind.FEE, cause, LISTING, Account.FEE_INCOME, 1 + i % 3));
            all.add(transfer(Transfer.Kind.FUND, cause, LISTING, Account.FEDERATION_FUND, 1));
        }
        Collections.shuffle(all, new Random(7));
        List<Future<Integer>> posted = new ArrayList<>();
        for (int from = 0; from < all.size(); from += 90) {
            List<Transfer> part = all.subList(from, from + 90);
            posted.add(store.write(tx -> ledger.post(tx, part)));
            posted.add(store.write(tx -> ledger.post(tx, part)));   // the same again, at the same time
        }
        Future.all(posted).await();

        assertEquals(all.size(), posted.stream().mapToInt(Future::result).sum(), "each once");
        assertEquals(List.of(), ledger.check().await());
        long out = all.stream().mapToLong(transfer -> transfer.amount().amount()).sum();
        assertEquals(900_000 - out, balance(LISTING));
        assertEquals(3_000, balance(Account.FEDERATION_FUND));
        assertEquals(0, ledger.balances().await().stream().mapToLong(Balance::amount).sum());
    }

    @Test
    @Tag("W-17")
    void aReplayedTransferPaysOnce() {
        ledger.deposit(treasurer, requester, eur(100), "PAY 1").await();
        var reserve = transfer(Transfer.Kind.RESERVE, "l", Account.prepaid(requester.id()), LISTING, 60);
        assertEquals(1, post(reserve));
        assertEquals(0, post(reserve));
        assertEquals(60, balance(LISTING));
    }

    @Test
    void aTransferOfTheSameCauseWithAnotherAmountIsABug() {
        ledger.deposit(treasurer, requester, eur(100), "PAY 1").await();
        Account prepaid = Account.prepaid(requester.id());
        post(transfer(Transfer.Kind.RESERVE, "l", prepaid, LISTING, 60));
        assertThrows(IllegalStateException.class,
            () -> post(transfer(Transfer.Kind.RESERVE, "l", prepaid, LISTING, 61)));
        assertEquals(60, balance(LISTING));
    }

    @Test
    void nobodySpendsWhatIsNotThere() {
        ledger.deposit(treasurer, requester, eur(100), "PAY 1").await();
        Refused refused = refused(() ->
            post(transfer(Transfer.Kind.RESERVE, "l", Account.prepaid(requester.id()), LISTING, 101)));
        assertEquals(Problem.FUNDS_MISSING, refused.problem());
        assertEquals(100, balance(Account.prepaid(requester.id())));
        assertEquals(List.of(), ledger.check().await());
    }

    @Test
    void aBankReferenceCountsOnceAndStandsForOneDeposit() {
        assertTrue(ledger.deposit(treasurer, requester, eur(100), "PAY 1").await());
        assertFalse(ledger.deposit(treasurer, requester, eur(100), " PAY 1 ").await());
        assertEquals(100, balance(Account.prepaid(requester.id())));
        assertEquals(-100, balance(Account.bank("EUR")));
        Refused refused = refused(() -> ledger.deposit(treasurer, requester, eur(200), "PAY 1").await());
        assertEquals("reference", refused.field());
    }

    @Test
    void onlyATreasurerRecordsADeposit() {
        Person worker = new Person(world.newId(), "Ada", Set.of(Role.WORKER));
        assertEquals(Problem.NOT_ALLOWED,
            refused(() -> ledger.deposit(worker, requester, eur(100), "PAY 1").await()).problem());
        assertEquals(List.of(), ledger.balances().await());
    }

    @Test
    void currenciesNeverMeet() {
        ledger.deposit(treasurer, requester, eur(100), "PAY 1").await();
        ledger.deposit(treasurer, requester, Money.of(5_000, "KES"), "PAY 2").await();
        assertEquals(100, balance(Account.prepaid(requester.id())));
        assertEquals(5_000, ledger.balance(store, Account.prepaid(requester.id()), "KES").await());
        assertThrows(Exception.class, () -> store.run("""
            insert into transfer (id, kind, cause, currency, debit, credit, amount, at)
            select '\\x00', 'FEE', 'x', 'EUR', a.id, b.id, 1, now() from account a, account b
            where a.currency = 'EUR' and b.currency = 'KES' limit 1""").await());
        assertEquals(List.of(), ledger.check().await());
    }

    private List<Entry> entries(String account, Long before, int limit) {
        return ledger.entries(treasurer, account, before, limit).await();
    }

    @Test
    void theBooksAreReadFromTheNewestTransferBack() {
        ledger.deposit(treasurer, requester, eur(100), "PAY 1").await();
        world.pass(Duration.ofHours(1));
        Account prepaid = Account.prepaid(requester.id());
        var reserve = transfer(Transfer.Kind.RESERVE, "l", prepaid, LISTING, 60);
        post(reserve);
        List<Entry> all = entries(null, null, 10);
        Entry newest = all.getFirst();
        assertEquals(new Entry(newest.number(), world.now(), "RESERVE", reserve.id().hex(), prepaid.code(), LISTING.code(),
            eur(60), "l", "", null), newest);
        assertEquals(List.of("l", "PAY 1"), all.stream().map(Entry::cause).toList());
        assertEquals(TestWorld.START, all.getLast().at());
        assertEquals(List.of(newest), entries(null, null, 1));
        assertEquals(List.of(all.getLast()), entries(null, newest.number(), 1));
        assertEquals(List.of(), entries(null, all.getLast().number(), 1));
    }

    @Test
    void pagesOfAnAccountHoldEachOfItsTransfersOnce() {
        ledger.deposit(treasurer, requester, eur(100_000), "PAY 1").await();
        ledger.deposit(treasurer, requester, Money.of(5_000, "KES"), "PAY 2").await();
        Account prepaid = Account.prepaid(requester.id());
        List<Transfer> posted = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            posted.add(transfer(Transfer.Kind.RESERVE, "l" + i, prepaid, LISTING, 10));
            posted.add(transfer(Transfer.Kind.RELEASE, "l" + i, LISTING, prepaid, 5));
            posted.add(transfer(Transfer.Kind.FEE, "l" + i, LISTING, Account.FEE_INCOME, 1));
        }
        posted.forEach(this::post);
        List<Entry> read = new ArrayList<>();
        for (List<Entry> page = entries(prepaid.code(), null, 7); !page.isEmpty();
             page = entries(prepaid.code(), page.getLast().number(), 7)) {
            read.addAll(page);
        }
        assertEquals(102, read.size());
        assertEquals(read.stream().map(Entry::number).distinct().sorted(Comparator.reverseOrder()).toList(),
            read.stream().map(Entry::number).toList());
        assertTrue(read.stream().allMatch(entry -> List.of(entry.debit(), entry.credit()).contains(prepaid.code())));
        assertEquals(Money.of(5_000, "KES"), read.get(100).amount(), "another currency of the same account");
        assertEquals(50, entries(Account.FEE_INCOME.code(), null, 1_000).size());
        assertEquals(List.of(), entries("no such account", null, 10));
        assertEquals(152, entries(null, null, 1_000).size());
    }

    @ParameterizedTest
    @EnumSource(value = Role.class, mode = EnumSource.Mode.EXCLUDE, names = "TREASURER")
    @Tag("F-81")
    void onlyATreasurerReadsTheBooks(Role role) {
        Person other = new Person(world.newId(), "Ada", Set.of(role));
        assertEquals(Problem.NOT_ALLOWED, refused(() -> ledger.entries(other, null, null, 10).await()).problem());
    }

    @Test
    void whatIsPrepaidIsKnownInEachCurrency() {
        assertEquals(List.of(), ledger.prepaid(requester.id()).await());
        ledger.deposit(treasurer, requester, Money.of(5_000, "KES"), "PAY 1").await();
        ledger.deposit(treasurer, requester, eur(100), "PAY 2").await();
        post(transfer(Transfer.Kind.RESERVE, "l", Account.prepaid(requester.id()), LISTING, 100));
        assertEquals(List.of(eur(0), Money.of(5_000, "KES")), ledger.prepaid(requester.id()).await());
    }

    @ParameterizedTest
    @Tag("I-06")
    @ValueSource(strings = {
        "update transfer set amount = 1", "delete from transfer", "truncate transfer",
        "update account set balance = 7 where code like 'bank%'", "delete from account", "truncate account cascade",
        "insert into account (code, currency, side, balance) values ('x', 'EUR', 'liability', 5)",
        "insert into transfer select '\\x01', kind, 'x', currency, debit, credit, 0, at from transfer limit 1",
        "insert into transfer select '\\x01', kind, 'x', currency, debit, debit, 5, at from transfer limit 1"})
    void theBooksCannotBeEdited(String statement) {
        ledger.deposit(treasurer, requester, eur(100), "PAY 1").await();
        assertThrows(Exception.class, () -> store.run(statement).await());
        assertEquals(List.of(), ledger.check().await());
        assertEquals(100, balance(Account.prepaid(requester.id())));
    }

    @Test
    @Tag("I-06")
    void theCheckSeesABalanceThatItsTransfersDoNotExplain() {
        ledger.deposit(treasurer, requester, eur(100), "PAY 1").await();
        store.run("alter table account disable trigger balances_change_by_transfers_only").await();
        store.run("update account set balance = $1 where code = $2",
            Tuple.of(99L, Account.prepaid(requester.id()).code())).await();
        List<String> findings = ledger.check().await();
        assertTrue(findings.stream().anyMatch(finding -> finding.contains("I-06")), findings.toString());
        assertTrue(findings.stream().anyMatch(finding -> finding.contains("I-01")), findings.toString());
    }
}
