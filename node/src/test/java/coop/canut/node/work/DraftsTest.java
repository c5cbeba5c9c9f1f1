package coop.canut.node.work;

import static coop.canut.node.work.Home.answer;
import static coop.canut.node.work.Home.get;
import static coop.canut.node.work.Home.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import coop.canut.node.member.Person;
import coop.canut.protocol.Problem;
import coop.canut.protocol.message.WorkMessage.Submitted;
import coop.canut.protocol.name.ObjectUrl;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DraftsTest {

    private static final String DRAFTS = "select count(*) from claim where draft is not null";

    private final Home home = new Home();
    private final Person ada = home.worker("Ada");
    private final Person bo = home.worker("Bo");

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    void aDraftIsFoundAgainOnTheWorkbench() {
        Claim claim = claim();
        assertNull(claim.draft());
        get(home.claims.keep(ada, claim.id(), "half an"));
        get(home.claims.keep(ada, claim.id(), "half an answer"));
        assertEquals("half an answer", onWorkbench().draft());
        get(home.claims.keep(ada, claim.id(), ""));
        assertNull(onWorkbench().draft());
        assertEquals(List.of(), home.said(Submitted.class));
    }

    @Test
    void aDraftEndsWithItsClaim() {
        for (Function<Claim, Future<?>> end : List.<Function<Claim, Future<?>>>of(
                claim -> home.claims.submit(ada, claim.id(), answer("cat"), "", false),
                claim -> home.claims.release(ada, claim.id()),
                claim -> home.claims.decline(ada, claim.id(), "stopped", null),
                claim -> {
                    home.world.pass(Duration.ofSeconds(661));
                    return home.stock.tick();
                })) {
            Claim claim = claim();
            get(home.claims.keep(ada, claim.id(), "half an answer"));
            assertEquals(1, home.count(DRAFTS));
            get(end.apply(claim));
            assertEquals(0, home.count(DRAFTS));
            assertEquals(Problem.CLAIM_OVER, problem(home.claims.keep(ada, claim.id(), "too late")));
        }
    }

    @Test
    @Tag("W-04")
    void nothingIsKeptAfterTheGrace() {
        Claim claim = claim();
        home.world.pass(Duration.ofSeconds(660));
        get(home.claims.keep(ada, claim.id(), "in the last minute"));
        home.world.pass(Duration.ofSeconds(1));
        assertEquals(Problem.CLAIM_OVER, problem(home.claims.keep(ada, claim.id(), "too late")));
    }

    @Test
    @Tag("W-06")
    void nobodyWritesIntoTheDraftOfAnother() {
        Claim claim = claim();
        get(home.claims.keep(ada, claim.id(), "mine"));
        assertEquals(Problem.CLAIM_NOT_YOURS, problem(home.claims.keep(bo, claim.id(), "theirs")));
        assertEquals(Problem.CLAIM_NOT_YOURS, problem(home.claims.keep(bo, home.world.newId(), "nobody's")));
        assertEquals("mine", onWorkbench().draft());
    }

    @Test
    void aDraftHasABoundAndNoNul() {
        Claim claim = claim();
        get(home.claims.keep(ada, claim.id(), "é".repeat(Claims.DRAFT_CHARS)));
        for (String wrong : List.of("x".repeat(Claims.DRAFT_CHARS + 1), "a\0b")) {
            assertEquals(Problem.FIELD_WRONG, problem(home.claims.keep(ada, claim.id(), wrong)));
        }
        assertEquals(Claims.DRAFT_CHARS, onWorkbench().draft().length());
    }

    private Claim claim() {
        ObjectUrl url = home.stocked(1, 1);
        return get(home.claims.open(ada, url, null));
    }

    private Claim onWorkbench() {
        return get(home.tasks.open(ada)).getFirst();
    }
}
