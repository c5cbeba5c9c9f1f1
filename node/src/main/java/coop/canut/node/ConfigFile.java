package coop.canut.node;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A file of {@code key = value} lines, read strictly: UTF-8, {@code #} begins a comment at the start of a line only, and
 * every key may stand once. Whatever is not understood is refused in one sentence that names the file, the line and the
 * key, and says what to write instead; nothing is guessed.
 */
final class ConfigFile {

    private final Path file;
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private final Set<String> asked = new HashSet<>();

    private record Line(int number, String value) {
    }

    ConfigFile(Path file) {
        this.file = file;
        int number = 0;
        for (String line : text().lines().toList()) {
            number++;
            String stripped = line.strip();
            if (!stripped.isEmpty() && !stripped.startsWith("#")) {
                take(number, stripped);
            }
        }
    }

    private void take(int number, String line) {
        int equals = line.indexOf('=');
        String key = equals < 0 ? "" : line.substring(0, equals).strip();
        String value = line.substring(equals + 1).strip();
        if (key.isEmpty() || value.isEmpty()) {
            throw at(number, "'" + line + "' is not of the form 'key = value'; write a value, or put a # before the line");
        }
        Line earlier = lines.putIfAbsent(key, new Line(number, value));
        if (earlier != null) {
            throw at(number, key + " stands a second time (first in line " + earlier.number + "); remove one of the two");
        }
    }

    boolean has(Setting setting) {
        return lines.containsKey(setting.key());
    }

    /** The value of a setting that must be there, as the function reads it; null and its exceptions mean a bad value. */
    <T> T value(Setting setting, Function<String, T> reader) {
        Line line = lines.get(setting.key());
        if (line == null) {
            throw new CannotStart(file + " has no " + setting.key() + "; add a line such as '" + setting.line() + "'.");
        }
        asked.add(setting.key());
        return read(setting.key(), line, setting.expected(), reader);
    }

    /** A whole number in a range, both ends included. */
    long number(Setting setting, long least, long most) {
        return value(setting, text -> number(text, least, most));
    }

    /** A path; a relative one is relative to the file, wherever the command was started. */
    Path path(Setting setting) {
        return value(setting, this::beside);
    }

    /** The path of a text; a relative one is relative to the file. */
    Path beside(String text) {
        return file.toAbsolutePath().resolveSibling(text).normalize();
    }

    /** All values whose keys begin so, by the rest of the key. */
    <K, V> Map<K, V> all(String prefix, String expected, Function<String, K> keyReader, Function<String, V> reader) {
        Map<K, V> all = new LinkedHashMap<>();
        lines.forEach((key, line) -> {
            if (key.startsWith(prefix)) {
                asked.add(key);
                all.put(read(key, line, "a key such as '" + prefix + "bologna.example'",
                    value -> keyReader.apply(key.substring(prefix.length()))), read(key, line, expected, reader));
            }
        });
        return all;
    }

    /** Refuses a setting that contradicts another one. */
    void refuse(Setting setting, String why) {
        throw at(lines.get(setting.key()).number, setting.key() + " " + why);
    }

    /** Refuses what nobody asked for. */
    void done() {
        lines.forEach((key, line) -> {
            if (!asked.contains(key)) {
                throw at(line.number, "'" + key + "' is not a key of this file; the nearest is '" + nearest(key)
                    + "', and the sample canut.conf explains them all");
            }
        });
    }

    static Long number(String text, long least, long most) {
        long number = Long.parseLong(text);
        return number < least || number > most || !Long.toString(number).equals(text) ? null : number;
    }

    private <T> T read(String key, Line line, String expected, Function<String, T> reader) {
        T result = null;
        try {
            result = reader.apply(line.value);
        } catch (RuntimeException bad) {
            // Said below, in our words: what a parser says of a value is for programmers.
        }
        if (result == null) {
            throw at(line.number, key + " is '" + line.value + "'; write " + expected);
        }
        return result;
    }

    private CannotStart at(int number, String what) {
        return new CannotStart(file + ", line " + number + ": " + what + ".");
    }

    private String text() {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException none) {
            throw new CannotStart("There is no file " + file + "; copy the sample canut.conf to it and change its values.");
        } catch (CharacterCodingException bytes) {
            throw new CannotStart(file + " is not a text in UTF-8; save it in that encoding.");
        } catch (IOException unreadable) {
            throw new CannotStart(file + " cannot be read (" + unreadable + "); make it readable for this user.",
                unreadable);
        }
    }

    private static String nearest(String key) {
        return Stream.of(Setting.values()).map(Setting::key)
            .min(Comparator.comparingInt(known -> distance(key, known))).orElseThrow();
    }

    /** The number of letters to change, add or take away (Levenshtein). */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
