package coop.canut.node.publish;

import static coop.canut.node.publish.Lyon.BOLOGNA;
import static coop.canut.node.publish.Lyon.get;
import static coop.canut.node.publish.Lyon.refused;
import static coop.canut.node.publish.Publisher.ANNE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.canut.node.ledger.Account;
import coop.canut.protocol.Problem;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.message.ListingMessage.State;
import coop.canut.protocol.message.WorkMessage.BonusGranted;
import coop.canut.protocol.message.WorkMessage.Submitted;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Id;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What requesters pay beside the price. */
class BonusesTest {

    private final Lyon lyon = new Lyon();
    private Id listing;
    private Submitted work;
    private Id answer;

    @BeforeEach
    void accept() {
        listing = lyon.funded(3, 1);
        lyon.deposit(100);
        work = lyon.work(BOLOGNA, listing, 1);
        answer = lyon.answerId(work);
    }

    @AfterEach
    void close() {
        lyon.checkInvariants();
        lyon.close();
    }

    private static Money eur(long cents) {
        return Money.of(cents, "EUR");
    }

    private void topUp(Id form, long cents) {
        get(lyon.bonuses.topUp(lyon.requester, listing, form, eur(cents)));
    }

    private void grant(Id bonus, long cents) {
        get(lyon.bonuses.grant(ANNE, lyon.requester, answer, bonus, eur(cents), "Well seen."));
    }

    private long prepaid() {
        return lyon.balance(Account.prepaid(lyon.requester.id()));
    }

    @Test
    @Tag("W-15")
    void aBonusIsPaidOnceAndSaidOnce() {
        get(lyon.reviews.acceptAll(lyon.requester, listing));
        Id bonus = lyon.world.newId();
        grant(bonus, 25);
        grant(bonus, 25);
        assertEquals(75, prepaid());
        assertEquals(40 + 25, lyon.balance(Account.dueTo(BOLOGNA)));
        List<BonusGranted> said = lyon.said(BOLOGNA, Kind.BONUS_GRANTED, BonusGranted.class);
        assertEquals(1, said.size());
        assertEquals(List.of(work.claim(), eur(25), "Well seen."),
            List.of(said.getFirst().claim(), said.getFirst().amount(), said.getFirst().reason()));
        assertEquals("bonus", refused(lyon.bonuses.grant(ANNE, lyon.requester, answer, bonus, eur(26), "More")).field());
    }

    @Test
    void whatIsSetAsidePaysFirstAndTheRestGoesBackAtTheEnd() {
        get(lyon.reviews.acceptAll(lyon.requester, listing));
        Id form = lyon.world.newId();
        topUp(form, 50);
        topUp(form, 50);
        assertEquals(50, prepaid(), "sent twice, set aside once");
        grant(lyon.world.newId(), 30);
        assertEquals(50, prepaid());
        assertEquals(eur(20), get(lyon.bonuses.aside(lyon.requester, listing)));
        grant(lyon.world.newId(), 30);
        assertEquals(20, prepaid(), "what is not covered whole comes from the balance");
        get(lyon.listings.changeState(lyon.requester, listing, State.WITHDRAWN, "Enough."));
        get(lyon.bonuses.tick());
        get(lyon.bonuses.tick());
        assertEquals(20 + 20 + 2 * 44, prepaid());
        assertEquals(Problem.LISTING_NOT_OPEN,
            refused(lyon.bonuses.topUp(lyon.requester, listing, lyon.world.newId(), eur(1))).problem());
        grant(lyon.world.newId(), 5);
    }

    @Test
    @Tag("W-18")
    void nobodyGivesWhatIsNotThereOrInOtherMoney() {
        assertEquals("answer", refused(lyon.bonuses.grant(ANNE, lyon.requester, answer, lyon.world.newId(), eur(5), "Early"))
            .field(), "not accepted yet");
        get(lyon.reviews.acceptAll(lyon.requester, listing));
        assertEquals(Problem.FUNDS_MISSING, refused(lyon.bonuses.grant(ANNE, lyon.requester, answer, lyon.world.newId(),
            eur(101), "Much")).problem());
        for (Money wrong : List.of(eur(0), Money.of(5, "USD"))) {
            assertEquals("amount", refused(lyon.bonuses.grant(ANNE, lyon.requester, answer, lyon.world.newId(), wrong, "x"))
                .field());
            assertEquals("amount",
                refused(lyon.bonuses.topUp(lyon.requester, listing, lyon.world.newId(), wrong)).field());
        }
        assertEquals(Problem.REASON_MISSING,
            refused(lyon.bonuses.grant(ANNE, lyon.requester, answer, lyon.world.newId(), eur(5), " ")).problem());
        assertEquals(Problem.FUNDS_MISSING,
            refused(lyon.bonuses.topUp(lyon.requester, listing, lyon.world.newId(), eur(101))).problem());
        assertEquals(Problem.NOT_FOUND, refused(lyon.bonuses.grant(ANNE, lyon.newRequester("Other"), answer,
            lyon.world.newId(), eur(5), "Not mine")).problem());
        assertEquals(List.of(), lyon.said(BOLOGNA, Kind.BONUS_GRANTED, BonusGranted.class));
        assertEquals(100, prepaid());
    }

    @Test
    void whatIsAgreedAtPublishingIsSetAsideThenAndQuotedBefore() {
        Draft plain = lyon.draft(lyon.upload(2), 1, 40);
        Draft draft = aside(plain, eur(30));
        lyon.deposit(17);
        Quote quote = get(lyon.listings.quote(lyon.requester, draft));
        assertEquals(List.of(eur(88), eur(118)), List.of(quote.whole(), quote.needed()));
        assertEquals("funds", quote.problems().getFirst().field());
        assertEquals(Problem.FUNDS_MISSING, refused(lyon.listings.publish(lyon.requester, draft)).problem());
        lyon.deposit(1);
        Progress published = get(lyon.listings.publish(lyon.requester, draft));
        assertEquals(eur(30), get(lyon.bonuses.aside(lyon.requester, published.id())));
        assertEquals(eur(88), published.escrow());
        assertEquals(0, prepaid());
        assertEquals("topUp", refused(lyon.listings.publish(lyon.requester, aside(plain, Money.of(1, "KES")))).field());
    }

    private static Draft aside(Draft draft, Money topUp) {
        return new Draft(draft.title(), draft.instructions(), draft.template(), draft.items(), draft.columns(),
            draft.answersPerUnit(), draft.price(), draft.estimatedSeconds(), draft.endUse(), draft.signedBy(),
            draft.categories(), draft.languages(), draft.skills(), draft.machineHelp(), draft.deadline(), draft.claimSeconds(),
            draft.reclaimSeconds(), draft.autoAcceptSeconds(), draft.audience(), topUp);
    }
}
