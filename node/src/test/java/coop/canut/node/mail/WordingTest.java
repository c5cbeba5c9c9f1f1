package coop.canut.node.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.protocol.money.Money;
import io.vertx.ext.mail.mailencoder.MailEncoder;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What letters say, and what can be made of it by whoever chose the words in them. */
final class WordingTest {

    @Test
    void everyLanguageSaysAllOfItWithTheSamePlaces() {
        Wording english = Wording.in("en");
        var wanted = new TreeSet<>(Set.of("greeting", "greeting.nobody", "foot", "foot.off", "test.subject", "test.text"));
        Stream.of(Kind.values()).forEach(kind -> wanted.addAll(Set.of(kind.code() + ".subject", kind.code() + ".text")));
        for (String language : Wording.LANGUAGES) {
            assertEquals(wanted, Wording.in(language).keys(), language);
            wanted.forEach(key -> assertEquals(english.places(key), Wording.in(language).places(key), language + " " + key));
        }
    }

    @Test
    void noSubjectSaysMoreThanWhereItComesFrom() {
        for (Kind kind : Kind.values()) {
            Wording.LANGUAGES.forEach(language ->
                assertEquals(Set.of("cooperative"), Wording.in(language).places(kind.code() + ".subject"), kind.code()));
        }
    }

    @Test
    void aTextSaysWhereToLookInEveryLetter() {
        Stream.of(Kind.values()).forEach(kind ->
            assertTrue(Wording.in("fr").places(kind.code() + ".text").contains("link"), kind.code()));
    }

    @Test
    void timesAndMoneyAreWrittenAsTheLanguageWritesThem() {
        String facts = Facts.write(Map.of("until", Instant.parse("2026-11-29T18:00:00Z"), "amount", Money.of(123_450, "EUR"),
            "rest", Money.of(700, "JPY")));
        assertEquals(Map.of("until", "29 November 2026, 18:00 UTC", "amount", "1,234.50\u00a0EUR", "rest", "700\u00a0JPY"),
            Facts.read(facts, Locale.UK));
        assertEquals("1\u202f234,50\u00a0EUR", Facts.read(facts, Locale.FRENCH).get("amount"));
        assertTrue(Facts.read(facts, Locale.FRENCH).get("until").startsWith("29 novembre 2026"));
    }

    /** Injection of headers: a name that ends its line is only text. */
    @Test
    void wordsOfOthersStayInsideTheLetter() {
        String evil = "Les canuts\r\nBcc: all@example.org\r\n\r\nBuy <now@example.org>, \"x\"";
        var sender = new Written.Sender(Address.of("canut@lyon.example"), evil, "lyon.example");
        var letter = new Written("1f", Address.of("amelie@example.org"), sender, Instant.EPOCH, "une clé : été",
            "text\r\n.\r\nmore", null);
        String encoded = new MailEncoder(letter.message(), "lyon.example").encode();
        String head = encoded.substring(0, encoded.indexOf("\n\n") < 0 ? encoded.indexOf("\r\n\r\n") : encoded.indexOf("\n\n"));
        List<String> names = head.lines().filter(line -> !line.startsWith(" ")).map(line -> line.split(":")[0]).sorted().toList();
        assertEquals(List.of("Auto-Submitted", "Content-Transfer-Encoding", "Content-Type", "Date", "From", "MIME-Version",
            "Message-ID", "Subject", "To", "X-Auto-Response-Suppress"), names, head);
        assertTrue(head.contains("Message-ID: <1f@lyon.example>") && head.contains("=?UTF-8?Q?"), head);
        assertFalse(head.contains("now@example.org>"), head);
        assertEquals("ab", Facts.read(Facts.write(Map.of("name", "a\u202eb\r")), Locale.UK).get("name"));
    }
}
