package coop.canut.node.mail;

import coop.canut.protocol.json.Builder;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.json.Times;
import coop.canut.protocol.money.Money;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What a letter speaks of: kept as it is, and written as the language writes it when the letter leaves. */
final class Facts {

    private static final String TIME = ":time";
    private static final String MONEY = ":money";
    private static final int TEXT_CHARS = 2_000;

    private Facts() {
    }

    /** As the table has it. */
    static String write(Map<String, Object> facts) {
        Builder object = Json.object();
        facts.forEach((name, fact) -> {
            switch (fact) {
                case Instant time -> object.put(name + TIME, Times.write(time.truncatedTo(ChronoUnit.SECONDS)));
                case Money money -> object.put(name + MONEY, money.amount() + " " + money.currency());
                default -> object.put(name, clean(String.valueOf(fact)));
            }
        });
        return object.build().text();
    }

    /** The words for each place, in a language. */
    static Map<String, String> read(String written, Locale locale) {
        Map<String, String> words = new HashMap<>();
        var object = (Json.Obj) Json.read(written.getBytes(StandardCharsets.UTF_8), JsonLimits.API);
        object.members().forEach((key, value) -> {
            String text = ((Json.Text) value).value();
            if (key.endsWith(TIME)) {
                words.put(key.substring(0, key.length() - TIME.length()), time(Times.read(text), locale));
            } else if (key.endsWith(MONEY)) {
                String[] parts = text.split(" ");
                words.put(key.substring(0, key.length() - MONEY.length()),
                    money(Money.of(Long.parseLong(parts[0]), parts[1]), locale));
            } else {
                words.put(key, text);
            }
        });
        return words;
    }

    /** Lines of text, and nothing that steers how others are shown. */
    private static String clean(String text) {
        var clean = new StringBuilder();
        text.codePoints().filter(c -> c == '\n' || !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT
            && Character.getType(c) != Character.SURROGATE).limit(TEXT_CHARS).forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static String time(Instant time, Locale locale) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT).withLocale(locale)
            .format(time.atOffset(ZoneOffset.UTC)) + " UTC";
    }

    private static String money(Money money, Locale locale) {
        NumberFormat format = NumberFormat.getInstance(locale);
        format.setMinimumFractionDigits(money.exponent());
        return format.format(BigDecimal.valueOf(money.amount(), money.exponent())) + "\u00a0" + money.currency();
    }
}
