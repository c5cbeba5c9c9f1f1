package coop.canut.ops.bench;

import coop.canut.node.Face;
import coop.canut.node.Identity;
import coop.canut.node.Node;
import coop.canut.node.NodeConfig;
import coop.canut.node.SystemWorld;
import coop.canut.node.fetch.Network;
import coop.canut.node.fetch.PeerClient;
import coop.canut.node.member.Role;
import coop.canut.node.store.EmbeddedPostgres;
import coop.canut.ops.client.NodeApi;
import coop.canut.ops.client.Together;
import coop.canut.ops.federation.Federation;
import coop.canut.ops.machine.LocalMembers;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Many whole nodes in this process, each with a database of its own on one server, a distance from each other. The first is
 * the peer of every other, and the others are peers of the first only.
 */
final class Crowd implements AutoCloseable {

    private static final int CONNECTIONS = 600;
    private static final Money MONEY = Money.of(10_000_000, "EUR");
    private static final long TENTHS = 100;
    private static final Duration MET_WITHIN = Duration.ofMinutes(3);

    private final EmbeddedPostgres postgres;
    private final Vertx vertx = Vertx.vertx();
    private final List<Node> nodes = new ArrayList<>();
    private final List<Context> contexts = new ArrayList<>();
    private final List<NodeConfig> configs = new ArrayList<>();
    private final LongAdder bytes = new LongAdder();
    private final Network network;
    private NodeApi requester;

    /**
     * Starts them.
     *
     * @param folder  to keep everything in
     * @param hop     between any two, one way
     * @param reached hears what each node reaches, by its place
     */
    Crowd(Path folder, int count, Duration hop, BiConsumer<Integer, String> reached) {
        postgres = EmbeddedPostgres.start(folder.resolve("postgres"), new EmbeddedPostgres.Options(true, CONNECTIONS));
        List<Integer> ports = Federation.freePorts(count);
        Map<Host, InetSocketAddress> book = new LinkedHashMap<>();
        IntStream.range(0, count).forEach(i ->
            book.put(host(i), new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), ports.get(i))));
        network = new PeerClient(vertx, book);
        for (int i = 0; i < count; i++) {
            int place = i;
            postgres.createDatabase("node" + place);
            Path keys = folder.resolve("keys" + place);
            Identity identity = Identity.create(keys, host(place), Crowd::random).identity();
            var config = new NodeConfig(host(place), "Node " + place, "127.0.0.1", ports.get(place),
                new NodeConfig.Database(postgres.socketFolder().toString(), postgres.port(), "node" + place,
                    EmbeddedPostgres.USER, null, null), keys, book, founding());
            Context context = vertx.getOrCreateContext();
            var world = new Distant(new SystemWorld(vertx, context, new PeerClient(vertx, book)), hop, bytes,
                point -> reached.accept(place, point));
            configs.add(config);
            contexts.add(context);
            nodes.add(await(on(context, () -> Node.start(vertx, world, config, identity, Face.NONE))));
        }
    }

    private static Host host(int place) {
        return Host.of("node" + place + ".localhost");
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private static NodeConfig.Founding founding() {
        return new NodeConfig.Founding(List.of(Money.of(1_200, "EUR")), 80, 20, List.of(480L, 480L, 240L, 120L, 60L),
            List.of(2_400L, 2_400L, 1_200L, 480L, 180L), 14, "show");
    }

    /** Makes peers of the first and all others, and gives the first a requester with money; returns when all have met. */
    void meet() {
        List<NodeApi> stewards = Together.all(configs.stream().<Callable<NodeApi>>map(config -> () -> new NodeApi(
            URI.create("http://127.0.0.1:" + config.port()),
            LocalMembers.admit(config, "Steward", Set.of(Role.STEWARD), null).admitted().token().revealText())).toList());
        // The others first, so that nobody is brought anything by a stranger.
        Together.all(IntStream.range(1, configs.size()).<Callable<Void>>mapToObj(i -> () ->
            claim(stewards.get(i), host(0))).toList());
        Together.all(IntStream.range(1, configs.size()).<Callable<Void>>mapToObj(i -> () ->
            claim(stewards.getFirst(), host(i))).toList());
        long begun = System.nanoTime();
        while (NodeApi.each(stewards.getFirst().get("/peers"), "peers").stream()
                .anyMatch(peer -> !peer.shortText("theirs").equals("claim"))) {
            if (System.nanoTime() - begun > MET_WITHIN.toNanos()) {
                throw new IllegalStateException("not all nodes have met within " + MET_WITHIN.toSeconds() + " s");
            }
            rest(Duration.ofMillis(TENTHS));
        }
        NodeApi steward = stewards.getFirst();
        String organisation = steward.post("/requesters", Json.object().put("name", "Bench").put("country", "FR")
            .put("register", "SIREN 552 100 554").build()).id("id").toString();
        admit(steward, "treasurer", null).post("/deposits", Json.object().put("requester", organisation)
            .put("amount", Json.object().put("amount", MONEY.amount()).put("currency", MONEY.currency()).build())
            .put("reference", "BENCH").build());
        requester = admit(steward, "requester", organisation);
    }

    private static Void claim(NodeApi steward, Host peer) {
        Town.PATIENCE.until(() -> steward.put("/peers/" + peer,
            Json.object().put("level", "claim").put("decision", "founding").build()));
        return null;
    }

    private static NodeApi admit(NodeApi steward, String role, String organisation) {
        return steward.as(steward.post("/people", Json.object().put("name", role).putTexts("roles", List.of(role))
            .putOptional("requester", organisation).build()).shortText("token"));
    }

    /** Who publishes at the first node. */
    NodeApi requester() {
        return requester;
    }

    /** The configuration of the first node. */
    NodeConfig first() {
        return configs.getFirst();
    }

    /** Somebody's way to them, without a distance. */
    Network network() {
        return network;
    }

    /** What went between nodes until now. */
    long bytes() {
        return bytes.sum();
    }

    /** Waits. */
    static void rest(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static <T> Future<T> on(Context context, java.util.function.Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(now -> Future.<Void>succeededFuture().compose(start -> work.get()).onComplete(promise));
        return promise.future();
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    @Override
    public void close() {
        Function<Integer, Future<Void>> stop = i -> on(contexts.get(i), nodes.get(i)::stop);
        await(Future.join(IntStream.range(0, nodes.size()).boxed().map(stop).toList()).transform(ended ->
            Future.succeededFuture()));
        await(vertx.close());
        postgres.stop();
    }
}
