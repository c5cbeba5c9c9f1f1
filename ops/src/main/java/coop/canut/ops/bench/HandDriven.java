package coop.canut.ops.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import coop.canut.node.Identity;
import coop.canut.node.fetch.Network;
import coop.canut.protocol.Limits;
import coop.canut.protocol.http.RequestSignature;
import coop.canut.protocol.message.ChannelAcknowledged;
import coop.canut.protocol.message.ChannelPosition;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Envelope;
import coop.canut.protocol.message.Frame;
import coop.canut.protocol.message.Message;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.message.Stream;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.KeyId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A peer without a node: it goes on with a channel where the node of that name left it, says what it is told to as fast as it
 * can, and hears what is carried to it. Its bytes are those that a node would send.
 */
final class HandDriven implements AutoCloseable {

    private static final String INBOX = "/canut/1/inbox";
    private static final String LINES = "application/vnd.canut.lines";
    private static final String JSON = "application/vnd.canut+json";
    private static final int ANSWER_BYTES = Limits.MESSAGE_BYTES;
    private static final int FRAME_BYTES = Limits.MESSAGE_BYTES / 16;
    private static final long HEARS_WITHIN_SECONDS = 30;
    private static final int ACCEPTED = 202;
    private static final int NOT_NOW = 503;

    private final Identity self;
    private final Host target;
    private final Network network;
    private final HttpServer server;
    private final BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
    private long lastHeard;
    private long epoch;
    private long seq;
    private Hash head;

    /** A delivery that is signed and ready to be sent. */
    record Parcel(byte[] body, Map<String, String> headers) {
    }

    /** Takes the place of a node that was stopped: its identity and its port. */
    HandDriven(Identity self, int port, Host target, Network network) throws IOException {
        this.self = self;
        this.target = target;
        this.network = network;
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
        server.createContext("/", this::hear);
        server.start();
    }

    /** Asks the target how far it has heard this peer, and goes on from there. */
    void resume() {
        ChannelAcknowledged ack = acknowledgement(get("/canut/1/ack"));
        epoch = Math.max(1, ack.epoch());
        seq = ack.seq();
        head = ack.head();
    }

    /** The next message of the channel. */
    Signed say(Message message) {
        Instant now = second();
        Signed signed = Codec.sign(Envelope.of(self.host(), now, target, new ChannelPosition(epoch, seq + 1, head), message),
            self.node(now), now);
        seq++;
        head = signed.hash();
        return signed;
    }

    /** Packs messages that were said one after another into as few deliveries as the limits allow, as a node does. */
    List<Parcel> pack(List<Signed> messages) {
        List<Parcel> parcels = new ArrayList<>();
        List<Signed> fitting = new ArrayList<>();
        int bytes = FRAME_BYTES;
        for (Signed next : messages) {
            int more = next.wire().length + 1;
            if (fitting.size() == Limits.BATCH_MESSAGES || bytes + more > Limits.BATCH_BYTES) {
                parcels.add(parcel(fitting));
                fitting.clear();
                bytes = FRAME_BYTES;
            }
            fitting.add(next);
            bytes += more;
        }
        if (!fitting.isEmpty()) {
            parcels.add(parcel(fitting));
        }
        return parcels;
    }

    private Parcel parcel(List<Signed> messages) {
        long first = messages.getFirst().envelope().channel().seq();
        var body = new ByteArrayOutputStream();
        body.writeBytes(Frame.channel(epoch, first, messages.size(), self.host(), target).write());
        body.write('\n');
        messages.forEach(message -> {
            body.writeBytes(message.wire());
            body.write('\n');
        });
        return new Parcel(body.toByteArray(), signed("POST", INBOX, body.toByteArray()));
    }

    private Map<String, String> signed(String method, String path, byte[] body) {
        Map<String, String> headers = RequestSignature.sign(method, "https://" + target + path, body == null ? null : LINES,
            body, new KeyId(self.host(), self.node(second()).key()), self.node(second()), second());
        if (body != null) {
            headers.put("Content-Type", LINES);
        }
        return headers;
    }

    /** Sends deliveries one after another; succeeds with the last receipt when all are taken. */
    Future<ChannelAcknowledged> post(List<Parcel> parcels) {
        Future<ChannelAcknowledged> last = Future.succeededFuture();
        for (Parcel parcel : parcels) {
            last = last.compose(before -> post(parcel));
        }
        return last;
    }

    private Future<ChannelAcknowledged> post(Parcel parcel) {
        return network.send(target, new Network.Request("POST", INBOX, parcel.headers, Buffer.buffer(parcel.body),
            ANSWER_BYTES)).map(answer -> {
                if (answer.status() != ACCEPTED) {
                    throw new IllegalStateException(target + " answered " + answer.status() + " " + answer.body());
                }
                return acknowledgement(answer.body().getBytes());
            });
    }

    private byte[] get(String path) {
        Network.Answer answer = network.send(target, new Network.Request("GET", path, signed("GET", path, null), null,
            ANSWER_BYTES)).toCompletionStage().toCompletableFuture().join();
        if (answer.status() != 200) {
            throw new IllegalStateException(target + " answered " + answer.status() + " " + answer.body());
        }
        return answer.body().getBytes();
    }

    private static ChannelAcknowledged acknowledgement(byte[] wire) {
        return (ChannelAcknowledged) Codec.read(wire).envelope().message();
    }

    /** The number of the last message that was said. */
    long said() {
        return seq;
    }

    /** The next message that was carried here. */
    Message nextHeard() throws InterruptedException {
        Message next = heard.poll(HEARS_WITHIN_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new IllegalStateException(self.host() + " heard nothing for " + HEARS_WITHIN_SECONDS + " s");
        }
        return next;
    }

    /** Takes what belongs to the channel and answers with a receipt; everything else it is not here for. */
    private void hear(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            List<byte[]> lines = exchange.getRequestURI().getPath().equals(INBOX) ? lines(body) : List.of();
            Frame frame = lines.isEmpty() ? null : Frame.read(lines.getFirst());
            if (frame == null || frame.stream() != Stream.CHANNEL) {
                exchange.sendResponseHeaders(NOT_NOW, -1);
                return;
            }
            Hash end = Hash.ZERO;
            for (int i = 0; i < frame.count(); i++) {
                var message = Codec.read(lines.get(i + 1));
                end = message.hash();
                if (frame.first() + i > lastHeard) {
                    heard.add(message.envelope().message());
                }
            }
            lastHeard = Math.max(lastHeard, frame.first() + frame.count() - 1);
            Instant now = second();
            byte[] ack = Codec.sign(Envelope.of(self.host(), now, target, null, new ChannelAcknowledged(target, frame.epoch(),
                frame.first() + frame.count() - 1, end, List.of())), self.node(now), now).wire();
            exchange.getResponseHeaders().set("Content-Type", JSON);
            exchange.sendResponseHeaders(ACCEPTED, ack.length);
            exchange.getResponseBody().write(ack);
        }
    }

    private static List<byte[]> lines(byte[] body) {
        List<byte[]> lines = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < body.length; at++) {
            if (body[at] == '\n') {
                lines.add(Arrays.copyOfRange(body, from, at));
                from = at + 1;
            }
        }
        return lines;
    }

    private static Instant second() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
