package coop.canut.node.work;

import static coop.canut.node.work.Home.LYON;
import static coop.canut.node.work.Home.NAIROBI;
import static coop.canut.node.work.Home.SELF;
import static coop.canut.node.work.Home.but;
import static coop.canut.node.work.Home.get;
import static coop.canut.node.work.Home.problem;
import static coop.canut.node.work.Home.slot;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.member.Person;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.message.ListingMessage.Published;
import coop.canut.protocol.message.ListingMessage.State;
import coop.canut.protocol.message.ListingMessage.StateChanged;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.message.WorkMessage.GrantedSlot;
import coop.canut.protocol.message.WorkMessage.SlotsGranted;
import coop.canut.protocol.message.WorkMessage.SlotsRecalled;
import coop.canut.protocol.message.WorkMessage.SlotsRefused;
import coop.canut.protocol.message.WorkMessage.SlotsRequested;
import coop.canut.protocol.message.WorkMessage.SlotsReturned;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.ObjectUrl;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class StockTest {

    private static final String IN_STOCK = "select count(*) from held_slot where state = 'stock'";

    private final Home home = new Home();

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    void aSmallStockIsAskedForOnceAtATime() {
        ObjectUrl url = home.publish(home.listing(LYON));
        get(home.stock.ask(url, List.of()));
        get(home.stock.ask(url, List.of()));
        assertEquals(1, home.said(SlotsRequested.class).size());
        assertEquals(5, home.lastRequest().count());
        assertEquals(1, home.lastRequest().revision());
    }

    @Test
    void namedUnitsAreAskedForInAnyCase() {
        ObjectUrl url = home.publish(home.listing(LYON));
        get(home.stock.ask(url, List.of()));
        Id unit = Home.id(url, "unit", 7);
        get(home.stock.ask(url, List.of(unit)));
        assertEquals(List.of(unit), home.lastRequest().units());
        assertEquals(1, home.lastRequest().count());
    }

    @Test
    void nothingIsAskedOfAPeerBelowClaim() {
        ObjectUrl url = home.publish(home.listing(LYON));
        home.levels.put(LYON, Level.SEE);
        assertEquals(Problem.PEER_LIMITED, get(home.stock.ask(url, List.of())).problem());
        assertTrue(home.said(SlotsRequested.class).isEmpty());
    }

    @Test
    void aGrantGoesIntoTheStock() {
        SlotsRequested request = asked();
        home.grant(request, 5, 5);
        assertEquals(5, home.count(IN_STOCK));
        get(home.stock.ask(request.listing(), List.of()));
        assertEquals(2, home.said(SlotsRequested.class).size());
    }

    @Test
    @Tag("F-35")
    void aGrantThatNobodyAskedForIsRefused() {
        SlotsRequested request = asked();
        var never = new SlotsRequested(home.world.newId(), request.listing(), 1, 5, List.of());
        assertEquals(Problem.NO_SUCH_REQUEST, home.hear(home.stock.granted(), LYON, granted(never, 1)));
        assertEquals(Problem.NO_SUCH_REQUEST, home.hear(home.stock.granted(), NAIROBI, granted(request, 1)));
        assertEquals(0, home.count("select count(*) from held_slot"));
    }

    @Test
    void morePlacesThanWereAskedForAreRefused() {
        assertEquals(Problem.NO_SUCH_REQUEST, home.hear(home.stock.granted(), LYON, granted(asked(), 6)));
        assertEquals(0, home.count("select count(*) from held_slot"));
    }

    @Test
    void aPartThatIsRepeatedChangesNothing() {
        SlotsGranted grant = home.grant(asked(), 5, 5);
        assertNull(home.hear(home.stock.granted(), LYON, grant));
        assertEquals(5, home.count("select count(*) from held_slot"));
        assertTrue(home.said(SlotsReturned.class).isEmpty());
    }

    @Test
    void aGrantInPartsIsCompleteWithItsLast() {
        SlotsRequested request = asked();
        SlotsGranted whole = granted(request, 4);
        assertNull(home.hear(home.stock.granted(), LYON, part(whole, 1, 2, whole.slots().subList(0, 3))));
        assertTrue(get(home.stock.isOwed(request.request())));
        assertNull(home.hear(home.stock.granted(), LYON, part(whole, 2, 2, whole.slots().subList(3, 4))));
        assertEquals(false, get(home.stock.isOwed(request.request())));
        assertEquals(4, home.count(IN_STOCK));
    }

    @Test
    void timesThatNoLeaseHasAreRefused() {
        SlotsGranted grant = granted(asked(), 1);
        var early = new SlotsGranted(grant.request(), 1, 1, grant.lease(), grant.openUntil(), grant.openUntil(),
            grant.reclaimAt(), grant.slots());
        assertEquals(Problem.NO_SUCH_REQUEST, home.hear(home.stock.granted(), LYON, early));
    }

    @Test
    void aSlotThatWeHoldAlreadyIsGivenBackUnderTheNewLease() {
        SlotsRequested first = asked();
        home.grant(first, 3, 3);
        get(home.stock.ask(first.listing(), List.of()));
        SlotsGranted second = home.grant(home.lastRequest(), 4, 4);
        SlotsReturned returned = home.said(SlotsReturned.class).getFirst();
        assertEquals(second.lease(), returned.lease());
        assertEquals(3, returned.slots().size());
        assertEquals(4, home.count(IN_STOCK));
    }

    @Test
    void aSlotNamedTwiceInOneLeaseIsHeldOnceAndNotGivenBack() {
        SlotsRequested request = asked();
        home.grant(request, List.of(slot(request.listing(), 1, 1), slot(request.listing(), 1, 1)));
        assertEquals(1, home.count(IN_STOCK));
        assertTrue(home.said(SlotsReturned.class).isEmpty());
    }

    @Test
    void twoHostsMayNameTheirSlotsAlike() {
        SlotsRequested lyon = asked();
        ObjectUrl other = home.publish(home.listing(NAIROBI));
        get(home.stock.ask(other, List.of()));
        home.grant(lyon, List.of(slot(lyon.listing(), 1, 1)));
        home.grant(home.lastRequest(), List.of(slot(lyon.listing(), 1, 1)));
        assertEquals(2, home.count(IN_STOCK));
    }

    @Test
    void afterARefusalNothingIsAskedForAsLongAsItSays() {
        SlotsRequested request = asked();
        assertNull(refuse(request, "none-left", 30));
        assertEquals(Problem.NONE_LEFT, get(home.stock.ask(request.listing(), List.of())).problem());
        home.world.pass(Duration.ofSeconds(31));
        assertNull(get(home.stock.ask(request.listing(), List.of())).problem());
        assertEquals(2, home.said(SlotsRequested.class).size());
    }

    @Test
    void aRefusalThatNobodyAskedForIsRefused() {
        SlotsRequested request = asked();
        var never = new SlotsRefused(home.world.newId(), "none-left", List.of(), 30);
        assertEquals(Problem.NO_SUCH_REQUEST, home.hear(home.stock.refused(), LYON, never));
        assertEquals(Problem.NO_SUCH_REQUEST, home.hear(home.stock.refused(), NAIROBI,
            new SlotsRefused(request.request(), "none-left", List.of(), 30)));
    }

    @Test
    void whatIsRecalledGoesBackAtOnceUnlessSomebodyWorksOnIt() {
        SlotsRequested request = asked();
        SlotsGranted grant = home.grant(request, 3, 3);
        Person ada = home.worker("Ada");
        Claim claim = get(home.claims.open(ada, request.listing(), null));
        List<Id> slots = grant.slots().stream().map(each -> each.slot()).toList();
        assertNull(home.hear(home.stock.recalled(), LYON, new SlotsRecalled(grant.lease(), 1, slots)));
        SlotsReturned returned = home.said(SlotsReturned.class).getFirst();
        assertEquals(2, returned.slots().size());
        assertEquals(1, returned.number());
        get(home.claims.release(ada, claim.id()));
        home.world.pass(Duration.ofSeconds(1));
        get(home.stock.tick());
        assertEquals(2, home.said(SlotsReturned.class).getLast().number());
        assertEquals(0, home.count(IN_STOCK));
    }

    @Test
    void aRecallOfALeaseThatWeDoNotHoldIsRefused() {
        SlotsGranted grant = home.grant(asked(), 3, 3);
        assertEquals(Problem.NO_SUCH_REQUEST, home.hear(home.stock.recalled(), NAIROBI,
            new SlotsRecalled(grant.lease(), 1, List.of(grant.slots().getFirst().slot()))));
    }

    @Test
    void slotsGoBackWhenNobodyMayOpenThemAnyMore() {
        home.grant(asked(), 5, 5);
        home.world.pass(Duration.ofSeconds(1_800 - Limits.OPEN_MARGIN_SECONDS));
        assertEquals(0, get(home.stock.tick()));
        home.world.pass(Duration.ofSeconds(1));
        assertEquals(5, get(home.stock.tick()));
        assertEquals(5, home.said(SlotsReturned.class).getFirst().slots().size());
        assertEquals(0, get(home.stock.tick()));
    }

    @Test
    void aUnitThatWasNamedAndNotTakenGoesBackSoon() {
        ObjectUrl url = home.publish(home.listing(LYON));
        get(home.stock.ask(url, List.of(Home.id(url, "unit", 0))));
        home.grant(home.lastRequest(), 1, 1);
        home.world.pass(Claims.PATIENCE);
        assertEquals(0, get(home.stock.tick()));
        home.world.pass(Claims.PATIENCE.plusSeconds(1));
        assertEquals(1, get(home.stock.tick()));
    }

    @Test
    void slotsGoBackWhenTheListingPauses() {
        SlotsRequested request = asked();
        home.grant(request, 5, 5);
        home.hear(home.board.stateChanged(), LYON, new StateChanged(request.listing(), 1, State.PAUSED, "a pause", null));
        assertEquals(5, get(home.stock.tick()));
    }

    @Test
    @Tag("W-10")
    void slotsOfARevisionThatIsGoneAreNotOpenedAndGoBack() {
        Published listing = home.listing(LYON);
        home.publish(listing);
        get(home.stock.ask(listing.listing(), List.of()));
        home.grant(home.lastRequest(), 5, 5);
        home.publish(but(listing, parts -> parts.revision(2).price(50)));
        var opening = home.claims.open(home.worker("Ada"), listing.listing(), null);
        assertEquals(5, get(home.stock.tick()));
        home.world.pass(Claims.PATIENCE);
        assertEquals(Problem.NO_TASK_LEFT, problem(opening));
    }

    @Test
    void slotsGoBackWhenTheirHostIsLimited() {
        home.grant(asked(), 5, 5);
        home.levels.put(LYON, Level.LIMITED);
        assertEquals(5, get(home.stock.tick()));
    }

    @Test
    @Tag("W-03")
    void aClaimThatNobodyAnswersExpiresAndItsSlotIsInStockAgain() {
        ObjectUrl url = home.stocked(1, 1);
        Person ada = home.worker("Ada");
        get(home.claims.open(ada, url, null));
        home.world.pass(Duration.ofSeconds(660));
        assertEquals(0, get(home.stock.tick()));
        home.world.pass(Duration.ofSeconds(1));
        assertEquals(1, get(home.stock.tick()));
        assertEquals(1, home.count(IN_STOCK));
        get(home.claims.open(home.worker("Bo"), url, null));
    }

    @Test
    void ourOwnPublishingSideIsAPeerLikeAnyOther() {
        ObjectUrl url = home.publish(home.listing(SELF));
        get(home.stock.ask(url, List.of()));
        home.grant(home.lastRequest(), 5, 5);
        assertEquals(5, home.count(IN_STOCK));
    }

    private SlotsRequested asked() {
        ObjectUrl url = home.publish(home.listing(LYON));
        get(home.stock.ask(url, List.of()));
        return home.lastRequest();
    }

    private Problem refuse(SlotsRequested request, String problem, long seconds) {
        return home.hear(home.stock.refused(), LYON, new SlotsRefused(request.request(), problem, List.of(), seconds));
    }

    private SlotsGranted granted(SlotsRequested request, int slots) {
        return home.granted(request, IntStream.range(0, slots)
            .mapToObj(i -> slot(request.listing(), i, i)).toList());
    }

    private static SlotsGranted part(SlotsGranted whole, int part, int parts,
                                     List<GrantedSlot> slots) {
        return new SlotsGranted(whole.request(), part, parts, whole.lease(), whole.openUntil(), whole.until(),
            whole.reclaimAt(), slots);
    }
}
