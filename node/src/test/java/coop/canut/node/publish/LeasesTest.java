package coop.canut.node.publish;

import static coop.canut.node.publish.Lyon.BOLOGNA;
import static coop.canut.node.publish.Lyon.NAIROBI;
import static coop.canut.node.publish.Lyon.SELF;
import static coop.canut.node.publish.Lyon.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.message.WorkMessage.SlotsGranted;
import coop.canut.protocol.message.WorkMessage.SlotsRefused;
import coop.canut.protocol.message.WorkMessage.SlotsRequested;
import coop.canut.protocol.message.WorkMessage.SlotsReturned;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who holds which slots. */
class LeasesTest {

    private final Lyon lyon = new Lyon();

    @AfterEach
    void close() {
        lyon.checkInvariants();
        lyon.close();
    }

    private SlotsRefused refused(Host host, SlotsRequested request) {
        lyon.hear(lyon.leases.requested(), host, request);
        assertEquals(List.of(), lyon.said(host, Kind.SLOTS_GRANTED, SlotsGranted.class));
        return lyon.said(host, Kind.SLOTS_REFUSED, SlotsRefused.class).getFirst();
    }

    private static Set<Id> units(List<Lyon.Lent> lent) {
        return lent.stream().map(next -> next.slot().unit()).collect(Collectors.toSet());
    }

    @Test
    void aRequestIsAnsweredOnceHoweverOftenItIsSaid() {
        Id listing = lyon.funded(10, 1);
        SlotsRequested request = lyon.request(listing, 3);
        lyon.hear(lyon.leases.requested(), BOLOGNA, request, request);
        lyon.hear(lyon.leases.requested(), BOLOGNA, request);
        List<SlotsGranted> granted = lyon.said(BOLOGNA, Kind.SLOTS_GRANTED, SlotsGranted.class);
        assertEquals(1, granted.size());
        assertEquals(3, granted.getFirst().slots().size());
        assertEquals(Map.of("leased", 3L, "free", 7L), lyon.states(listing));
        Duration open = Duration.between(lyon.world.now(), granted.getFirst().openUntil());
        assertEquals(Leases.OPEN_SECONDS, open.toSeconds());
        assertEquals(600 + 300, Duration.between(granted.getFirst().openUntil(), granted.getFirst().until()).toSeconds());
        assertEquals(3_600, Duration.between(granted.getFirst().until(), granted.getFirst().reclaimAt()).toSeconds());
    }

    @Test
    void aNodeGetsUnitsThatItHasNoPartInFirst() {
        Id listing = lyon.funded(4, 2);
        Set<Id> first = units(lyon.lend(BOLOGNA, listing, 2));
        Set<Id> second = units(lyon.lend(BOLOGNA, listing, 2));
        assertEquals(2, first.size());
        assertEquals(2, second.size());
        assertTrue(Collections.disjoint(first, second));
        assertEquals(4, lyon.lend(BOLOGNA, listing, 4).size(), "then also second answers, for other members");
    }

    @Test
    void namedUnitsAreLentAsOftenAsTheyAreNamed() {
        Id listing = lyon.funded(20, 3);
        List<Id> all = get(lyon.listings.units(lyon.requester, listing, 0, 20)).stream().map(Listings.Placed::unit).toList();
        List<Lyon.Lent> lent = lyon.lend(BOLOGNA, listing, 4, all.get(18), all.get(18), all.get(5), all.get(7));
        assertEquals(List.of(all.get(5), all.get(7), all.get(18), all.get(18)).stream().sorted().toList(),
            lent.stream().map(next -> next.slot().unit()).sorted().toList());
        assertEquals(3, lyon.lend(NAIROBI, listing, 3, all.get(1)).size(), "more are asked for than are named");
        assertEquals(1, lyon.lend(NAIROBI, listing, 2, all.get(18), all.get(18)).size(), "one of three is left");
        SlotsRefused refused = refused(SELF, lyon.request(listing, 1, all.get(18)));
        assertEquals("none-left", refused.problem());
        assertEquals(List.of(BOLOGNA, NAIROBI), refused.holders());
        assertEquals("none-left", refused(SELF, lyon.request(listing, 1, lyon.world.newId())).problem());
    }

    @Test
    @Tag("W-02") @Tag("W-03")
    void nobodyGetsMoreThanHalfOfItsShare() {
        Id listing = lyon.funded(100, 1);
        assertEquals(50, lyon.lend(BOLOGNA, listing, 500).size());
        assertEquals(12, lyon.lend(NAIROBI, listing, 500).size());
        lyon.world.pass(Duration.ofMinutes(61));
        assertEquals(19, lyon.lend(NAIROBI, listing, 500).size(), "Bologna has not asked for an hour");
    }

    @Test
    void refusalsSayWhy() {
        Id listing = lyon.funded(2, 1);
        assertEquals("revision-old", refused(BOLOGNA,
            new SlotsRequested(lyon.world.newId(), Lyon.url(listing), 2, 1, List.of())).problem());
        assertEquals("listing-not-open", refused(BOLOGNA, lyon.request(lyon.world.newId(), 1)).problem());
        lyon.levels.put(BOLOGNA, Level.SEE);
        assertEquals("peer-limited", refused(BOLOGNA, lyon.request(listing, 1)).problem());
        lyon.levels.put(BOLOGNA, Level.CLAIM);
        lyon.lend(BOLOGNA, listing, 2);
        SlotsRefused noneLeft = refused(NAIROBI, lyon.request(listing, 1));
        assertEquals("none-left", noneLeft.problem());
        assertEquals(List.of(BOLOGNA), noneLeft.holders());
        lyon.world.pass(Duration.ofDays(7));
        assertEquals("listing-not-open", refused(NAIROBI, lyon.request(listing, 1)).problem());
    }

    @Test
    void creditCountsWhatIsOwedAndWhatIsHeld() {
        Id listing = lyon.funded(10, 1);
        lyon.credit.put(BOLOGNA, 3 * 40L);
        lyon.work(BOLOGNA, listing, 1);
        get(lyon.reviews.acceptAll(lyon.requester, listing));
        assertEquals(2, lyon.lend(BOLOGNA, listing, 5).size(), "one is owed, so two may be held");
        assertEquals("credit-exceeded", refused(BOLOGNA, lyon.request(listing, 1)).problem());
        lyon.credit.put(NAIROBI, 0L);
        assertEquals("credit-exceeded", refused(NAIROBI, lyon.request(listing, 1)).problem());
        assertEquals(1, lyon.lend(SELF, listing, 1).size(), "our own members need no credit");
    }

    @Test
    void aListingForSomeIsLentToNobodyElse() {
        lyon.deposit(1_000);
        Draft open = lyon.draft(lyon.upload(5), 1, 40);
        Id listing = get(lyon.listings.publish(lyon.requester, new Draft(open.title(), open.instructions(), open.template(),
            open.items(), open.columns(), 1, open.price(), 120, open.endUse(), open.signedBy(), open.categories(),
            open.languages(), open.skills(), "none", open.deadline(), 600, 3_600, 86_400, List.of(NAIROBI)))).id();
        assertEquals("peer-limited", refused(BOLOGNA, lyon.request(listing, 1)).problem());
        assertEquals(1, lyon.lend(NAIROBI, listing, 1).size());
    }

    @Test
    void whatIsReturnedIsFreeAndReturningItAgainChangesNothing() {
        Id listing = lyon.funded(2, 1);
        List<Lyon.Lent> lent = lyon.lend(BOLOGNA, listing, 2);
        var back = new SlotsReturned(lent.getFirst().lease(), 1, lent.stream().map(next -> next.slot().slot()).toList());
        assertEquals(Collections.singletonList(Problem.SLOT_NOT_LEASED), lyon.hear(lyon.leases.returned(), NAIROBI, back));
        assertEquals(Map.of("leased", 2L), lyon.states(listing));
        assertEquals(Collections.singletonList(null), lyon.hear(lyon.leases.returned(), BOLOGNA, back));
        assertEquals(Map.of("free", 2L), lyon.states(listing));
        lyon.lend(NAIROBI, listing, 2);
        lyon.hear(lyon.leases.returned(), BOLOGNA, back);
        assertEquals(Map.of("leased", 2L), lyon.states(listing), "they are another's now");
    }

    @Test
    @Tag("D-11")
    void aSilentNodeLosesItsSlotsOnlyAfterReclaimAt() {
        Id listing = lyon.funded(2, 1);
        lyon.lend(BOLOGNA, listing, 2);
        lyon.world.pass(Duration.ofSeconds(Leases.OPEN_SECONDS + 900));
        get(lyon.leases.tick());
        assertEquals(Map.of("leased", 2L), lyon.states(listing));
        lyon.world.pass(Duration.ofSeconds(1));
        get(lyon.leases.tick());
        assertEquals(Map.of("overdue", 2L), lyon.states(listing));
        lyon.world.pass(Duration.ofSeconds(3_599));
        get(lyon.leases.tick());
        assertEquals(List.of(), lyon.lend(NAIROBI, listing, 1));
        lyon.world.pass(Duration.ofSeconds(1));
        get(lyon.leases.tick());
        assertEquals(Map.of("free", 2L), lyon.states(listing));
        assertEquals(1, lyon.lend(NAIROBI, listing, 1).size());
    }

    @Test
    @Tag("W-03")
    void leasesThatEndOverdueHalveTheNextUntilOneEndsWell() {
        Id listing = lyon.funded(200, 1);
        for (int round = 0; round < 3; round++) {
            lyon.lend(BOLOGNA, listing, 4);
            lyon.world.pass(Duration.ofSeconds(Leases.OPEN_SECONDS + 901));
            get(lyon.leases.tick());
            lyon.world.pass(Duration.ofHours(1));
            get(lyon.leases.tick());
        }
        List<Lyon.Lent> lent = lyon.lend(BOLOGNA, listing, 500);
        assertEquals(25, lent.size(), "half of two hundred, halved twice");
        lyon.hear(lyon.submissions.submitted(), BOLOGNA, lyon.answer(BOLOGNA, listing, lent.getFirst(), 1, "1"));
        assertEquals(87, lyon.lend(BOLOGNA, listing, 500).size());
    }

    @Test
    void aGrantThatIsTooLongForOneMessageComesInParts() {
        lyon.deposit(100_000);
        String row = "\"" + "é\"\"".repeat(5_000) + "\"\r\n";
        Id set = get(lyon.items.upload(lyon.requester, ("review\r\n" + row.repeat(9)).getBytes(StandardCharsets.UTF_8),
            List.of())).id();
        Id listing = get(lyon.listings.publish(lyon.requester, lyon.draft(set, 2, 40))).id();
        lyon.hear(lyon.leases.requested(), BOLOGNA, lyon.request(listing, 9));
        List<SlotsGranted> parts = lyon.said(BOLOGNA, Kind.SLOTS_GRANTED, SlotsGranted.class);
        assertTrue(parts.size() > 1, "9 tasks of 25 kB");
        Set<Id> slots = new HashSet<>();
        for (SlotsGranted part : parts) {
            assertTrue(Codec.object(part).canonical().length < Limits.MESSAGE_BYTES - 1_024);
            assertEquals(parts.size(), part.parts());
            assertEquals(parts.indexOf(part) + 1, part.part());
            part.slots().forEach(slot -> slots.add(slot.slot()));
        }
        assertEquals(9, slots.size());
    }
}
