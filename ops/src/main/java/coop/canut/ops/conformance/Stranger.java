package coop.canut.ops.conformance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
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
import coop.canut.protocol.name.Key;
import coop.canut.protocol.name.KeyId;
import coop.canut.protocol.sign.Purpose;
import coop.canut.protocol.sign.Signatures;
import coop.canut.protocol.sign.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * A peer by the letter of the protocol and nothing else: keys made for this occasion, a log, a channel to the node that is asked,
 * and a server from which that node reads both. It takes whatever the node brings and says that it has it.
 */
final class Stranger implements AutoCloseable {

    static final String INBOX = "/canut/1/inbox";
    static final String LINES = "application/vnd.canut.lines";
    static final String JSON = "application/vnd.canut+json";
    static final String TEXT = "text/plain; charset=utf-8";
    /** So few that a page of any messages is short enough. */
    private static final int PAGE = 100;

    final Host host;
    final Host node;
    final SigningKey key = fresh();
    /** Stated, and revoked since. */
    final SigningKey revoked = fresh();
    final SigningKey log = fresh();
    private final SigningKey witness = fresh();
    private final SigningKey recovery = fresh();
    /** What it says to everyone, from index 0 on. */
    final List<Signed> said = new CopyOnWriteArrayList<>();
    /** What it says to the node, from number 1 on. */
    final List<Signed> told = new CopyOnWriteArrayList<>();
    /** Codes of the kinds that the node has brought in its channel. */
    final List<String> brought = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    /**
     * Begins to answer.
     *
     * @param since from when its keys sign: before everything that it will say
     */
    Stranger(Host host, Host node, InetSocketAddress listen, Instant since) throws IOException {
        this.host = host;
        this.node = node;
        say(new KeysStated(1, Hash.ZERO, List.of(stated(key, Purpose.NODE, since, null),
            stated(revoked, Purpose.NODE, since, since.plusSeconds(1)), stated(log, Purpose.LOG, since, null),
            stated(witness, Purpose.WITNESS, since, null)), List.of(recovery.key())));
        server = HttpServer.create(listen, 0);
        server.createContext("/", this::serve);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    private static SigningKey fresh() {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        new SecureRandom().nextBytes(seed);
        return SigningKey.fromSeed(seed);
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    StatedKey stated(SigningKey stated, Purpose purpose, Instant from, Instant end) {
        return stated(stated, purpose, from, end, 1);
    }

    /** A key with the proof that its secret is here, first named by the statement of this number. */
    StatedKey stated(SigningKey stated, Purpose purpose, Instant from, Instant end, long since) {
        return new StatedKey(stated.key(), purpose, from, null, end,
            Signatures.encode(stated.sign(KeyHistory.possession(host, since, purpose, stated.key()))));
    }

    /** The statement of keys that would follow the first: all of it, and one key more. */
    KeysStated statement(StatedKey more) {
        List<StatedKey> keys = new CopyOnWriteArrayList<>(((KeysStated) said.getFirst().message()).keys());
        keys.add(more);
        return new KeysStated(2, said.getFirst().hash(), keys, List.of(recovery.key()));
    }

    /** Adds an entry to its log. */
    Signed say(Message message) {
        Signed entry = entry(message);
        said.add(entry);
        return entry;
    }

    /** As {@link #say}, but not part of the log that it serves. */
    Signed entry(Message message) {
        return Codec.sign(Envelope.of(host, now(), null, null, message), key, now());
    }

    /** The next message of its channel, which is served once it is added to {@link #told}: until then it is only brought. */
    Signed next(Message message) {
        return numbered(told.size() + 1, told.isEmpty() ? Hash.ZERO : told.getLast().hash(), message, key, now());
    }

    /** A message at any place, which is not part of the channel that it serves. */
    Signed numbered(long seq, Hash prev, Message message, SigningKey by, Instant created) {
        return Codec.sign(Envelope.of(host, now(), node, new ChannelPosition(1, seq, prev), message), by, created);
    }

    /** Messages of its channel as a delivery, the first being of this number. */
    Request channel(long first, Signed... messages) {
        return delivery(lines(Frame.channel(1, first, messages.length, host, node), List.of(messages)));
    }

    /** The newest entries of its log from an index on, with the state of the log at their end. */
    Request logFrom(int first) {
        List<Signed> entries = said.subList(first, said.size());
        return delivery(lines(Frame.log(1, first, entries.size(), host, node, checkpoint(log)), entries));
    }

    /** An entry with a note of one's choosing. */
    Request log(long first, Signed entry, String note) {
        return delivery(lines(Frame.log(1, first, 1, host, node, note), List.of(entry)));
    }

    Request acknowledging(ChannelAcknowledged receipt) {
        Signed signed = Codec.sign(Envelope.of(host, now(), node, null, receipt), key, now());
        return delivery(lines(Frame.ack(1, host, node), List.of(signed)));
    }

    /** A body as a right delivery. */
    Request delivery(byte[] body) {
        return Request.post(INBOX, node, LINES, body).signed(node, keyId(), key, now());
    }

    /** A right request for what only a peer may read. */
    Request get(String target) {
        return Request.get(target, node).signed(node, keyId(), key, now());
    }

    /** A key of which nobody shows the secret. */
    Key keyOfNobody() {
        return fresh().key();
    }

    KeyId keyId() {
        return new KeyId(host, key.key());
    }

    /** The state of its log, signed. */
    String checkpoint(SigningKey by) {
        Frontier frontier = Frontier.empty();
        for (Signed entry : said) {
            frontier = frontier.append(leaf(entry).leaf());
        }
        return new Checkpoint(Checkpoint.origin(host, 1), frontier.size(), frontier.root()).sign(by);
    }

    static LogEntry leaf(Signed signed) {
        return new LogEntry(signed.envelope().id(), signed.envelope().kind().code(), signed.hash());
    }

    static byte[] lines(Frame frame, List<Signed> messages) {
        return lines(frame, messages.stream().map(Signed::wire).toArray(byte[][]::new));
    }

    static byte[] lines(Frame frame, byte[]... lines) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(frame.write());
        body.write('\n');
        for (byte[] line : lines) {
            body.writeBytes(line);
            body.write('\n');
        }
        return body.toByteArray();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] body = exchange.getRequestBody().readAllBytes();
            switch (path) {
                case "/canut/1/keys" -> answer(exchange, 200, LINES, text(said.subList(0, 1)));
                case "/canut/1/log/1/checkpoint" -> answer(exchange, 200, TEXT, checkpoint(log));
                case "/canut/1/log/1/entries" -> answer(exchange, 200, LINES, page(exchange, said, 0).stream()
                    .map(signed -> leaf(signed).text() + "\n").collect(Collectors.joining()));
                case "/canut/1/log/1/messages" -> answer(exchange, 200, LINES, text(page(exchange, said, 0)));
                case "/canut/1/channel" -> answer(exchange, 200, LINES, text(page(exchange, told, 1)));
                case "/canut/1/returned" -> answer(exchange, 200, LINES, "");
                case INBOX -> take(exchange, new String(body, StandardCharsets.UTF_8).split("\n"));
                default -> answer(exchange, 404, "application/problem+json", "{\"problem\":\"not-found\",\"status\":404}");
            }
        }
    }

    private static List<Signed> page(HttpExchange exchange, List<Signed> all, int base) {
        String query = exchange.getRequestURI().getQuery();
        int from = Integer.parseInt(query.replaceFirst(".*\\bfrom=([0-9]{1,9}).*", "$1")) - base;
        int begin = Math.clamp(from, 0, all.size());
        return all.subList(begin, Math.min(all.size(), begin + PAGE));
    }

    private static String text(List<Signed> messages) {
        return messages.stream().map(signed -> new String(signed.wire(), StandardCharsets.UTF_8) + "\n")
            .collect(Collectors.joining());
    }

    private void take(HttpExchange exchange, String[] lines) throws IOException {
        Frame frame = Frame.read(lines[0].getBytes(StandardCharsets.UTF_8));
        if (frame.stream() == Stream.LOG) {
            answer(exchange, 202, JSON, Json.object().put("cosignature", Checkpoint.cosign(frame.checkpoint(),
                Checkpoint.witness(host), witness, now())).put("epoch", frame.epoch())
                .put("size", frame.first() + frame.count()).build().text());
        } else if (frame.stream() == Stream.CHANNEL) {
            for (int i = 1; i < lines.length; i++) {
                brought.add(Codec.read(lines[i].getBytes(StandardCharsets.UTF_8)).envelope().kind().code());
            }
            var receipt = new ChannelAcknowledged(frame.from(), frame.epoch(), frame.first() + frame.count() - 1,
                Hash.sha256(lines[frame.count()].getBytes(StandardCharsets.UTF_8)), List.of());
            Signed signed = Codec.sign(Envelope.of(host, now(), frame.from(), null, receipt), key, now());
            answer(exchange, 202, JSON, new String(signed.wire(), StandardCharsets.UTF_8));
        } else {
            answer(exchange, 202, JSON, "{}");
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
