package coop.canut.ops.sim;

import coop.canut.node.Identity;
import coop.canut.node.NodeConfig.Database;
import coop.canut.node.post.Recovery;
import coop.canut.node.store.EmbeddedPostgres;
import coop.canut.node.store.Migrations;
import coop.canut.node.store.Store;
import coop.canut.ops.federation.Federation;
import coop.canut.protocol.name.Host;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What simulations stand on: one PostgreSQL server, in memory where there is room, a template with all tables and no rows, and
 * the identities of the nodes, which are the same in every seed. Towns stand on it side by side, each on its own {@link Plot}.
 * All methods but {@link #database} block; all may be called from any thread.
 */
final class Grounds implements AutoCloseable {

    private static final String TEMPLATE = "empty";
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long MEMORY_BYTES = 2L << 30;
    /** Ports that were given out are not given out again until there are so many of them. */
    private static final int PORTS_REMEMBERED = 1_000;

    private final Path data;
    private final Path keys;
    private final EmbeddedPostgres server;
    private final Vertx vertx = Vertx.vertx();
    private final ServerStore statements;
    private final NavigableSet<Integer> left = new TreeSet<>();
    private final Set<Integer> ports = new HashSet<>();
    private int plots;

    private Grounds(Path data, Path keys, EmbeddedPostgres server) {
        this.data = data;
        this.keys = keys;
        this.server = server;
        this.statements = new ServerStore(Store.open(vertx, database("postgres")));
    }

    /** Starts a server whose data nobody wants to keep. */
    static Grounds prepare() {
        Path data = place();
        var grounds = new Grounds(data, Federation.temporaryFolder(),
            EmbeddedPostgres.start(data, EmbeddedPostgres.Options.forTests()));
        grounds.statements.standStill();
        grounds.statements.create(TEMPLATE);
        Store store = Store.open(grounds.vertx, grounds.database(TEMPLATE));
        Migrations.apply(store).eventually(store::close).await();
        return grounds;
    }

    private static Path place() {
        try {
            boolean roomy = Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() > MEMORY_BYTES;
            return roomy ? Files.createTempDirectory(MEMORY, "canut-sim-") : Federation.temporaryFolder();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A plot on which no town stands; the lowest number, since what was made there is used again. */
    synchronized Plot plot() {
        Integer free = left.pollFirst();
        return new Plot(this, free == null ? plots++ : free);
    }

    synchronized void giveBack(Plot plot) {
        left.add(plot.number());
    }

    /** A port that is free, and that no other node of this process was given just now and has not opened yet. */
    synchronized int freePort() {
        if (ports.size() >= PORTS_REMEMBERED) {
            ports.clear();
        }
        int port = Federation.freePorts(1).getFirst();
        while (!ports.add(port)) {
            port = Federation.freePorts(1).getFirst();
        }
        return port;
    }

    /** A database of the server, whether it is there or not. */
    Database database(String name) {
        return new Database(server.socketFolder().toString(), server.port(), name, EmbeddedPostgres.USER, null, null);
    }

    /** The database of that name is empty again, and lacks what these statements take away. */
    Database fresh(String name, List<String> loosened) {
        Database fresh = copy(TEMPLATE, name);
        if (!loosened.isEmpty()) {
            Store store = Store.open(vertx, fresh);
            loosened.forEach(statement -> store.run(statement).await());
            store.close().await();
        }
        return fresh;
    }

    /** Notes in a database, as {@code ops/canut restored} does, that it came from a backup. */
    void note(Host host, Database restored, Instant now) {
        Store store = Store.open(vertx, restored);
        Recovery.mark(store, host, now).eventually(store::close).await();
    }

    /** The database {@code to} is what {@code from} is now; nobody is connected to either afterwards. */
    Database copy(String from, String to) {
        cut(from);
        cut(to);
        statements.copy(from, to);
        return database(to);
    }

    /** Ends all connections to a database; what was not committed is undone when this returns. */
    void cut(String name) {
        statements.cut(name);
    }

    /** The keys of a host are there, in a folder of that name, and its node has never been founded. */
    Path freshKeys(String folder, Host host) {
        Path own = keys.resolve(folder).resolve(host.toString());
        try {
            if (!Files.deleteIfExists(own.resolve("founded")) && !Files.exists(own)) {
                var dice = new Dice(host.hashCode());
                Files.createDirectories(own.getParent());
                Identity.create(own, host, dice::bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return own;
    }

    @Override
    public void close() {
        vertx.close().await();
        server.stop();
        remove(data);
        remove(keys);
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : List.copyOf(files.sorted(Comparator.reverseOrder()).toList())) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
