package coop.canut.ops.conformance;

import coop.canut.protocol.Problem;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.log.Checkpoint;
import coop.canut.protocol.message.ChannelAcknowledged;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Frame;
import coop.canut.protocol.message.Message;
import coop.canut.protocol.message.NodeMessage.CreditStated;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.message.NodeMessage.PeeringStated;
import coop.canut.protocol.message.NodeMessage.StatedKey;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.message.Unproven;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Key;
import coop.canut.protocol.name.KeyId;
import coop.canut.protocol.sign.Purpose;
import coop.canut.protocol.sign.Signatures;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;

/** What a peer says: its log, its channel, its receipts, each in order first and then out of it. */
final class Speaking {

    private static final Hash OTHER = Hash.sha256(new byte[] {1});
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

    private final Wire wire;
    private final Stranger stranger;
    private final Reading reading;
    private final List<Case> cases = new ArrayList<>();

    Speaking(Wire wire, Stranger stranger, Reading reading) {
        this.wire = wire;
        this.stranger = stranger;
        this.reading = reading;
    }

    /** In this order: what is said stays said. */
    List<Case> cases() {
        reads();
        logs();
        channels();
        rules();
        receipts();
        return cases;
    }

    private void answered(String name, int status, Callable<Request> request, Case.Check check) {
        cases.add(Case.answered(name, status, () -> wire.send(request.call().bytes()), check));
    }

    private void refused(String name, Problem problem, Callable<Request> request) {
        cases.add(Case.refused(name, problem, () -> wire.send(request.call().bytes())));
    }

    private void reads() {
        answered("peer/acknowledgement", 200, () -> stranger.get("/canut/1/ack"), reply -> acknowledged(reply, 0, Hash.ZERO));
        answered("peer/channel", 200, () -> stranger.get("/canut/1/channel?epoch=1&from=1&limit=10"), reply ->
            Reading.require(Stranger.LINES.equals(reply.headers().get("content-type")), "another type"));
        refused("peer/channel-beyond-its-end", Problem.CURSOR_AHEAD,
            () -> stranger.get("/canut/1/channel?epoch=1&from=9007199254740991&limit=10"));
        refused("peer/no-such-file", Problem.NOT_FOUND, () -> stranger.get("/canut/1/content/" + "0".repeat(64)));
        refused("peer/revoked-key", Problem.KEY_REVOKED, () -> Request.get("/canut/1/ack", stranger.node)
            .signed(stranger.node, new KeyId(stranger.host, stranger.revoked.key()), stranger.revoked, Stranger.now()));
        refused("peer/stale", Problem.SIGNATURE_STALE, () -> Request.get("/canut/1/ack", stranger.node)
            .signed(stranger.node, stranger.keyId(), stranger.key, Stranger.now().minusSeconds(400)));
        refused("peer/another-address", Problem.SIGNATURE_INVALID, () -> {
            Request signed = stranger.get("/canut/1/ack");
            return new Request("GET /canut/1/ack?again=1 HTTP/1.1", signed.headers(), signed.body());
        });
    }

    private void logs() {
        answered("log/pushed", 202, () -> {
            stranger.say(peering());
            return stranger.logFrom(stranger.said.size() - 1);
        }, this::cosigned);
        answered("log/pushed-again", 202, () -> stranger.logFrom(stranger.said.size() - 1), this::cosigned);
        answered("log/pushed-from-the-start", 202, () -> stranger.logFrom(0), this::cosigned);
        String origin = Checkpoint.origin(stranger.host, 1);
        refused("log/a-gap", Problem.CURSOR_BEHIND, () -> stranger.log(stranger.said.size() + 1, stranger.entry(peering()),
            new Checkpoint(origin, stranger.said.size() + 2, OTHER).sign(stranger.log)));
        refused("log/another-size", Problem.LOG_INCONSISTENT, () -> stranger.log(stranger.said.size(), stranger.entry(peering()),
            new Checkpoint(origin, stranger.said.size() + 1_000, OTHER).sign(stranger.log)));
        refused("log/another-origin", Problem.LOG_INCONSISTENT, () -> stranger.log(stranger.said.size(),
            stranger.entry(peering()), new Checkpoint(Checkpoint.origin(stranger.node, 1), stranger.said.size() + 1, OTHER)
                .sign(stranger.log)));
        refused("log/checkpoint-by-another-key", Problem.PROOF_KEY_UNKNOWN, () -> stranger.log(stranger.said.size(),
            stranger.entry(peering()), new Checkpoint(origin, stranger.said.size() + 1, OTHER).sign(stranger.key)));
        refused("log/no-checkpoint", Problem.FRAME_WRONG,
            () -> stranger.log(stranger.said.size(), stranger.entry(peering()), "hello\n"));
        Key weak = Key.of(HexFormat.of().parseHex("01" + "00".repeat(31)));
        keys("log/weak-key", Problem.KEY_WEAK, new StatedKey(weak, Purpose.NODE, Stranger.now(), null, null,
            Signatures.encode(new byte[Signatures.BYTES])));
        keys("log/one-key-for-two-purposes", Problem.KEY_REUSED,
            stranger.stated(stranger.key, Purpose.WITNESS, Stranger.now(), null, 2));
        keys("log/key-without-its-secret", Problem.PROOF_INVALID, new StatedKey(stranger.keyOfNobody(), Purpose.NODE,
            Stranger.now(), null, null, Signatures.encode(new byte[Signatures.BYTES])));
    }

    private void keys(String name, Problem problem, StatedKey more) {
        refused(name, problem, () -> stranger.log(stranger.said.size(), stranger.entry(stranger.statement(more)),
            new Checkpoint(Checkpoint.origin(stranger.host, 1), stranger.said.size() + 1, OTHER).sign(stranger.log)));
    }

    private Message peering() {
        return new PeeringStated(stranger.node, stranger.said.size(), Level.SEE, Hash.ZERO, 0, "conformance", null);
    }

    private void channels() {
        told("channel/first", credit());
        answered("channel/replay", 202, () -> stranger.channel(1, stranger.told.getFirst()), this::upToDate);
        answered("channel/acknowledgement", 200, () -> stranger.get("/canut/1/ack"), this::upToDate);
        refused("channel/another-under-its-number", Problem.EQUIVOCATION, () -> stranger.channel(1,
            stranger.numbered(1, Hash.ZERO, new CreditStated(99, Money.of(1, "EUR")), stranger.key, Stranger.now())));
        refused("channel/another-before", Problem.CHAIN_BROKEN, () -> stranger.channel(2,
            stranger.numbered(2, OTHER, credit(), stranger.key, Stranger.now())));
        refused("channel/a-gap", Problem.CURSOR_BEHIND, () -> stranger.channel(9,
            stranger.numbered(9, OTHER, credit(), stranger.key, Stranger.now())));
        refused("channel/from-the-future", Problem.CLOCK_SKEW, () -> stranger.channel(2, stranger.numbered(2,
            stranger.told.getLast().hash(), credit(), stranger.key, Stranger.now().plusSeconds(400))));
        refused("channel/by-a-revoked-key", Problem.KEY_REVOKED, () -> stranger.channel(2, stranger.numbered(2,
            stranger.told.getLast().hash(), credit(), stranger.revoked, Stranger.now())));
        cases.add(Case.answered("channel/good-before-bad", 202, () -> {
            Signed good = stranger.next(credit());
            byte[] bad = stranger.numbered(3, good.hash(), credit(), stranger.key, Stranger.now()).wire().clone();
            bad[bad.length - 60] ^= 1;
            Frame frame = Frame.channel(1, 2, 2, stranger.host, stranger.node);
            return bring(good, stranger.delivery(Stranger.lines(frame, good.wire(), bad)));
        }, this::upToDate));
    }

    /** One message of each kind of the channel that the node has no reason to believe. */
    private void rules() {
        Samples samples = new Samples(stranger.host, stranger.node);
        samples.unbelievable().forEach((message, problem) ->
            cases.add(Case.refused("rule/" + message.kind(), problem, () -> bring(message))));
        answered("rule/refused-and-gone-over", 200, () -> stranger.get("/canut/1/ack"), reply -> {
            ChannelAcknowledged receipt = upToDate(reply);
            Reading.require(receipt.refused().size() == samples.unbelievable().size(), receipt.refused().size() + " refused");
        });
        told("rule/slots-requested", samples.asking());
        cases.add(new Case("rule/slots-refused-comes-back", "slots-refused", () -> {
            Instant end = Instant.now().plus(ANSWER_WITHIN);
            while (!stranger.brought.contains("slots-refused") && Instant.now().isBefore(end)) {
                Thread.sleep(20);
            }
            return stranger.brought.contains("slots-refused") ? "slots-refused"
                : "nothing within " + ANSWER_WITHIN.toSeconds() + " s";
        }));
    }

    private void receipts() {
        refused("receipt/of-what-was-not-sent", Problem.CURSOR_AHEAD, () -> stranger.acknowledging(
            new ChannelAcknowledged(stranger.node, 1, 1_000_000, OTHER, List.of())));
        refused("receipt/of-other-bytes", Problem.CHAIN_BROKEN, () -> stranger.acknowledging(
            new ChannelAcknowledged(stranger.node, 1, 1, OTHER, List.of())));
        refused("receipt/of-anothers-channel", Problem.FRAME_WRONG, () -> stranger.acknowledging(
            new ChannelAcknowledged(stranger.host, 1, 0, Hash.ZERO, List.of())));
    }

    private void told(String name, Message message) {
        cases.add(Case.answered(name, 202, () -> bring(message), this::upToDate));
    }

    private Reply bring(Message message) throws IOException {
        Signed next = stranger.next(message);
        return bring(next, stranger.channel(stranger.told.size() + 1, next));
    }

    /** Served only afterwards: a node that happens to read the channel meanwhile would know it already. */
    private Reply bring(Signed next, Request delivery) throws IOException {
        Reply reply = wire.send(delivery.bytes());
        stranger.told.add(next);
        return reply;
    }

    private CreditStated credit() {
        return new CreditStated(stranger.told.size() + 1, Money.of(0, "EUR"));
    }

    /** The answer is the node's own signed word that it has come to the end of our channel. */
    private ChannelAcknowledged upToDate(Reply reply) {
        return acknowledged(reply, stranger.told.size(), stranger.told.getLast().hash());
    }

    private ChannelAcknowledged acknowledged(Reply reply, long seq, Hash head) {
        Unproven message = Codec.read(reply.body());
        message.requireOrigin(stranger.node, stranger.host);
        message.prove(reading.known(), Instant.now(), Instant.now());
        var receipt = (ChannelAcknowledged) message.envelope().message();
        Reading.require(receipt.from().equals(stranger.host) && receipt.seq() == seq && receipt.head().equals(head),
            "a receipt up to " + receipt.seq() + " instead of " + seq);
        return receipt;
    }

    private void cosigned(Reply reply) {
        var body = (Json.Obj) Json.read(reply.body(), JsonLimits.MESSAGE);
        Checkpoint.verifyCosignature(stranger.checkpoint(stranger.log), ((Json.Text) body.get("cosignature")).value(),
            Checkpoint.witness(stranger.node), reading.known().current(Purpose.WITNESS, Instant.now()));
    }

    /** Waits until a steward of the node has let the stranger in, and its keys are read. */
    boolean heard(Duration within) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(within);
        while (wire.send(stranger.get("/canut/1/ack").bytes()).status() != 200) {
            if (Instant.now().isAfter(end)) {
                return false;
            }
            Thread.sleep(500);
        }
        return true;
    }
}
