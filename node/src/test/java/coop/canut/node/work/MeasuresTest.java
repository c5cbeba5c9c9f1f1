package coop.canut.node.work;

import static coop.canut.node.work.Home.LYON;
import static coop.canut.node.work.Home.NAIROBI;
import static coop.canut.node.work.Home.answer;
import static coop.canut.node.work.Home.but;
import static coop.canut.node.work.Home.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import coop.canut.node.board.Board;
import coop.canut.node.board.Filter;
import coop.canut.node.board.Manners;
import coop.canut.node.board.Pace;
import coop.canut.node.board.Posting;
import coop.canut.node.member.Person;
import coop.canut.protocol.message.WorkMessage.Submitted;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.ObjectUrl;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MeasuresTest {

    private final Home home = new Home();
    private final Person ada = home.worker("Ada");

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    void thePaceIsTheMedianOfWhatAnswersReallyTook() {
        ObjectUrl url = home.stocked(9, 9);
        for (int seconds : new int[] {10, 90, 30, 20}) {
            handIn(url, seconds);
        }
        get(home.measures.tick());
        assertNull(pace(url));
        handIn(url, 200);
        assertNull(pace(url));
        get(home.measures.tick());
        // 40 cents for 30 seconds, where the requester said 60.
        assertEquals(new Pace(5, 30, Money.of(4_800, "EUR")), pace(url));
        assertEquals(Money.of(2_400, "EUR"), row(url).hourly());
        assertEquals(pace(url), get(home.board.listing(url)).posting().pace());
    }

    @Test
    void eachAnswerIsCountedOnceAndOnlyWhatWasHandedIn() {
        ObjectUrl url = home.stocked(20, 20);
        for (int i = 0; i < 5; i++) {
            handIn(url, 40);
            get(home.measures.tick());
        }
        get(home.claims.release(ada, get(home.claims.open(ada, url, null)).id()));
        get(home.claims.decline(ada, get(home.claims.open(ada, url, null)).id(), "stopped", null));
        get(home.claims.open(ada, url, null));
        get(home.measures.tick());
        get(home.measures.tick());
        assertEquals(5, pace(url).answers());
        assertEquals(0, home.count("select count(*) from claim where state = 'submitted' and not pace_counted"));
    }

    @Test
    void theMedianFollowsTheLastTwoHundredAnswers() {
        ObjectUrl url = home.stocked(1, 1);
        get(home.store.run("""
            insert into claim (id, held_slot, listing, revision, unit, member, state, opened_at, due, ended_at, seconds)
            select 'old ' || n, 0, 1, 1, 'unit ' || n, 'somebody', 'submitted', now(), now(), now() + n * interval '1 second',
              case when n <= 150 then 1000 else 50 end
            from generate_series(1, 301) as n"""));
        get(home.measures.tick());
        assertEquals(301, pace(url).answers());
        assertEquals(50, pace(url).medianSeconds());
        assertEquals(200, home.count("select cardinality(recent)::bigint from listing_pace"));
    }

    @Test
    void anAnswerInNoTimeAndAPriceBeyondMeasureDoNotBreakTheBoard() {
        Money most = Money.of(9_007_199_254_740_991L, "EUR");
        home.publish(but(home.listing(LYON), parts -> parts.price(most.amount() / 60)));
        ObjectUrl plain = home.publish(home.listing(LYON));
        get(home.store.run("""
            insert into listing_pace (listing, answers, recent, median_seconds) select key, 5, '{0}', 0 from board_listing"""));
        assertEquals(Money.of(144_000, "EUR"), pace(plain).hourly());
        assertEquals(most, get(home.board.open(Filter.NONE, null, Board.PAGE)).getLast().pace().hourly());
    }

    @Test
    void mannersAreWhatBecameOfOurAnswersAndHowSoon() {
        ObjectUrl url = home.stocked(6, 6);
        Reviewer reviewer = new Reviewer(home, LYON);
        List<Submitted> work = IntStream.range(0, 6).mapToObj(i -> handIn(url, 0)).toList();
        home.world.pass(Duration.ofMinutes(5));
        reviewer.reject(work.get(0));
        get(home.measures.tick());
        home.world.pass(Duration.ofMinutes(5));
        // What becomes of a proposal is not a second review, whether it was counted before or not.
        reviewer.reject(work.get(1));
        home.world.pass(Duration.ofMinutes(50));
        reviewer.accept(work.get(0));
        reviewer.accept(work.get(1));
        reviewer.accept(work.get(2));
        home.world.pass(Duration.ofHours(1));
        reviewer.accept(work.get(3));
        get(home.measures.tick());
        assertNull(get(home.board.manners(url)));
        home.world.pass(Duration.ofHours(1));
        reviewer.accept(work.get(4));
        get(home.measures.tick());
        get(home.measures.tick());
        Manners manners = get(home.board.manners(url));
        assertEquals(new Manners(5, 2, 3_600), manners);
        assertEquals(manners, get(home.board.manners(get(home.board.listing(url)).listing().requester())));
        assertNull(get(home.board.manners(home.publish(home.listing(NAIROBI)))));
    }

    /** Ada answers a task of the listing after so many seconds. */
    private Submitted handIn(ObjectUrl url, int seconds) {
        Claim claim = get(home.claims.open(ada, url, null));
        home.world.pass(Duration.ofSeconds(seconds));
        get(home.claims.submit(ada, claim.id(), answer("cat"), "", false));
        return home.said(Submitted.class).getLast();
    }

    private Pace pace(ObjectUrl url) {
        return row(url).pace();
    }

    private Posting row(ObjectUrl url) {
        return get(home.board.open(Filter.NONE, null, Board.PAGE)).stream().filter(row -> row.url().equals(url)).findFirst()
            .orElseThrow();
    }
}
