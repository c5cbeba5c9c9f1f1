package coop.canut.node.mail;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What letters say, in one language, from a message file: for each kind a subject and a text with named places in braces. A place
 * that a letter gives no word for is a bug, found when the letter is posted.
 */
final class Wording {

    static final List<String> LANGUAGES = List.of("en", "fr");
    private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)}");
    private static final Map<String, Wording> ALL = Map.of("en", new Wording("en"), "fr", new Wording("fr"));

    private final Locale locale;
    private final Properties sentences = new Properties();

    private Wording(String language) {
        locale = Locale.forLanguageTag(language.equals("en") ? "en-GB" : language);
        String name = "letters_" + language + ".properties";
        try (var in = Wording.class.getResourceAsStream(name)) {
            sentences.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The words of a language that pages speak. */
    static Wording in(String language) {
        return ALL.get(language);
    }

    Locale locale() {
        return locale;
    }

    /** Every key of the file, for the test that compares languages. */
    TreeSet<String> keys() {
        return new TreeSet<>(sentences.stringPropertyNames());
    }

    /** The places of a sentence. */
    TreeSet<String> places(String key) {
        return PLACE.matcher(sentence(key)).results().map(found -> found.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The one line above a letter. It says where it comes from, and nothing of whom or what it is about. */
    String subject(Kind kind, Map<String, String> places) {
        return fill(kind.code() + ".subject", places);
    }

    /** The letter, from its greeting to the line that says why it came. */
    String text(Kind kind, Map<String, String> places) {
        return fill("greeting" + (places.containsKey("name") ? "" : ".nobody"), places) + "\n\n"
            + fill(kind.code() + ".text", places) + "\n\n-- \n"
            + fill(kind.mayBeOff() ? "foot.off" : "foot", places) + "\n";
    }

    /** One sentence that belongs to no kind. */
    String say(String key, Map<String, String> places) {
        return fill(key, places);
    }

    private String fill(String key, Map<String, String> places) {
        Function<MatchResult, String> word = found -> {
            String known = places.get(found.group(1));
            if (known == null) {
                throw new IllegalArgumentException(key + " has no word for " + found.group(1));
            }
            return Matcher.quoteReplacement(known);
        };
        return PLACE.matcher(sentence(key)).replaceAll(word);
    }

    private String sentence(String key) {
        String sentence = sentences.getProperty(key);
        if (sentence == null) {
            throw new IllegalArgumentException("no words for " + key);
        }
        return sentence;
    }
}
