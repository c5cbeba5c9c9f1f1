package coop.canut.node;

import coop.canut.node.fetch.PeerClient;
import coop.canut.node.peer.Peers;
import coop.canut.node.store.Store;
import coop.canut.node.store.TestDatabase;
import coop.canut.protocol.message.Message;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A whole node in the real world, with a database and an identity of its own, that knows some strangers by an address book.
 * What it has stored can be compared before and after: {@link #stored}.
 */
public final class RunningNode implements AutoCloseable {

    /** The node's name in the federation. */
    public static final Host HOST = Host.of("lyon.localhost");
    private static final int SECONDS = 20;

    private static final String TABLES = """
        select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p') and n.nspname = 'public'
          and c.relname not in ('refusal_log', 'decision_watch') order by 1""";
    private static final String QUIET = """
        with heard as (select host from peer where our_level in ('claim', 'see', 'limited'))
        select not exists (select 1 from outbox)
          and (select count(*) from delivery d join heard h on h.host = d.peer) = 2 * (select count(*) from heard)
          and not exists (select 1 from delivery d join heard h on h.host = d.peer, log l
                          where l.host = $1 and d.stream = 'log' and d.position <> l.size)
          and not exists (select 1 from channel c join heard h on h.host = c.peer
                          where c.direction = 'out' and (c.acknowledged < c.seq or not c.settled))
          and not exists (select 1 from log l join heard h on h.host = l.host where l.compared_at is null)""";

    private final Vertx vertx;
    private final Context context;
    private final Store store;
    private final Node node;
    private final Host host;
    private final List<String> tables = new ArrayList<>();

    private RunningNode(Vertx vertx, Context context, Store store, Node node, Host host) {
        this.vertx = vertx;
        this.host = host;
        this.context = context;
        this.store = store;
        this.node = node;
    }

    /** Starts a node of {@link #HOST} with keys in a folder that does not exist yet, and waits until it answers. */
    public static RunningNode start(Vertx vertx, Path keys, Map<Host, InetSocketAddress> addressBook) {
        return start(vertx, keys, addressBook, Face.NONE);
    }

    /** The same with pages. */
    public static RunningNode start(Vertx vertx, Path keys, Map<Host, InetSocketAddress> addressBook, Face face) {
        return start(vertx, HOST, 0, keys, addressBook, face, false, "stewards");
    }

    /** The same, and ordinary ActivityPub servers may follow its board. */
    public static RunningNode startFollowed(Vertx vertx, Path keys, Map<Host, InetSocketAddress> addressBook, Face face) {
        return start(vertx, HOST, 0, keys, addressBook, face, true, "stewards");
    }

    /** As {@link #startFollowed}, with these statutes. */
    public static RunningNode startDeciding(Vertx vertx, Path keys, Map<Host, InetSocketAddress> addressBook, Face face,
                                            String statutes) {
        return start(vertx, HOST, 0, keys, addressBook, face, true, statutes);
    }

    /** As {@link #start(Vertx, Path, Map, Face)} under another name, at this port; 0 is any that is free. */
    public static RunningNode start(Vertx vertx, Host host, int port, Path keys, Map<Host, InetSocketAddress> addressBook,
                                    Face face) {
        return start(vertx, host, port, keys, addressBook, face, false, "stewards");
    }

    private static RunningNode start(Vertx vertx, Host host, int port, Path keys, Map<Host, InetSocketAddress> addressBook,
                                     Face face, boolean fediverse, String statutes) {
        Context context = vertx.getOrCreateContext();
        var world = new SystemWorld(vertx, context, new PeerClient(vertx, addressBook));
        Identity identity = Identity.create(keys, host, world::random).identity();
        NodeConfig.Database database = TestDatabase.fresh();
        var founding = new NodeConfig.Founding(List.of(Money.of(1_200, "EUR")), 50, 20,
            List.of(480L, 480L, 240L, 120L, 60L), List.of(2_400L, 2_400L, 1_200L, 600L, 300L), 14, "show", statutes);
        var config = new NodeConfig(host, "Les canuts", "127.0.0.1", port, database, keys, addressBook, founding, fediverse,
            new NodeConfig.Mail.Folder(keys.resolveSibling("mail")));
        Node node = await(on(context, () -> Node.start(vertx, world, config, identity, face)));
        var running = new RunningNode(vertx, context, Store.open(vertx, database), node, host);
        running.rows(TABLES, Tuple.tuple()).forEach(row -> running.tables.add(row.getString(0)));
        running.settle();
        if (fediverse) {
            until("the board's voice has read our log", () -> running.number("""
                select count(*) from board_voice v join log l on v.next_index = l.size where l.host = $1""",
                host.toString()) == 1);
        }
        return running;
    }

    /** The port that it answers on, plain HTTP. */
    public int port() {
        return node.port();
    }

    /** The stewards state how they stand to a host; at the first time it must answer. Waits for the quiet after it. */
    public void state(Host peer, Level level) {
        say(peer, level);
        settle();
    }

    /** As {@link #state}, without waiting until all peers have heard it: some never will. */
    public void say(Host peer, Level level) {
        peers(peers -> peers.state(peer, level, "2026-001"));
    }

    /** Says something to everyone, as a room would. */
    public void publish(Message message) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        await(on(context, () -> store.write(tx -> node.outbox().publish(tx, now, message))));
    }

    /** Asks the peers' room something, on the node's own thread. */
    public <T> T peers(Function<Peers, Future<T>> question) {
        return await(on(context, () -> question.apply(node.peers())));
    }

    /** How many rows each table has; what is logged about refusals does not count. */
    public Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        tables.forEach(table -> counts.put(table, number("select count(*) from " + table)));
        return counts;
    }

    /**
     * What each table holds, as a count and a digest of all rows. Of deliveries and cosignatures only the count, because tries
     * to bring something to a peer, and what it answers, are noted whatever the peer sends.
     */
    public Map<String, String> stored() {
        Map<String, String> stored = new LinkedHashMap<>();
        for (String table : tables) {
            String digest = Set.of("delivery", "cosignature").contains(table) ? "''"
                : "md5(coalesce(string_agg(t::text, '|' order by t::text), ''))";
            Row row = rows("select count(*), " + digest + " from " + table + " t", Tuple.tuple()).getFirst();
            stored.put(table, row.getLong(0) + " " + row.getString(1));
        }
        return stored;
    }

    /** One number from the database. */
    public long number(String query, Object... parameters) {
        return rows(query, Tuple.from(parameters)).getFirst().getLong(0);
    }

    /** One text from the database, or null if there is no row. */
    public String text(String query, Object... parameters) {
        List<Row> rows = rows(query, Tuple.from(parameters));
        return rows.isEmpty() ? null : rows.getFirst().getString(0);
    }

    /** Waits until everything that the node had to say is said and acknowledged, and it hears all that its peers say. */
    public void settle() {
        until("quiet", () -> rows(QUIET, Tuple.of(host.toString())).getFirst().getBoolean(0) && await(hears()));
    }

    private Future<Boolean> hears() {
        return on(context, () -> Future.succeededFuture(node.hears()));
    }

    /** Asks again and again until something has come to pass; every question is a round trip to the database or a peer. */
    public static void until(String what, Supplier<Boolean> asked) {
        Instant end = Instant.now().plusSeconds(SECONDS);
        while (!asked.get()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("waited in vain for: " + what);
            }
        }
    }

    private List<Row> rows(String query, Tuple parameters) {
        List<Row> rows = new ArrayList<>();
        await(store.run(query, parameters)).forEach(rows::add);
        return rows;
    }

    private static <T> Future<T> on(Context context, Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(now -> Future.<Void>succeededFuture().compose(start -> work.get()).onComplete(promise));
        return promise.future();
    }

    /** The result of a future; what it fails with is thrown as it is if it can be. */
    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        await(on(context, node::stop));
        await(store.close());
    }
}
