package coop.canut.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.ops.federation.NodeProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of the house that a reader would otherwise have to remind others of. Each message says what to do instead. */
final class TidyTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final int LINES = 400;
    /** Two files beside each other on a wide screen. */
    private static final int COLUMNS = 130;
    private static final int SENTENCES = 5;
    private static final Set<String> SKIPPED = Set.of("target", ".git", ".idea", ".vscode", "node_modules", "vectors");
    private static final Pattern TEXT = Pattern.compile(
        ".*\\.(java|sql|xml|md|conf|properties|txt|sh|css|js|jte|json)|.*/canut|.*/\\.ci/run");

    /** A file that is under the rules, by its path from the root. */
    private record Source(String path, List<String> lines) {

        boolean java() {
            return path.endsWith(".java");
        }

        boolean in(String part) {
            return path.contains(part);
        }
    }

    @Test
    void linesAreCleanAndShort() {
        each((source, line) -> line.contains("\t") ? "has a tab: indent with spaces"
            : !line.equals(line.stripTrailing()) ? "ends in spaces: remove them"
            : source.java() && line.length() > COLUMNS ? "has more than " + COLUMNS + " characters: break it" : null);
    }

    @Test
    void filesAreShort() {
        List<String> faults = sources().filter(source -> source.java() && source.lines.size() > LINES)
            .map(source -> source.path + " has " + source.lines.size() + " lines: split the concept, not the class")
            .toList();
        assertEquals(List.of(), faults);
    }

    @Test
    void nothingIsLeftForLater() {
        // Put together here, so that this file does not accuse itself.
        var later = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|HA" + "CK)\\b");
        each((source, line) -> later.matcher(line).find()
            ? "leaves something for later: do it now, or file an issue" : null);
    }

    @Test
    void programsPrintOnlyWhereAPersonReads() {
        var printing = Pattern.compile("\\bSystem\\.(out|err)\\b");
        each((source, line) -> source.java() && !source.path.startsWith("ops/") && printing.matcher(line).find()
            ? "prints: log it with slf4j, or give it back" : null);
    }

    @Test
    void nothingNamesTheMachineItWasWrittenOn() {
        var machine = Pattern.compile("(/ro" + "ot/|/wo" + "rk/|/ho" + "me/[a-z]|/Us" + "ers/)");
        each((source, line) -> machine.matcher(line).find()
            ? "names a path of one machine: make it relative, or a setting" : null);
    }

    @Test
    void importsNameWhatTheyMean() {
        each((source, line) -> source.java() && line.matches("import .*\\*;")
            ? "imports everything: name each class" : null);
    }

    @Test
    void testsDoNotWaitAndDoNotPretend() {
        each((source, line) -> source.in("/src/test/") && !source.path.endsWith("TidyTest.java")
            && line.matches(".*(Thread\\.sleep|@Disabled|[Mm]ockito).*")
            ? "sleeps, mocks or is switched off: wait for the event itself, and use the real thing" : null);
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws IOException {
        List<String> faults = new ArrayList<>();
        try (Stream<Path> folders = Files.walk(ROOT)) {
            for (Path folder : folders.filter(TidyTest::isMainPackage).toList()) {
                Path info = folder.resolve("package-info.java");
                String name = ROOT.relativize(folder).toString();
                if (!Files.exists(info)) {
                    faults.add(name + " has no package-info.java: say what the package is for, promises, and may call");
                } else if (sentences(Files.readString(info)) < SENTENCES) {
                    faults.add(name + "/package-info.java has fewer than " + SENTENCES
                        + " sentences: say what the package is for, what it promises, whom it may call");
                }
            }
        }
        assertEquals(List.of(), faults);
    }

    @Test
    void everyPublicTypeAndMethodIsExplained() {
        // A type or a method, not a constructor and not a constant: those of a group share one comment.
        var declared = Pattern.compile(" {0,8}public (?![A-Z]\\w*\\()[^=;]*([({].*)?");
        List<String> faults = new ArrayList<>();
        sources().filter(source -> source.java() && source.in("/src/main/")).forEach(source -> {
            for (int at = 0; at < source.lines.size(); at++) {
                String line = source.lines.get(at);
                if (declared.matcher(line).matches() && !explained(source.lines, at)) {
                    faults.add(source.path + ":" + (at + 1)
                        + " is public and not explained: say what it does, in which units, and how it fails");
                }
            }
        });
        assertEquals(List.of(), faults, String.join("\n", faults));
    }

    @Test
    void everyVersionHasItsReason() throws IOException {
        List<String> faults = Files.readString(ROOT.resolve("pom.xml")).lines()
            .filter(line -> line.matches("\\s*<[a-z0-9-]+\\.version>.*"))
            .filter(line -> !line.matches(".*<!-- .{15,} -->"))
            .map(line -> line.strip() + " has no reason beside it: say in a comment what the library is for").toList();
        assertEquals(List.of(), faults);
        for (String module : List.of("protocol", "node", "web", "ops")) {
            String pom = Files.readString(ROOT.resolve(module).resolve("pom.xml"));
            assertEquals(1, pom.replace("${project.version}", "").split("<version>[^<]", -1).length - 1,
                module + "/pom.xml has a version of its own: put it into the root pom, with its reason");
        }
    }

    @Test
    void decisionsAreNumberedWithoutGaps() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("ops/docs/adr"))) {
            List<String> names = files.map(file -> file.getFileName().toString()).sorted().toList();
            for (int i = 0; i < names.size(); i++) {
                assertTrue(names.get(i).matches("%04d-[a-z0-9-]+\\.md".formatted(i + 1)),
                    names.get(i) + " is not number " + (i + 1) + ": number decisions in order, as 0007-what-was-decided.md");
            }
        }
    }

    @Test
    void linksBetweenDocumentsLeadSomewhere() {
        var link = Pattern.compile("\\]\\((?!https?:)([^)#]+)[^)]*\\)");
        each((source, line) -> source.path.endsWith(".md") ? link.matcher(line.replaceAll("`[^`]*`", "")).results()
            .map(found -> found.group(1))
            .filter(target -> !Files.exists(ROOT.resolve(source.path).resolveSibling(target)))
            .map(target -> "links to " + target + ", which is not there: correct or remove the link")
            .findFirst().orElse(null) : null);
    }

    @Test
    void theScriptStartsNodesWithTheFlagsOfTheSupervisor() throws IOException {
        String script = Files.readString(ROOT.resolve("ops/canut"));
        NodeProcess.FLAGS.forEach(flag -> assertTrue(script.contains(flag), "ops/canut lacks " + flag));
    }

    private static boolean explained(List<String> lines, int at) {
        for (int above = at - 1; above >= 0; above--) {
            String line = lines.get(above).strip();
            if (line.startsWith("@Override")) {
                return true;
            }
            // A line of an annotation that goes over several: a text, or the name of one of its members.
            boolean annotation = Stream.of("@", "\"", "+ ", "description").anyMatch(line::startsWith)
                || line.endsWith(",") || line.endsWith(")");
            if (!annotation) {
                return line.endsWith("*/");
            }
        }
        return false;
    }

    private static int sentences(String info) {
        String prose = info.substring(0, info.indexOf("*/")).replaceAll("\\{@[a-z]+ ([^}]*)}", "name");
        return (int) Pattern.compile("[.!?][)\"]?(\\s|$)").matcher(prose).results().count();
    }

    private static boolean isMainPackage(Path folder) {
        if (!Files.isDirectory(folder) || !folder.toString().contains("/src/main/java/")) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks of every line of every file what is wrong with it; null means nothing. */
    private static void each(BiFunction<Source, String, String> fault) {
        List<String> faults = new ArrayList<>();
        sources().forEach(source -> {
            for (int at = 0; at < source.lines.size(); at++) {
                String found = fault.apply(source, source.lines.get(at));
                if (found != null) {
                    faults.add(source.path + ":" + (at + 1) + " " + found);
                }
            }
        });
        assertEquals(List.of(), faults, String.join("\n", faults));
    }

    private static Stream<Source> sources() {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(Files::isRegularFile)
                .filter(file -> Stream.iterate(file, Path::getParent).takeWhile(above -> !above.equals(ROOT))
                    .noneMatch(above -> SKIPPED.contains(above.getFileName().toString())))
                .filter(file -> TEXT.matcher(file.toString()).matches())
                .map(TidyTest::read).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Source read(Path file) {
        try {
            return new Source(ROOT.relativize(file).toString(), Files.readString(file).lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException("not a text in UTF-8: " + file, e);
        }
    }
}
