package coop.canut.ops.sim;

import coop.canut.node.fetch.Network.Request;
import coop.canut.protocol.Limits;
import coop.canut.protocol.http.RequestSignature;
import coop.canut.protocol.log.Checkpoint;
import coop.canut.protocol.log.Frontier;
import coop.canut.protocol.log.LogEntry;
import coop.canut.protocol.message.Batch;
import coop.canut.protocol.message.ChannelAcknowledged;
import coop.canut.protocol.message.ChannelPosition;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Envelope;
import coop.canut.protocol.message.Frame;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.message.Message;
import coop.canut.protocol.message.NodeMessage.KeysStated;
import coop.canut.protocol.message.NodeMessage.StatedKey;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.KeyId;
import coop.canut.protocol.sign.Purpose;
import coop.canut.protocol.sign.Signatures;
import coop.canut.protocol.sign.SigningKey;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a liar shows of itself: right keys, one log and a channel to each peer, by the letter of the protocol, and every
 * signature good. Whether what it signs is true is another matter.
 */
final class Mask {

    static final String INBOX = "/canut/1/inbox";
    static final String LINES = "application/vnd.canut.lines";

    private final Host host;
    private final Supplier<Instant> clock;
    private final SigningKey node = key("node");
    private final SigningKey stolen = key("stolen");
    private final SigningKey log = key("log");
    private final SigningKey witness = key("witness");
    private final List<Signed> said = new ArrayList<>();
    private final Map<Host, List<Signed>> told = new HashMap<>();

    Mask(Host host, Supplier<Instant> clock) {
        this.host = host;
        this.clock = clock;
        Instant from = Timeline.START.minus(Duration.ofDays(1));
        say(new KeysStated(1, Hash.ZERO, List.of(stated(node, Purpose.NODE, from, null),
            stated(stolen, Purpose.NODE, from, from.plusSeconds(1)), stated(log, Purpose.LOG, from, null),
            stated(witness, Purpose.WITNESS, from, null)), List.of(key("recovery").key())));
    }

    private SigningKey key(String purpose) {
        return SigningKey.fromSeed(Hash.sha256(("liar " + host + " " + purpose).getBytes(StandardCharsets.UTF_8)).bytes());
    }

    private StatedKey stated(SigningKey key, Purpose purpose, Instant from, Instant revoked) {
        return new StatedKey(key.key(), purpose, from, null, revoked,
            Signatures.encode(key.sign(KeyHistory.possession(host, 1, purpose, key.key()))));
    }

    Host host() {
        return host;
    }

    Instant now() {
        return clock.get().truncatedTo(ChronoUnit.SECONDS);
    }

    /** What it says to everyone, from index 0 on. */
    List<Signed> said() {
        return said;
    }

    /** What it says to a peer, from number 1 on. */
    List<Signed> told(Host peer) {
        return told.computeIfAbsent(peer, first -> new ArrayList<>());
    }

    /** An entry that is not in its log yet. */
    Signed entry(Message message) {
        return Codec.sign(Envelope.of(host, now(), null, null, message), node, now());
    }

    Signed say(Message message) {
        Signed entry = entry(message);
        said.add(entry);
        return entry;
    }

    /** The next message of its channel to a peer, which is not in it yet. */
    Signed next(Host peer, Message message) {
        return numbered(peer, told(peer).size() + 1, message, node);
    }

    /** The next message, by a key that was revoked long ago. */
    Signed stolen(Host peer, Message message) {
        return numbered(peer, told(peer).size() + 1, message, stolen);
    }

    /** A message at any place of its channel, after what stands before that. */
    Signed numbered(Host peer, long seq, Message message) {
        return numbered(peer, seq, message, node);
    }

    private Signed numbered(Host peer, long seq, Message message, SigningKey by) {
        List<Signed> before = told(peer);
        Hash prev = seq == 1 || before.isEmpty() ? Hash.ZERO : before.get((int) Math.min(seq, before.size() + 1) - 2).hash();
        return Codec.sign(Envelope.of(host, now(), peer, new ChannelPosition(1, seq, prev), message), by, now());
    }

    /** Its receipt for what a peer said. */
    Signed receipt(Host peer, long epoch, long seq, Hash head) {
        return Codec.sign(Envelope.of(host, now(), peer, null, new ChannelAcknowledged(peer, epoch, seq, head, List.of())), node,
            now());
    }

    String cosignature(String checkpoint) {
        return Checkpoint.cosign(checkpoint, Checkpoint.witness(host), witness, now());
    }

    /** The signed state of a log of its own. */
    String checkpoint(List<Signed> entries) {
        Frontier frontier = Frontier.empty();
        for (Signed entry : entries) {
            frontier = frontier.append(leaf(entry).leaf());
        }
        return new Checkpoint(Checkpoint.origin(host, 1), frontier.size(), frontier.root()).sign(log);
    }

    static LogEntry leaf(Signed entry) {
        return new LogEntry(entry.envelope().id(), entry.envelope().kind().code(), entry.hash());
    }

    /** A batch of its channel whose first message is of this number. */
    Request channel(Host to, long first, List<byte[]> lines) {
        return delivery(to, new Batch(Frame.channel(1, first, lines.size(), host, to), lines).write());
    }

    /** The newest of a log, from an index on, that does not have to be the one that it shows others. */
    Request log(Host to, List<Signed> entries, int first) {
        List<Signed> newest = entries.subList(first, entries.size());
        return delivery(to, new Batch(Frame.log(1, first, newest.size(), host, to, checkpoint(entries)), wires(newest)).write());
    }

    Request acknowledging(Host to, Signed receipt) {
        return delivery(to, new Batch(Frame.ack(1, host, to), List.of(receipt.wire())).write());
    }

    /** Any body as a right delivery. */
    Request delivery(Host to, byte[] body) {
        return request("POST", to, INBOX, body, node);
    }

    /** Any body, in a request by a key that was revoked long ago. */
    Request stolen(Host to, byte[] body) {
        return request("POST", to, INBOX, body, stolen);
    }

    Request get(Host to, String path) {
        return request("GET", to, path, null, node);
    }

    private Request request(String method, Host to, String path, byte[] body, SigningKey by) {
        String type = body == null ? null : LINES;
        var headers = new HashMap<>(RequestSignature.sign(method, "https://" + to + path, type, body, new KeyId(host, by.key()),
            by, now()));
        if (body != null) {
            headers.put("Content-Type", type);
        }
        return new Request(method, path, headers, body == null ? null : Buffer.buffer(body), Limits.BATCH_BYTES);
    }

    static List<byte[]> wires(List<Signed> messages) {
        return messages.stream().map(Signed::wire).toList();
    }
}
