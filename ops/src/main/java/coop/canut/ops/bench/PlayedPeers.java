package coop.canut.ops.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.log.Checkpoint;
import coop.canut.protocol.log.Frontier;
import coop.canut.protocol.log.LogEntry;
import coop.canut.protocol.message.ChannelAcknowledged;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Envelope;
import coop.canut.protocol.message.Frame;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.message.Message;
import coop.canut.protocol.message.NodeMessage.KeysStated;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.message.NodeMessage.PeeringStated;
import coop.canut.protocol.message.NodeMessage.StatedKey;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.sign.Purpose;
import coop.canut.protocol.sign.Signatures;
import coop.canut.protocol.sign.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Peers without nodes, all behind one port and told apart by the host that a request names: each has keys, a log that states
 * them and stands to one node at level {@code claim}, and nothing to say after that. They take what is brought to them.
 */
final class PlayedPeers implements AutoCloseable {

    private static final String LINES = "application/vnd.canut.lines";
    private static final String JSON = "application/vnd.canut+json";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String INBOX = "/canut/1/inbox";
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int NO_CONTENT = 204;
    private static final int NOT_FOUND = 404;
    private static final int SEED_BYTES = 32;
    private static final long OLD_SECONDS = 86_400;

    private final HttpServer server;
    private final Map<String, Peer> peers;

    /** One of them. */
    private record Peer(Host host, SigningKey node, SigningKey witness, List<Signed> log, String checkpoint) {
    }

    /** So many peers of a host. */
    PlayedPeers(int count, Host target) throws IOException {
        peers = IntStream.range(0, count).mapToObj(i -> peer(host(i), target))
            .collect(Collectors.toMap(peer -> peer.host.toString(), Function.identity()));
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    /** The name of one. */
    static Host host(int place) {
        return Host.of("played" + place + ".localhost");
    }

    /** Where all are reached. */
    int port() {
        return server.getAddress().getPort();
    }

    private static Peer peer(Host host, Host target) {
        SigningKey node = key();
        SigningKey log = key();
        SigningKey witness = key();
        Instant now = second();
        var keys = new KeysStated(1, Hash.ZERO, List.of(stated(host, node, Purpose.NODE), stated(host, log, Purpose.LOG),
            stated(host, witness, Purpose.WITNESS)), List.of(key().key()));
        var peering = new PeeringStated(target, 1, Level.CLAIM, Hash.ZERO, 0, "founding", null);
        List<Signed> entries = java.util.stream.Stream.<Message>of(keys, peering)
            .map(message -> Codec.sign(Envelope.of(host, now, null, null, message), node, now)).toList();
        Frontier frontier = Frontier.empty();
        for (Signed entry : entries) {
            frontier = frontier.append(entry(entry).leaf());
        }
        return new Peer(host, node, witness, entries,
            new Checkpoint(Checkpoint.origin(host, 1), frontier.size(), frontier.root()).sign(log));
    }

    private static SigningKey key() {
        byte[] seed = new byte[SEED_BYTES];
        new SecureRandom().nextBytes(seed);
        return SigningKey.fromSeed(seed);
    }

    private static StatedKey stated(Host host, SigningKey key, Purpose purpose) {
        return new StatedKey(key.key(), purpose, second().minusSeconds(OLD_SECONDS), null, null,
            Signatures.encode(key.sign(KeyHistory.possession(host, 1, purpose, key.key()))));
    }

    private static LogEntry entry(Signed signed) {
        return new LogEntry(signed.envelope().id(), signed.envelope().kind().code(), signed.hash());
    }

    private static Instant second() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String name = exchange.getRequestHeaders().getFirst("Host");
            Peer peer = peers.get(name.contains(":") ? name.substring(0, name.indexOf(':')) : name);
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            switch (exchange.getRequestURI().getPath()) {
                case "/.well-known/canut" -> answer(exchange, OK, JSON, Json.object().put("node", peer.host).put("epoch", 1)
                    .put("logSize", peer.log.size()).put("policy", 1).build().canonical());
                case "/canut/1/keys" -> answer(exchange, OK, LINES, lines(peer.log.subList(0, 1)));
                case "/canut/1/log/1/checkpoint" -> answer(exchange, OK, TEXT, peer.checkpoint.getBytes(StandardCharsets.UTF_8));
                case "/canut/1/log/1/entries" -> answer(exchange, OK, LINES, from(peer, query).stream()
                    .map(signed -> entry(signed).text() + "\n").collect(Collectors.joining()).getBytes(StandardCharsets.UTF_8));
                case "/canut/1/log/1/messages" -> answer(exchange, OK, LINES, lines(from(peer, query)));
                case "/canut/1/returned", "/canut/1/channel" -> answer(exchange, OK, LINES, new byte[0]);
                case "/canut/1/log/1/cosignature" -> exchange.sendResponseHeaders(NO_CONTENT, -1);
                case INBOX -> answer(exchange, ACCEPTED, JSON, taken(peer, body));
                default -> exchange.sendResponseHeaders(NOT_FOUND, -1);
            }
        }
    }

    private static List<Signed> from(Peer peer, String query) {
        String from = query.substring(query.indexOf("from=") + "from=".length());
        return peer.log.subList(Integer.parseInt(from.split("&")[0]), peer.log.size());
    }

    private static byte[] lines(List<Signed> messages) {
        var lines = new ByteArrayOutputStream();
        messages.forEach(signed -> {
            lines.writeBytes(signed.wire());
            lines.write('\n');
        });
        return lines.toByteArray();
    }

    /** What an attentive node answers, without having looked. */
    private static byte[] taken(Peer peer, byte[] body) {
        String[] lines = new String(body, StandardCharsets.UTF_8).split("\n");
        Frame frame = Frame.read(lines[0].getBytes(StandardCharsets.UTF_8));
        long last = frame.first() + frame.count() - 1;
        return switch (frame.stream()) {
            case LOG -> Json.object().put("cosignature", Checkpoint.cosign(frame.checkpoint(), Checkpoint.witness(peer.host),
                peer.witness, second())).put("epoch", frame.epoch()).put("size", last + 1).build().canonical();
            case CHANNEL -> Codec.sign(Envelope.of(peer.host, second(), frame.from(), null, new ChannelAcknowledged(frame.from(),
                frame.epoch(), last, Hash.sha256(lines[frame.count()].getBytes(StandardCharsets.UTF_8)), List.of())), peer.node,
                second()).wire();
            case ACK -> "{}".getBytes(StandardCharsets.UTF_8);
        };
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
