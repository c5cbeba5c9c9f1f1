package coop.canut.ops.federation;

import coop.canut.node.CannotStart;
import coop.canut.node.Identity;
import coop.canut.node.store.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Several cooperatives on this machine: one PostgreSQL with a database for each, and each node a process of its own with its
 * own keys and port, which reaches the others by signed HTTP only. Whoever starts it supervises it: when that process ends,
 * however it ends, the nodes and the database server end as well.
 *
 * <p>In its folder stands {@code postgres}, and for each cooperative a folder with {@code canut.conf}, {@code keys} and
 * {@code node.log}. Identities that are there already are used again; configurations are written afresh at each start.
 */
public final class Federation implements AutoCloseable {

    /** Where {@code ops/canut conformance} answers if it is not told otherwise. */
    private static final String CONFORMANCE = "resolve.conformance.localhost = 127.0.0.1:7009";

    private final EmbeddedPostgres postgres;
    private final Map<Cooperative, NodeProcess> nodes;
    private boolean stopped;

    private Federation(EmbeddedPostgres postgres, Map<Cooperative, NodeProcess> nodes) {
        this.postgres = postgres;
        this.nodes = nodes;
    }

    /** Starts the database server and all nodes, and returns when all are ready. The ports are the nodes', in order. */
    public static Federation start(Path folder, List<Cooperative> cooperatives, List<Integer> ports,
                                   EmbeddedPostgres.Options options) {
        Federation federation = prepare(folder, cooperatives, ports, options);
        try {
            federation.startNodes();
            return federation;
        } catch (RuntimeException failed) {
            federation.stop();
            throw failed;
        }
    }

    /** Starts the database server, and makes what is missing for the nodes, without starting them. */
    public static Federation prepare(Path folder, List<Cooperative> cooperatives, List<Integer> ports,
                                     EmbeddedPostgres.Options options) {
        Map<Cooperative, Integer> numbered = new LinkedHashMap<>();
        IntStream.range(0, cooperatives.size()).forEach(i -> numbered.put(cooperatives.get(i), ports.get(i)));
        EmbeddedPostgres postgres = null;
        try {
            Path root = Files.createDirectories(folder).toRealPath();
            postgres = EmbeddedPostgres.start(root.resolve("postgres"), options);
            Map<Cooperative, NodeProcess> nodes = new LinkedHashMap<>();
            for (Cooperative cooperative : cooperatives) {
                postgres.createDatabase(cooperative.label());
                Path home = Files.createDirectories(root.resolve(cooperative.label()));
                makeIdentity(home.resolve("keys"), cooperative);
                Path config = Files.writeString(home.resolve("canut.conf"),
                    config(cooperative, numbered, postgres.socketFolder(), postgres.port()));
                nodes.put(cooperative, new NodeProcess(config, numbered.get(cooperative)));
            }
            return new Federation(postgres, nodes);
        } catch (IOException | RuntimeException e) {
            if (postgres != null) {
                postgres.stop();
            }
            throw e instanceof RuntimeException known ? known
                : new CannotStart("The folder " + folder + " cannot be used: " + e.getMessage() + ".", e);
        }
    }

    /** Starts all nodes at once and returns when all are ready. */
    public void startNodes() {
        nodes.values().forEach(NodeProcess::start);
        nodes.values().forEach(NodeProcess::awaitReady);
    }

    /** A new folder for a federation that is thrown away. Its name is short, since sockets stand below it. */
    public static Path temporaryFolder() {
        try {
            Path folder = Files.createTempDirectory("canut-");
            // As root the database server runs as nobody, who must be able to pass; whatever is inside guards itself.
            Set<PosixFilePermission> mode = EnumSet.copyOf(Files.getPosixFilePermissions(folder));
            mode.add(PosixFilePermission.OTHERS_EXECUTE);
            return Files.setPosixFilePermissions(folder, mode);
        } catch (IOException e) {
            throw new CannotStart("No temporary folder can be made: " + e.getMessage() + ".", e);
        }
    }

    /** So many ports from this one on, as people can remember them. */
    public static List<Integer> portsFrom(int base, int count) {
        return IntStream.range(base, base + count).boxed().toList();
    }

    /** So many ports that nobody uses at this moment. */
    public static List<Integer> freePorts(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1")));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new CannotStart("No port is free: " + e.getMessage() + ".", e);
        } finally {
            for (ServerSocket socket : sockets) {
                try {
                    socket.close();
                } catch (IOException kept) {
                    throw new CannotStart("A port cannot be given back: " + kept.getMessage() + ".", kept);
                }
            }
        }
    }

    /** The node of a cooperative. */
    public NodeProcess node(Cooperative cooperative) {
        return nodes.get(cooperative);
    }

    /** All nodes, in order. */
    public List<NodeProcess> nodes() {
        return List.copyOf(nodes.values());
    }

    /** The database server, for tools that look behind the nodes. */
    public EmbeddedPostgres postgres() {
        return postgres;
    }

    /** The configuration file of a cooperative's node. */
    public Path config(Cooperative cooperative) {
        return nodes.get(cooperative).log().resolveSibling("canut.conf");
    }

    /** Stops the nodes, then the database server. Does nothing the second time. */
    public synchronized void stop() {
        if (!stopped) {
            stopped = true;
            nodes.values().parallelStream().forEach(NodeProcess::stop);
            postgres.stop();
        }
    }

    /** The same as {@link #stop}. */
    @Override
    public void close() {
        stop();
    }

    private static void makeIdentity(Path keys, Cooperative cooperative) {
        if (!Files.exists(keys)) {
            var random = new SecureRandom();
            // The recovery seed is forgotten: nobody will need to recover a demonstration.
            Identity.create(keys, cooperative.host(), count -> {
                byte[] bytes = new byte[count];
                random.nextBytes(bytes);
                return bytes;
            });
        }
    }

    private static String config(Cooperative self, Map<Cooperative, Integer> ports, Path socketFolder, int socketPort) {
        String addressBook = ports.entrySet().stream().filter(entry -> !entry.getKey().equals(self))
            .map(entry -> "resolve." + entry.getKey().host() + " = 127.0.0.1:" + entry.getValue())
            .collect(Collectors.joining("\n")) + "\n" + CONFORMANCE;
        return """
            # Written anew at each start of the demonstration; the sample ops/canut.conf explains the keys.
            host = %s
            name = %s
            keys = keys
            bind = 127.0.0.1
            port = %d
            %s
            database.host = %s
            database.port = %d
            database.name = %s
            database.user = %s
            founding.pay-floor = %s
            founding.fee-permille = 80
            founding.fund-permille = 20
            founding.severity-minutes-per-day = 480, 480, 240, 120, 60
            founding.severity-minutes-per-week = 2400, 2400, 1200, 480, 180
            founding.rejection-days = 14
            founding.picket-standing = show
            """.formatted(self.host(), self.name(), ports.get(self), addressBook, socketFolder, socketPort, self.label(),
            EmbeddedPostgres.USER, self.payFloor());
    }
}
