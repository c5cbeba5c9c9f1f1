package coop.canut.node.work;

import static coop.canut.node.work.Home.LYON;
import static coop.canut.node.work.Home.answer;
import static coop.canut.node.work.Home.get;
import static coop.canut.node.work.Home.problem;
import static coop.canut.node.work.Home.slot;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.member.Person;
import coop.canut.node.member.Role;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.ListingMessage.State;
import coop.canut.protocol.message.ListingMessage.StateChanged;
import coop.canut.protocol.message.WorkMessage.ClaimDeclined;
import coop.canut.protocol.message.WorkMessage.SlotsRefused;
import coop.canut.protocol.message.WorkMessage.SlotsRequested;
import coop.canut.protocol.message.WorkMessage.Submitted;
import coop.canut.protocol.name.ObjectUrl;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Taking ten. */
class SeveralTest {

    private final Home home = new Home();
    private final Person ada = home.worker("Ada");

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    void tenAreOpenedAtOnceEachOfAnotherUnit() {
        ObjectUrl url = home.stocked(24, 12);
        List<Claim> claims = get(home.claims.openSeveral(ada, url, 10));
        assertEquals(10, claims.size());
        assertEquals(10, claims.stream().map(Claim::unit).distinct().count());
        assertTrue(home.said(SlotsRequested.class).isEmpty());
        assertEquals(10, get(home.tasks.open(ada)).size());
    }

    @Test
    void timeIsCountedOnceForTasksThatAreTakenTogether() {
        ObjectUrl url = home.stocked(3, 3);
        List<Claim> taken = get(home.claims.openSeveral(ada, url, 3));
        home.world.pass(Duration.ofSeconds(20));
        get(home.claims.submit(ada, taken.get(0).id(), answer("cat"), "", false));
        home.world.pass(Duration.ofSeconds(30));
        get(home.claims.decline(ada, taken.get(1).id(), "stopped", null));
        home.world.pass(Duration.ofSeconds(5));
        get(home.claims.submit(ada, taken.get(2).id(), answer("dog"), "", false));
        assertEquals(List.of(20L, 5L), home.said(Submitted.class).stream().map(Submitted::seconds).toList());
        assertEquals(30, home.said(ClaimDeclined.class).getFirst().seconds());
    }

    @Test
    void withTooLittleInStockTheRestIsAskedForOnce() {
        ObjectUrl url = home.stocked(3, 3);
        Future<List<Claim>> opening = home.claims.openSeveral(ada, url, 10);
        SlotsRequested request = awaitRequest();
        assertEquals(12, request.count());
        home.grant(request, IntStream.range(3, 8).mapToObj(i -> slot(url, i, i)).toList());
        assertEquals(8, get(opening).size());
        assertEquals(1, home.said(SlotsRequested.class).size());
    }

    @Test
    void whoHasATaskWaitsOnlyAMomentForMore() {
        ObjectUrl url = home.stocked(3, 3);
        Future<List<Claim>> opening = home.claims.openSeveral(ada, url, 10);
        awaitRequest();
        home.world.pass(Duration.ofSeconds(2));
        assertEquals(3, get(opening).size());
    }

    @Test
    void whatIsRefusedLeavesWhatThereWas() {
        ObjectUrl url = home.stocked(3, 3);
        Future<List<Claim>> opening = home.claims.openSeveral(ada, url, 10);
        refuse(awaitRequest());
        assertEquals(3, get(opening).size());
    }

    @Test
    void withNoStockTheClickWaitsForTheGrantAndIsRefusedAsAnyOther() {
        ObjectUrl url = home.publish(home.listing(LYON));
        Future<List<Claim>> opening = home.claims.openSeveral(ada, url, 10);
        SlotsRequested request = awaitRequest();
        assertEquals(14, request.count());
        home.grant(request, 14, 14);
        assertEquals(10, get(opening).size());

        home.carried();
        ObjectUrl empty = home.publish(home.listing(LYON));
        Future<List<Claim>> nothing = home.claims.openSeveral(ada, empty, 10);
        refuse(awaitRequest());
        assertEquals(Problem.NO_TASK_LEFT, problem(nothing));
        home.hear(home.board.stateChanged(), LYON, new StateChanged(url, 1, State.PAUSED, "a pause", null));
        assertEquals(Problem.LISTING_NOT_OPEN, problem(home.claims.openSeveral(ada, url, 2)));
    }

    @Test
    @Tag("W-02")
    void severalEndAtAHundredToo() {
        ObjectUrl url = home.stocked(120, 120);
        assertEquals(96, get(home.claims.openSeveral(ada, url, 96)).size());
        assertEquals(4, get(home.claims.openSeveral(ada, url, 10)).size());
        assertEquals(Problem.TOO_MANY, problem(home.claims.openSeveral(ada, url, 1)));
        for (int count : new int[] {-1, 0, 101}) {
            assertEquals(Problem.FIELD_WRONG, problem(home.claims.openSeveral(ada, url, count)));
        }
    }

    @Test
    @Tag("W-01")
    void twoCallsOfOneMemberAtOnceShareNoUnit() {
        ObjectUrl url = home.stocked(60, 20);
        List<Future<List<Claim>>> both = List.of(home.claims.openSeveral(ada, url, 10),
            home.claims.openSeveral(ada, url, 10));
        get(Future.join(both));
        assertEquals(20, both.stream().flatMap(each -> each.result().stream()).map(Claim::unit).distinct().count());
    }

    @Test
    void onlyWorkersTakeSeveral() {
        Person treasurer = new Person(home.world.newId(), "Tess", Set.of(Role.TREASURER));
        assertEquals(Problem.NOT_ALLOWED, assertThrows(Refused.class,
            () -> home.claims.openSeveral(treasurer, home.stocked(1, 1), 1)).problem());
    }

    @Test
    void whatWasTakenTogetherIsAnsweredOneByOne() {
        ObjectUrl url = home.stocked(3, 3);
        for (Claim claim : get(home.claims.openSeveral(ada, url, 3))) {
            assertNull(get(home.claims.submit(ada, claim.id(), answer("dog"), "", false)).next());
        }
        assertEquals(0, get(home.tasks.open(ada)).size());
    }

    private SlotsRequested awaitRequest() {
        for (long until = System.nanoTime() + 20_000_000_000L; System.nanoTime() < until; ) {
            List<SlotsRequested> requests = home.said(SlotsRequested.class);
            if (!requests.isEmpty()) {
                return requests.getFirst();
            }
        }
        throw new IllegalStateException("nothing was asked");
    }

    private void refuse(SlotsRequested request) {
        assertNull(home.hear(home.stock.refused(), LYON, new SlotsRefused(request.request(), "none-left", List.of(), 30)));
    }
}
