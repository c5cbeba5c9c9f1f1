package coop.canut.node.attack;

import coop.canut.node.RunningNode;
import coop.canut.protocol.http.RequestSignature;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.log.Checkpoint;
import coop.canut.protocol.log.Frontier;
import coop.canut.protocol.log.LogEntry;
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
import coop.canut.protocol.message.Stream;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.KeyId;
import coop.canut.protocol.sign.Purpose;
import coop.canut.protocol.sign.Signatures;
import coop.canut.protocol.sign.SigningKey;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A node by the letter of the protocol and nothing else: keys, a log, a channel to the node under attack, and a small server
 * that serves both. It behaves until a test makes it do otherwise, and remembers what it was asked.
 */
public final class StrangeNode {

    static final String LINES = "application/vnd.canut.lines";
    static final String INBOX = "/canut/1/inbox";
    /** So few that a page of any messages is short enough. */
    private static final int PAGE = 200;

    /** Its name. */
    public final Host host;
    final SigningKey node;
    /** Stated, and revoked since. */
    final SigningKey revoked;
    final SigningKey log;
    final SigningKey witness;
    /** What it says to everyone, from index 0 on. */
    public final List<Signed> said = new CopyOnWriteArrayList<>();
    /** What it says to the node under attack, from number 1 on. */
    final List<Signed> told = new CopyOnWriteArrayList<>();
    /** Method and address of every request that came. */
    final List<String> asked = new CopyOnWriteArrayList<>();
    /** First line of every delivery that came. */
    final List<Frame> delivered = new CopyOnWriteArrayList<>();
    private final Map<String, Handler<HttpServerRequest>> instead = new ConcurrentHashMap<>();
    private final HttpServer server;

    /** Starts to answer at an address of its own. */
    public StrangeNode(Vertx vertx, String name) {
        host = Host.of(name);
        node = key("node");
        revoked = key("revoked");
        log = key("log");
        witness = key("witness");
        begin();
        server = RunningNode.await(vertx.createHttpServer().requestHandler(this::serve).listen(0, "127.0.0.1"));
    }

    /** Behaves again, has said nothing but its keys, and forgets what it was asked. */
    public void begin() {
        instead.clear();
        asked.clear();
        said.clear();
        told.clear();
        Instant from = now().minusSeconds(86_400);
        say(keys(List.of(stated(node, Purpose.NODE, from, null), stated(revoked, Purpose.NODE, from, from.plusSeconds(60)),
            stated(log, Purpose.LOG, from, null), stated(witness, Purpose.WITNESS, from, null))));
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    SigningKey key(String purpose) {
        byte[] name = ("strange " + host + " " + purpose).getBytes(StandardCharsets.UTF_8);
        return SigningKey.fromSeed(Hash.sha256(name).bytes());
    }

    KeysStated keys(List<StatedKey> keys) {
        return new KeysStated(1, Hash.ZERO, keys, List.of(key("recovery").key()));
    }

    StatedKey stated(SigningKey key, Purpose purpose, Instant from, Instant end) {
        return new StatedKey(key.key(), purpose, from, null, end,
            Signatures.encode(key.sign(KeyHistory.possession(host, 1, purpose, key.key()))));
    }

    /** Where it answers, for an address book. */
    public InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", server.actualPort());
    }

    /** From now on a path is answered otherwise. */
    public void answering(String path, Handler<HttpServerRequest> handler) {
        instead.put(path, handler);
    }

    /** From now on every path is answered as it should be again. */
    void behave() {
        instead.clear();
    }

    /** How often a path was asked for. */
    long askedFor(String path) {
        return asked.stream().filter(line -> line.contains(path)).count();
    }

    /** Adds an entry to its public log. */
    public Signed say(Message message) {
        Signed signed = entry(message, now(), node);
        said.add(signed);
        return signed;
    }

    /** An entry that may be added to the log by hand. */
    Signed entry(Message message, Instant published, SigningKey key) {
        return Codec.sign(Envelope.of(host, published, null, null, message), key, now());
    }

    /** The next message of its channel to the node under attack. */
    Signed tell(Message message) {
        Signed signed = next(message);
        told.add(signed);
        return signed;
    }

    /** As {@link #tell}, but not yet part of the channel that it serves. */
    Signed next(Message message) {
        Hash prev = told.isEmpty() ? Hash.ZERO : told.getLast().hash();
        return numbered(told.size() + 1, prev, message);
    }

    Signed numbered(long seq, Hash prev, Message message) {
        var place = new ChannelPosition(1, seq, prev);
        return Codec.sign(Envelope.of(host, now(), RunningNode.HOST, place, message), node, now());
    }

    /** A batch of its channel, from a number on. */
    byte[] channel(long first, List<Signed> messages) {
        return lines(Frame.channel(1, first, messages.size(), host, RunningNode.HOST), wires(messages));
    }

    /** The newest entries of its log, from an index on, with the checkpoint at their end. */
    byte[] logFrom(int first) {
        return log(first, said.subList(first, said.size()), checkpoint(log));
    }

    byte[] log(long first, List<Signed> entries, String checkpoint) {
        return lines(Frame.log(1, first, entries.size(), host, RunningNode.HOST, checkpoint), wires(entries));
    }

    byte[] ack(ChannelAcknowledged ack) {
        Signed signed = Codec.sign(Envelope.of(host, now(), RunningNode.HOST, null, ack), node, now());
        return lines(Frame.ack(1, host, RunningNode.HOST), List.of(signed.wire()));
    }

    /** The state of its log, signed. */
    String checkpoint(SigningKey... by) {
        Frontier frontier = Frontier.empty();
        for (Signed entry : said) {
            frontier = frontier.append(entry(entry).leaf());
        }
        return new Checkpoint(Checkpoint.origin(host, 1), frontier.size(), frontier.root()).sign(by);
    }

    static LogEntry entry(Signed signed) {
        return new LogEntry(signed.envelope().id(), signed.envelope().kind().code(), signed.hash());
    }

    static List<byte[]> wires(List<Signed> messages) {
        return messages.stream().map(Signed::wire).toList();
    }

    static byte[] lines(Frame frame, List<byte[]> messages) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(frame.write());
        body.write('\n');
        messages.forEach(line -> {
            body.writeBytes(line);
            body.write('\n');
        });
        return body.toByteArray();
    }

    /** A right delivery of a body. */
    RawRequest post(byte[] body) {
        return post(body, new KeyId(host, node.key()), node, now());
    }

    RawRequest post(byte[] body, KeyId keyId, SigningKey key, Instant created) {
        RawRequest request = RawRequest.of("POST", INBOX, RunningNode.HOST.toString())
            .add("Content-Type", LINES).add("Content-Length", Integer.toString(body.length)).body(body);
        for (var header : RequestSignature.sign("POST", "https://" + RunningNode.HOST + INBOX, LINES, body, keyId, key,
                created).entrySet()) {
            request = request.add(header.getKey(), header.getValue());
        }
        return request;
    }

    /** A right request for something that only a peer may read. */
    RawRequest get(String target) {
        RawRequest request = RawRequest.of("GET", target, RunningNode.HOST.toString());
        for (var header : RequestSignature.sign("GET", "https://" + RunningNode.HOST + target, null, null,
                new KeyId(host, node.key()), node, now()).entrySet()) {
            request = request.add(header.getKey(), header.getValue());
        }
        return request;
    }

    private void serve(HttpServerRequest request) {
        asked.add(request.method() + " " + request.uri());
        Handler<HttpServerRequest> other = instead.get(request.path());
        if (other != null) {
            other.handle(request);
            return;
        }
        switch (request.path()) {
            case "/canut/1/keys" -> answer(request, 200, text(said.subList(0, 1)));
            case "/canut/1/log/1/checkpoint" -> answer(request, 200, checkpoint(log));
            case "/canut/1/log/1/entries" -> answer(request, 200, String.join("", page(request, said, 0).stream()
                .map(signed -> entry(signed).text() + "\n").toList()));
            case "/canut/1/log/1/messages" -> answer(request, 200, text(page(request, said, 0)));
            case "/canut/1/returned" -> answer(request, 200, "");
            case "/canut/1/channel" -> answer(request, 200, text(page(request, told, 1)));
            case INBOX -> request.body().onSuccess(body -> delivered(request, body));
            default -> answer(request, 204, "");
        }
    }

    private static List<Signed> page(HttpServerRequest request, List<Signed> all, int base) {
        int from = Math.min(all.size(), Integer.parseInt(request.getParam("from")) - base);
        return all.subList(from, Math.min(all.size(), from + Math.min(PAGE, Integer.parseInt(request.getParam("limit")))));
    }

    private static String text(List<Signed> messages) {
        return String.join("", messages.stream()
            .map(signed -> new String(signed.wire(), StandardCharsets.UTF_8) + "\n").toList());
    }

    /** Takes whatever the node brings. */
    private void delivered(HttpServerRequest request, Buffer body) {
        String[] lines = body.toString(StandardCharsets.UTF_8).split("\n");
        Frame frame = Frame.read(lines[0].getBytes(StandardCharsets.UTF_8));
        delivered.add(frame);
        if (frame.stream() == Stream.LOG) {
            answer(request, 202, Json.object().put("cosignature", Checkpoint.cosign(frame.checkpoint(),
                Checkpoint.witness(host), witness, now())).put("epoch", 1)
                .put("size", frame.first() + frame.count()).build().text());
        } else if (frame.stream() == Stream.CHANNEL) {
            var ack = new ChannelAcknowledged(frame.from(), 1, frame.first() + frame.count() - 1,
                Hash.sha256(lines[frame.count()].getBytes(StandardCharsets.UTF_8)), List.of());
            Signed signed = Codec.sign(Envelope.of(host, now(), frame.from(), null, ack), node, now());
            answer(request, 202, new String(signed.wire(), StandardCharsets.UTF_8));
        } else {
            answer(request, 202, "{}");
        }
    }

    /** Answers with the type that belongs to the path. */
    public static void answer(HttpServerRequest request, int status, String body) {
        answer(request, status, switch (request.path().substring(request.path().lastIndexOf('/') + 1)) {
            case "keys", "channel", "returned", "entries", "messages" -> LINES;
            case "checkpoint" -> "text/plain; charset=utf-8";
            default -> "application/vnd.canut+json";
        }, body);
    }

    static void answer(HttpServerRequest request, int status, String type, String body) {
        request.response().setStatusCode(status).putHeader("Content-Type", type).end(body);
    }
}
