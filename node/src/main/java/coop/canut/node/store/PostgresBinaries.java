package coop.canut.node.store;

import coop.canut.node.CannotStart;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The programs of PostgreSQL (15 MB on the class path, 60 MB on disk), unpacked once per version into a cache folder that
 * all nodes of a user share. The folder appears by one rename: a process that dies while unpacking leaves only a folder of
 * another name, and of two that unpack at once the second finds its rename refused and takes the first one's.
 */
final class PostgresBinaries {

    /** That of the artifact in the pom; a test compares them. */
    static final String VERSION = "18.6.0";

    private static final Map<String, String> ARCHITECTURES = Map.of("amd64", "x86_64", "aarch64", "arm_64");
    private static final Set<PosixFilePermission> PROGRAM = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> DATA = PosixFilePermissions.fromString("rw-r--r--");
    private static final int EXECUTABLE = 0100;

    private PostgresBinaries() {
    }

    /** The folder with {@code bin}, {@code lib} and {@code share}, unpacked now if it was not. */
    static Path home(ServerAccount account) {
        CannotStart last = null;
        for (Path cache : account.caches()) {
            try {
                return home(cache);
            } catch (CannotStart unusable) {
                last = unusable;
            }
        }
        throw last;
    }

    /** The same, below a cache folder of the caller's choice. */
    static Path home(Path cache) {
        Path home = cache.resolve("postgres-" + VERSION);
        try {
            Files.createDirectories(cache);
            requireOurs(cache);
            if (!Files.isDirectory(home)) {
                unpack(cache, home);
            }
            return home;
        } catch (IOException e) {
            throw new CannotStart("PostgreSQL cannot be unpacked into " + cache + " (" + e
                + "); make that folder writable or name a server of your own with database.host.", e);
        }
    }

    private static void unpack(Path cache, Path home) throws IOException {
        Path fresh = Files.createTempDirectory(cache, ".unpacking-");
        try (InputStream archive = archive();
                var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
            Files.setPosixFilePermissions(fresh, PROGRAM);
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(entry, tar, fresh);
            }
            Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException another) {
            delete(fresh);
        } catch (IOException e) {
            delete(fresh);
            if (!Files.isDirectory(home)) {
                throw e;
            }
        }
    }

    private static void unpack(TarArchiveEntry entry, InputStream bytes, Path fresh) throws IOException {
        Path file = fresh.resolve(entry.getName()).normalize();
        if (!file.startsWith(fresh)) {
            throw new IOException("the archive names a file outside itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            Files.setPosixFilePermissions(file, PROGRAM);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(bytes, file);
        // Whatever the umask of this process: as root the server runs as nobody and must be able to read them.
        Files.setPosixFilePermissions(file, (entry.getMode() & EXECUTABLE) == 0 ? DATA : PROGRAM);
    }

    private static InputStream archive() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux") ? "linux" : "darwin";
        String machine = ARCHITECTURES.getOrDefault(System.getProperty("os.arch"), System.getProperty("os.arch"));
        InputStream archive = PostgresBinaries.class.getResourceAsStream("/postgres-" + system + "-" + machine + ".txz");
        if (archive == null) {
            throw new CannotStart("This build brings no PostgreSQL for " + system + " on " + machine
                + "; start a server of your own and name it with database.host instead of database.embedded.");
        }
        return archive;
    }

    /** A cache in a folder that everybody may write to could have been put there by somebody else. */
    private static void requireOurs(Path cache) throws IOException {
        if (!Files.getOwner(cache).getName().equals(System.getProperty("user.name"))) {
            throw new CannotStart("The folder " + cache + " belongs to " + Files.getOwner(cache).getName()
                + ", so its programs are not run; remove it.");
        }
    }

    /** Removes a folder with all that is in it, as far as that goes. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }
}
