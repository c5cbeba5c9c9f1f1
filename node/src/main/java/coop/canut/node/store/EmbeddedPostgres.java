package coop.canut.node.store;

import coop.canut.node.CannotStart;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A PostgreSQL server of our own, as a child of this process, for a first node and for tests. It listens on a Unix socket
 * only, in a folder that only its account may enter, so that no password is needed and no port is open.
 *
 * <p>However this process ends, kill -9 included, the kernel then sends the server a SIGINT, on which it shuts down
 * cleanly; nothing survives. Where the kernel cannot (macOS) a shutdown hook does. All methods block for as long as it
 * takes, up to seconds: never call them on an event loop. What a person has to change is a {@link CannotStart}.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    /** The number in the socket's name. There is no TCP port. */
    public static final int PORT = 5432;
    /** The owner of the server and of every database it makes. */
    public static final String USER = "canut";
    /** Which PostgreSQL it is. */
    public static final String VERSION = PostgresBinaries.VERSION;

    /** A server whose process was killed needs about a second to end; one that takes longer is in use by somebody. */
    private static final Duration PREDECESSOR_ENDS_WITHIN = Duration.ofSeconds(15);

    private final ServerProcess process;
    private final Path socketFolder;
    private final ServerSql sql;

    private EmbeddedPostgres(ServerProcess process, Path socketFolder) {
        this.process = process;
        this.socketFolder = socketFolder;
        this.sql = new ServerSql(socketFolder, PORT, USER);
    }

    /**
     * How to run it.
     *
     * @param durable     whether a commit is on disk before it is acknowledged; only tests may do without
     * @param connections at most
     */
    public record Options(boolean durable, int connections) {

        /** For people's data. Three nodes and the tools beside them fit. */
        public static Options standard() {
            return new Options(true, 60);
        }

        /** For data that are thrown away: nothing waits for the disk, and many pools may be open. */
        public static Options forTests() {
            return new Options(false, 300);
        }
    }

    /** Starts a server on the data in that folder, making them first if the folder is empty or absent. */
    public static EmbeddedPostgres start(Path folder, Options options) {
        try {
            var account = ServerAccount.current();
            Path home = PostgresBinaries.home(account);
            new Cluster(folder).requireOwn();
            account.makeFolder(folder);
            account.requirePassable(folder);
            var cluster = new Cluster(folder.toRealPath());
            requireAlone(cluster);
            if (!cluster.initialised()) {
                initialise(cluster, account, home, options);
            }
            cluster.requireMajor(PostgresBinaries.VERSION);
            Path socketFolder = cluster.socketFolder(account);
            cluster.forgetDead(socketFolder, PORT);
            cluster.turnLog();
            return new EmbeddedPostgres(
                ServerProcess.start(cluster, account, command(cluster, home, socketFolder, options)), socketFolder);
        } catch (AccessDeniedException denied) {
            throw new CannotStart("The data folder " + folder + " belongs to another user (no access to "
                + denied.getMessage() + "); start as that user or name another folder.", denied);
        } catch (IOException e) {
            throw new CannotStart("PostgreSQL cannot use the folder " + folder + ": " + e.getMessage() + ".", e);
        }
    }

    /** The socket's folder of a server that some process is running on these data; empty when none is ready there. */
    public static Optional<Path> running(Path folder) {
        try {
            return Files.isDirectory(folder)
                ? new Cluster(folder.toRealPath()).running().filter(Cluster.Running::ready)
                    .map(running -> Path.of(running.socketFolder()))
                : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** The folder of its socket: what {@code database.host} is for those who connect. */
    public Path socketFolder() {
        return socketFolder;
    }

    /** What {@code database.port} is for those who connect. */
    public int port() {
        return PORT;
    }

    /** Makes an empty database, if there is none of that name. */
    public void createDatabase(String name) {
        if (!databases().contains(name)) {
            sql.run("create database " + ServerSql.named(name));
        }
    }

    /** Makes a database that is a copy of another, to which nobody may be connected meanwhile. */
    public void createDatabase(String name, String template) {
        sql.run("create database " + ServerSql.named(name) + " template " + ServerSql.named(template));
    }

    /** The databases that were made here, by name. */
    public List<String> databases() {
        return sql.run("""
            select datname from pg_database where not datistemplate and datname <> 'postgres' order by datname""");
    }

    /** Shuts the server down in order, ending its connections. Does nothing the second time. */
    public void stop() {
        process.stop();
    }

    /** The same as {@link #stop}. */
    @Override
    public void close() {
        stop();
    }

    private static void requireAlone(Cluster cluster) throws IOException {
        if (!ServerProcess.eventually(PREDECESSOR_ENDS_WITHIN, () -> cluster.running().isEmpty())) {
            throw new CannotStart("Another PostgreSQL is running on " + cluster.folder()
                + "; stop the node or the tool that started it.");
        }
    }

    /** In a folder of another name first: data whose making was cut short never look like data. */
    private static void initialise(Cluster cluster, ServerAccount account, Path home, Options options)
            throws IOException {
        Path fresh = cluster.folder().resolve("cluster.new");
        PostgresBinaries.delete(fresh);
        account.makeFolder(fresh);
        List<String> command = new ArrayList<>(List.of(home.resolve("bin/initdb").toString(), "-D", fresh.toString(),
            "-U", USER, "--auth=trust", "-E", "UTF8",
            // No library of the system takes part in sorting, so no upgrade of one can spoil an index.
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"));
        if (!options.durable()) {
            command.add("--no-sync");
        }
        if (ServerProcess.run(cluster, account, command) != 0) {
            throw new CannotStart("PostgreSQL could not make its data in " + cluster.folder() + "; it said: "
                + cluster.lastWords());
        }
        Files.move(fresh, cluster.data(), StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<String> command(Cluster cluster, Path home, Path socketFolder, Options options) {
        List<String> command = new ArrayList<>(List.of(home.resolve("bin/postgres").toString(),
            "-D", cluster.data().toString(), "-k", socketFolder.toString()));
        List<String> settings = new ArrayList<>(List.of("listen_addresses=", "port=" + PORT,
            "max_connections=" + options.connections(),
            // 18 MB instead of 38 for a server that has nothing to do.
            "shared_buffers=32MB", "io_method=sync",
            "timezone=UTC", "log_timezone=UTC", "client_min_messages=warning",
            // What a constraint refuses is an answer of ours, not news for the log, and may hold people's words.
            "log_min_messages=log", "log_min_error_statement=panic", "log_checkpoints=off"));
        if (!options.durable()) {
            settings.addAll(List.of("fsync=off", "synchronous_commit=off", "full_page_writes=off"));
        }
        settings.forEach(setting -> command.addAll(List.of("-c", setting)));
        return command;
    }
}
