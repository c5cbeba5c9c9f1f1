package coop.canut.node.board;

import static coop.canut.node.work.Home.LYON;
import static coop.canut.node.work.Home.NAIROBI;
import static coop.canut.node.work.Home.SELF;
import static coop.canut.node.work.Home.but;
import static coop.canut.node.work.Home.get;
import static coop.canut.node.work.Home.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.work.Home;
import coop.canut.protocol.Problem;
import coop.canut.protocol.message.ListingMessage.Published;
import coop.canut.protocol.message.ListingMessage.State;
import coop.canut.protocol.message.ListingMessage.StateChanged;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.ObjectUrl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BoardTest {

    private final Home home = new Home();

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    void aListingStandsOnTheBoardWithItsPayPerHour() {
        ObjectUrl url = home.publish(home.listing(LYON));
        Posting row = page(Filter.NONE).getFirst();
        assertEquals(url, row.url());
        assertEquals(Money.of(2_400, "EUR"), row.hourly());
        assertEquals("Soieries SA", row.requester());
        assertEquals("A catalogue of animals", row.endUse());
        assertEquals(1, row.severity());
        assertEquals(List.of("en"), row.languages());
        assertTrue(row.takeable());
    }

    @Test
    void ourOwnListingsStandThereToo() {
        ObjectUrl url = home.publish(home.listing(SELF));
        assertEquals(url, page(Filter.NONE).getFirst().url());
    }

    @Test
    void theDetailIsWhatThePublishingNodeSigned() {
        Published listing = home.listing(LYON);
        home.publish(listing);
        assertEquals(listing, get(home.board.listing(listing.listing())).listing());
        assertEquals(Problem.LISTING_NOT_FOUND, problem(home.board.listing(home.listing(LYON).listing())));
    }

    @Test
    void aPriceBelowTheFloorOfItsAuthorIsRefused() {
        Published poor = but(home.listing(LYON), parts -> parts.price(16));   // 9.60 an hour; Lyon's floor is 10.00
        assertEquals(Problem.BELOW_FLOOR, home.hear(home.board.published(), LYON, poor));
        assertEquals(0, home.count("select count(*) from board_listing"));
    }

    @Test
    void aPriceBelowOurOwnFloorIsKeptAndNotShown() {
        Published low = but(home.listing(NAIROBI), parts -> parts.price(14));   // 8.40: Nairobi's floor is 8.00, ours 9.00
        home.publish(low);
        assertEquals(1, home.count("select count(*) from board_listing"));
        assertTrue(page(Filter.NONE).isEmpty());
    }

    @Test
    void aHostThatStatesNoPolicyPaysBelowEveryFloor() {
        home.floors.remove(NAIROBI);
        assertEquals(Problem.BELOW_FLOOR, home.hear(home.board.published(), NAIROBI, home.listing(NAIROBI)));
    }

    @Test
    void nobodyPublishesForAnother() {
        assertEquals(Problem.NOT_OWNER, home.hear(home.board.published(), NAIROBI, home.listing(LYON)));
    }

    @Test
    @Tag("F-28")
    void aRequesterElsewhereIsRefused() {
        Published foreign = but(home.listing(LYON), parts -> parts.requester(home.listing(NAIROBI).requester()));
        assertEquals(Problem.URL_OFF_ORIGIN, home.hear(home.board.published(), LYON, foreign));
    }

    @Test
    @Tag("F-34")
    void oneRevisionWithTwoTextsIsEquivocation() {
        Published listing = home.listing(LYON);
        home.publish(listing);
        assertEquals(Problem.EQUIVOCATION,
            home.hear(home.board.published(), LYON, but(listing, parts -> parts.name("Something else"))));
        assertEquals("Cats and dogs", page(Filter.NONE).getFirst().title());
    }

    @Test
    void aHigherRevisionReplacesAndAnOlderOneChangesNothing() {
        Published first = home.listing(LYON);
        home.publish(first);
        home.publish(but(first, parts -> parts.revision(2).price(50)));
        assertNull(home.hear(home.board.published(), LYON, but(first, parts -> parts.name("Older"))));
        Posting row = page(Filter.NONE).getFirst();
        assertEquals(2, row.revision());
        assertEquals(Money.of(50, "EUR"), row.price());
        assertEquals(Money.of(40, "EUR"), get(home.board.terms(home.store, row.place().key(), 1)).price());
    }

    @Test
    void aRunOfRevisionsEndsAtItsHighest() {
        Published first = home.listing(LYON);
        home.hear(home.board.published(), LYON, List.of(first, but(first, parts -> parts.revision(2).price(50)),
            but(first, parts -> parts.revision(3).price(60))));
        assertEquals(Money.of(60, "EUR"), page(Filter.NONE).getFirst().price());
        assertEquals(3, home.count("select count(*) from board_revision"));
    }

    @Test
    void aPriceWhoseHourDoesNotFitANumberIsRefused() {
        Published absurd = but(home.listing(LYON), parts -> parts.price(9_007_199_254_740_991L));
        assertEquals(Problem.NUMBER_FORM, home.hear(home.board.published(), LYON, absurd));
    }

    @Test
    void whatIsForOthersOrOfAnUnknownKindIsShownWithoutBeingOffered() {
        home.publish(but(home.listing(LYON), parts -> parts.audience(NAIROBI)));
        home.publish(but(home.listing(LYON), parts -> parts.template("{\"kind\":\"dance\"}")));
        List<Posting> rows = page(Filter.NONE);
        assertEquals(2, rows.size());
        assertFalse(rows.getFirst().takeable());
        assertFalse(rows.getLast().takeable());
    }

    @Test
    void aPeersListingsAreShownAndTakenAsFarAsItsLevelGoes() {
        ObjectUrl url = home.publish(home.listing(LYON));
        home.levels.put(LYON, Level.SEE);
        assertFalse(page(Filter.NONE).getFirst().takeable());
        for (Level level : List.of(Level.LIMITED, Level.SUSPENDED, Level.ENDED)) {
            home.levels.put(LYON, level);
            assertTrue(page(Filter.NONE).isEmpty());
            assertEquals(Problem.LISTING_NOT_FOUND, problem(home.board.listing(url)));
        }
        home.levels.put(LYON, Level.CLAIM);
        assertTrue(page(Filter.NONE).getFirst().takeable());
    }

    @Test
    void aListingThatPausesLeavesTheBoardAndComesBack() {
        ObjectUrl url = home.publish(home.listing(LYON));
        assertNull(turn(LYON, url, 1, State.PAUSED));
        assertTrue(page(Filter.NONE).isEmpty());
        assertEquals(State.PAUSED, get(home.board.listing(url)).posting().state());
        assertNull(turn(LYON, url, 2, State.OPEN));
        assertEquals(1, page(Filter.NONE).size());
        assertNull(turn(LYON, url, 1, State.PAUSED));
        assertEquals(1, page(Filter.NONE).size());
    }

    @Test
    void nothingFollowsAnEnd() {
        ObjectUrl url = home.publish(home.listing(LYON));
        home.hear(home.board.stateChanged(), LYON, List.of(changed(url, 1, State.CLOSED), changed(url, 2, State.OPEN)));
        assertTrue(page(Filter.NONE).isEmpty());
        assertNull(turn(LYON, url, 3, State.OPEN));
        assertTrue(page(Filter.NONE).isEmpty());
    }

    @Test
    void aStateIsSaidByTheOwnerAndOnce() {
        ObjectUrl url = home.publish(home.listing(LYON));
        assertEquals(Problem.NOT_OWNER, turn(NAIROBI, url, 1, State.CLOSED));
        assertNull(turn(LYON, url, 1, State.PAUSED));
        assertNull(turn(LYON, url, 1, State.PAUSED));
        assertEquals(Problem.EQUIVOCATION, turn(LYON, url, 1, State.CLOSED));
    }

    @Test
    void eachFilterNarrows() {
        ObjectUrl plain = home.publish(home.listing(LYON));
        ObjectUrl rich = home.publish(but(home.listing(LYON), parts -> parts.price(100)));
        ObjectUrl french = home.publish(but(home.listing(LYON), parts -> parts.language("fr").name("Chats et chiens")));
        ObjectUrl hard = home.publish(but(home.listing(LYON), parts -> parts.severity(4)));
        ObjectUrl other = home.publish(home.listing(NAIROBI));
        record Case(Filter filter, List<ObjectUrl> found) {
        }
        for (Case each : List.of(
                new Case(Filter.NONE, List.of(plain, rich, french, hard, other)),
                new Case(new Filter("chats", null, null, null, null), List.of(french)),
                new Case(new Filter("cats -chats", null, null, null, LYON), List.of(plain, rich, hard)),
                new Case(new Filter("soieries", null, null, null, NAIROBI), List.of(other)),
                new Case(new Filter(null, Money.of(6_000, "EUR"), null, null, null), List.of(rich)),
                new Case(new Filter(null, Money.of(1, "USD"), null, null, null), List.of()),
                new Case(new Filter(null, null, "fr", null, null), List.of(french)),
                new Case(new Filter(null, null, null, 3, LYON), List.of(plain, rich, french)),
                new Case(new Filter(null, null, null, null, Host.of("unknown.example")), List.of()),
                new Case(new Filter("cats", null, null, null, NAIROBI, "sorting"), List.of(other)),
                new Case(new Filter(null, null, null, null, null, "sort"), List.of()),
                new Case(new Filter("' & | ! ) (", null, null, null, null), List.of()))) {
            assertEquals(each.found().stream().sorted(Comparator.comparing(ObjectUrl::toString)).toList(),
                page(each.filter()).stream().map(Posting::url)
                    .sorted(Comparator.comparing(ObjectUrl::toString)).toList(), each.filter().toString());
            assertEquals(each.found().size(), get(home.board.count(each.filter())), each.filter().toString());
        }
    }

    @Test
    void pagesGoOnWhereTheLastOneEndedWhateverIsPublishedMeanwhile() {
        List<ObjectUrl> all = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            home.world.pass(Duration.ofSeconds(i % 2));   // Some in the same second.
            all.addFirst(home.publish(home.listing(LYON)));
        }
        List<ObjectUrl> seen = new ArrayList<>();
        Place after = null;
        for (int page = 0; page < 4; page++) {
            List<Posting> rows = get(home.board.open(Filter.NONE, after, 2));
            rows.forEach(row -> seen.add(row.url()));
            after = Place.of(rows.getLast().place().text());
            home.publish(home.listing(LYON));
        }
        assertEquals(all, seen);
    }

    @Test
    void countingEndsWhereNobodyReadsOn() {
        home.publish(home.listing(LYON));
        get(home.store.run("""
            insert into board_listing (url, host, message, hash, revision, requester_name, title, end_use, price, currency,
              hourly, estimated_seconds, units, answers_per_unit, severity, languages, skills, machine_help, deadline,
              published_at, offered, shown, words)
            select url || n, host, message, hash, revision, requester_name, title, end_use, price, currency, hourly,
              estimated_seconds, units, answers_per_unit, severity, languages, skills, machine_help, deadline, published_at,
              offered, shown, words from board_listing, generate_series(1, 1500) as n"""));
        assertEquals(Board.COUNTED, get(home.board.count(Filter.NONE)));
    }

    @Test
    void theVersionGoesOnWithEachChangeOnceItIsCommittedAndWithNothingElse() {
        long before = get(home.board.version());
        Published listing = home.listing(LYON);
        home.publish(listing);
        home.publish(listing);   // Known: nothing changes.
        home.hear(home.board.published(), LYON, but(listing, parts -> parts.name("Another story")));
        assertEquals(before + 1, get(home.board.version()));
        turn(LYON, listing.listing(), 1, State.PAUSED);
        turn(LYON, listing.listing(), 1, State.PAUSED);
        turn(NAIROBI, listing.listing(), 2, State.OPEN);
        assertEquals(before + 2, get(home.board.version()));
        turn(LYON, listing.listing(), 2, State.OPEN);
        assertEquals(before + 3, get(home.board.version()));
    }

    @Test
    void theVersionGoesOnAfterARestart() {
        home.publish(home.listing(LYON));
        long before = get(home.board.version());
        ObjectUrl url = home.publish(home.listing(LYON));
        turn(LYON, url, 1, State.PAUSED);
        Board restarted = new Board(home.world, SELF, home.store, home.agreements);
        assertTrue(get(restarted.version()) > before);
    }

    private List<Posting> page(Filter filter) {
        return get(home.board.open(filter, null, Board.PAGE));
    }

    private Problem turn(Host from, ObjectUrl url, long number, State state) {
        return home.hear(home.board.stateChanged(), from, changed(url, number, state));
    }

    private static StateChanged changed(ObjectUrl url, long number, State state) {
        return new StateChanged(url, number, state, "as the members wish", null);
    }
}
