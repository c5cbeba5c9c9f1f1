package coop.canut.node.work;

import static coop.canut.node.work.Home.LYON;
import static coop.canut.node.work.Home.answer;
import static coop.canut.node.work.Home.but;
import static coop.canut.node.work.Home.get;
import static coop.canut.node.work.Home.problem;
import static coop.canut.node.work.Home.slot;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.member.Person;
import coop.canut.node.member.Role;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.ListingMessage.Published;
import coop.canut.protocol.message.ListingMessage.State;
import coop.canut.protocol.message.ListingMessage.StateChanged;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.message.WorkMessage.ClaimDeclined;
import coop.canut.protocol.message.WorkMessage.SlotsRefused;
import coop.canut.protocol.message.WorkMessage.SlotsRequested;
import coop.canut.protocol.message.WorkMessage.Submitted;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.work.ClaimState;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ClaimsTest {

    private static final String LIVE = "select count(*) from claim where state = 'open'";

    private final Home home = new Home();
    private final Person ada = home.worker("Ada");
    private final Person bo = home.worker("Bo");

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    void aTaskIsOpenedFromTheStockAtOnce() {
        ObjectUrl url = home.stocked(3, 3);
        Claim claim = get(home.claims.open(ada, url, null));
        assertEquals("{\"photo\":\"number 0\"}", claim.input());
        assertEquals(home.world.now().plusSeconds(600), claim.due());
        assertEquals(40, claim.terms().price().amount());
        assertTrue(home.said(SlotsRequested.class).isEmpty());
    }

    @Test
    @Tag("W-01")
    void oneSlotHasOneClaim() {
        ObjectUrl url = home.stocked(1, 1);
        get(home.claims.open(ada, url, null));
        Future<Claim> second = home.claims.open(bo, url, null);
        refuseLast("none-left");
        assertEquals(Problem.NO_TASK_LEFT, problem(second));
        assertEquals(1, home.count(LIVE));
    }

    @Test
    void noMemberGetsAUnitTwice() {
        ObjectUrl url = home.stocked(3, 1);
        Claim first = get(home.claims.open(ada, url, null));
        get(home.claims.submit(ada, first.id(), answer("cat"), "", false));
        Future<Claim> second = home.claims.open(ada, url, null);
        refuseLast("none-left");
        assertEquals(Problem.NO_TASK_LEFT, problem(second));
        get(home.claims.open(bo, url, null));
    }

    @Test
    void withNoStockTheClickWaitsForTheGrant() {
        ObjectUrl url = home.publish(home.listing(LYON));
        Future<Claim> opening = home.claims.open(ada, url, null);
        home.grant(awaitRequest(1), 5, 5);
        assertEquals("{\"photo\":\"number 0\"}", get(opening).input());
    }

    @Test
    void whoWaitsIsToldWhatThePublishingNodeSaid() {
        record Case(String said, Problem told) {
        }
        for (Case each : List.of(new Case("none-left", Problem.NO_TASK_LEFT), new Case("quota", Problem.NO_TASK_LEFT),
                new Case("revision-old", Problem.NO_TASK_LEFT), new Case("peer-limited", Problem.PEER_LIMITED),
                new Case("listing-not-open", Problem.LISTING_NOT_OPEN),
                new Case("credit-exceeded", Problem.CREDIT_EXCEEDED))) {
            home.carried();
            ObjectUrl url = home.publish(home.listing(LYON));
            Future<Claim> opening = home.claims.open(ada, url, null);
            awaitRequest(1);
            refuseLast(each.said());
            assertEquals(each.told(), problem(opening), each.said());
        }
    }

    @Test
    void nobodyWaitsLongerThanEightSeconds() {
        ObjectUrl url = home.publish(home.listing(LYON));
        Future<Claim> opening = home.claims.open(ada, url, null);
        awaitRequest(1);
        home.world.pass(Claims.PATIENCE);
        assertEquals(Problem.NO_TASK_LEFT, problem(opening));
    }

    @Test
    void aMemberWhoHadEveryUnitThatComesIsToldSoAfterAFewQuestions() {
        ObjectUrl url = home.stocked(1, 1);
        get(home.claims.submit(ada, get(home.claims.open(ada, url, null)).id(), answer("cat"), "", false));
        home.carried();
        Future<Claim> opening = home.claims.open(ada, url, null);
        for (int asked = 1; asked <= 3; asked++) {
            home.grant(awaitRequest(asked), List.of(slot(url, asked, 0)));
        }
        assertEquals(Problem.NO_TASK_LEFT, problem(opening));
        assertEquals(3, home.said(SlotsRequested.class).size());
    }

    @Test
    @Tag("W-02")
    void nobodyHoldsMoreThanAHundred() {
        ObjectUrl url = home.stocked(101, 101);
        List<Id> units = IntStream.range(0, 100).mapToObj(i -> Home.id(url, "unit", i)).toList();
        assertEquals(100, get(home.claims.openMany(ada, url, units)).size());
        assertEquals(Problem.TOO_MANY, problem(home.claims.open(ada, url, null)));
        assertEquals(100, home.count(LIVE));
        get(home.claims.open(bo, url, null));
    }

    @Test
    void aListingThatIsNotOpenGivesNoTask() {
        ObjectUrl url = home.stocked(3, 3);
        home.hear(home.board.stateChanged(), LYON, new StateChanged(url, 1, State.PAUSED, "a pause", null));
        assertEquals(Problem.LISTING_NOT_OPEN, problem(home.claims.open(ada, url, null)));
        assertEquals(Problem.LISTING_NOT_FOUND, problem(home.claims.open(ada, home.listing(LYON).listing(), null)));
    }

    @Test
    void nothingIsOpenedOnSlotsOfAPeerBelowClaim() {
        ObjectUrl url = home.stocked(3, 3);
        home.levels.put(LYON, Level.LIMITED);
        assertEquals(Problem.PEER_LIMITED, problem(home.claims.open(ada, url, null)));
        assertEquals(Problem.PEER_LIMITED, problem(home.claims.openMany(ada, url, List.of(Home.id(url, "unit", 0)))));
    }

    @Test
    @Tag("D-11")
    void nothingIsOpenedOnSlotsOfANodeWhoseClockDiffers() {
        ObjectUrl url = home.stocked(2, 2);
        home.skewed.add(LYON);
        assertEquals(Problem.PEER_LIMITED, problem(home.claims.open(ada, url, null)));
        home.skewed.clear();
        get(home.claims.open(ada, url, null));
    }

    @Test
    void onlyWorkersTakeTasks() {
        Person treasurer = new Person(home.world.newId(), "Tess", Set.of(Role.TREASURER));
        ObjectUrl url = home.stocked(3, 3);
        assertEquals(Problem.NOT_ALLOWED,
            assertThrows(Refused.class, () -> home.claims.open(treasurer, url, null)).problem());
    }

    @Test
    @Tag("D-11")
    void nothingIsOpenedInTheLastHalfMinuteOfALease() {
        ObjectUrl url = home.stocked(2, 2);
        home.world.pass(Duration.ofSeconds(1_770));
        get(home.claims.open(ada, url, null));
        home.world.pass(Duration.ofSeconds(1));
        Future<Claim> late = home.claims.open(bo, url, null);
        refuseLast("none-left");
        assertEquals(Problem.NO_TASK_LEFT, problem(late));
    }

    @Test
    void theseVeryUnitsAreOpenedAndAskedForByName() {
        ObjectUrl url = home.stocked(2, 2);
        List<Id> units = List.of(Home.id(url, "unit", 0), Home.id(url, "unit", 7), Home.id(url, "unit", 8));
        Future<List<Claim>> opening = home.claims.openMany(ada, url, units);
        SlotsRequested request = awaitRequest(1);
        assertEquals(Set.copyOf(units.subList(1, 3)), Set.copyOf(request.units()));
        home.grant(request, List.of(slot(url, 70, 7)));
        assertEquals(Set.copyOf(units.subList(0, 2)), Set.copyOf(get(opening).stream().map(Claim::unit).toList()));
    }

    @Test
    void aNamedUnitThatIsNotToBeHadIsNoTask() {
        ObjectUrl url = home.stocked(2, 2);
        Future<Claim> opening = home.claims.open(ada, url, Home.id(url, "unit", 9));
        awaitRequest(1);
        refuseLast("none-left");
        assertEquals(Problem.NO_TASK_LEFT, problem(opening));
        get(home.claims.open(ada, url, Home.id(url, "unit", 1)));
        assertEquals(Problem.TASK_ALREADY_CLAIMED, problem(home.claims.open(ada, url, Home.id(url, "unit", 1))));
    }

    @Test
    void anAnswerIsSentInTheTransactionThatKeepsIt() {
        ObjectUrl url = home.stocked(3, 3);
        Claim claim = get(home.claims.open(ada, url, null));
        home.world.pass(Duration.ofSeconds(42));
        Claims.Handed handed = get(home.claims.submit(ada, claim.id(), "{ \"choice\" : \"cat\" }", null, false));
        Submitted sent = home.said(Submitted.class).getFirst();
        assertEquals(claim.id(), sent.claim());
        assertEquals(answer("cat"), sent.answer());
        assertEquals(42, sent.seconds());
        assertEquals(handed.answerSha256(), sent.answerSha256());
        assertTrue(sent.subject().isSubject());
        assertFalse(sent.worker().isSubject());
        assertNotEquals(ada.id().toString(), sent.worker().toString());
        assertNull(handed.next());
    }

    @Test
    @Tag("W-04")
    void theArrivalHereDecidesLatenessWithAMinuteOfGrace() {
        ObjectUrl url = home.stocked(2, 2);
        Claim inTime = get(home.claims.open(ada, url, null));
        Claim late = get(home.claims.open(bo, url, null));
        home.world.pass(Duration.ofSeconds(660));
        get(home.claims.submit(ada, inTime.id(), answer("cat"), "", false));
        home.world.pass(Duration.ofSeconds(1));
        assertEquals(Problem.CLAIM_OVER, problem(home.claims.submit(bo, late.id(), answer("cat"), "", false)));
        assertEquals(Problem.CLAIM_OVER, problem(home.claims.decline(bo, late.id(), "stopped", null)));
        assertEquals(1, home.said(Submitted.class).size());
    }

    @Test
    @Tag("W-06")
    void nobodyAnswersForAnother() {
        ObjectUrl url = home.stocked(2, 2);
        Claim claim = get(home.claims.open(ada, url, null));
        assertEquals(Problem.CLAIM_NOT_YOURS, problem(home.claims.submit(bo, claim.id(), answer("cat"), "", false)));
        assertEquals(Problem.CLAIM_NOT_YOURS, problem(home.claims.release(bo, claim.id())));
        assertEquals(Problem.CLAIM_NOT_YOURS, problem(home.claims.decline(bo, claim.id(), "stopped", null)));
        assertEquals(1, home.count(LIVE));
    }

    @Test
    @Tag("D-03")
    void theSameAnswerAgainGivesTheSameResult() {
        ObjectUrl url = home.stocked(2, 2);
        Claim claim = get(home.claims.open(ada, url, null));
        Claims.Handed first = get(home.claims.submit(ada, claim.id(), answer("cat"), "", false));
        home.world.pass(Duration.ofSeconds(5));
        assertEquals(first, get(home.claims.submit(ada, claim.id(), answer("cat"), "", false)));
        assertEquals(Problem.CLAIM_OVER, problem(home.claims.submit(ada, claim.id(), answer("dog"), "", false)));
        assertEquals(1, home.said(Submitted.class).size());
    }

    @Test
    void anAnswerThatTheTaskDoesNotAllowIsRefusedAndTheClaimStays() {
        ObjectUrl url = home.stocked(2, 2);
        Claim claim = get(home.claims.open(ada, url, null));
        for (String wrong : List.of(answer("bird"), "{}", "cat", "{\"choice\":\"cat\",\"more\":\"1\"}", "[")) {
            assertEquals(Problem.ANSWER_WRONG, problem(home.claims.submit(ada, claim.id(), wrong, "", false)), wrong);
        }
        assertEquals(1, home.count(LIVE));
    }

    @Test
    void theNextTaskComesWithTheAnswer() {
        ObjectUrl url = home.stocked(2, 2);
        Claim claim = get(home.claims.open(ada, url, null));
        Claim next = get(home.claims.submit(ada, claim.id(), answer("cat"), "", true)).next();
        assertEquals("{\"photo\":\"number 1\"}", next.input());
        Future<Claims.Handed> last = home.claims.submit(ada, next.id(), answer("dog"), "", true);
        refuseLast("none-left");
        assertNull(get(last).next());
        assertEquals(2, home.said(Submitted.class).size());
    }

    @Test
    void aReleasedTaskIsForTheNextMember() {
        ObjectUrl url = home.stocked(1, 1);
        Claim claim = get(home.claims.open(ada, url, null));
        get(home.claims.release(ada, claim.id()));
        get(home.claims.release(ada, claim.id()));
        assertEquals(Problem.CLAIM_OVER, problem(home.claims.submit(ada, claim.id(), answer("cat"), "", false)));
        assertEquals(claim.unit(), get(home.claims.open(bo, url, null)).unit());
    }

    @Test
    void whatAMemberGaveBackIsNotBroughtByItselfAndCanBeTakenAgain() {
        ObjectUrl url = home.stocked(2, 2);
        Claim first = get(home.claims.open(ada, url, null));
        Claim second = get(home.claims.another(ada, first.id()));
        get(home.claims.release(ada, first.id()));
        Future<Claim> next = home.claims.another(ada, second.id());
        refuseLast("none-left");
        assertEquals(Problem.NO_TASK_LEFT, problem(next));
        assertEquals(first.unit(), get(home.claims.open(ada, url, null)).unit());
        assertEquals(Problem.CLAIM_NOT_YOURS, problem(home.claims.another(bo, first.id())));
    }

    @Test
    void whoWaitsGetsWhatAnotherReleases() {
        ObjectUrl url = home.stocked(1, 1);
        Claim claim = get(home.claims.open(ada, url, null));
        Future<Claim> waiting = home.claims.open(bo, url, null);
        awaitRequest(1);
        get(home.claims.release(ada, claim.id()));
        assertEquals(claim.unit(), get(waiting).unit());
    }

    @Test
    void aDeclinedTaskTellsTheTimeAndIsNotGivenToTheSameMemberAgain() {
        ObjectUrl url = home.stocked(2, 1);
        Claim claim = get(home.claims.open(ada, url, null));
        home.world.pass(Duration.ofSeconds(30));
        get(home.claims.decline(ada, claim.id(), "disturbing", "a dead bird"));
        get(home.claims.decline(ada, claim.id(), "disturbing", "a dead bird"));
        ClaimDeclined said = home.said(ClaimDeclined.class).getFirst();
        assertEquals(30, said.seconds());
        assertEquals(1, home.said(ClaimDeclined.class).size());
        Future<Claim> again = home.claims.open(ada, url, null);
        refuseLast("none-left");
        assertEquals(Problem.NO_TASK_LEFT, problem(again));
        assertEquals(Problem.FIELD_WRONG, problem(home.claims.decline(bo, claim.id(), "bored", null)));
    }

    @Test
    @Tag("W-09")
    void aClaimKeepsTheTermsOfTheRevisionItPinned() {
        Published listing = home.listing(LYON);
        home.publish(listing);
        get(home.stock.ask(listing.listing(), List.of()));
        home.grant(home.lastRequest(), 5, 5);
        Claim claim = get(home.claims.open(ada, listing.listing(), null));
        home.publish(but(listing, parts -> parts.revision(2).price(30).template("{\"kind\":\"dance\"}")));
        get(home.claims.submit(ada, claim.id(), answer("cat"), "", false));
        assertEquals(1, home.said(Submitted.class).getFirst().revision());
        assertEquals(40, get(home.tasks.one(ada, claim.id())).price().amount());
    }

    @Test
    void aLowStockIsFilledBeforeSomebodyHasToWait() {
        ObjectUrl url = home.stocked(3, 3);
        get(home.claims.open(ada, url, null));
        get(home.claims.open(bo, url, null));
        home.world.pass(Duration.ofSeconds(1));
        assertEquals(7, awaitRequest(1).count());
    }

    @Test
    void aMemberSeesItsOwnTasksOnlyTheNewestFirst() {
        ObjectUrl url = home.stocked(5, 5);
        for (int i = 0; i < 3; i++) {
            home.world.pass(Duration.ofMillis(5));
            get(home.claims.open(ada, url, null));
        }
        get(home.claims.open(bo, url, null));
        List<Task> first = get(home.tasks.mine(ada, null, 2));
        List<Task> second = get(home.tasks.mine(ada, first.getLast().claim(), 2));
        assertEquals(2, first.size());
        assertEquals(1, second.size());
        assertTrue(first.getFirst().opened().isAfter(second.getFirst().opened()));
        assertEquals(ClaimState.OPEN, first.getFirst().state());
        assertEquals(3, get(home.tasks.open(ada)).size());
        assertEquals(Problem.CLAIM_NOT_YOURS, problem(home.tasks.one(bo, first.getFirst().claim())));
    }

    /** The request that a waiting member caused; the member waits in the background, so it may take a moment. */
    private SlotsRequested awaitRequest(int number) {
        for (long until = System.nanoTime() + 20_000_000_000L; System.nanoTime() < until; ) {
            List<SlotsRequested> requests = home.said(SlotsRequested.class);
            if (requests.size() >= number) {
                return requests.get(number - 1);
            }
        }
        throw new IllegalStateException("nothing was asked");
    }

    private void refuseLast(String problem) {
        awaitRequest(1);
        SlotsRequested request = home.lastRequest();
        assertNull(home.hear(home.stock.refused(), LYON, new SlotsRefused(request.request(), problem, List.of(), 30)));
    }
}
