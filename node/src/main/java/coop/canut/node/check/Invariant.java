package coop.canut.node.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An invariant that rows alone can tell: one SQL file. A query has one column, {@code finding}, and may ask for what
 * {@link InvariantStore#settings} sets.
 *
 * @param file such as {@code I-03__escrow_is_what_unfinished_slots_will_cost.sql}
 */
record Invariant(String file, String query) {

    private static final String FOLDER = "/invariants/";
    /** The names of the files; a test compares them with the folder. */
    private static final String LIST = FOLDER + "list.txt";

    /** The number, such as {@code I-03}. */
    String number() {
        return file.substring(0, file.indexOf("__"));
    }

    /** The sentence in the file's name. */
    String sentence() {
        return file.substring(file.indexOf("__") + 2, file.lastIndexOf('.')).replace('_', ' ');
    }

    /** All of them, in the order of their numbers. */
    static List<Invariant> all() {
        return text(LIST).lines().filter(line -> !line.isBlank()).map(name -> new Invariant(name, text(FOLDER + name)))
            .toList();
    }

    private static String text(String resource) {
        try (InputStream in = Invariant.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("Missing in this build: " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
