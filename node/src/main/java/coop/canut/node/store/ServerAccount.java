package coop.canut.node.store;

import coop.canut.node.CannotStart;
import coop.canut.node.child.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * Whom the server runs as. PostgreSQL refuses to run as root, so for root it runs as nobody; for everybody else as oneself.
 *
 * @param root whether this process is root's
 */
record ServerAccount(boolean root) {

    static ServerAccount current() {
        return new ServerAccount("root".equals(System.getProperty("user.name")));
    }

    /** Where unpacked programs may be kept, best first. The temporary folder is for accounts without a home. */
    List<Path> caches() {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"),
            "canut-cache-" + System.getProperty("user.name").replaceAll("[^A-Za-z0-9]", "-"));
        if (root) {
            return List.of(Path.of("/var/cache/canut"), temporary);
        }
        String chosen = System.getenv("XDG_CACHE_HOME");
        Path cache = chosen == null || chosen.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(chosen);
        return List.of(cache.resolve("canut"), temporary);
    }

    /** The account in the words of {@link Child}. */
    Child.Account account() {
        return root ? Child.Account.NOBODY : Child.Account.OURS;
    }

    /** Makes a folder that only the account may enter, if it is not there. */
    void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder.toAbsolutePath().getParent());
            Files.createDirectory(folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        if (root) {
            Files.setAttribute(folder, "unix:uid", Child.NOBODY);
            Files.setAttribute(folder, "unix:gid", Child.NOBODY);
        }
    }

    /** Refuses a place that the account cannot reach: every folder above must let it pass. */
    void requirePassable(Path folder) throws IOException {
        if (!root) {
            return;
        }
        Path above = folder.toRealPath().getParent();
        for (; above != null; above = above.getParent()) {
            if (!Files.getPosixFilePermissions(above).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                throw new CannotStart("As root PostgreSQL runs as nobody, who may not pass the folder " + above
                    + "; keep the data elsewhere, for instance below /var/lib, or let everybody pass with chmod o+x.");
            }
        }
    }
}
