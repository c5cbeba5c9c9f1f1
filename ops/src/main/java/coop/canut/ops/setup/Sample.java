package coop.canut.ops.setup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The commented sample configuration, with other values in some of its lines. */
final class Sample {

    private final List<String> lines;

    private Sample(List<String> lines) {
        this.lines = lines;
    }

    /** As it is shipped. */
    static Sample read() {
        try (InputStream in = Sample.class.getResourceAsStream("canut.conf")) {
            return new Sample(new ArrayList<>(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives a key a value; an empty one switches it off. */
    void set(String key, String value) {
        int at = line(key);
        if (at < 0) {
            throw new IllegalArgumentException("'" + key + "' is not a key of the configuration; the sample explains them all.");
        }
        String line = lines.get(at).replaceFirst("^#", "");
        lines.set(at, value.isEmpty() ? "#" + line : key + " = " + value);
    }

    /** What stands there for a key, switched on or not. */
    String value(String key) {
        String line = lines.get(line(key));
        return line.substring(line.indexOf('=') + 1).strip();
    }

    private int line(String key) {
        for (int at = 0; at < lines.size(); at++) {
            if (lines.get(at).replaceFirst("^#", "").startsWith(key + " = ")) {
                return at;
            }
        }
        return -1;
    }

    /** The whole file. */
    String text() {
        return String.join("\n", lines) + "\n";
    }
}
