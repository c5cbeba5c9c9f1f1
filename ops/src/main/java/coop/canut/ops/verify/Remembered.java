package coop.canut.ops.verify;

import coop.canut.protocol.Refused;
import coop.canut.protocol.log.Checkpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The state of a log as an earlier check found it, in a file: a signed note and nothing else, so that it is evidence as well.
 *
 * @param note null before the first check
 */
record Remembered(Path file, String note) {

    private static final int MOST_BYTES = 65_536;

    /** What a file holds; a file that is not there yet holds nothing. */
    static Remembered read(Path file) throws IOException {
        if (file == null || Files.notExists(file)) {
            return new Remembered(file, null);
        }
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException("it is longer than any checkpoint");
        }
        String note = Files.readString(file, StandardCharsets.UTF_8);
        try {
            Checkpoint.parse(note);
        } catch (Refused refused) {
            throw new IOException("it holds no checkpoint", refused);
        }
        return new Remembered(file, note);
    }

    /** The state, or null. */
    Checkpoint checkpoint() {
        return note == null ? null : Checkpoint.parse(note);
    }

    /** Keeps a newer state. The file is either the old one or the new one, whenever the machine stops. */
    void write(String newer) throws IOException {
        if (file != null) {
            Path beside = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(beside, newer, StandardCharsets.UTF_8);
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
