package coop.canut.node.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.TestWorld;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Letters and a real server of mail, which goes away, comes back, refuses and dies. */
final class LettersTest {

    private MailServer server = new MailServer(0);
    private final Mailing mailing = new Mailing(Mailing.server(server.port())).start();

    @AfterEach
    void close() {
        mailing.close();
        server.close();
    }

    @Test
    void aLetterIsWrittenWithWhatItTellsOrNotAtAll() {
        Id amelie = mailing.person("Amélie", "amelie@example.org");
        assertThrows(IllegalStateException.class, () -> Mailing.await(mailing.store.write(tx ->
            mailing.letters.post(tx, Mailing.paid(amelie, "payout 1")).compose(posted ->
                Future.failedFuture(new IllegalStateException("the use case fails"))))));
        mailing.tick();
        assertEquals(List.of(), server.taken);
        mailing.post(Mailing.paid(amelie, "payout 1"));
        mailing.tick();
        String letter = server.taken.getFirst();
        assertTrue(letter.contains("amelie@example.org") && letter.contains("Auto-Submitted: auto-generated"), letter);
        assertTrue(letter.contains("Message-ID: <") && letter.contains("@lyon.localhost>"), letter);
        assertTrue(letter.contains("Date: Tue, 24 Nov 2026 18:00:00 GMT"), letter);
        assertTrue(letter.contains("List-Unsubscribe: <http://lyon.localhost:7001/letters/off/"), letter);
        assertEquals(1, mailing.number("select count(*) from letter where state = 'sent' and facts = '{}'"));
    }

    @Test
    void aCauseIsToldOnceHoweverOftenItIsPosted() {
        Id amelie = mailing.person("Amélie", "amelie@example.org");
        Id benoit = mailing.person("Benoît", "benoit@example.org");
        mailing.post(Mailing.paid(amelie, "payout 1"));
        mailing.post(Mailing.paid(amelie, "payout 1"));
        mailing.tick();
        mailing.post(Mailing.paid(amelie, "payout 1"));
        mailing.post(Mailing.paid(benoit, "payout 1"));
        mailing.tick();
        assertEquals(2, server.taken.size());
    }

    @Test
    void nobodyIsWrittenToWithoutAConfirmedAddress() {
        Id amelie = mailing.person("Amélie");
        mailing.post(Mailing.paid(amelie, "payout 1"));
        Mailing.await(mailing.addresses.give(amelie, "amelie@example.org", "fr"));
        mailing.post(Mailing.paid(amelie, "payout 2"));
        mailing.tick();
        assertEquals(1, server.taken.size());
        assertTrue(server.taken.getFirst().contains("/letters/confirm/"), server.taken.getFirst());
        assertFalse(server.taken.getFirst().contains("List-Unsubscribe"));
    }

    @Test
    void whoeverSwitchesAKindOffGetsNoMoreOfIt() {
        Id amelie = mailing.person("Amélie", "amelie@example.org");
        mailing.post(Mailing.paid(amelie, "payout 1"));
        mailing.tick();
        String off = server.taken.getFirst().replaceAll("(?s).*/letters/off/(\\S+?)>.*", "$1");
        assertEquals(Kind.PAYMENT_SENT, mailing.addresses.kindOf(off));
        Mailing.await(mailing.addresses.off(off));
        mailing.post(Mailing.paid(amelie, "payout 2"));
        mailing.post(Letter.to(amelie, Kind.NOTICE, "exclusion 1", Map.of()));
        mailing.tick();
        assertEquals(2, server.taken.size());
        assertTrue(server.taken.getLast().contains("please read"), server.taken.getLast());
        Mailing.await(mailing.addresses.want(amelie, Set.of(Kind.PAYMENT_SENT)));
        mailing.post(Mailing.paid(amelie, "payout 3"));
        mailing.post(Letter.to(amelie, Kind.NOTICE, "exclusion 2", Map.of()));
        mailing.tick();
        assertEquals(3, server.taken.size());
        for (String forged : List.of("", "x", off.replace("payment-sent", "notice"), off + "x", off.substring(1),
                amelie + ".sign-in." + off.substring(off.lastIndexOf('.') + 1))) {
            assertEquals(Problem.NOT_FOUND, assertThrows(Refused.class, () ->
                Mailing.await(mailing.addresses.off(forged))).problem(), forged);
        }
    }

    @Test
    void whatIsNotWantedAnyMoreWhenItsTurnComesIsNotSent() {
        Id amelie = mailing.person("Amélie", "amelie@example.org");
        Id benoit = mailing.person("Benoît", "benoit@example.org");
        server.close();
        mailing.post(Mailing.paid(amelie, "payout 1"));
        mailing.post(Mailing.paid(benoit, "payout 1"));
        mailing.tick();
        Mailing.await(mailing.addresses.remove(amelie));
        Mailing.await(mailing.addresses.want(benoit, Set.of()));
        server = new MailServer(server.port());
        mailing.pass(Duration.ofMinutes(1));
        assertEquals(2, mailing.count("unwanted"));
        assertEquals(List.of(), server.taken);
    }

    @Test
    void aServerThatIsDownForDaysLosesNothingAndBlocksNobody() {
        Id amelie = mailing.person("Amélie", "amelie@example.org");
        server.close();
        for (int i = 0; i < 3; i++) {
            mailing.post(Mailing.paid(amelie, "payout " + i));
            mailing.tick();
        }
        assertEquals(TestWorld.START, mailing.letters.trouble().since());
        for (int i = 0; i < 300; i++) {
            mailing.pass(Duration.ofMinutes(30));
        }
        assertEquals(3, Mailing.await(mailing.letters.waiting()).count());
        assertEquals(0, mailing.number("select max(tries) from letter"));
        server = new MailServer(server.port());
        mailing.pass(Duration.ofMinutes(30));
        assertEquals(3, server.taken.size());
        assertEquals(3, mailing.count("sent"));
        assertEquals(null, mailing.letters.trouble());
        mailing.pass(Duration.ofMinutes(30));
        assertEquals(3, server.taken.size());
    }

    @Test
    void aServerThatIsDownIsNotAskedForEveryLetter() {
        Id amelie = mailing.person("Amélie", "amelie@example.org");
        server.toSenders = "451 not now";
        for (int i = 0; i < 20; i++) {
            mailing.post(Mailing.paid(amelie, "payout " + i));
            mailing.tick();
        }
        int calls = server.calls.get();
        assertTrue(calls <= 2, "calls: " + calls);
        server.toSenders = null;
        mailing.pass(Duration.ofSeconds(10));
        assertEquals(20, server.taken.size());
    }

    @Test
    void anAddressThatIsRefusedStopsNobodyElse() {
        Id amelie = mailing.person("Amélie", "amelie@example.org");
        Id benoit = mailing.person("Benoît", "benoit@example.org");
        server.refused.put("amelie@example.org", "550 5.1.1 nobody of that name");
        mailing.post(Mailing.paid(amelie, "payout 1"));
        mailing.post(Mailing.paid(benoit, "payout 1"));
        mailing.tick();
        assertEquals(1, server.taken.size());
        assertEquals(null, mailing.letters.trouble());
        Letters.Ended ended = Mailing.await(mailing.letters.last(amelie)).getFirst();
        assertEquals("refused", ended.state());
        assertTrue(ended.said().contains("nobody of that name"), ended.said());
        mailing.pass(Duration.ofDays(3));
        assertEquals(1, server.taken.size());
    }

    @Test
    void anAddressThatIsRefusedForNowIsTriedAgainAndNotForEver() {
        Id amelie = mailing.person("Amélie", "amelie@example.org");
        Id benoit = mailing.person("Benoît", "benoit@example.org");
        server.refused.put("amelie@example.org", "450 come again");
        server.refused.put("benoit@example.org", "450 come again");
        mailing.post(Mailing.paid(amelie, "payout 1"));
        mailing.post(Mailing.paid(benoit, "payout 1"));
        mailing.tick();
        server.refused.remove("amelie@example.org");
        mailing.pass(Duration.ofSeconds(59));
        assertEquals(List.of(), server.taken);
        mailing.pass(Duration.ofSeconds(1));
        assertEquals(1, server.taken.size());
        for (Duration pause : Departures.PAUSES) {
            assertEquals(1, mailing.count("waiting"));
            mailing.pass(pause);
        }
        assertEquals(1, mailing.count("refused"));
    }

    @Test
    void aLetterThatTheServerDoesNotLikeIsTriedAFewTimesAndThenKept() {
        Id amelie = mailing.person("Amélie", "amelie@example.org");
        server.atTheEnd = "554 looks like an advertisement";
        mailing.post(Mailing.paid(amelie, "payout 1"));
        mailing.tick();
        assertEquals(null, mailing.letters.trouble());
        Departures.PAUSES.forEach(mailing::pass);
        assertEquals(1, mailing.count("refused"));
    }

    @Test
    void aServerThatDiesInTheMiddleOfALetterGetsItOnceMoreAndWhole() {
        Id amelie = mailing.person("Amélie", "amelie@example.org");
        server.deaths.set(1);
        mailing.post(Mailing.paid(amelie, "payout 1"));
        mailing.post(Mailing.paid(amelie, "payout 2"));
        mailing.tick();
        assertEquals(List.of(), server.taken);
        mailing.pass(Duration.ofSeconds(10));
        assertEquals(2, server.taken.size());
        assertEquals(2, Set.copyOf(server.taken).size());
        assertEquals(2, mailing.count("sent"));
    }

    @Test
    void aServerThatDoesNotKnowTheSenderIsInTroubleAndNoLetterIsLost() {
        Id amelie = mailing.person("Amélie", "amelie@example.org");
        server.toSenders = "553 not a sender of ours";
        mailing.post(Mailing.paid(amelie, "payout 1"));
        mailing.tick();
        assertTrue(mailing.letters.trouble().said().contains("not a sender of ours"));
        server.toSenders = null;
        mailing.pass(Duration.ofSeconds(10));
        assertEquals(1, server.taken.size());
    }

    @Test
    void aLinkThatIsOverIsNotSentAndOldLettersAreForgotten() {
        Id amelie = mailing.person("Amélie");
        server.close();
        Mailing.await(mailing.addresses.give(amelie, "amelie@example.org", "en"));
        mailing.pass(Duration.ofHours(48));
        assertEquals(1, mailing.count("lapsed"));
        assertEquals(0, mailing.number("select count(*) from mail_address"));
        mailing.pass(Duration.ofDays(30));
        assertEquals(0, mailing.number("select count(*) from letter"));
    }

    @Test
    void aPersonIsNotFloodedAndAnAddressThatNobodyConfirmedLess() {
        Id amelie = mailing.person("Amélie", "amelie@example.org");
        server.close();
        for (int i = 0; i < Letters.WAITING + 5; i++) {
            mailing.post(Mailing.paid(amelie, "payout " + i));
        }
        for (int i = 0; i < Letters.ASKED_PER_DAY + 5; i++) {
            Mailing.await(mailing.addresses.give(amelie, "victim@example.org", "en"));
        }
        assertEquals(Letters.WAITING, mailing.number("select count(*) from letter where person is not null"));
        assertEquals(Letters.ASKED_PER_DAY, mailing.number("select count(*) from letter where address is not null"));
    }
}
