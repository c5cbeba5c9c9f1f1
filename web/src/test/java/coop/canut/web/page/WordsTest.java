package coop.canut.web.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ibm.icu.text.MessageFormat;
import com.ibm.icu.util.ULocale;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Stage;
import coop.canut.protocol.money.Money;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** All languages say all of it, in their own way. */
final class WordsTest {

    private static final Path MAIN = Path.of("src/main");

    @Test
    void everyLanguageHasEverySentenceWithTheSamePlaces() {
        Words english = Words.in("en");
        for (String language : Words.LANGUAGES) {
            Words words = Words.in(language);
            assertEquals(new TreeSet<>(english.patterns().keySet()), new TreeSet<>(words.patterns().keySet()), language);
            words.patterns().forEach((key, pattern) -> assertEquals(places(english, key), places(words, key),
                language + " " + key));
        }
    }

    private static Set<String> places(Words words, String key) {
        var format = new MessageFormat(words.patterns().get(key), ULocale.forLanguageTag(words.language()));
        return new TreeSet<>(format.getArgumentNames());
    }

    @Test
    void everySentenceIsSaidSomewhereAndNothingIsSaidThatHasNoSentence() {
        String sources = sources();
        Words words = Words.in("en");
        // Keys that are put together from a beginning and a word of the domain.
        Set<String> beginnings = Pattern.compile("\"([a-z][a-z0-9.-]*[.-])\" ?\\+").matcher(sources).results()
            .map(found -> found.group(1)).collect(Collectors.toSet());
        List<String> unsaid = words.patterns().keySet().stream()
            .filter(key -> !sources.contains("\"" + key + "\"")
                && beginnings.stream().noneMatch(key::startsWith)
                && !(key.startsWith("did.") && sources.contains("\"" + key.substring(4) + "\""))).sorted().toList();
        assertEquals(List.of(), unsaid);
        Set<String> missing = Pattern.compile("\\btext\\(\"([a-z][a-z0-9.-]*)\"").matcher(sources).results()
            .map(found -> found.group(1)).filter(key -> !words.has(key) && !key.endsWith(".") && !key.endsWith("-"))
            .filter(key -> Stream.of("words().text(\"", "words.text(\"", "page.text(\"").anyMatch(before ->
                sources.contains(before + key + '"')))
            .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), missing);
    }

    /** Pictures are drawn by us, and the one file that travels in an address is Base64. */
    @Test
    void onlyPicturesThatWeDrewStandInAPageAsTheyAre() {
        List<String> raw = Pattern.compile("\\$unsafe\\{([^}]*)}").matcher(sources()).results().map(found -> found.group(1))
            .filter(what -> !what.endsWith(".svg()") && !what.endsWith(".fabric()") && !what.startsWith("Fabric.key(")
                && !what.equals("view.bad().file()")).toList();
        assertEquals(List.of(), raw);
    }

    @Test
    void everyProblemThatAPersonCanMeetIsExplained() {
        List<String> unexplained = Stream.of(Problem.values()).filter(problem -> problem.stage() == Stage.LOCAL)
            .map(problem -> "problem." + problem.code()).filter(key -> !Words.in("en").has(key)).toList();
        assertEquals(List.of(), unexplained);
    }

    @Test
    void numbersMoneyTimesAndPluralsFollowTheLanguage() {
        Words english = Words.in("en");
        Words french = Words.in("fr");
        Money money = Money.of(123_456, "EUR");
        assertEquals("€1,234.56", english.money(money));
        assertEquals("1\u202f234,56\u00a0€", french.money(money));
        assertEquals("¥1,234", english.money(Money.of(1_234, "JPY")).replace("JP", ""));
        assertEquals("−€0.25", english.money(-25, "EUR"));
        Instant noon = Instant.parse("2026-11-27T12:00:00Z");
        assertTrue(english.time(noon).startsWith("27 Nov 2026, 12:00"), english.time(noon));
        assertTrue(french.time(noon).startsWith("27 nov. 2026"), french.time(noon));
        assertEquals("1 day", english.duration(86_400));
        assertEquals("2 jours", french.duration(2 * 86_400));
        assertEquals("2 min 30 s", french.duration(150));
    }

    @Test
    void theLanguageThatABrowserAsksForIsChosenAndNonsenseIsEnglish() {
        assertEquals("fr", Words.asked("fr-CH, fr;q=0.9, en;q=0.8").language());
        assertEquals("en", Words.asked("de, en;q=0.5").language());
        assertEquals("fr", Words.asked("it, fr;q=0.5").language());
        for (String nonsense : new String[] {null, "", "*", ";;;", "\u0000", "x".repeat(5_000), "en;q=9"}) {
            assertEquals("en", Words.asked(nonsense).language());
        }
    }

    private static String sources() {
        try (Stream<Path> files = Files.walk(MAIN)) {
            return files.filter(file -> file.toString().endsWith(".java") || file.toString().endsWith(".jte"))
                .map(file -> {
                    try {
                        return Files.readString(file);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }).collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
