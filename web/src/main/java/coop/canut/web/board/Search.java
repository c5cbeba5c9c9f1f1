package coop.canut.web.board;

import coop.canut.node.board.Filter;
import coop.canut.node.board.Place;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import coop.canut.web.page.Amount;
import coop.canut.web.page.Faults;
import coop.canut.web.page.Visit;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What somebody looks for on the board, as it stands in the address. What is wrong does not narrow the list and is told
 * beside its field.
 *
 * @param typed  what stands in the fields, empty ones included
 * @param after  where the page before ended, or null
 */
public record Search(Map<String, String> typed, Filter filter, Place after, Faults faults) {

    /** The fields that narrow the list, in the order in which they are shown. */
    public static final List<String> FIELDS = List.of("text", "pay", "hardship", "language", "host", "skill");
    /** Says in which money {@code pay} is counted, if it is not the first in which our members agreed on a floor. */
    private static final String CURRENCY = "currency";
    private static final String AFTER = "after";
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}");

    /**
     * Reads it.
     *
     * @param money the currency of {@code pay} if none is chosen
     * @param only  the one host whose listings may be seen, or null for all
     */
    static Search of(Visit visit, String money, Host only) {
        var reading = new Reading(visit);
        String text = reading.field("text", Search::shortText);
        String currency = reading.field(CURRENCY, Search::currency);
        Money pay = reading.field("pay", amount -> amount(amount, currency == null ? money : currency));
        Integer hardship = reading.field("hardship", Search::severity);
        String language = reading.field("language", Search::language);
        Host host = reading.field("host", Host::of);
        String skill = reading.field("skill", Search::shortText);
        Place after = reading.field(AFTER, Place::of);
        return new Search(reading.typed, new Filter(text, pay, language, hardship, only == null ? host : only, skill), after,
            new Faults(reading.faults));
    }

    private static final class Reading {
        private final Visit visit;
        private final Map<String, String> typed = new LinkedHashMap<>();
        private final Map<String, String> faults = new LinkedHashMap<>();

        private Reading(Visit visit) {
            this.visit = visit;
        }

        /** What a field means; null if it is empty or wrong. */
        private <T> T field(String name, Function<String, T> meaning) {
            try {
                String text = visit.query(name);
                typed.put(name, text);
                return text.isEmpty() ? null : meaning.apply(text);
            } catch (Refused wrong) {
                typed.putIfAbsent(name, "");
                String ours = "board." + name + ".fault";
                faults.put(name, visit.words().has(ours) ? visit.words().text(ours) : visit.words().problem(wrong));
                return null;
            }
        }
    }

    private static String shortText(String text) {
        if (text.length() > Limits.SHORT_CHARS) {
            throw new Refused(Problem.JSON_LIMIT, "longer than " + Limits.SHORT_CHARS);
        }
        return text;
    }

    private static String language(String tag) {
        return require(tag, LANGUAGE.matcher(tag).matches());
    }

    private static String currency(String code) {
        return require(code, Money.isCurrency(code));
    }

    private static Integer severity(String text) {
        return Integer.valueOf(require(text, text.matches("[0-" + Limits.SEVERITY_MAX + "]")));
    }

    private static Money amount(String text, String currency) {
        return Amount.read(text, currency).orElseThrow(() -> new Refused(Problem.FIELD_WRONG, "no amount"));
    }

    private static String require(String text, boolean possible) {
        if (!possible) {
            throw new Refused(Problem.FIELD_WRONG, "not possible");
        }
        return text;
    }

    /** What stands in a field. */
    public String at(String field) {
        return typed.getOrDefault(field, "");
    }

    /** Whether anything narrows the list, or was meant to. */
    public boolean narrows() {
        return FIELDS.stream().anyMatch(field -> !at(field).isEmpty());
    }

    /** Whether the fields that are folded away hold something. */
    public boolean narrowsFurther() {
        return FIELDS.subList(3, FIELDS.size()).stream().anyMatch(field -> !at(field).isEmpty());
    }

    /** The address of the list with another value in one field, from its first page on; an empty value takes it out. */
    public String with(String field, String value) {
        Map<String, String> query = query();
        query.put(field, value);
        return "/board" + text(query);
    }

    /** The address of the same list, from its first page on. */
    public String first() {
        return "/board" + text(query());
    }

    /** The address from which a page learns what arrived since its first row. */
    public String news(Place since) {
        Map<String, String> query = query();
        query.put("since", since.text());
        return "/board/news" + text(query);
    }

    private Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>(typed);
        query.remove(AFTER);
        return query;
    }

    private static String text(Map<String, String> query) {
        String text = query.entrySet().stream().filter(field -> !field.getValue().isEmpty())
            .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
        return text.isEmpty() ? "" : "?" + text;
    }
}
