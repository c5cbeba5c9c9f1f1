package coop.canut.node.payout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.TestWorld;
import coop.canut.node.ledger.Account;
import coop.canut.node.ledger.Ledger;
import coop.canut.node.ledger.Transfer;
import coop.canut.node.member.Members;
import coop.canut.node.member.Person;
import coop.canut.node.member.Requester;
import coop.canut.node.member.Role;
import coop.canut.node.member.Sessions;
import coop.canut.node.member.Sessions.Session;
import coop.canut.node.store.Store;
import coop.canut.node.store.TestDatabase;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Members are paid and requesters take back, on a real database and under a clock that stands until it is moved. */
final class PaymentsTest {

    private static final String IBAN = "FR14 2004 1010 0505 0001 3M02 606";

    private final TestWorld world = new TestWorld(1);
    private final Vertx vertx = Vertx.vertx();
    private Store store;
    private Ledger ledger;
    private Sessions sessions;
    private Payments payments;
    private PayoutAccounts accounts;
    private Person odile;
    private Person ada;
    private Person bruno;
    private Person lea;
    private Requester museum;

    @BeforeEach
    void open() {
        store = Store.open(vertx, TestDatabase.fresh());
        ledger = new Ledger(world, store);
        sessions = new Sessions(world, store);
        payments = new Payments(world, store, ledger);
        accounts = new PayoutAccounts(world, store, sessions);
        var members = new Members(world, Host.of("lyon.example"), store);
        odile = members.admit(null, "Odile", Set.of(Role.TREASURER), null).await().person();
        ada = members.admit(null, "Ada", Set.of(Role.WORKER), null).await().person();
        bruno = members.admit(null, "=Bruno", Set.of(Role.WORKER), null).await().person();
        museum = members.admitRequester(null, "Museum", "FR", "RCS 1").await();
        lea = members.admit(null, "Léa", Set.of(Role.REQUESTER), museum.id()).await().person();
        ledger.deposit(odile, museum.url(), eur(10_000), "PAY 1").await();
    }

    @AfterEach
    void close() {
        assertEquals(List.of(), ledger.check().await());
        store.close().await();
        vertx.close().await();
    }

    private static Money eur(long cents) {
        return Money.of(cents, "EUR");
    }

    private long balance(Account account) {
        return ledger.balance(store, account, "EUR").await();
    }

    private static Refused refused(Runnable action) {
        return assertThrows(Refused.class, action::run);
    }

    private Session signIn(Person person) {
        return sessions.begin(sessions.link(null, person.id()).await().revealText(), "Firefox").await().session();
    }

    private void earn(Person member, long cents, String cause) {
        Account escrow = Account.escrow(museum.id());
        store.write(tx -> ledger.post(tx, List.of(
            new Transfer(Transfer.Kind.RESERVE, cause, Account.prepaid(museum.id()), escrow, eur(cents)),
            new Transfer(Transfer.Kind.ACCEPT, cause, escrow, Account.OWN_DUE, eur(cents)),
            new Transfer(Transfer.Kind.EARN, cause, Account.OWN_DUE, Account.payable(member.id()), eur(cents))))).await();
    }

    private PayoutAccount account(Person member) {
        return accounts.set(signIn(member), IBAN, member.name()).await();
    }

    private Optional<PaymentFile> file() {
        return payments.makeFile(odile, "EUR").await();
    }

    private List<Payment> lines(PaymentFile file) {
        return payments.file(odile, file.id()).await();
    }

    @Test
    @Tag("W-20")
    void nothingIsPaidToANewAccountForThreeDays() {
        earn(ada, 500, "c1");
        account(ada);
        assertEquals(Optional.empty(), file());
        world.pass(Duration.ofHours(72).minusSeconds(1));
        assertEquals(Optional.empty(), file());
        world.pass(Duration.ofSeconds(1));
        assertEquals(eur(500), file().orElseThrow().total());
    }

    @Test
    @Tag("W-20")
    void aThiefOfASessionChangesNoAccount() {
        Session old = signIn(ada);
        world.pass(Duration.ofMinutes(16));
        assertEquals(Problem.SIGN_IN_STALE, refused(() -> accounts.set(old, IBAN, "Ada").await()).problem());
        // A session can make a link for another device; what is signed in by it is no fresher than the session was.
        Session second = sessions.begin(sessions.link(ada, ada.id()).await().revealText(), "Firefox").await().session();
        assertEquals(Problem.SIGN_IN_STALE, refused(() -> accounts.set(second, IBAN, "Ada").await()).problem());
        assertEquals(Optional.empty(), accounts.current(ada.id()).await());
    }

    @Test
    @Tag("W-20")
    void aChangeHoldsUpThePayoutAndIsRemembered() {
        earn(ada, 500, "c1");
        account(ada);
        world.pass(Duration.ofHours(100));
        accounts.set(signIn(ada), "M-Pesa 0700 000 000", "Ada").await();
        assertEquals(Optional.empty(), file(), "not to the old account either: one of the two is a thief's");
        assertEquals(List.of("M-Pesa 0700 000 000", "FR1420041010050500013M02606"),
            accounts.history(ada.id()).await().stream().map(PayoutAccount::account).toList());
        accounts.set(signIn(ada), "M-Pesa 0700 000 000", "Ada").await();
        assertEquals(2, accounts.history(ada.id()).await().size(), "the same again changes nothing");
        assertThrows(Exception.class, () -> store.run("""
            insert into payout_account select 'x', owner, account, iban, holder, set_by, set_at, set_at
            from payout_account limit 1""").await(), "the database keeps the three days too");
    }

    @ParameterizedTest
    @CsvSource({"FR14 2004 1010 0505 0001 3M02 606,true", "fr1420041010050500013m02606,true",
        "FR14 2004 1010 0505 0001 3M02 607,false", "NO93 8601 1117 947,true", "GB82 WEST 1234 5698 7654 32,true",
        "DE89 3704 0044 0532 0130 00,true", "DE88 3704 0044 0532 0130 00,false", "FR14 2004,false",
        "TN59 1000 6035 1835 9847 8831,true", "M-Pesa 0700 000 000,", "CH 4,"})
    void anIbanIsCheckedAndAnythingElseIsTakenAsItIs(String account, Boolean sound) {
        Session session = signIn(ada);
        if (Boolean.FALSE.equals(sound)) {
            assertEquals("account", refused(() -> accounts.set(session, account, "Ada").await()).field());
        } else {
            assertEquals(sound != null, accounts.set(session, account, "Ada").await().iban());
        }
    }

    @Test
    @Tag("W-17")
    void aPayoutLeavesOnceAndIsAnsweredOnce() {
        earn(ada, 500, "c1");
        account(ada);
        world.pass(Duration.ofDays(4));
        Future<Optional<PaymentFile>> first = payments.makeFile(odile, "EUR");
        Future<Optional<PaymentFile>> second = payments.makeFile(odile, "EUR");
        Future.all(first, second).await();
        assertNotEquals(first.result().isPresent(), second.result().isPresent(), "two tabs make one file");
        PaymentFile file = first.result().or(second::result).orElseThrow();
        Payment line = lines(file).getFirst();
        assertEquals(0, balance(Account.payable(ada.id())));
        assertEquals(500, balance(Account.BANK_OUT));
        assertEquals(-10_000, balance(Account.bank("EUR")), "the bank has not answered");
        assertEquals(1, payments.answer(odile, file.id(), Set.of(line.id()), true, null).await());
        assertEquals(0, payments.answer(odile, file.id(), Set.of(line.id()), true, null).await());
        assertEquals(0, balance(Account.BANK_OUT));
        assertEquals(-9_500, balance(Account.bank("EUR")));
    }

    @Test
    void whatComesBackIsOwedAgainEvenAfterItWasBooked() {
        earn(ada, 500, "c1");
        account(ada);
        world.pass(Duration.ofDays(4));
        PaymentFile file = file().orElseThrow();
        Set<Id> line = Set.of(lines(file).getFirst().id());
        assertEquals(Problem.REASON_MISSING,
            refused(() -> payments.answer(odile, file.id(), line, false, " ").await()).problem());
        payments.answer(odile, file.id(), line, true, null).await();
        payments.answer(odile, file.id(), line, false, "account closed").await();
        assertEquals(500, balance(Account.payable(ada.id())));
        assertEquals(-10_000, balance(Account.bank("EUR")));
        assertEquals("account closed", lines(file).getFirst().reason());
        assertEquals(Problem.ALREADY_SETTLED,
            refused(() -> payments.answer(odile, file.id(), line, true, null).await()).problem());
        assertEquals(eur(500), file().orElseThrow().total(), "and goes into the next file");
    }

    @Test
    void bookedAndReturnedAtOnceIsOneOfThem() {
        earn(ada, 500, "c1");
        account(ada);
        world.pass(Duration.ofDays(4));
        PaymentFile file = file().orElseThrow();
        Payment line = lines(file).getFirst();
        assertThrows(Exception.class, () -> store.write(tx -> ledger.post(tx, List.of(PayoutRules.answer(line, true)))
            .compose(posted -> ledger.post(tx, List.of(PayoutRules.answer(line, false))))).await());
        assertEquals(500, balance(Account.BANK_OUT));
    }

    @Test
    void membersArePaidTheSamePartIfTheBankDoesNotCoverAll() {
        account(ada);
        account(bruno);
        // Earned at a peer that has not paid: the bank holds what the museum put in, and 301 of the cooperative's own.
        Account peer = Account.dueFrom(Host.of("bologna.example"));
        store.write(tx -> ledger.post(tx, List.of(
            new Transfer(Transfer.Kind.EARN, "a", peer, Account.payable(ada.id()), eur(600)),
            new Transfer(Transfer.Kind.EARN, "b", peer, Account.payable(bruno.id()), eur(300)),
            new Transfer(Transfer.Kind.INCOME, "i", Account.bank("EUR"), Account.OTHER_INCOME, eur(301))))).await();
        world.pass(Duration.ofDays(4));
        PaymentFile file = file().orElseThrow();
        assertEquals(eur(301), file.total());
        assertEquals(Set.of(eur(201), eur(100)), Set.copyOf(lines(file).stream().map(Payment::amount).toList()));
        assertEquals(Optional.empty(), file(), "the rest waits for the peer");
        assertEquals(399, balance(Account.payable(ada.id())));
    }

    @Test
    void aRequesterTakesTheBalanceBackInTwoSteps() {
        Id form = world.newId();
        assertEquals("account", refused(() -> payments.withdraw(lea, museum, form, eur(4_000)).await()).field());
        accounts.set(signIn(lea), museum, IBAN, "Museum SARL").await();
        payments.withdraw(lea, museum, form, eur(4_000)).await();
        payments.withdraw(lea, museum, form, eur(4_000)).await();
        assertEquals(6_000, balance(Account.prepaid(museum.id())), "sent twice, taken once");
        assertEquals(Problem.FUNDS_MISSING,
            refused(() -> payments.withdraw(lea, museum, world.newId(), eur(6_001)).await()).problem());
        assertEquals(Optional.empty(), file(), "its account waits like any other");
        world.pass(Duration.ofDays(3));
        PaymentFile file = file().orElseThrow();
        assertEquals("Museum SARL", lines(file).getFirst().account().holder());
        payments.answer(odile, file.id(), Set.of(form), true, null).await();
        assertEquals(-6_000, balance(Account.bank("EUR")));
        assertEquals(Problem.ALREADY_SETTLED, refused(() -> payments.keep(lea, museum, form).await()).problem());
    }

    @Test
    void whatIsStillHereCanBeKept() {
        accounts.set(signIn(lea), museum, IBAN, "Museum SARL").await();
        Id form = world.newId();
        payments.withdraw(lea, museum, form, eur(4_000)).await();
        payments.keep(lea, museum, form).await();
        assertEquals(10_000, balance(Account.prepaid(museum.id())));
        assertEquals(Payment.State.RETURNED, payments.to(museum.id()).await().getFirst().state());
    }

    @Test
    @Tag("W-34")
    void theFileHoldsWhatTheBankNeedsAndNoFormula() {
        earn(bruno, 1_234, "c1");
        accounts.set(signIn(bruno), IBAN, "@Bruno \"B\"").await();
        world.pass(Duration.ofDays(3));
        PaymentFile file = file().orElseThrow();
        assertEquals("\"reference\",\"name\",\"account\",\"amount\",\"currency\",\"text\"\r\n\""
            + lines(file).getFirst().id() + "\",\"'@Bruno \"\"B\"\"\",\"FR1420041010050500013M02606\",\"12.34\",\"EUR\","
            + "\"'=Bruno\"\r\n", payments.csv(odile, file.id()).await());
    }

    @Test
    @Tag("W-18")
    void currenciesKeepTheirOwnExponents() {
        store.write(tx -> ledger.post(tx, List.of(
            new Transfer(Transfer.Kind.INCOME, "t", Account.bank("TND"), Account.OTHER_INCOME, Money.of(5_000, "TND")),
            new Transfer(Transfer.Kind.INCOME, "j", Account.bank("JPY"), Account.OTHER_INCOME, Money.of(5_000, "JPY")),
            new Transfer(Transfer.Kind.EARN, "t", Account.dueFrom(Host.of("tunis.example")), Account.payable(ada.id()),
                Money.of(1_500, "TND")),
            new Transfer(Transfer.Kind.EARN, "j", Account.dueFrom(Host.of("tokyo.example")), Account.payable(ada.id()),
                Money.of(1_500, "JPY"))))).await();
        account(ada);
        world.pass(Duration.ofDays(3));
        assertFalse(file().isPresent());
        assertTrue(payments.csv(odile, payments.makeFile(odile, "TND").await().orElseThrow().id()).await()
            .contains("\"1.500\",\"TND\""));
        assertTrue(payments.csv(odile, payments.makeFile(odile, "JPY").await().orElseThrow().id()).await()
            .contains("\"1500\",\"JPY\""));
        assertEquals("currency", refused(() -> payments.makeFile(odile, "XAU").await()).field());
    }

    @Test
    void onlyATreasurerPays() {
        assertEquals(Problem.NOT_ALLOWED, refused(() -> payments.makeFile(ada, "EUR").await()).problem());
        assertEquals(Problem.NOT_ALLOWED, refused(() -> payments.owed(ada).await()).problem());
        assertEquals(Problem.NOT_ALLOWED, refused(() -> payments.csv(ada, world.newId()).await()).problem());
        assertEquals(Problem.NOT_ALLOWED,
            refused(() -> payments.answer(ada, world.newId(), Set.of(world.newId()), true, null).await()).problem());
        assertEquals(Problem.NOT_ALLOWED,
            refused(() -> payments.withdraw(ada, museum, world.newId(), eur(1)).await()).problem());
    }
}
