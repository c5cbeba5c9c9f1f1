package coop.canut.ops.conformance;

import coop.canut.protocol.Problem;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.json.Members;
import coop.canut.protocol.log.Checkpoint;
import coop.canut.protocol.log.Frontier;
import coop.canut.protocol.log.LogEntry;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.message.Unproven;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.sign.Purpose;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/** What anybody may read of the node: that it proves itself, from the keys on. */
final class Reading {

    private static final String NOTHING = "01M87BFPV0G32BCA9RSYEDMW5J";

    private final Wire wire;
    private final Host node;
    private final long epoch;
    private KeyHistory keys;
    private Checkpoint checkpoint;
    private final List<LogEntry> entries = new ArrayList<>();

    /** @param epoch in which its log stands, as it says itself */
    Reading(Wire wire, Host node, long epoch) {
        this.wire = wire;
        this.node = node;
        this.epoch = epoch;
    }

    /** What a node says of itself to everybody. */
    record Said(Host node, long epoch) {
    }

    /** Asks whoever answers there who it is; fails if that is no node that speaks this version. */
    static Said who(Wire wire) throws IOException {
        // Which host to ask for is what is asked: a request to no host is answered by none, so the address itself is tried first.
        for (String host : List.of(wire.url().getHost(), wire.url().getRawAuthority())) {
            Reply reply = wire.send(("GET /.well-known/canut HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
            if (reply.status() == 200) {
                Members said = new Members((Json.Obj) Json.read(reply.body(), JsonLimits.MESSAGE), "");
                return new Said(said.host("node"), said.integer("epoch", 1, Long.MAX_VALUE));
            }
        }
        throw new IOException("nobody at " + wire.url() + " says at /.well-known/canut who it is");
    }

    /** In this order: each needs what the ones before have read. */
    List<Case> cases() {
        String log = "/canut/1/log/" + epoch;
        return List.of(
            Case.answered("read/keys", 200, get("/canut/1/keys"), this::keys),
            Case.answered("read/checkpoint", 200, get(log + "/checkpoint"), this::checkpoint),
            Case.answered("read/entries", 200, () -> wire.send(Request.get(log + "/entries?from=0&limit=5000", node).bytes()),
                this::entries),
            Case.answered("read/messages", 200, get(log + "/messages?from=0&limit=5"), this::messages),
            Case.answered("read/message", 200,
                () -> wire.send(Request.get("/canut/1/m/" + entries.getFirst().id(), node).bytes()), this::first),
            Case.answered("read/end", 200, () -> wire.send(Request.get(log + "/messages?from=" + checkpoint.size() + "&limit=5",
                node).bytes()), Case.Check.NONE),
            Case.refused("read/beyond-the-end", Problem.CURSOR_AHEAD, get(log + "/messages?from=9007199254740991&limit=5")),
            Case.refused("read/no-number", Problem.NUMBER_FORM, get(log + "/messages?from=-1&limit=5")),
            Case.refused("read/two-numbers", Problem.NUMBER_FORM, get(log + "/messages?from=0&from=1&limit=5")),
            Case.refused("read/no-such-message", Problem.NOT_FOUND, get("/canut/1/m/" + NOTHING)),
            Case.refused("read/no-such-epoch", Problem.NOT_FOUND, get("/canut/1/log/999/checkpoint")),
            Case.refused("read/no-such-mirror", Problem.NOT_FOUND,
                get("/canut/1/mirror/nobody.example/log/1/messages?from=0&limit=1")),
            Case.refused("read/unsigned", Problem.SIGNATURE_MISSING, get("/canut/1/ack")),
            Case.refused("read/another-host", Problem.WRONG_HOST,
                () -> wire.send(Request.get("/canut/1/keys", Host.of("nobody.example")).bytes())));
    }

    private Callable<Reply> get(String target) {
        return () -> wire.send(Request.get(target, node).bytes());
    }

    private void keys(Reply reply) {
        type(reply, Stranger.LINES);
        keys = KeyHistory.read(node, lines(reply));
    }

    private void checkpoint(Reply reply) {
        type(reply, Stranger.TEXT);
        String note = new String(reply.body(), StandardCharsets.UTF_8);
        checkpoint = Checkpoint.verify(note, keys.current(Purpose.LOG, Instant.now()));
        require(checkpoint.origin().equals(Checkpoint.origin(node, epoch)), "a checkpoint of " + checkpoint.origin());
    }

    private void entries(Reply reply) {
        type(reply, Stranger.LINES);
        Frontier frontier = Frontier.empty();
        for (byte[] line : lines(reply)) {
            LogEntry entry = LogEntry.of(new String(line, StandardCharsets.US_ASCII));
            entries.add(entry);
            frontier = frontier.append(entry.leaf());
            if (frontier.size() == checkpoint.size()) {
                require(frontier.root().equals(checkpoint.root()), "the entries do not lead to the root that is signed");
            }
        }
        require(!entries.isEmpty() && entries.getFirst().kind().equals("keys-stated"), "the log does not begin with keys");
    }

    private void messages(Reply reply) {
        type(reply, Stranger.LINES);
        List<byte[]> lines = lines(reply);
        for (int i = 0; i < lines.size(); i++) {
            if (!new String(lines.get(i), StandardCharsets.UTF_8).startsWith("{\"gone\"")) {
                proven(lines.get(i), entries.get(i));
            }
        }
        require(!lines.isEmpty() && lines.size() <= 5, lines.size() + " messages");
    }

    private void first(Reply reply) {
        type(reply, Stranger.JSON);
        proven(reply.body(), entries.getFirst());
    }

    private void proven(byte[] wire, LogEntry entry) {
        Unproven message = Codec.read(wire);
        message.requireOrigin(node, null);
        require(message.hash().equals(entry.hash()), "not the message of " + entry.text());
        if (!message.envelope().kind().code().equals("keys-stated")) {
            message.prove(keys, Instant.now(), message.created());
        }
    }

    private static void type(Reply reply, String wanted) {
        require(wanted.equals(reply.headers().get("content-type")), "of type " + reply.headers().get("content-type"));
    }

    static void require(boolean holds, String wrong) {
        if (!holds) {
            throw new IllegalStateException(wrong);
        }
    }

    static List<byte[]> lines(Reply reply) {
        List<byte[]> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < reply.body().length; i++) {
            if (reply.body()[i] == '\n') {
                lines.add(Arrays.copyOfRange(reply.body(), start, i));
                start = i + 1;
            }
        }
        return lines;
    }

    /** The keys of the node, once they were read. */
    KeyHistory known() {
        return keys;
    }
}
