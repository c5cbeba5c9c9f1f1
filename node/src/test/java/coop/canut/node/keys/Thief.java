package coop.canut.node.keys;

import coop.canut.node.Identity;
import coop.canut.node.RunningNode;
import coop.canut.node.Town;
import coop.canut.node.fetch.Network;
import coop.canut.protocol.http.RequestSignature;
import coop.canut.protocol.log.Checkpoint;
import coop.canut.protocol.log.Frontier;
import coop.canut.protocol.log.LogEntry;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Envelope;
import coop.canut.protocol.message.Frame;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.message.Message;
import coop.canut.protocol.message.NodeMessage.KeysStated;
import coop.canut.protocol.message.NodeMessage.StatedKey;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Key;
import coop.canut.protocol.name.KeyId;
import coop.canut.protocol.sign.Purpose;
import coop.canut.protocol.sign.Signatures;
import coop.canut.protocol.sign.SigningKey;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Somebody who has read a town's folder of keys once, and speaks in its name to its peers. */
final class Thief {

    private static final String LINES = "application/vnd.canut.lines";
    private static final String INBOX = "/canut/1/inbox";

    private final Town robbed;
    private final Town.Clock clock;
    final SigningKey node;
    final SigningKey log;
    private final List<LogEntry> entries = new ArrayList<>();
    private final List<byte[]> own = new ArrayList<>();

    Thief(Town robbed, Town.Clock clock) {
        this.robbed = robbed;
        this.clock = clock;
        Identity stolen = Identity.read(robbed.keys, robbed.host);
        node = stolen.first(Purpose.NODE);
        log = stolen.first(Purpose.LOG);
        robbed.bytes("select message from log_entry where host = $1 order by index", robbed.host.toString())
            .forEach(wire -> entries.add(entry(Codec.read(wire).envelope(), wire)));
    }

    private static LogEntry entry(Envelope envelope, byte[] wire) {
        return new LogEntry(envelope.id(), envelope.kind().code(), coop.canut.protocol.name.Hash.sha256(wire));
    }

    /** A statement that follows what the robbed town has stated, with these keys and no others. */
    KeysStated keys(KeyHistory before, Map<Purpose, SigningKey> keys, Key recovery) {
        List<StatedKey> stated = new ArrayList<>();
        keys.forEach((purpose, key) -> {
            long since = before.known().stream().filter(known -> known.key().equals(key.key())).findFirst()
                .map(KeyHistory.Known::since).orElse(before.number() + 1);
            byte[] possession = key.sign(KeyHistory.possession(robbed.host, since, purpose, key.key()));
            stated.add(new StatedKey(key.key(), purpose, second(), null, null, Signatures.encode(possession)));
        });
        return new KeysStated(before.number() + 1, before.last(), stated, List.of(recovery));
    }

    Instant second() {
        return clock.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    }

    /** Writes another entry behind the log of the robbed town. */
    Signed write(Message message, SigningKey by) {
        Signed signed = Codec.sign(Envelope.of(robbed.host, second(), null, null, message), by, second());
        entries.add(entry(signed.envelope(), signed.wire()));
        own.add(signed.wire());
        return signed;
    }

    /** Takes all that the robbed town said itself for what is to be brought. */
    void writeAllAgain() {
        own.addAll(robbed.bytes("select message from log_entry where host = $1 order by index", robbed.host.toString()));
    }

    /** Brings all that was written to a peer; the answer. */
    Network.Answer push(Town to, SigningKey requestKey, SigningKey logKey) {
        Host peer = to.host;
        Frontier frontier = Frontier.empty();
        for (LogEntry entry : entries) {
            frontier = frontier.append(entry.leaf());
        }
        String checkpoint = new Checkpoint(Checkpoint.origin(robbed.host, 1), frontier.size(), frontier.root()).sign(logKey);
        Buffer body = Buffer.buffer(Frame.log(1, entries.size() - own.size(), own.size(), robbed.host, peer, checkpoint).write())
            .appendString("\n");
        own.forEach(wire -> body.appendBytes(wire).appendString("\n"));
        Map<String, String> headers = new HashMap<>(RequestSignature.sign("POST", "https://" + peer + INBOX, LINES,
            body.getBytes(), new KeyId(robbed.host, requestKey.key()), requestKey, second()));
        headers.put("Content-Type", LINES);
        return RunningNode.await(to.network().send(peer, new Network.Request("POST", INBOX, headers, body, 65_536)));
    }

    static String problem(Network.Answer answer) {
        return answer.status() + " "
            + answer.body().toString(StandardCharsets.UTF_8).replaceAll(".*\"problem\":\"([^\"]+)\".*", "$1");
    }
}
