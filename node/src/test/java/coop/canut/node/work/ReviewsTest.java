package coop.canut.node.work;

import static coop.canut.node.work.Home.LYON;
import static coop.canut.node.work.Home.NAIROBI;
import static coop.canut.node.work.Home.SELF;
import static coop.canut.node.work.Home.answer;
import static coop.canut.node.work.Home.get;
import static coop.canut.node.work.Reviewer.item;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.ledger.Account;
import coop.canut.node.ledger.Transfer;
import coop.canut.node.member.Person;
import coop.canut.protocol.Problem;
import coop.canut.protocol.message.ListingMessage.PolicyRef;
import coop.canut.protocol.message.WorkMessage.Accepted;
import coop.canut.protocol.message.WorkMessage.AcceptedItem;
import coop.canut.protocol.message.WorkMessage.ClaimDeclined;
import coop.canut.protocol.message.WorkMessage.Submitted;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.ObjectUrl;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ReviewsTest {

    private final Home home = new Home();
    private final Person ada = home.worker("Ada");
    private final Person bo = home.worker("Bo");

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    void acceptedAnswersAreBookedToTheirMembersAtOnce() {
        List<AcceptedItem> items = List.of(item(handIn(ada), 40), item(handIn(bo), 40), item(handIn(ada), 40));
        assertNull(accept(LYON, items));
        assertEquals(80, balance(Account.payable(ada.id())));
        assertEquals(40, balance(Account.payable(bo.id())));
        assertEquals(-120, balance(Account.dueFrom(LYON)));
        assertEquals(List.of(), get(home.ledger.check()));
        Earnings earnings = get(home.tasks.earnings(ada)).getFirst();
        assertEquals(80, earnings.accepted());
        assertEquals(2, earnings.answers());
        assertEquals(0, earnings.waiting());
    }

    @Test
    @Tag("W-15")
    void aReplayedAcceptancePaysOnce() {
        Accepted acceptance = new Reviewer(home, LYON).acceptance(List.of(item(handIn(ada), 40)));
        assertNull(home.hear(home.reviews.accepted(), LYON, acceptance));
        assertNull(home.hear(home.reviews.accepted(), LYON, acceptance));
        assertEquals(40, balance(Account.payable(ada.id())));
    }

    @Test
    @Tag("W-07")
    void anAnswerIsAcceptedOnce() {
        AcceptedItem item = item(handIn(ada), 40);
        assertNull(accept(LYON, List.of(item)));
        assertEquals(Problem.WORK_FROZEN, accept(LYON, List.of(item)));
        assertEquals(40, balance(Account.payable(ada.id())));
    }

    @Test
    @Tag("W-08")
    void onlyThePriceOfTheClaimIsAccepted() {
        Submitted work = handIn(ada);
        for (long amount : new long[] {39, 41, 0}) {
            assertEquals(Problem.PRICE_FROZEN_BY_CLAIM, accept(LYON, List.of(item(work, amount))));
        }
        Accepted dollars = new Accepted(home.world.newId(), home.world.newId(), home.world.now(), "USD", 40,
            new PolicyRef(1, Hash.ZERO), List.of(item(work, 40)));
        assertEquals(Problem.PRICE_FROZEN_BY_CLAIM, home.hear(home.reviews.accepted(), LYON, dollars));
        assertEquals(0, balance(Account.payable(ada.id())));
    }

    @Test
    void whatWasNotHandedInToThisNodeIsRefusedAsAWhole() {
        Submitted work = handIn(ada);
        AcceptedItem good = item(work, 40);
        AcceptedItem unknown = new AcceptedItem(work.slot(), home.world.newId(), work.answerSha256(), "answer", 40);
        AcceptedItem otherSlot = new AcceptedItem(home.world.newId(), work.claim(), work.answerSha256(), "answer", 40);
        assertEquals(Problem.NO_SUCH_REQUEST, accept(LYON, List.of(good, unknown)));
        assertEquals(Problem.NO_SUCH_REQUEST, accept(LYON, List.of(otherSlot)));
        assertEquals(Problem.NO_SUCH_REQUEST, accept(LYON, List.of(good, good)));
        assertEquals(Problem.NO_SUCH_REQUEST, accept(NAIROBI, List.of(good)));
        assertEquals(0, balance(Account.payable(ada.id())));
    }

    @Test
    void anAnswerThatWeDidNotSendIsNotAccepted() {
        Submitted work = handIn(ada);
        AcceptedItem other = new AcceptedItem(work.slot(), work.claim(), Hash.sha256(new byte[0]), "answer", 40);
        assertEquals(Problem.DIGEST_MISMATCH, accept(LYON, List.of(other)));
    }

    @Test
    void timeOfAStoppedTaskIsPaidUpToThePrice() {
        ObjectUrl url = home.stocked(1, 1);
        Claim claim = get(home.claims.open(ada, url, null));
        home.world.pass(Duration.ofSeconds(30));
        get(home.claims.decline(ada, claim.id(), "broken", null));
        ClaimDeclined declined = home.said(ClaimDeclined.class).getFirst();
        assertEquals(Problem.PRICE_FROZEN_BY_CLAIM, accept(LYON, List.of(time(declined, 41))));
        assertNull(accept(LYON, List.of(time(declined, 20))));
        assertEquals(20, balance(Account.payable(ada.id())));
    }

    @Test
    void ourOwnPublishingSidePaysThroughTheTransitAccount() {
        ObjectUrl url = home.publish(home.listing(SELF));
        get(home.stock.ask(url, List.of()));
        home.grant(home.lastRequest(), 1, 1);
        // What the publishing side books with the same acceptance.
        get(home.store.write(tx -> home.ledger.post(tx, List.of(new Transfer(Transfer.Kind.DEPOSIT, "test",
            Account.bank("EUR"), Account.OWN_DUE, Money.of(40, "EUR"))))));
        Claim claim = get(home.claims.open(ada, url, null));
        get(home.claims.submit(ada, claim.id(), answer("cat"), "", false));
        assertNull(accept(SELF, List.of(item(home.said(Submitted.class).getLast(), 40))));
        assertEquals(40, balance(Account.payable(ada.id())));
        assertEquals(0, balance(Account.OWN_DUE));
    }

    @Test
    void aProposedRejectionIsShownWithItsReasonAndTakesNoMoney() {
        Submitted work = handIn(ada);
        assertNull(reject(LYON, work, work.answerSha256()));
        Task task = get(home.tasks.one(ada, work.claim()));
        assertEquals("proposed", task.review());
        assertEquals("M. Jacquard", task.rejection().by());
        assertEquals("It is a fox.", task.rejection().text());
        assertEquals(40, get(home.tasks.earnings(ada)).getFirst().proposed());
        assertNull(accept(LYON, List.of(item(work, 40))));
        assertEquals(40, balance(Account.payable(ada.id())));
        assertEquals(0, get(home.tasks.earnings(ada)).getFirst().proposed());
    }

    @Test
    void whatWasAcceptedIsNotRejectedAndWhatIsUnknownNeither() {
        Submitted work = handIn(ada);
        assertEquals(Problem.NO_SUCH_REQUEST, reject(NAIROBI, work, work.answerSha256()));
        assertEquals(Problem.DIGEST_MISMATCH, reject(LYON, work, Hash.ZERO));
        assertNull(accept(LYON, List.of(item(work, 40))));
        assertEquals(Problem.WORK_FROZEN, reject(LYON, work, work.answerSha256()));
        assertTrue(get(home.tasks.one(ada, work.claim())).rejection() == null);
    }

    private Submitted handIn(Person member) {
        ObjectUrl url = home.stocked(1, 1);
        Claim claim = get(home.claims.open(member, url, null));
        home.world.pass(Duration.ofSeconds(20));
        get(home.claims.submit(member, claim.id(), answer("cat"), "", false));
        return home.said(Submitted.class).getLast();
    }

    private static AcceptedItem time(ClaimDeclined declined, long amount) {
        return new AcceptedItem(declined.slot(), declined.claim(), Hash.ZERO, "time", amount);
    }

    private Problem accept(Host from, List<AcceptedItem> items) {
        return new Reviewer(home, from).accept(items);
    }

    private Problem reject(Host from, Submitted work, Hash answer) {
        return new Reviewer(home, from).reject(work, answer);
    }

    private long balance(Account account) {
        return get(home.ledger.balance(home.store, account, "EUR"));
    }
}
