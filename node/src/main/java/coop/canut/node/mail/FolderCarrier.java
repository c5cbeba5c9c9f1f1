package coop.canut.node.mail;

import coop.canut.node.World;
import io.vertx.core.Future;
import io.vertx.ext.mail.mailencoder.MailEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;

/** A folder of this machine, for its owner only: one file for each letter, as a mail program opens it, the newest ones. */
final class FolderCarrier implements Carrier {

    /** Files that are kept. */
    static final int KEPT = 500;
    private static final String ENDING = ".eml";
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final World world;
    private final Path folder;

    FolderCarrier(World world, Path folder) {
        this.world = world;
        this.folder = folder;
    }

    @Override
    public Future<Outcome> carry(Written letter) {
        return world.compute(() -> {
            put(letter);
            return (Outcome) new Outcome.Taken();
        }).otherwise(error -> new Outcome.Trouble(folder + ": " + error));
    }

    /** Under a name that follows from the letter, by one rename: carried twice it is there once, and whole. */
    private void put(Written letter) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        String name = MOMENT.format(letter.postedAt()) + "-" + letter.id() + ENDING;
        Path fresh = folder.resolve("." + name + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(fresh, new MailEncoder(letter.message(), letter.from().host()).encode().getBytes(StandardCharsets.UTF_8));
        Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        forget();
    }

    private void forget() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> letters = files.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
            for (Path old : letters.subList(0, Math.max(0, letters.size() - KEPT))) {
                Files.deleteIfExists(old);
            }
        }
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
