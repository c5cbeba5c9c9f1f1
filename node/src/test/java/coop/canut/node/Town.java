package coop.canut.node;

import coop.canut.node.check.Finding;
import coop.canut.node.check.Invariants;
import coop.canut.node.fetch.Network;
import coop.canut.node.fetch.PeerClient;
import coop.canut.node.keys.Keys;
import coop.canut.node.peer.Peers;
import coop.canut.node.post.Outbox;
import coop.canut.node.store.Store;
import coop.canut.node.store.TestDatabase;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;

/** A node that can be stopped and started again, with a clock that a test sets ahead; it talks to others over HTTP. */
public final class Town implements AutoCloseable {

    /** The name, the keys and the paper of the node. */
    public final Host host;
    public final Path keys;
    public final Secret paper;
    private final Vertx vertx;
    private final Map<Host, InetSocketAddress> addressBook;
    private final NodeConfig.Database database = TestDatabase.fresh();
    private final Store store;
    private final Clock clock;
    private Context context;
    private Node node;

    /** How far clocks are ahead; of all towns that share it. */
    public static final class Clock {
        private volatile Duration ahead = Duration.ZERO;

        /** Sets it ahead by so much more. */
        public void pass(Duration time) {
            ahead = ahead.plus(time);
        }

        /** What it shows. */
        public Instant now() {
            return Instant.now().truncatedTo(ChronoUnit.MICROS).plus(ahead);
        }
    }

    /** A town with a fresh identity, which is not started. */
    public Town(Vertx vertx, String name, Path keys, Clock clock, Map<Host, InetSocketAddress> addressBook) {
        this.vertx = vertx;
        this.host = Host.of(name);
        this.keys = keys;
        this.clock = clock;
        this.addressBook = addressBook;
        this.store = Store.open(vertx, database);
        this.paper = Identity.create(keys, host, world(vertx.getOrCreateContext())::random).recoverySeed();
    }

    private World world(Context on) {
        var real = new SystemWorld(vertx, on, new PeerClient(vertx, addressBook));
        return new World() {
            @Override
            public Instant now() {
                return clock.now();
            }

            @Override
            public byte[] random(int count) {
                return real.random(count);
            }

            @Override
            public Timer after(Duration delay, Runnable action) {
                return real.after(delay, action);
            }

            @Override
            public <T> Future<T> compute(Callable<T> sum) {
                return real.compute(sum);
            }

            @Override
            public Network network() {
                return real.network();
            }

            @Override
            public void reached(String point) {
                real.reached(point);
            }
        };
    }

    /** Reads the keys from their folder and answers at the address that the book names. */
    public void start() {
        context = vertx.getOrCreateContext();
        var founding = new NodeConfig.Founding(List.of(Money.of(1_200, "EUR")), 50, 20,
            List.of(480L, 480L, 240L, 120L, 60L), List.of(2_400L, 2_400L, 1_200L, 600L, 300L), 14, "show");
        var config = new NodeConfig(host, host.toString(), "127.0.0.1", addressBook.get(host).getPort(), database, keys,
            addressBook, founding, false);
        node = RunningNode.await(on(() -> Node.start(vertx, world(context), config, Identity.read(keys, host), Face.NONE)));
    }

    /** Where it answers. */
    public InetSocketAddress address() {
        return addressBook.get(host);
    }

    /** Stops it in order. */
    public void stop() {
        RunningNode.await(on(node::stop));
        node = null;
    }

    private <T> Future<T> on(Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(now -> Future.<Void>succeededFuture().compose(start -> work.get()).onComplete(promise));
        return promise.future();
    }

    /** Asks the peers' room of the running node. */
    public <T> T peers(Function<Peers, Future<T>> question) {
        return RunningNode.await(on(() -> question.apply(node.peers())));
    }

    /** What the running node knows of the keys of a host. */
    public KeyHistory keysOf(Host other) {
        return peers(peers -> Future.succeededFuture(peers.keys(other).orElseThrow()));
    }

    /** What somebody at the machine does, beside the node, in another process as it were. */
    public KeyHistory atTheMachine(Function<Keys, Future<KeyHistory>> use) {
        World beside = world(vertx.getOrCreateContext());
        return RunningNode.await(use.apply(new Keys(beside, Identity.remaining(keys, host), store, new Outbox(host))));
    }

    /** The way to others, as a thief with the keys alone would take it. */
    public Network network() {
        return world(vertx.getOrCreateContext()).network();
    }

    /** One number from the database. */
    public long number(String query, Object... parameters) {
        return RunningNode.await(store.run(query, Tuple.from(parameters))).iterator().next().getLong(0);
    }

    /** One text from the database, or null if there is no row. */
    public String text(String query, Object... parameters) {
        var rows = RunningNode.await(store.run(query, Tuple.from(parameters)));
        return rows.size() == 0 ? null : rows.iterator().next().getString(0);
    }

    /** Some bytes of the database, one for each row. */
    public List<byte[]> bytes(String query, Object... parameters) {
        List<byte[]> bytes = new ArrayList<>();
        RunningNode.await(store.run(query, Tuple.from(parameters))).forEach(row -> bytes.add(row.getBuffer(0).getBytes()));
        return bytes;
    }

    /** What is wrong with what is stored. */
    public List<Finding> fsck() {
        return RunningNode.await(new Invariants(host, store).check());
    }

    @Override
    public void close() {
        if (node != null) {
            stop();
        }
        RunningNode.await(store.close());
    }
}
