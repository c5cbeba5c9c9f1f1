package coop.canut.node.work;

import static coop.canut.node.work.Home.LYON;
import static coop.canut.node.work.Home.answer;
import static coop.canut.node.work.Home.but;
import static coop.canut.node.work.Home.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import coop.canut.node.TestWorld;
import coop.canut.node.member.Person;
import coop.canut.node.work.Tasks.Session;
import coop.canut.node.work.Totals.Sum;
import coop.canut.protocol.message.ListingMessage.Published;
import coop.canut.protocol.message.WorkMessage.AcceptedItem;
import coop.canut.protocol.message.WorkMessage.ClaimDeclined;
import coop.canut.protocol.message.WorkMessage.Submitted;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.ObjectUrl;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TasksTest {

    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    private final Home home = new Home();
    private final Reviewer reviewer = new Reviewer(home, LYON);
    private final Person ada = home.worker("Ada");
    private final Person bo = home.worker("Bo");

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    void eachWaitingTaskSaysByWhenItIsDecided() {
        ObjectUrl url = home.stocked(3, 3);
        Claim claim = get(home.claims.open(ada, url, null));
        assertNull(decidedBy(claim));
        get(home.claims.submit(ada, claim.id(), answer("cat"), "", false));
        Submitted work = home.said(Submitted.class).getLast();
        assertEquals(home.world.now().plusSeconds(3_600), decidedBy(claim));
        assertEquals(decidedBy(claim), get(home.tasks.mine(ada, null, 1)).getFirst().decidedBy());
        home.world.pass(Duration.ofMinutes(10));
        reviewer.reject(work);
        assertEquals(home.world.now().plus(Duration.ofDays(14)), decidedBy(claim));
        reviewer.accept(work);
        assertNull(decidedBy(claim));
        Claim stopped = get(home.claims.open(ada, url, null));
        get(home.claims.decline(ada, stopped.id(), "broken", null));
        assertNull(decidedBy(stopped));
    }

    @Test
    void theRevisionThatWasClaimedDecidesWhen() {
        Published listing = home.listing(LYON);
        home.publish(listing);
        get(home.stock.ask(listing.listing(), List.of()));
        home.grant(home.lastRequest(), 1, 1);
        Claim claim = get(home.claims.open(ada, listing.listing(), null));
        assertEquals(3_600, claim.terms().autoAcceptSeconds());
        home.publish(but(listing, parts -> parts.revision(2).autoAccept(86_400)));
        get(home.claims.submit(ada, claim.id(), answer("cat"), "", false));
        assertEquals(home.world.now().plusSeconds(3_600), decidedBy(claim));
    }

    @Test
    void totalsFollowTheCalendarOfTheMember() {
        // A Tuesday, six in the evening in London, seven in Paris.
        assertEquals(Instant.parse("2026-11-24T18:00:00Z"), TestWorld.START);
        ObjectUrl url = home.stocked(9, 9);
        reviewer.accept(handIn(ada, url, 20));
        reviewer.accept(handIn(bo, url, 20));
        handIn(ada, url, 50);
        assertEquals(new Totals(sums(40, 1, 20), sums(40, 1, 20), sums(40, 1, 20)), get(home.tasks.today(ada, PARIS)));

        // Half past eleven in London is tomorrow in Paris.
        pass(Duration.between(home.world.now(), Instant.parse("2026-11-24T23:30:00Z")));
        Claim stopped = get(home.claims.open(ada, home.stocked(1, 1), null));
        pass(Duration.ofSeconds(30));
        get(home.claims.decline(ada, stopped.id(), "broken", null));
        ClaimDeclined declined = home.said(ClaimDeclined.class).getLast();
        reviewer.accept(List.of(new AcceptedItem(declined.slot(), declined.claim(), Hash.ZERO, "time", 20)));
        assertEquals(new Totals(sums(20, 0, 30), sums(60, 1, 50), sums(60, 1, 50)), get(home.tasks.today(ada, PARIS)));
        assertEquals(sums(60, 1, 50), get(home.tasks.today(ada, ZoneOffset.UTC)).today());

        pass(Duration.between(home.world.now(), Instant.parse("2026-11-30T08:00:00Z")));   // Monday
        assertEquals(new Totals(List.of(), List.of(), sums(60, 1, 50)), get(home.tasks.today(ada, PARIS)));
        pass(Duration.between(home.world.now(), Instant.parse("2026-12-01T08:00:00Z")));
        assertEquals(new Totals(List.of(), List.of(), List.of()), get(home.tasks.today(ada, PARIS)));
    }

    @Test
    void sumsOfTwoCurrenciesNeverMeet() {
        Submitted work = handIn(ada, home.stocked(1, 1), 20);
        reviewer.accept(work);
        get(home.store.run("update board_revision set currency = 'KES'"));
        reviewer.accept(handIn(ada, home.stocked(1, 1), 30));
        assertEquals(List.of(new Sum(Money.of(40, "EUR"), 1, 30), new Sum(Money.of(40, "KES"), 1, 20)),
            get(home.tasks.today(ada, PARIS)).today());
        assertEquals(new Session(2, 50, List.of(Money.of(40, "EUR"), Money.of(40, "KES"))),
            get(home.tasks.session(ada, TestWorld.START)));
    }

    @Test
    void aSessionIsWhatWasHandedInSince() {
        ObjectUrl url = home.stocked(9, 9);
        handIn(ada, url, 20);
        pass(Duration.ofSeconds(1));
        Instant since = home.world.now();
        assertEquals(new Session(0, 0, List.of()), get(home.tasks.session(ada, since)));
        reviewer.accept(handIn(ada, url, 30));
        handIn(bo, url, 20);
        handIn(ada, url, 40);
        get(home.claims.release(ada, get(home.claims.open(ada, url, null)).id()));
        assertEquals(new Session(2, 70, List.of(Money.of(80, "EUR"))), get(home.tasks.session(ada, since)));
    }

    private Instant decidedBy(Claim claim) {
        return get(home.tasks.one(ada, claim.id())).decidedBy();
    }

    private void pass(Duration time) {
        home.world.pass(time);
    }

    private static List<Sum> sums(long cents, long answers, long seconds) {
        return List.of(new Sum(Money.of(cents, "EUR"), answers, seconds));
    }

    private Submitted handIn(Person member, ObjectUrl url, int seconds) {
        Claim claim = get(home.claims.open(member, url, null));
        home.world.pass(Duration.ofSeconds(seconds));
        get(home.claims.submit(member, claim.id(), answer("cat"), "", false));
        return home.said(Submitted.class).getLast();
    }
}
