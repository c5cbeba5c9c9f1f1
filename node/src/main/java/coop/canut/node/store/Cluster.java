package coop.canut.node.store;

import coop.canut.node.CannotStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of one embedded server: {@code cluster} (PostgreSQL's own), {@code socket}, {@code postgres.log}. Reads
 * {@code postmaster.pid}, the server's own statement about itself, and tells a living server from what a dead one left.
 *
 * @param folder absolute and without links, as the server was and will be started with it
 */
record Cluster(Path folder) {

    /** Longest folder of a socket: Linux has room for 107 bytes, and the server appends {@code /.s.PGSQL.5432.lock}. */
    private static final int SOCKET_FOLDER_BYTES = 85;
    /** Where {@code postmaster.pid} says which state the server is in, and where its sockets are. */
    private static final int STATE_LINE = 7;
    private static final int SOCKET_LINE = 4;
    private static final long LOG_BYTES = 4_000_000;

    Path data() {
        return folder.resolve("cluster");
    }

    Path log() {
        return folder.resolve("postgres.log");
    }

    boolean initialised() {
        return Files.isRegularFile(data().resolve("PG_VERSION"));
    }

    /** A server reads only data of its own major version. */
    void requireMajor(String version) throws IOException {
        String major = version.substring(0, version.indexOf('.'));
        String found = Files.readString(data().resolve("PG_VERSION")).strip();
        if (!found.equals(major)) {
            throw new CannotStart("The data in " + folder + " are of PostgreSQL " + found + " and this build brings "
                + major + "; start the version of Canut that made them and move them with its export.");
        }
    }

    /** Refuses to turn a folder with other things in it into the server's own. */
    void requireOwn() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(path -> path.getFileName().toString()).toList();
            if (!names.isEmpty() && names.stream().noneMatch(name -> name.startsWith("cluster"))) {
                throw new CannotStart("The folder " + folder + " holds other files (such as " + names.getFirst()
                    + "); give PostgreSQL a folder of its own.");
            }
        }
    }

    /** The folder for the socket: beside the data, where only the owner reaches it; elsewhere when that name is too long. */
    Path socketFolder(ServerAccount account) throws IOException {
        Path beside = folder.resolve("socket");
        if (beside.toString().getBytes(StandardCharsets.UTF_8).length > SOCKET_FOLDER_BYTES) {
            beside = Files.createTempDirectory("canut-");
        }
        account.makeFolder(beside);
        return beside;
    }

    /** What the server says of itself, or nothing when no server runs on these data. */
    Optional<Running> running() throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(pidFile());
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
        long pid = lines.isEmpty() || !lines.getFirst().strip().matches("[0-9]{1,18}") ? -1
            : Long.parseLong(lines.getFirst().strip());
        if (!alive(pid)) {
            return Optional.empty();
        }
        boolean ready = lines.size() > STATE_LINE && lines.get(STATE_LINE).strip().equals("ready");
        return Optional.of(new Running(pid, lines.size() > SOCKET_LINE ? lines.get(SOCKET_LINE).strip() : "", ready));
    }

    /** @param ready whether it takes connections */
    record Running(long pid, String socketFolder, boolean ready) {
    }

    /**
     * Removes what a dead server left. PostgreSQL does so itself, except when the dead one is a zombie that nobody reaps:
     * then it finds the process there and refuses for ever. Only called when {@link #running} says that nobody lives.
     */
    void forgetDead(Path socketFolder, int port) throws IOException {
        Files.deleteIfExists(pidFile());
        Files.deleteIfExists(socketFolder.resolve(".s.PGSQL." + port));
        Files.deleteIfExists(socketFolder.resolve(".s.PGSQL." + port + ".lock"));
    }

    /** Keeps the log of the last starts from growing without end. */
    void turnLog() throws IOException {
        if (Files.exists(log()) && Files.size(log()) > LOG_BYTES) {
            Files.move(log(), folder.resolve("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The last line of the log, to be quoted in a refusal. */
    String lastWords() {
        try (Stream<String> lines = Files.lines(log())) {
            return lines.filter(line -> !line.isBlank()).reduce((first, second) -> second).orElse("nothing");
        } catch (IOException | UncheckedIOException unreadable) {
            return "nothing";
        }
    }

    private Path pidFile() {
        return data().resolve("postmaster.pid");
    }

    /**
     * Whether that process is a server on these data. A number may have been given to another process since, and a zombie
     * still has one. The command line tells, since everybody may read it and a server keeps that which it was started with.
     */
    private boolean alive(long pid) throws IOException {
        if (!Files.isDirectory(Path.of("/proc/self"))) {
            return ProcessHandle.of(pid).isPresent();
        }
        Path process = Path.of("/proc/" + pid);
        try {
            return !Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1).contains(") Z ")
                && Files.readString(process.resolve("cmdline")).contains(data().toString());
        } catch (IOException ended) {
            if (Files.exists(process)) {
                throw ended;
            }
            return false;
        }
    }
}
