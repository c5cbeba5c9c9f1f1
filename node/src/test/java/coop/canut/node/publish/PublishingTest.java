package coop.canut.node.publish;

import static coop.canut.node.publish.Lyon.BOLOGNA;
import static coop.canut.node.publish.Lyon.get;
import static coop.canut.node.publish.Lyon.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.ledger.Account;
import coop.canut.node.member.Requester;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.message.ListingMessage.Published;
import coop.canut.protocol.message.ListingMessage.State;
import coop.canut.protocol.message.ListingMessage.StateChanged;
import coop.canut.protocol.message.WorkMessage.Content;
import coop.canut.protocol.message.WorkMessage.SlotsRecalled;
import coop.canut.protocol.message.WorkMessage.SlotsReturned;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.work.Template;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** From a file to a funded listing, and to its end. */
class PublishingTest {

    private final Lyon lyon = new Lyon();

    @AfterEach
    void close() {
        lyon.checkInvariants();
        lyon.close();
    }

    private void refusedWithoutTrace(Draft draft, Problem problem, String field) {
        Refused refused = refused(lyon.listings.publish(lyon.requester, draft));
        assertEquals(problem, refused.problem(), refused.getMessage());
        assertEquals(field, refused.field());
        assertEquals(0, lyon.count("select (select count(*) from listing) + (select count(*) from unit)"
            + " + (select count(*) from slot) + (select count(*) from outbox)"));
    }

    @Test
    void aPublishedListingIsFundedAndToldToEveryone() {
        lyon.deposit(1_000);
        Progress progress = get(lyon.listings.publish(lyon.requester, lyon.draft(lyon.upload(5), 3, 40)));

        assertEquals(new Progress.Slots(15, 0, 0, 0, 0, 0), progress.slots());
        assertEquals(Money.of(15 * 44, "EUR"), progress.escrow());
        assertEquals(1_000 - 15 * 44, lyon.balance(Account.prepaid(lyon.requester.id())));
        Published said = lyon.said(null, Kind.LISTING_PUBLISHED, Published.class).getFirst();
        assertEquals(progress.url(), said.listing());
        assertEquals(5, said.work().units());
        assertEquals(lyon.requester.url(), said.requester());
        assertEquals(List.of(progress), get(lyon.listings.mine(lyon.requester, null)));
        assertEquals(List.of(1, 2), get(lyon.listings.units(lyon.requester, progress.id(), 0, 2)).stream()
            .map(Listings.Placed::row).toList());
    }

    @Test
    void onlyWhatTheTemplateShowsLeavesThisNode() {
        Id listing = lyon.funded(1, 1);
        assertEquals("{\"review\":\"Review 1\"}", lyon.lend(BOLOGNA, listing, 1).getFirst().slot().input());
    }

    @Test
    @Tag("W-12")
    void withoutFundsNothingIsPublishedAndTheMissingAmountIsSaid() {
        lyon.deposit(439);
        Draft draft = lyon.draft(lyon.upload(5), 2, 40);
        refusedWithoutTrace(draft, Problem.FUNDS_MISSING, "funds");
        assertTrue(refused(lyon.listings.publish(lyon.requester, draft)).detail().contains("missing 1 EUR"));
        lyon.deposit(1);
        get(lyon.listings.publish(lyon.requester, draft));
    }

    @Test
    @Tag("W-12")
    void twoListingsAtOnceCannotSpendTheSameMoney() {
        lyon.deposit(44 * 10);
        Id set = lyon.upload(10);
        var both = List.of(lyon.listings.publish(lyon.requester, lyon.draft(set, 1, 40)),
            lyon.listings.publish(lyon.requester, lyon.draft(set, 1, 40)));
        io.vertx.core.Future.join(both).otherwiseEmpty().await();
        assertEquals(1, both.stream().filter(io.vertx.core.Future::succeeded).count());
        assertEquals(10, lyon.count("select count(*) from slot"));
    }

    @Test
    void refusalsNameTheFieldOfTheDraft() {
        lyon.deposit(100_000);
        Id set = lyon.upload(2);
        Draft good = lyon.draft(set, 1, 40);
        refusedWithoutTrace(lyon.draft(set, 1, 33), Problem.BELOW_FLOOR, "price");
        refusedWithoutTrace(with(good, draft -> new Change(draft).price(Money.of(40, "GBP"))), Problem.BELOW_FLOOR, "price");
        refusedWithoutTrace(lyon.draft(set, 1, 0), Problem.PRICE_TOO_SMALL, "price");
        refusedWithoutTrace(lyon.draft(set, 101, 40), Problem.FIELD_WRONG, "answersPerUnit");
        refusedWithoutTrace(with(good, draft -> new Change(draft).title(" ")), Problem.FIELD_MISSING, "title");
        refusedWithoutTrace(with(good, draft -> new Change(draft).title("x".repeat(1_001))), Problem.FIELD_WRONG, "title");
        refusedWithoutTrace(with(good, draft -> new Change(draft).deadline(lyon.world.second())),
            Problem.FIELD_WRONG, "deadline");
        refusedWithoutTrace(with(good, draft -> new Change(draft).template("{\"kind\":\"poem\"}")),
            Problem.FIELD_WRONG, "template.kind");
        refusedWithoutTrace(with(good, draft -> new Change(draft).columns(Map.of("review", "text"))),
            Problem.CSV_COLUMNS_MISSING, "text");
        refusedWithoutTrace(lyon.draft(lyon.world.newId(), 1, 40), Problem.LISTING_NOT_FOUND, "items");
    }

    /** One member of a draft replaced. */
    private record Change(Draft d) {
        Draft price(Money price) {
            return copy(d.title(), d.template(), d.columns(), price, d.deadline());
        }

        Draft title(String title) {
            return copy(title, d.template(), d.columns(), d.price(), d.deadline());
        }

        Draft deadline(Instant deadline) {
            return copy(d.title(), d.template(), d.columns(), d.price(), deadline);
        }

        Draft template(String template) {
            return copy(d.title(), template, d.columns(), d.price(), d.deadline());
        }

        Draft columns(Map<String, String> columns) {
            return copy(d.title(), d.template(), columns, d.price(), d.deadline());
        }

        private Draft copy(String title, String template, Map<String, String> columns, Money price, Instant deadline) {
            return new Draft(title, d.instructions(), template, d.items(), columns, d.answersPerUnit(), price,
                d.estimatedSeconds(), d.endUse(), d.signedBy(), d.categories(), d.languages(), d.skills(), d.machineHelp(),
                deadline, d.claimSeconds(), d.reclaimSeconds(), d.autoAcceptSeconds(), d.audience());
        }
    }

    private static Draft with(Draft draft, UnaryOperator<Draft> change) {
        return change.apply(draft);
    }

    @Test
    void aFileWithBadRowsIsNotStored() {
        ItemSet set = get(lyon.items.upload(lyon.requester, "a,b\n1,2\n3\n".getBytes(StandardCharsets.UTF_8), List.of()));
        assertNull(set.id());
        assertEquals(3, set.problems().getFirst().line());
        assertEquals(0, lyon.count("select count(*) from item_set"));
        Refused refused = refused(lyon.items.upload(lyon.requester, Lyon.csv(1), List.of("review", "photo", "place")));
        assertEquals(Problem.CSV_COLUMNS_MISSING, refused.problem());
        assertEquals("photo, place", refused.field());
    }

    @Test
    void imagesAreKeptByHashAndGivenOnlyToWhomTheyAreLent() {
        byte[] png = "\u0089PNG\r\n\u001a\nrest".getBytes(StandardCharsets.ISO_8859_1);
        Id set = get(lyon.items.upload(lyon.requester, "review\nbird.png\n".getBytes(StandardCharsets.UTF_8), List.of())).id();
        lyon.deposit(100);
        Draft draft = with(lyon.draft(set, 1, 40), d -> new Change(d).template(Lyon.template(Template.As.IMAGE).opaque()));
        refusedWithoutTrace(draft, Problem.IMAGE_MISSING, "line 2");
        assertEquals(Problem.IMAGE_NOT_ALLOWED,
            refused(lyon.items.attach(lyon.requester, set, "bird.png", "GIF89a".getBytes(StandardCharsets.UTF_8))).problem());
        assertEquals(Problem.IMAGE_NOT_ALLOWED,
            refused(lyon.items.attach(lyon.requester, set, "bird.png", new byte[Limits.CONTENT_BYTES + 1])).problem());
        Requester other = lyon.newRequester("Other");
        assertEquals(Problem.LISTING_NOT_FOUND, refused(lyon.items.attach(other, set, "bird.png", png)).problem());

        Content content = get(lyon.items.attach(lyon.requester, set, "bird.png", png));
        Id listing = get(lyon.listings.publish(lyon.requester, draft)).id();
        assertEquals(Problem.NOT_FOUND, refused(lyon.contents.readFor(BOLOGNA, content.sha256())).problem());
        Lyon.Lent lent = lyon.lend(BOLOGNA, listing, 1).getFirst();
        assertEquals(List.of(content), lent.slot().content());
        assertEquals("{\"review\":\"" + content.sha256() + "\"}", lent.slot().input());
        assertArrayEquals(png, get(lyon.contents.readFor(BOLOGNA, content.sha256())).data().getBytes());
        assertEquals("image/png", get(lyon.contents.read(content.sha256())).mediaType());
    }

    @Test
    void tenThousandRowsAreOneListing() {
        lyon.deposit(44 * 10_000);
        assertEquals(10_000, get(lyon.listings.progress(lyon.requester, lyon.publish(10_000, 1))).slots().free());
    }

    @Test
    void anotherRequestersListingDoesNotExist() {
        Id listing = lyon.funded(1, 1);
        Requester other = lyon.newRequester("Other");
        assertEquals(Problem.LISTING_NOT_FOUND, refused(lyon.listings.progress(other, listing)).problem());
        assertEquals(Problem.LISTING_NOT_FOUND,
            refused(lyon.listings.changeState(other, listing, State.CLOSED, "x")).problem());
        assertEquals(List.of(), get(lyon.listings.mine(other, null)));
    }

    @Test
    @Tag("W-11")
    void aWithdrawnListingPaysWhatWasLentAndSendsTheRestBack() {
        Id listing = lyon.funded(4, 1);
        List<Lyon.Lent> lent = lyon.lend(BOLOGNA, listing, 2);
        get(lyon.listings.changeState(lyon.requester, listing, State.WITHDRAWN, "A mistake in the file."));

        assertEquals(State.WITHDRAWN, lyon.said(null, Kind.LISTING_STATE_CHANGED, StateChanged.class).getFirst().state());
        assertEquals(Map.of("leased", 2L, "released", 2L), lyon.states(listing));
        assertEquals(2 * 44, lyon.balance(Account.prepaid(lyon.requester.id())));
        SlotsRecalled recalled = lyon.said(BOLOGNA, Kind.SLOTS_RECALLED, SlotsRecalled.class).getFirst();
        assertEquals(2, recalled.slots().size());
        // One was being worked on, the other comes back.
        lyon.hear(lyon.submissions.submitted(), BOLOGNA, lyon.answer(BOLOGNA, listing, lent.get(0), 1, "1"));
        lyon.hear(lyon.leases.returned(), BOLOGNA,
            new SlotsReturned(lent.get(1).lease(), 1, List.of(lent.get(1).slot().slot())));
        get(lyon.listings.tick());
        assertEquals(Map.of("submitted", 1L, "released", 3L), lyon.states(listing));
        assertEquals(1, get(lyon.reviews.acceptAll(lyon.requester, listing)).accepted());
        assertEquals(0, lyon.balance(Account.escrow(listing)));
        assertEquals(Problem.LISTING_NOT_OPEN,
            refused(lyon.listings.changeState(lyon.requester, listing, State.OPEN, "Again.")).problem());
    }

    @Test
    void aPausedListingLendsNothingUntilItOpensAgain() {
        Id listing = lyon.funded(4, 1);
        get(lyon.listings.changeState(lyon.requester, listing, State.PAUSED, "Wait."));
        assertEquals(List.of(), lyon.lend(BOLOGNA, listing, 1));
        get(lyon.listings.changeState(lyon.requester, listing, State.OPEN, "Go on."));
        get(lyon.listings.changeState(lyon.requester, listing, State.OPEN, "Go on."));
        assertEquals(1, lyon.lend(BOLOGNA, listing, 1).size());
        assertEquals(List.of(1L, 2L), lyon.said(null, Kind.LISTING_STATE_CHANGED, StateChanged.class).stream()
            .map(StateChanged::number).toList());
    }

    @Test
    void theClockClosesAListingAtItsDeadlineAndTheMoneyGoesBackOnce() {
        Id listing = lyon.funded(3, 1);
        lyon.world.pass(Duration.ofDays(8));
        get(lyon.listings.tick());
        get(lyon.listings.tick());
        assertEquals(State.CLOSED, get(lyon.listings.progress(lyon.requester, listing)).state());
        assertEquals(3 * 44, lyon.balance(Account.prepaid(lyon.requester.id())));
        assertEquals(1, lyon.said(null, Kind.LISTING_STATE_CHANGED, StateChanged.class).size());
    }

    @Test
    void aListingClosesWhenEveryAnswerIsPaid() {
        Id listing = lyon.funded(1, 1);
        lyon.work(BOLOGNA, listing, 1);
        get(lyon.listings.tick());
        assertEquals(State.OPEN, get(lyon.listings.progress(lyon.requester, listing)).state());
        get(lyon.reviews.acceptAll(lyon.requester, listing));
        get(lyon.listings.tick());
        Progress done = get(lyon.listings.progress(lyon.requester, listing));
        assertEquals(State.CLOSED, done.state());
        assertEquals(Money.of(40, "EUR"), done.paid());
        assertFalse(done.escrow().amount() > 0);
    }
}
