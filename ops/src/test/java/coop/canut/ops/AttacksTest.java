package coop.canut.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The catalogue of attacks, {@code attacks.txt}, and the tests that stand for its rows: each row is named by the tag of at least
 * one test, and no tag or vector names a row that there is not. A row that cannot apply has a test too, which says why.
 */
final class AttacksTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final int ROWS = 93;
    private static final Pattern ROW = Pattern.compile("(F-[0-9]{2}) [a-z].*[a-z]");
    private static final Pattern TAG = Pattern.compile("@Tag\\(\"(F-[^\"]*)\"\\)");
    private static final Pattern VECTOR = Pattern.compile("Attack: (F-[0-9]+)");

    @Test
    void everyRowHasItsNumberAndItsLine() throws IOException {
        List<String> numbers = new ArrayList<>();
        for (String line : catalogue()) {
            Matcher row = ROW.matcher(line);
            assertTrue(row.matches(), line);
            numbers.add(row.group(1));
        }
        assertEquals(IntStream.rangeClosed(1, ROWS).mapToObj("F-%02d"::formatted).toList(), numbers);
    }

    @Test
    void everyRowHasATestAndEveryTestARow() throws IOException {
        Map<String, String> tests = new TreeMap<>();
        for (String module : List.of("protocol", "node", "web", "ops")) {
            named(tests, ROOT.resolve(module).resolve("src/test/java"), ".java", TAG);
        }
        TreeSet<String> rows = rows();
        TreeSet<String> untested = new TreeSet<>(rows);
        untested.removeAll(tests.keySet());
        assertEquals(new TreeSet<>(), untested, "give the test that stands for it a @Tag");
        tests.keySet().removeAll(rows);
        assertEquals(Map.of(), tests, "no row of attacks.txt: name one that there is");
    }

    @Test
    void everyVectorNamesARow() throws IOException {
        Map<String, String> vectors = new TreeMap<>();
        named(vectors, ROOT.resolve("protocol/vectors/refuse"), "about.md", VECTOR);
        vectors.keySet().removeAll(rows());
        assertEquals(Map.of(), vectors);
    }

    /** What files below a folder name, each with a file that names it. */
    private static void named(Map<String, String> found, Path folder, String ending, Pattern pattern) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> file.toString().endsWith(ending)).forEach(file -> {
                Matcher names = pattern.matcher(text(file));
                while (names.find()) {
                    found.put(names.group(1), ROOT.relativize(file).toString());
                }
            });
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TreeSet<String> rows() throws IOException {
        TreeSet<String> rows = new TreeSet<>();
        catalogue().forEach(line -> rows.add(line.substring(0, line.indexOf(' '))));
        return rows;
    }

    private static List<String> catalogue() throws IOException {
        try (InputStream in = AttacksTest.class.getResourceAsStream("attacks.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
