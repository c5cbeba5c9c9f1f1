package coop.canut.web.page;

import com.ibm.icu.number.LocalizedNumberFormatter;
import com.ibm.icu.number.NumberFormatter;
import com.ibm.icu.number.Precision;
import com.ibm.icu.text.Collator;
import com.ibm.icu.text.DateFormat;
import com.ibm.icu.text.MessageFormat;
import com.ibm.icu.text.NumberFormat;
import com.ibm.icu.util.Currency;
import com.ibm.icu.util.TimeZone;
import com.ibm.icu.util.ULocale;
import coop.canut.protocol.Refused;
import coop.canut.protocol.money.Money;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Everything that pages say, in one language: sentences by key, and numbers, money and times as that language writes them.
 * Sentences are ICU messages with numbered places; a key that is missing is a bug. Source: ICU MessageFormat, CLDR.
 */
public final class Words {

    /** The languages that pages speak; the first is for whoever asks for none of them. */
    public static final List<String> LANGUAGES = List.of("en", "fr");
    /** One file for each package of pages, in each language. */
    static final List<String> FILES = List.of("page", "problem", "sign", "open", "board", "work", "publish", "review", "money",
        "member", "steward", "decide", "start");
    private static final int LANGUAGE_NAMES = 500;
    private static final Map<String, Words> ALL = new HashMap<>();

    static {
        LANGUAGES.forEach(language -> ALL.put(language, new Words(language)));
    }

    private final String language;
    private final ULocale locale;
    private final Map<String, String> patterns = new HashMap<>();
    // To make one of these takes longer than to show a page that needs it.
    private final Map<String, MessageFormat> formats = new ConcurrentHashMap<>();
    private final Map<String, LocalizedNumberFormatter> amounts = new ConcurrentHashMap<>();
    private final Map<String, String> languageNames = new ConcurrentHashMap<>();
    private final LocalizedNumberFormatter whole;
    private final DateFormat moment;
    private final DateFormat day;

    private Words(String language) {
        this.language = language;
        this.locale = ULocale.forLanguageTag(language.equals("en") ? "en-GB" : language);
        this.whole = NumberFormatter.withLocale(locale).precision(Precision.integer());
        this.moment = DateFormat.getDateTimeInstance(DateFormat.MEDIUM, DateFormat.SHORT, locale);
        this.day = DateFormat.getDateInstance(DateFormat.MEDIUM, locale);
        moment.setTimeZone(TimeZone.GMT_ZONE);
        day.setTimeZone(TimeZone.GMT_ZONE);
        FILES.forEach(file -> load(file).forEach((key, pattern) -> {
            if (patterns.put((String) key, (String) pattern) != null) {
                throw new IllegalStateException("the key " + key + " stands in two files");
            }
        }));
    }

    private Properties load(String file) {
        var properties = new Properties();
        String name = "/coop/canut/web/words/" + file + "_" + language + ".properties";
        try (var in = Words.class.getResourceAsStream(name)) {
            Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
            properties.load(reader);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The words of one of {@link #LANGUAGES}. */
    public static Words in(String language) {
        return ALL.get(language);
    }

    /** The language that fits best what a browser asks for (RFC 9110, 12.5.4). */
    public static Words asked(String acceptLanguage) {
        if (acceptLanguage != null) {
            try {
                String found = Locale.lookupTag(Locale.LanguageRange.parse(acceptLanguage), LANGUAGES);
                return in(found == null ? LANGUAGES.getFirst() : found);
            } catch (IllegalArgumentException nonsense) {
                return in(LANGUAGES.getFirst());
            }
        }
        return in(LANGUAGES.getFirst());
    }

    /** The language's tag, such as {@code fr}. */
    public String language() {
        return language;
    }

    /** Whether there is such a sentence. */
    public boolean has(String key) {
        return patterns.containsKey(key);
    }

    /** All keys, for the test that compares languages. */
    Map<String, String> patterns() {
        return Map.copyOf(patterns);
    }

    /**
     * A sentence.
     *
     * @param arguments by place; numbers are written as the language writes them, so ids go in as texts
     */
    public String text(String key, Object... arguments) {
        MessageFormat format = formats.computeIfAbsent(key, this::format);
        Object[] shown = new Object[arguments.length];
        for (int i = 0; i < shown.length; i++) {
            shown[i] = arguments[i] instanceof Money money ? money(money)
                : arguments[i] instanceof Instant instant ? time(instant)
                : arguments[i] instanceof Number ? arguments[i] : String.valueOf(arguments[i]);
        }
        synchronized (format) {
            return format.format(shown);
        }
    }

    private MessageFormat format(String key) {
        String pattern = patterns.get(key);
        if (pattern == null) {
            throw new IllegalArgumentException("no words for " + key);
        }
        return new MessageFormat(pattern, locale);
    }

    /** An amount with its currency. */
    public String money(Money money) {
        return amounts.computeIfAbsent(money.currency(), code -> NumberFormatter.withLocale(locale)
                .unit(Currency.getInstance(code)).precision(Precision.fixedFraction(money.exponent())))
            .format(BigDecimal.valueOf(money.amount(), money.exponent())).toString();
    }

    /** An amount that may be below zero, as the ledger has them, in minor units. */
    public String money(long amount, String currency) {
        return amount < 0 ? "\u2212" + money(Money.of(-amount, currency)) : money(Money.of(amount, currency));
    }

    /** A number. */
    public String number(long number) {
        return whole.format(number).toString();
    }

    /** How much more one is than another, with one decimal, rounded down, such as {@code 4.5}. */
    public String ratio(double ratio) {
        NumberFormat format = NumberFormat.getInstance(locale);
        format.setMinimumFractionDigits(1);
        format.setMaximumFractionDigits(1);
        return format.format(Math.floor(ratio * 10) / 10);
    }

    /** Parts of a whole as a percentage without decimals. */
    public String percent(long part, long whole) {
        return NumberFormat.getPercentInstance(locale).format(whole == 0 ? 0 : (double) part / whole);
    }

    /** Date and time of day, UTC; pages put the reader's own zone in its place where they can. */
    public String time(Instant instant) {
        return write(moment, instant) + " UTC";
    }

    /** The date alone, UTC. */
    public String date(Instant instant) {
        return write(day, instant);
    }

    /** A day. */
    public String date(LocalDate day) {
        return date(day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /** A month, from {@code YYYY-MM} as receipts have it, such as {@code November 2026}. */
    public String month(String month) {
        DateFormat format = DateFormat.getInstanceForSkeleton(DateFormat.YEAR_MONTH, locale);
        format.setTimeZone(TimeZone.GMT_ZONE);
        return format.format(Date.from(YearMonth.parse(month).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant()));
    }

    private static String write(DateFormat format, Instant instant) {
        synchronized (format) {
            return format.format(Date.from(instant));
        }
    }

    /** A length of time in the two largest units that it has, such as {@code 2 min 30 s}. */
    public String duration(long seconds) {
        if (seconds < 60) {
            return text("duration.seconds", seconds);
        }
        if (seconds < 3_600) {
            return text(seconds % 60 == 0 ? "duration.minutes" : "duration.minutes-seconds", seconds / 60, seconds % 60);
        }
        if (seconds < 86_400) {
            long minutes = seconds % 3_600 / 60;
            return text(minutes == 0 ? "duration.hours" : "duration.hours-minutes", seconds / 3_600, minutes);
        }
        long hours = seconds % 86_400 / 3_600;
        return text(hours == 0 ? "duration.days" : "duration.days-hours", seconds / 86_400, hours);
    }

    /** What an hour pays. */
    public String hourly(Money money) {
        return text("hourly", money);
    }

    /** Why something was refused, and what to do next. */
    public String problem(Refused refused) {
        String key = "problem." + refused.problem().code();
        return has(key) ? text(key) : text("problem.internal", "");
    }

    /** The name of a language, such as {@code français}; the tag itself if CLDR does not know it. */
    public String languageName(String tag) {
        String known = languageNames.get(tag);
        if (known != null) {
            return known;
        }
        String name = ULocale.forLanguageTag(tag).getDisplayLanguage(locale);
        // Other nodes choose tags too, so not every one is kept.
        if (languageNames.size() < LANGUAGE_NAMES) {
            languageNames.put(tag, name);
        }
        return name;
    }

    /** The order of a dictionary in this language, of things by their names. */
    public <T> Comparator<T> alphabetical(Function<T, String> name) {
        return Comparator.comparing(name, Collator.getInstance(locale)::compare);
    }

    /** The name of a currency as a title, such as {@code Euro}; its code if CLDR does not know it. */
    public String currencyName(String code) {
        String name = Currency.getInstance(code).getDisplayName(locale.toLocale());
        return name.substring(0, 1).toUpperCase(locale.toLocale()) + name.substring(1);
    }

    /** The name of a country by its two letters. */
    public String countryName(String code) {
        return new ULocale("", code).getDisplayCountry(locale);
    }
}
