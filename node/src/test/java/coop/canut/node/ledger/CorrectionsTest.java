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
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What people put into the books by hand, and how it is taken back. */
final class CorrectionsTest {

    private final TestWorld world = new TestWorld(1);
    private final Vertx vertx = Vertx.vertx();
    private final Person odile = person("Odile", Role.TREASURER);
    private final Person karim = person("Karim", Role.TREASURER);
    private final Person ines = person("Inès", Role.STEWARD);
    private final ObjectUrl museum = new ObjectUrl(Noun.REQUESTER, Host.of("lyon.example"), world.newId());
    private Store store;
    private Ledger ledger;
    private Bookings bookings;
    private Corrections corrections;

    private Person person(String name, Role... roles) {
        return new Person(world.newId(), name, Set.of(roles));
    }

    @BeforeEach
    void open() {
        store = Store.open(vertx, TestDatabase.fresh());
        ledger = new Ledger(world, store);
        bookings = new Bookings(ledger);
        corrections = new Corrections(world, store, ledger);
        ledger.deposit(odile, museum, eur(1_000), "PAY 1").await();
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

    private Entry newest() {
        return ledger.entries(odile, null, null, 1).await().getFirst();
    }

    private Id ask() {
        return corrections.ask(odile, Hash.of(newest().id()), "The wrong museum").await();
    }

    @Test
    @Tag("W-36")
    void nobodyTakesBackAloneWhatTheyEntered() {
        Id id = ask();
        assertEquals(1_000, balance(Account.prepaid(museum.id())), "asking moves nothing");
        assertEquals(Problem.NOT_ALLOWED, refused(() -> corrections.confirm(odile, id).await()).problem());
        assertThrows(Exception.class, () -> store.run("""
            update correction set state = 'confirmed', decided_by = asked_by, decided_at = now()""").await());
        corrections.confirm(ines, id).await();
        assertEquals(0, balance(Account.prepaid(museum.id())));
        assertEquals(0, balance(Account.bank("EUR")));
        Entry back = newest();
        assertEquals("REVERSE", back.kind());
        Entry taken = ledger.entries(odile, null, null, 10).await().getLast();
        assertEquals("REVERSE", taken.answer());
        assertEquals(List.of(taken.credit(), taken.debit()), List.of(back.debit(), back.credit()));
    }

    @Test
    @Tag("W-36") @Tag("W-17")
    void aCorrectionIsMadeOnce() {
        Hash deposit = Hash.of(newest().id());
        Id id = ask();
        assertEquals(Problem.ALREADY_SETTLED, refused(this::ask).problem());
        List<Future<Void>> both = List.of(corrections.confirm(karim, id), corrections.confirm(ines, id));
        Future.join(both).transform(done -> Future.succeededFuture()).await();
        assertEquals(1, both.stream().filter(Future::succeeded).count());
        assertEquals(0, balance(Account.prepaid(museum.id())));
        assertEquals(Problem.ALREADY_SETTLED,
            refused(() -> corrections.ask(odile, deposit, "again").await()).problem());
        assertEquals(Problem.ALREADY_SETTLED, refused(() -> corrections.confirm(karim, id).await()).problem());
    }

    @Test
    void whatWasRefusedMayBeAskedForAgain() {
        Id id = ask();
        corrections.refuse(karim, id).await();
        assertEquals(1_000, balance(Account.prepaid(museum.id())));
        assertEquals(0L, corrections.waiting().await());
        ask();
        assertEquals(List.of("waiting", "refused"), corrections.recent(null, 10).await().stream().map(Correction::state)
            .sorted(Comparator.reverseOrder()).toList());
    }

    @Test
    void whatWasSpentIsNotTakenBack() {
        Id listing = world.newId();
        store.write(tx -> ledger.post(tx, List.of(new Transfer(Transfer.Kind.RESERVE, "l", Account.prepaid(museum.id()),
            Account.escrow(listing), eur(400))))).await();
        Hash deposit = Hash.of(ledger.entries(odile, null, null, 10).await().getLast().id());
        Id id = corrections.ask(odile, deposit, "The wrong museum").await();
        assertEquals(Problem.FUNDS_MISSING, refused(() -> corrections.confirm(karim, id).await()).problem());
        assertEquals(1L, corrections.waiting().await(), "it waits, with its reason, until somebody decides");
        assertEquals(Problem.FIELD_WRONG,
            refused(() -> corrections.ask(odile, Hash.of(newest().id()), "no").await()).problem());
    }

    @Test
    @Tag("W-36")
    void whatTheDatabaseIsToldByHandMustFollowAWholeTransfer() {
        bookings.expense(odile, "hosting", eur(100), "B 1", "The server of May").await();
        for (String wrong : List.of("amount - 1, t.credit, t.debit", "amount, t.debit, t.credit")) {
            assertThrows(Exception.class, () -> store.run("""
                insert into transfer (id, kind, cause, currency, debit, credit, amount, follows, at)
                select '\\x01', 'REVERSE', 'x', currency, %s, t.id, at from transfer t where kind = 'EXPENSE'
                """.formatted(wrong.replace("amount - 1, t.credit, t.debit", "t.credit, t.debit, amount - 1")
                .replace("amount, t.debit, t.credit", "t.debit, t.credit, amount"))).await(), wrong);
        }
        assertThrows(Exception.class, () -> store.run("""
            insert into transfer (id, kind, cause, currency, debit, credit, amount, at)
            select '\\x01', 'REVERSE', 'x', currency, t.credit, t.debit, amount, at from transfer t where kind = 'EXPENSE'
            """).await(), "a correction that names nothing");
    }

    @Test
    void whatWasPaidForStandsInTheBooksOnceWithWordsBesideIt() {
        assertTrue(bookings.expense(odile, "hosting", eur(300), "B 1", "The server of May").await());
        assertFalse(bookings.expense(odile, "hosting", eur(300), "B 1", "The server of May").await());
        assertEquals("reference", refused(() -> bookings.expense(odile, "hosting", eur(1), "B 1", "Other").await()).field());
        assertEquals(-300, balance(Account.expense("hosting")));
        assertEquals(-700, balance(Account.bank("EUR")));
        assertEquals("The server of May", newest().text());
        assertEquals(Problem.FUNDS_MISSING,
            refused(() -> bookings.expense(odile, "travel", eur(701), "B 2", "Far").await()).problem());
        assertEquals(Problem.NOT_ALLOWED,
            refused(() -> bookings.expense(ines, "travel", eur(1), "B 2", "Far").await()).problem());
        assertEquals(List.of("The server of May"), ledger.search(odile, new Ledger.Search(null, "SERVER", null, null), null, 10)
            .await().stream().map(Entry::text).toList());
        assertEquals(List.of(), ledger.search(odile, new Ledger.Search(Account.prepaid(museum.id()).code(), "server", null,
            null), null, 10).await());
    }

    @Test
    @Tag("W-18")
    void fundsGiveOnlyWhatTheyHaveAndInTheirOwnCurrency() {
        assertTrue(bookings.move(odile, Bookings.Pot.BANK, Bookings.Pot.GUARANTEE_FUND, eur(50), "M 1", "Start").await());
        assertEquals(Problem.FUNDS_MISSING, refused(() -> bookings.move(odile, Bookings.Pot.GUARANTEE_FUND,
            Bookings.Pot.BANK, Money.of(50, "TND"), "M 2", "Other money").await()).problem());
        assertEquals(Problem.FUNDS_MISSING, refused(() -> bookings.move(odile, Bookings.Pot.GUARANTEE_FUND,
            Bookings.Pot.FEDERATION_FUND, eur(51), "M 3", "Too much").await()).problem());
        bookings.move(odile, Bookings.Pot.GUARANTEE_FUND, Bookings.Pot.FEDERATION_FUND, eur(50), "M 4", "All").await();
        assertEquals(50, balance(Account.FEDERATION_FUND));
        assertEquals("to", refused(() -> bookings.move(odile, Bookings.Pot.BANK, Bookings.Pot.BANK, eur(1), "M", "x").await())
            .field());
        assertEquals("amount", refused(() -> bookings.income(odile, eur(0), "I 1", "Nothing").await()).field());
    }

    private Future<Void> allocate(String decision, long reserve, long fund, Map<Id, Money> members) {
        return store.write(tx -> ledger.allocate(tx, new Allocation(eur(reserve), eur(fund), members), decision));
    }

    @Test
    void aSurplusGoesWhereTheMembersDecidedAndNoFurther() {
        bookings.income(odile, eur(900), "I 1", "Gift").await();
        bookings.expense(odile, "hosting", eur(300), "B 1", "Server").await();
        assertEquals(600L, ledger.surplus(store, "EUR").await());
        assertEquals(Problem.FUNDS_MISSING, refused(() ->
            allocate("2027-001", 601, 0, Map.of()).await()).problem());
        assertEquals(900, balance(Account.OTHER_INCOME), "nothing of it happened");
        allocate("2027-001", 100, 50, Map.of(odile.id(), eur(333), ines.id(), eur(17))).await();
        assertEquals(List.of(100L, 50L, 333L, 17L, 100L, 0L, 0L), List.of(balance(Account.RESERVE),
            balance(Account.FEDERATION_FUND), balance(Account.allocated(odile.id())), balance(Account.allocated(ines.id())),
            balance(Account.SURPLUS), balance(Account.OTHER_INCOME), balance(Account.expense("hosting"))));
        assertEquals(100L, ledger.surplus(store, "EUR").await(), "what is not allocated stays for the next decision");
        allocate("2027-002", 100, 0, Map.of()).await();
        assertEquals(0, balance(Account.SURPLUS));
    }
}
