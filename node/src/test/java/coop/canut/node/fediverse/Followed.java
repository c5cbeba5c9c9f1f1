package coop.canut.node.fediverse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.canut.node.NodeConfig;
import coop.canut.node.RunningNode;
import coop.canut.node.TestWorld;
import coop.canut.node.door.Door;
import coop.canut.node.door.Refusals;
import coop.canut.node.quota.Quotas;
import coop.canut.node.store.Store;
import coop.canut.node.store.TestDatabase;
import coop.canut.protocol.Problem;
import coop.canut.protocol.http.RefusalBody;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Envelope;
import coop.canut.protocol.message.Message;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.sign.SigningKey;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A board on a database of its own, in a test's world, with a log that the test writes and one strange server around it. */
final class Followed implements AutoCloseable {

    static final Host SELF = Host.of("lyon.localhost");
    private static final RsaKey REQUEST_KEY = RsaKey.make();
    private static final SigningKey NODE_KEY = SigningKey.fromSeed(new byte[32]);

    final Vertx vertx = Vertx.vertx();
    final TestWorld world = new TestWorld(1);
    final Store store = Store.open(vertx, TestDatabase.fresh());
    final StrangeServer strange = new StrangeServer("fedi.localhost", world::now);
    final Fediverse fediverse;
    private final Door door;
    private long index;

    Followed() {
        var config = new NodeConfig(SELF, "Les <canuts>", "127.0.0.1", 0, null, null, Map.of(), null, true);
        var refusals = new Refusals(world);
        fediverse = new Fediverse(world, config, store, SigningKey.fromSeed(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
            14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32}), REQUEST_KEY, refusals,
            new Quotas(world));
        Router router = Door.router(vertx, refusals);
        fediverse.mount(router);
        door = RunningNode.await(Door.open(vertx, "127.0.0.1", 0, router, refusals));
        strange.boardKey = REQUEST_KEY.pem();
        world.reach(strange);
        RunningNode.await(store.run("insert into log (host, frontier, root) values ($1, '', '')", Tuple.of(SELF.toString())));
    }

    /** Appends to our log, as it is sealed. */
    Signed say(Message message) {
        Signed signed = Codec.sign(Envelope.of(SELF, world.second(), null, null, message), NODE_KEY, world.second());
        RunningNode.await(store.run("""
            insert into log_entry (host, epoch, index, id, kind, hash, message) values ($1, 1, $2, $3, $4, $5, $6)""",
            Tuple.of(SELF.toString(), index++, signed.envelope().id().toString(), message.kind().code(),
                Buffer.buffer(signed.hash().bytes()), Buffer.buffer(signed.wire()))));
        return signed;
    }

    /** The strange server posts to our inbox, over HTTP. */
    HttpResponse<String> post(IncomingRequest request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri("/board/inbox"))
            .POST(HttpRequest.BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach((name, lines) -> lines.forEach(line -> {
            if (!name.equals("host")) {
                builder.header(name, line);
            }
        }));
        return send(builder);
    }

    /** Posted and taken. */
    void taken(IncomingRequest request) {
        HttpResponse<String> answer = post(request);
        assertEquals(202, answer.statusCode(), answer.body());
    }

    /** Posted and refused with this problem, and nobody follows. */
    void refused(Problem problem, IncomingRequest request) {
        HttpResponse<String> answer = post(request);
        RefusalBody body = RefusalBody.read(answer.body().getBytes(StandardCharsets.UTF_8));
        assertEquals(problem.code(), body == null ? answer.statusCode() + answer.body() : body.problem());
        assertEquals(problem.status(), answer.statusCode());
        assertEquals(0, followers());
        assertEquals(0, number("select count(*) from board_delivery"));
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(uri(path)).header("Accept", "application/activity+json"));
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + door.port() + path);
    }

    static HttpResponse<String> send(HttpRequest.Builder request) {
        try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The account of the strange server follows, and has heard that it does. */
    void followed() {
        taken(strange.request(strange.follow(), SignatureForm.RFC_9421));
        bring();
        strange.heard.clear();
        strange.asked.clear();
    }

    /** One tick, and until all that it started has come to an end. */
    void bring() {
        RunningNode.await(fediverse.tick());
        RunningNode.until("quiet", () -> fediverse.underWay() == 0);
    }

    long number(String query, Object... parameters) {
        return RunningNode.await(store.run(query, Tuple.from(List.of(parameters)))).iterator().next().getLong(0);
    }

    long followers() {
        return number("select count(*) from board_follower");
    }

    @Override
    public void close() {
        fediverse.stop();
        RunningNode.await(door.close());
        RunningNode.await(store.close());
        RunningNode.await(vertx.close());
    }
}
