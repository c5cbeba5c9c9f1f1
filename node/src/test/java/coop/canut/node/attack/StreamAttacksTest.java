package coop.canut.node.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.RunningNode;
import coop.canut.protocol.Problem;
import coop.canut.protocol.http.RefusalBody.Cursor;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.message.ChannelAcknowledged;
import coop.canut.protocol.message.ChannelAcknowledged.Refusal;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Frame;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.message.WorkMessage.SlotsRefused;
import coop.canut.protocol.message.WorkMessage.SlotsRequested;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Channels that repeat, skip, contradict or forge. Each test has a node of its own, since some of it is accepted. */
final class StreamAttacksTest {

    @TempDir
    private Path folder;
    private Attacked attacked;
    private StrangeNode evil;

    @BeforeEach
    void start() {
        attacked = Attacked.start(folder);
        evil = attacked.evil;
    }

    @AfterEach
    void stop() {
        attacked.close();
    }

    private Answer push(long first, Signed... messages) {
        return attacked.send(evil.post(evil.channel(first, List.of(messages))));
    }

    private ChannelAcknowledged ack(Answer answer, int status) {
        assertEquals(status, answer.status(), answer.text());
        return (ChannelAcknowledged) Codec.read(answer.body()).envelope().message();
    }

    private static SlotsRefused unasked(int number) {
        return new SlotsRefused(Id.of(1_795_543_262_000L + number, new byte[10]), "none-left", List.of(), 1);
    }

    private long credits() {
        return attacked.node.number("select coalesce(max(number), 0) from credit where peer = $1", evil.host.toString());
    }

    @Test
    @Tag("F-20")
    void aDeliveryIsNotCarriedOnToAnotherHost() {
        evil.answering(StrangeNode.INBOX, request -> request.response().setStatusCode(307).putHeader("Location",
            "http://127.0.0.1:" + attacked.unknown.address().getPort() + StrangeNode.INBOX).end());
        attacked.node.say(attacked.bologna.host, Level.SEE);
        RunningNode.until("a failed delivery to evil", () -> attacked.node.number(
            "select count(*) from delivery where peer = 'evil.localhost' and stream = 'log' and failures > 0") == 1);
        assertEquals(List.of(), attacked.unknown.asked);
    }

    @Test
    @Tag("F-11")
    void aReplayedBatchHasItsEffectOnce() {
        RawRequest batch = evil.post(evil.channel(1, List.of(evil.tell(Attacked.credit(1)), evil.tell(Attacked.credit(2)))));
        ChannelAcknowledged first = ack(attacked.send(batch), 202);
        var after = attacked.node.stored();
        assertEquals(first, ack(attacked.send(batch), 202));
        assertEquals(after, attacked.node.stored());
        assertEquals(2, first.seq());
    }

    @Test
    void aBadLineStopsTheBatchThereAndWhatCameBeforeStays() {
        Signed first = evil.tell(Attacked.credit(1));
        byte[] bad = evil.next(Attacked.credit(2)).wire().clone();
        bad[bad.length - 100] ^= 1;
        byte[] good = evil.numbered(3, first.hash(), Attacked.credit(3)).wire();
        Frame frame = Frame.channel(1, 1, 3, evil.host, RunningNode.HOST);
        Answer answer = attacked.send(evil.post(StrangeNode.lines(frame, List.of(first.wire(), bad, good))));
        assertEquals(new ChannelAcknowledged(evil.host, 1, 1, first.hash(), List.of()), ack(answer, 202));
        assertEquals(1, credits());
    }

    @Test
    @Tag("F-35")
    void anAnswerToNothingIsRefusedAndTheChannelGoesOn() {
        Answer answer = push(1, evil.tell(unasked(1)));
        Attacked.assertRefusal(Problem.NO_SUCH_REQUEST, answer);
        var acked = ack(attacked.send(evil.get("/canut/1/ack")), 200);
        assertEquals(List.of(new Refusal(1, Problem.NO_SUCH_REQUEST)), acked.refused());
        assertEquals(0, attacked.node.number(
            "select count(*) from channel_message where direction = 'in' and peer = $1 and message is not null",
            evil.host.toString()));
        assertEquals(2, ack(push(2, evil.tell(Attacked.credit(1))), 202).seq());
        assertEquals(1, credits());
    }

    @Test
    void aRefusalAmongOthersStandsInTheReceipt() {
        var acked = ack(push(1, evil.tell(Attacked.credit(1)), evil.tell(unasked(1)), evil.tell(Attacked.credit(2))), 202);
        assertEquals(3, acked.seq());
        assertEquals(List.of(new Refusal(2, Problem.NO_SUCH_REQUEST)), acked.refused());
        assertEquals(2, credits());
    }

    @Test
    void aGapIsAnsweredWithTheCursorAndReadByPulling() {
        evil.tell(Attacked.credit(1));
        Answer answer = push(2, evil.tell(Attacked.credit(2)));
        Attacked.assertRefusal(Problem.CURSOR_BEHIND, answer);
        assertEquals(new Cursor(1, 0), answer.cursor());
        RunningNode.until("both are read", () -> credits() == 2);
        assertTrue(evil.askedFor("/canut/1/channel?epoch=1&from=1") > 0);
    }

    @Test
    @Tag("F-70")
    void aPageOfOnlyRefusedMessagesEndsNothing() {
        for (int i = 0; i < 250; i++) {
            evil.tell(unasked(i));
        }
        Attacked.assertRefusal(Problem.CURSOR_BEHIND, push(251, evil.tell(Attacked.credit(1))));
        RunningNode.until("the last is read", () -> credits() == 1);
        assertEquals(250, attacked.node.number("select count(*) from channel_message where refused = 'no-such-request'"));
    }

    @Test
    void otherBytesForAKnownNumberAreEquivocation() {
        ack(push(1, evil.tell(Attacked.credit(1))), 202);
        Signed other = evil.numbered(1, Hash.ZERO, Attacked.credit(7));
        attacked.assertRefusedAndKept(Problem.EQUIVOCATION, evil.post(evil.channel(1, List.of(other))));
        attacked.assertRefusedAndKept(Problem.EQUIVOCATION, evil.post(evil.channel(1, List.of(other,
            evil.numbered(2, other.hash(), Attacked.credit(8))))));
    }

    @Test
    void aMessageThatDoesNotFollowIsRefused() {
        ack(push(1, evil.tell(Attacked.credit(1))), 202);
        attacked.assertRefused(Problem.CHAIN_BROKEN, evil.post(evil.channel(2, List.of(
            evil.numbered(2, Hash.ZERO, Attacked.credit(2))))));
    }

    @Test
    @Tag("F-12")
    void aFactThatIsNumberedTwiceIsEquivocationAndNoError() {
        Delivery one = new Delivery(evil);
        ack(attacked.send(one.build()), 202);
        Delivery again = new Delivery(evil);
        again.seq = 2;
        again.prev = Hash.sha256(one.wire());
        again.document = document -> document.with("published", read(one, "published")).with("id", read(one, "id"));
        attacked.assertRefused(Problem.EQUIVOCATION, again.build());
    }

    private static Json read(Delivery delivery, String member) {
        var document = Json.read(delivery.wire(), JsonLimits.MESSAGE);
        return ((Json.Obj) document).get(member);
    }

    @Test
    @Tag("F-45")
    void aReceiptForWhatWasNeverSentIsRefused() {
        attacked.assertRefused(Problem.CURSOR_AHEAD, evil.post(evil.ack(
            new ChannelAcknowledged(RunningNode.HOST, 1, 5, Hash.sha256(new byte[1]), List.of()))));
        attacked.assertRefused(Problem.CURSOR_AHEAD, evil.post(evil.ack(
            new ChannelAcknowledged(RunningNode.HOST, 2, 0, Hash.ZERO, List.of()))));
        attacked.assertRefused(Problem.FRAME_WRONG, evil.post(evil.ack(
            new ChannelAcknowledged(attacked.bologna.host, 1, 0, Hash.ZERO, List.of()))));
    }

    @Test
    @Tag("F-45")
    void aReceiptForOtherBytesIsRefused() {
        ObjectUrl listing = new ObjectUrl(Noun.LISTING, RunningNode.HOST, Id.of("01M87BEFS0HQSYHRMC1NHFFJBQ"));
        ack(push(1, evil.tell(new SlotsRequested(Id.of("01M87BFPV0G32BCA9RSYEDMW5J"), listing, 1, 5, List.of()))), 202);
        RunningNode.until("an answer is on its way", () -> attacked.node.number(
            "select count(*) from channel where direction = 'out' and peer = 'evil.localhost' and seq = 1") == 1);
        attacked.node.settle();
        attacked.assertRefused(Problem.CHAIN_BROKEN, evil.post(evil.ack(
            new ChannelAcknowledged(RunningNode.HOST, 1, 1, Hash.sha256(new byte[1]), List.of()))));
    }

    @Test
    @Tag("F-26")
    void anIdTakenFromItsOwnerIsStillItsOwners() {
        StrangeNode bologna = attacked.bologna;
        Signed real = bologna.next(Attacked.credit(1));
        var stolen = new Delivery(evil);
        stolen.document = document -> document.with("id", Json.text(
            "https://bologna.localhost/canut/1/m/" + real.envelope().id()));
        attacked.assertRefused(Problem.ORIGIN_MISMATCH, stolen.build());
        assertEquals(202, attacked.send(bologna.post(bologna.channel(1, List.of(real)))).status());
    }

    @Test
    @Tag("F-25")
    void aTrueMessageOfAnotherIsNotTakenFromAThird() {
        Signed real = attacked.bologna.next(Attacked.credit(1));
        attacked.assertRefused(Problem.RELAY_NOT_ALLOWED, evil.post(evil.channel(1, List.of(real))));
    }

    @Test
    @Tag("F-39")
    void whoIsEndedOrSuspendedIsNotHeardAndMayGoOnAfterwards() {
        ack(push(1, evil.tell(Attacked.credit(1))), 202);
        byte[] next = evil.channel(2, List.of(evil.tell(Attacked.credit(2))));
        attacked.node.state(evil.host, Level.ENDED);
        attacked.assertRefused(Problem.PEER_NOT_APPROVED, evil.post(next));
        attacked.assertRefused(Problem.PEER_NOT_APPROVED, evil.get("/canut/1/ack"));
        attacked.node.state(evil.host, Level.SUSPENDED);
        attacked.assertRefused(Problem.PEER_SUSPENDED, evil.post(next));
        attacked.node.state(evil.host, Level.LIMITED);
        assertEquals(2, ack(attacked.send(evil.post(next)), 202).seq());
    }
}
