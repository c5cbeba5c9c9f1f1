package coop.canut.node.publish;

import static coop.canut.node.publish.Lyon.BOLOGNA;
import static coop.canut.node.publish.Lyon.get;
import static coop.canut.node.publish.Lyon.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import coop.canut.protocol.Problem;
import coop.canut.protocol.message.WorkMessage.ClaimDeclined;
import coop.canut.protocol.message.WorkMessage.Submitted;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Id;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How listings stand, and how fast they go. */
class StandingTest {

    private final Lyon lyon = new Lyon();

    @AfterEach
    void close() {
        lyon.checkInvariants();
        lyon.close();
    }

    private void work(Id listing, int member, long seconds) {
        Submitted a = lyon.answer(BOLOGNA, listing, lyon.lend(BOLOGNA, listing, 1).getFirst(), member, "1");
        lyon.hear(lyon.submissions.submitted(), BOLOGNA, new Submitted(a.slot(), a.claim(), a.lease(), a.listing(),
            a.revision(), a.subject(), a.worker(), seconds, a.machineHelp(), a.answer(), a.answerSha256(), a.content()));
    }

    @Test
    void thePaceIsTheMedianAndSaysNothingOfAnHourBelowFiveAnswers() {
        Id listing = lyon.funded(10, 1);
        assertEquals(new Pace(0, 0, null), get(lyon.listings.pace(lyon.requester, listing)));
        long[] seconds = {100, 10_000, 90, 110};
        for (int i = 0; i < seconds.length; i++) {
            work(listing, i, seconds[i]);
        }
        assertEquals(new Pace(4, 100, null), get(lyon.listings.pace(lyon.requester, listing)));
        work(listing, 5, 1);
        assertEquals(new Pace(5, 100, Money.of(1_440, "EUR")), get(lyon.listings.pace(lyon.requester, listing)));
    }

    @Test
    void theTimeOfAStoppedTaskIsNotPace() {
        Id listing = lyon.funded(10, 1);
        Lyon.Lent lent = lyon.lend(BOLOGNA, listing, 1).getFirst();
        Submitted who = lyon.answer(BOLOGNA, listing, lent, 1, "1");
        lyon.hear(lyon.submissions.declined(), BOLOGNA, new ClaimDeclined(lent.slot().slot(), who.claim(), who.lease(),
            who.subject(), who.worker(), 500, "disturbing", null));
        assertEquals(0, get(lyon.listings.pace(lyon.requester, listing)).answers());
    }

    @Test
    void answersInNoTimeAtAllArePaidPerSecond() {
        Id listing = lyon.funded(10, 1);
        for (int member = 0; member < 5; member++) {
            work(listing, member, 0);
        }
        assertEquals(new Pace(5, 0, Money.of(40 * 3_600, "EUR")), get(lyon.listings.pace(lyon.requester, listing)));
    }

    @Test
    void theNewestListingComesFirst() {
        lyon.deposit(5 * 44);
        List<Id> published = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            lyon.world.pass(Duration.ofSeconds(1));
            published.addFirst(lyon.publish(1, 1));
        }
        List<Progress> first = get(lyon.listings.recent(lyon.requester, null, 2));
        assertEquals(published.subList(0, 2), first.stream().map(Progress::id).toList());
        assertEquals(published.subList(2, 5), get(lyon.listings.recent(lyon.requester, first.getLast().id(), 100)).stream()
            .map(Progress::id).toList());
        assertEquals(get(lyon.listings.progress(lyon.requester, published.getFirst())), first.getFirst());
        assertEquals(1, get(lyon.listings.recent(lyon.requester, null, 0)).size());
    }

    @Test
    @Tag("F-80")
    void anotherRequesterSeesNeither() {
        Id listing = lyon.funded(1, 1);
        var other = lyon.newRequester("Other");
        assertEquals(Problem.LISTING_NOT_FOUND, refused(lyon.listings.pace(other, listing)).problem());
        assertEquals(List.of(), get(lyon.listings.recent(other, null, 10)));
        assertEquals(List.of(), get(lyon.listings.recent(other, listing, 10)));
        assertNull(refused(lyon.listings.pace(other, lyon.world.newId())).field());
    }
}
