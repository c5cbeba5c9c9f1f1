package coop.canut.node.post;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.canut.node.Face;
import coop.canut.node.Identity;
import coop.canut.node.Node;
import coop.canut.node.NodeConfig;
import coop.canut.node.Rooms;
import coop.canut.node.RunningNode;
import coop.canut.node.SystemWorld;
import coop.canut.node.check.Invariants;
import coop.canut.node.fetch.PeerClient;
import coop.canut.node.member.Person;
import coop.canut.node.member.Requester;
import coop.canut.node.member.Role;
import coop.canut.node.publish.Draft;
import coop.canut.node.store.Store;
import coop.canut.node.store.TestDatabase;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.work.ChoiceTemplate;
import coop.canut.protocol.work.Template;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A cooperative whose node can be stopped, started, backed up and restored; with one requester, one worker, and the others of
 * its address book. All of it is real: processes only are not, since a stopped node leaves nothing but its files and database.
 */
final class Cooperative implements AutoCloseable {

    final Host host;
    Rooms rooms;
    private final Vertx vertx;
    private final Path keys;
    private final Map<Host, InetSocketAddress> book;
    private final int port;
    private final Context context;
    private NodeConfig.Database database = TestDatabase.fresh();
    private Node node;
    Requester requester;
    Person worker;

    private Cooperative(Vertx vertx, Path folder, String name, Map<Host, InetSocketAddress> book) {
        this.vertx = vertx;
        this.host = Host.of(name + ".localhost");
        this.keys = folder.resolve(name);
        this.book = book;
        this.context = vertx.getOrCreateContext();
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        book.put(host, new InetSocketAddress("127.0.0.1", port));
    }

    /** So many of these that know each other's addresses; each states that the others may take its work, on credit. */
    static Map<String, Cooperative> peers(Vertx vertx, Path folder, String... names) {
        Map<Host, InetSocketAddress> book = new HashMap<>();
        Map<String, Cooperative> all = new HashMap<>();
        for (String name : names) {
            all.put(name, new Cooperative(vertx, folder, name, book));
        }
        all.values().forEach(each -> each.found());
        for (Cooperative one : all.values()) {
            for (Cooperative other : all.values()) {
                if (one != other) {
                    one.get(() -> one.rooms.peers().state(other.host, Level.CLAIM, "2026-001"));
                    one.get(() -> one.rooms.peers().credit(other.host, Money.of(50_000, "EUR")));
                }
            }
        }
        return all;
    }

    private void found() {
        Identity.create(keys, host, count -> {
            byte[] bytes = new byte[count];
            new java.security.SecureRandom().nextBytes(bytes);
            return bytes;
        });
        start();
        requester = get(() -> rooms.members().admitRequester(null, "Museum", "FR", "SIREN 1"));
        worker = get(() -> rooms.members().admit(null, "Ada", Set.of(Role.WORKER), null)).person();
        Person treasurer = get(() -> rooms.members().admit(null, "Karim", Set.of(Role.TREASURER), null)).person();
        get(() -> rooms.ledger().deposit(treasurer, requester.url(), Money.of(100_000, "EUR"), "R1"));
    }

    void start() {
        var founding = new NodeConfig.Founding(List.of(Money.of(1_200, "EUR")), 50, 20,
            List.of(480L, 480L, 240L, 120L, 60L), List.of(2_400L, 2_400L, 1_200L, 600L, 300L), 14, "show");
        var config = new NodeConfig(host, host.toString(), "127.0.0.1", port, database, keys, book, founding, false);
        var world = new SystemWorld(vertx, context, new PeerClient(vertx, book));
        Face face = (Router router, Rooms shown) -> {
            rooms = shown;
            return () -> { };
        };
        node = get(() -> Node.start(vertx, world, config, Identity.read(keys, host), face));
    }

    void stop() {
        get(node::stop);
        node = null;
    }

    /** What a backup of now would hold. The node must have been stopped. */
    NodeConfig.Database backup() {
        return TestDatabase.copy(database);
    }

    /** Starts the node on a backup, as whoever puts one back says it is. */
    void restore(NodeConfig.Database backup) {
        database = backup;
        withStore(store -> Recovery.mark(store, host, java.time.Instant.now()));
        start();
    }

    /** Starts the node on a backup without saying so. */
    void slipIn(NodeConfig.Database backup) {
        database = backup;
        start();
    }

    ObjectUrl publish(String title, int items) {
        var csv = new StringBuilder("comment\n");
        for (int i = 0; i < items; i++) {
            csv.append("Comment ").append(i).append('\n');
        }
        var template = new ChoiceTemplate(List.of(new Template.Shown("comment", Template.As.TEXT)), "How does it sound?",
            List.of(new ChoiceTemplate.Choice("1", "Well"), new ChoiceTemplate.Choice("0", "Not")));
        Id listing = get(() -> rooms.items().upload(requester, csv.toString().getBytes(StandardCharsets.UTF_8), List.of())
            .compose(set -> rooms.listings().publish(requester, new Draft(title, "Read.", template.opaque(), set.id(), Map.of(),
                1, Money.of(25, "EUR"), 60, "To learn.", "Anne", List.of(), List.of("en"), List.of("reading"), "none",
                rooms.world().second().plus(Duration.ofDays(7)), 1_800, 86_400, 604_800, List.of())))).id();
        return new ObjectUrl(coop.canut.protocol.name.Noun.LISTING, host, listing);
    }

    /** The worker takes a task and answers it; the claim. */
    Id work(ObjectUrl listing) {
        RunningNode.until("the listing is on the board", () -> number(
            "select count(*) from board_listing where url = $1 and state = 'open' and offered", listing.toString()) == 1);
        Id claim = get(() -> rooms.claims().open(worker, listing, null)).id();
        get(() -> rooms.claims().submit(worker, claim, ChoiceTemplate.answer("1"), null, false));
        return claim;
    }

    long number(String query, Object... parameters) {
        return withStore(store -> store.run(query, Tuple.from(parameters))).iterator().next().getLong(0);
    }

    /** Nothing waits here, and everything that was said was heard. */
    void settle() {
        RunningNode.until("quiet at " + host, () -> number("""
            select (select count(*) from outbox) + (select count(*) from channel where direction = 'out' and peer <> $1
                and (acknowledged < seq or not settled))
              + (select count(*) from delivery d, log l where l.host = $1 and d.stream = 'log' and d.position <> l.size)
              + (select count(*) from log l join peer p on p.host = l.host where p.our_level = 'claim'
                and l.compared_at is null)""",
            host.toString()) == 0);
    }

    void holdsInvariants() {
        assertEquals(List.of(), withStore(store -> new Invariants(host, store).check()));
    }

    <T> T withStore(java.util.function.Function<Store, Future<T>> use) {
        Store store = Store.open(vertx, database);
        try {
            return RunningNode.await(use.apply(store));
        } finally {
            RunningNode.await(store.close());
        }
    }

    <T> T get(Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(now -> Future.<Void>succeededFuture().compose(start -> work.get()).onComplete(promise));
        return RunningNode.await(promise.future());
    }

    @Override
    public void close() {
        if (node != null) {
            stop();
        }
    }
}
