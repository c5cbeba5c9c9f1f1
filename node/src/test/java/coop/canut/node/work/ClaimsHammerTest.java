package coop.canut.node.work;

import static coop.canut.node.work.Home.LYON;
import static coop.canut.node.work.Home.answer;
import static coop.canut.node.work.Home.get;
import static coop.canut.node.work.Home.slot;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.member.Person;
import coop.canut.protocol.message.WorkMessage.GrantedSlot;
import coop.canut.protocol.message.WorkMessage.Submitted;
import coop.canut.protocol.name.ObjectUrl;
import io.vertx.core.Future;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many members at once, on one listing, through every connection of the pool. */
class ClaimsHammerTest {

    private static final int WORKERS = 64;
    private static final int UNITS = 90;
    private static final int ANSWERS = 5;
    private static final int TURNS = 40;

    private final Home home = new Home();

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    @Tag("W-01")
    void sixtyFourMembersNeverShareASlotAndNoneGetsAUnitTwice() {
        ObjectUrl url = home.publish(home.listing(LYON));
        get(home.stock.ask(url, List.of()));
        get(home.store.run("update slot_request set slots = 500"));
        List<GrantedSlot> slots = IntStream.range(0, UNITS * ANSWERS).mapToObj(i -> slot(url, i, i / ANSWERS)).toList();
        home.grant(home.lastRequest(), slots);
        // What is asked for more must fail at once, not after eight seconds.
        get(home.store.run("update board_listing set ask_after = '2999-01-01', ask_problem = 'none-left'"));
        List<Future<Void>> members = IntStream.range(0, WORKERS).mapToObj(i ->
            turns(home.worker("worker " + i), url, new Random(i), TURNS)).toList();
        get(Future.join(members));

        assertEquals(0, home.count("""
            select count(*) from (select held_slot from claim where state in ('open', 'submitted')
            group by held_slot having count(*) > 1) as shared"""));
        assertEquals(0, home.count("""
            select count(*) from (select member, unit from claim where state in ('open', 'submitted')
            group by member, unit having count(*) > 1) as twice"""));
        assertEquals(home.count("select count(*) from claim where state = 'open'"),
            home.count("select count(*) from held_slot where state = 'claimed'"));
        long submitted = home.count("select count(*) from claim where state = 'submitted'");
        assertEquals(submitted, home.count("select count(*) from held_slot where state = 'answered'"));
        assertEquals(submitted, home.said(Submitted.class).size());
        assertEquals(submitted, home.said(Submitted.class).stream().map(Submitted::slot).distinct().count());
        assertTrue(submitted > UNITS * ANSWERS * 8 / 10, submitted + " of " + UNITS * ANSWERS);
    }

    /** Takes tasks, two at a time now and then, and answers, releases or keeps them. */
    private Future<Void> turns(Person member, ObjectUrl url, Random random, int left) {
        if (left == 0) {
            return Future.succeededFuture();
        }
        Future<Void> one = turn(member, url, random);
        Future<Void> other = random.nextInt(4) == 0 ? turn(member, url, random) : Future.succeededFuture();
        return Future.join(one, other)
            .transform(done -> turns(member, url, random, left - 1));
    }

    private Future<Void> turn(Person member, ObjectUrl url, Random random) {
        boolean gives = random.nextInt(10) == 0;
        boolean next = random.nextInt(3) == 0;
        return home.claims.open(member, url, null).compose(claim -> gives
            ? home.claims.release(member, claim.id())
            : home.claims.submit(member, claim.id(), answer("cat"), "", next).compose(handed -> handed.next() == null
                ? Future.succeededFuture()
                : home.claims.submit(member, handed.next().id(), answer("dog"), "", false).mapEmpty()));
    }
}
