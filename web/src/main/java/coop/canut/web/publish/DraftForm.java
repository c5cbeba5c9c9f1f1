package coop.canut.web.publish;

import coop.canut.node.publish.Draft;
import coop.canut.node.publish.Preview;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.ListingMessage.Category;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.work.ChoiceTemplate;
import coop.canut.protocol.work.ChoiceTemplate.Choice;
import coop.canut.protocol.work.Template.As;
import coop.canut.protocol.work.Template.Example;
import coop.canut.protocol.work.Template.Shown;
import coop.canut.web.page.Amount;
import coop.canut.web.page.Words;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The form of a draft: its fields by name, and the listing that they ask for. What cannot be read leaves its member of the
 * listing empty and is told about its field; what can be read and is not possible is the node's to say. Pure.
 */
final class DraftForm {

    /** What the form sends; {@code do} is the button that was pressed. */
    static final Set<String> FIELDS = Set.of("title", "instructions", "ask", "choices", "shown.*", "as.*", "column.*", "example",
        "right", "why", "answers", "price", "currency", "seconds", "endUse", "signedBy", "severity", "category", "languages",
        "skills", "machineHelp", "deadline", "audience+", "topUp", "do", "row", "try");
    /** Which of them are about looking and not about the listing. */
    private static final Set<String> FLEETING = Set.of("do", "row", "try");
    /** Parts that a task may show: as many as files may travel with one unit. */
    static final int PARTS = Limits.CONTENT_PER_UNIT;
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}");
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");

    private final Words words;
    private final Map<String, String> fields;
    private final Map<String, String> wrong = new LinkedHashMap<>();
    private final Map<String, String> missing = new LinkedHashMap<>();

    /** A form as it was saved, or as it was just typed. */
    DraftForm(Words words, Map<String, String> fields) {
        this.words = words;
        this.fields = new TreeMap<>(fields);
    }

    /** What is saved of what was typed. */
    static Map<String, String> saved(Map<String, String> typed, List<String> audience) {
        Map<String, String> saved = new LinkedHashMap<>(typed);
        saved.keySet().removeAll(FLEETING);
        if (!audience.isEmpty()) {
            saved.put("audience", String.join(" ", audience));
        }
        return saved;
    }

    /** What a new draft begins with: a minute of work, a quarter above the least pay, two weeks. */
    static Map<String, String> fresh(Words words, String name, List<Money> floors, Instant now) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("shown.0", words.text("publish.fresh.part"));
        fields.put("as.0", As.TEXT.code());
        fields.put("answers", "1");
        fields.put("seconds", "60");
        if (!floors.isEmpty()) {
            Money floor = floors.getFirst().forSeconds(75);
            fields.put("currency", floor.currency());
            fields.put("price", Amount.typed(floor, words));
        }
        fields.put("signedBy", name);
        fields.put("severity", "0");
        fields.put("languages", words.language());
        fields.put("machineHelp", "none");
        fields.put("deadline", LocalDateTime.ofInstant(now, ZoneOffset.UTC).plusDays(14).withMinute(0).withSecond(0).withNano(0)
            .toString());
        return fields;
    }

    /** What stands in a field, or an empty text. */
    String text(String name) {
        return fields.getOrDefault(name, "").strip();
    }

    /** What cannot be read, by field, in sentences. */
    Map<String, String> wrong() {
        return wrong;
    }

    /** What is not filled in yet, by field, in sentences. */
    Map<String, String> missing() {
        return missing;
    }

    /** Refuses a form of which something cannot be read, or is not there. */
    void requireWhole() {
        Stream.concat(wrong.keySet().stream(), missing.keySet().stream()).findFirst().ifPresent(field -> {
            throw Refused.at(wrong.isEmpty() ? Problem.FIELD_MISSING : Problem.FIELD_WRONG, field, "cannot be read");
        });
    }

    private void wrong(String field, String key, Object... arguments) {
        wrong.putIfAbsent(field, words.text(key, arguments));
    }

    private void missing(String field) {
        missing.putIfAbsent(field, words.text("problem.field-missing"));
    }

    /**
     * A part of what is shown.
     *
     * @param number in the names of its fields
     * @param column that was chosen for it; empty: the one of its name
     */
    record Part(int number, String name, As as, String column) {

        String from() {
            return column.isEmpty() ? name : column;
        }
    }

    /** The parts, at least one; those without a name too, since somebody is about to give them one. */
    List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < PARTS; i++) {
            if (fields.containsKey("shown." + i)) {
                parts.add(new Part(i, text("shown." + i),
                    text("as." + i).equals(As.IMAGE.code()) ? As.IMAGE : As.TEXT, text("column." + i)));
            }
        }
        return parts.isEmpty() ? List.of(new Part(0, "", As.TEXT, "")) : parts;
    }

    /** What a worker sees, as far as it has names. */
    List<Shown> shown() {
        List<Shown> shown = new ArrayList<>();
        for (Part part : parts()) {
            String field = "shown." + part.number();
            if (part.name().isEmpty()) {
                missing(field);
            } else if (part.name().length() > Limits.NAME_CHARS) {
                wrong(field, "publish.wrong.long", Limits.NAME_CHARS);
            } else if (shown.stream().anyMatch(other -> other.name().equals(part.name()))) {
                wrong(field, "publish.wrong.twice");
            } else {
                shown.add(new Shown(part.name(), part.as()));
            }
        }
        return shown;
    }

    /** One choice from each line: {@code value = label}, or a label that is its own value. */
    List<Choice> choices() {
        List<Choice> choices = new ArrayList<>();
        for (String line : text("choices").split("\n")) {
            int equals = line.indexOf('=');
            String label = line.substring(equals + 1).strip();
            String value = equals < 0 ? label : line.substring(0, equals).strip();
            if (line.isBlank()) {
                continue;
            }
            if (value.isEmpty() || label.isEmpty()) {
                wrong("choices", "publish.wrong.choice", line.strip());
            } else if (value.length() > Limits.NAME_CHARS || label.length() > Limits.SHORT_CHARS) {
                wrong("choices", "publish.wrong.choice.long", abridged(line.strip()), Limits.NAME_CHARS, Limits.SHORT_CHARS);
            } else if (choices.stream().anyMatch(other -> other.value().equals(value))) {
                wrong("choices", "publish.wrong.choice.twice", value);
            } else {
                choices.add(new Choice(value, label));
            }
        }
        if (choices.isEmpty() && !wrong.containsKey("choices")) {
            missing("choices");
        } else if (choices.size() < 2 || choices.size() > 100) {
            wrong("choices", "publish.wrong.choices");
        }
        return choices;
    }

    private static String abridged(String text) {
        return text.length() <= 60 ? text : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, 59))) + '…';
    }

    /** The row of the items that is the example, from 1; 0 for none. */
    int exampleRow() {
        return WHOLE.matcher(text("example")).matches() ? Integer.parseInt(text("example")) : 0;
    }

    /** The cell that names the example's image, or null if it has none. */
    String exampleImage(Preview items) {
        List<String> cells = cells(items, exampleRow());
        return cells == null ? null : parts().stream().filter(part -> part.as() == As.IMAGE)
            .map(part -> cell(items, cells, part)).filter(Objects::nonNull).findFirst().orElse(null);
    }

    /** The cells of a row from 1; null if it is not among the first. */
    static List<String> cells(Preview items, int row) {
        return items == null || row < 1 || row > items.rows().size() ? null : items.rows().get(row - 1);
    }

    /** What a part is taken from; null if there is no such column. */
    static String cell(Preview items, List<String> cells, Part part) {
        int column = items.columns().indexOf(part.from());
        return column < 0 ? null : cells.get(column);
    }

    /**
     * The template that the form asks for, or null as long as something is wrong with it or missing.
     *
     * @param items their beginning, or null
     * @param image of the example, or null
     */
    String template(Preview items, byte[] image) {
        List<Shown> shown = shown();
        String ask = line("ask", Limits.LINE_CHARS);
        List<Choice> choices = choices();
        if (items != null) {
            parts().stream().filter(part -> !part.name().isEmpty() && !items.columns().contains(part.from()))
                .forEach(part -> wrong("column." + part.number(), "publish.wrong.column"));
        }
        boolean whole = Stream.concat(wrong.keySet().stream(), missing.keySet().stream()).noneMatch(field ->
            field.equals("ask") || field.equals("choices") || field.startsWith("shown"));
        return whole ? template(shown, ask, choices, items, image) : null;
    }

    private String template(List<Shown> shown, String ask, List<Choice> choices, Preview items, byte[] image) {
        Example example = null;
        try {
            example = example(items, image);
            return new ChoiceTemplate(shown, ask, choices, example).opaque();
        } catch (Refused refused) {
            switch (String.valueOf(refused.field())) {
                case "template.example.why" -> wrong("why", "publish.wrong.why", Example.WHY_CHARS);
                case "template.example.answer" -> wrong("right", "publish.wrong.right");
                default -> wrong("example", "publish.wrong.example", Example.IMAGE_BYTES / 1_024);
            }
            return null;
        }
    }

    private Example example(Preview items, byte[] image) {
        List<String> cells = cells(items, exampleRow());
        if (cells == null) {
            return null;
        }
        Map<String, String> input = new LinkedHashMap<>();
        parts().stream().filter(part -> part.as() == As.TEXT).forEach(part ->
            input.put(part.name(), Objects.requireNonNullElse(cell(items, cells, part), "")));
        return new Example(input, image, text("right").isEmpty() ? null : ChoiceTemplate.answer(text("right")),
            text("why").isEmpty() ? null : text("why"));
    }

    /**
     * The listing that the form asks for.
     *
     * @param template as the node reads it, or null if what it needs is not there
     * @param items    that were uploaded, or null
     */
    Draft draft(String template, Id items, String currency) {
        long seconds = whole("seconds", 1, Limits.CLAIM_MAX_SECONDS);
        Map<String, String> columns = new LinkedHashMap<>();
        parts().forEach(part -> columns.put(part.name(), part.from()));
        return new Draft(line("title", Limits.LINE_CHARS), line("instructions", Limits.TEXT_CHARS), template, items, columns,
            (int) whole("answers", 1, Limits.ANSWERS_PER_UNIT), price(currency), seconds, line("endUse", Limits.TEXT_CHARS),
            line("signedBy", Limits.LINE_CHARS), categories(), languages(),
            text("skills").isEmpty() ? List.of() : List.of(line("skills", Limits.SHORT_CHARS)), text("machineHelp"), deadline(),
            Draft.claimSeconds(seconds), Draft.RECLAIM_SECONDS, Draft.AUTO_ACCEPT_SECONDS, audience(),
            topUp(currency));
    }

    /** What is set aside for bonuses; null for nothing. */
    private Money topUp(String currency) {
        if (text("topUp").isEmpty()) {
            return null;
        }
        Money aside = Amount.read(text("topUp"), currency).orElse(null);
        if (aside == null) {
            wrong("topUp", "publish.wrong.amount", Money.zero(currency).exponent());
        }
        return aside == null || aside.amount() == 0 ? null : aside;
    }

    private String line(String field, int most) {
        if (text(field).isEmpty()) {
            missing(field);
        } else if (text(field).length() > most) {
            wrong(field, "publish.wrong.long", most);
        }
        return text(field);
    }

    /** A whole number; 0 if there is none that is possible. */
    private long whole(String field, int least, int most) {
        if (text(field).isEmpty()) {
            missing(field);
            return 0;
        }
        long number = WHOLE.matcher(text(field)).matches() ? Long.parseLong(text(field)) : -1;
        if (number < least || number > most) {
            wrong(field, "publish.wrong.whole", least, most);
            return 0;
        }
        return number;
    }

    private Money price(String currency) {
        if (text("price").isEmpty()) {
            missing("price");
            return null;
        }
        Money price = Amount.read(text("price"), currency).orElse(null);
        if (price == null) {
            wrong("price", "publish.wrong.amount", Money.zero(currency).exponent());
        }
        return price;
    }

    private List<Category> categories() {
        String category = text("category");
        long severity = WHOLE.matcher(text("severity")).matches() ? Long.parseLong(text("severity")) : 0;
        if (severity > 0 && category.isEmpty()) {
            wrong("category", "publish.wrong.category");
        } else if (category.length() > Limits.SHORT_CHARS) {
            wrong("category", "publish.wrong.long", Limits.SHORT_CHARS);
        }
        return category.isEmpty() ? List.of() : List.of(new Category(category, severity));
    }

    private List<String> languages() {
        List<String> tags = Stream.of(text("languages").split("[\\s,;]+")).filter(tag -> !tag.isEmpty()).distinct().toList();
        if (tags.size() > Limits.LANGUAGES || !tags.stream().allMatch(tag -> LANGUAGE.matcher(tag).matches())) {
            wrong("languages", "publish.wrong.languages", Limits.LANGUAGES);
            return List.of();
        }
        return tags;
    }

    private Instant deadline() {
        if (text("deadline").isEmpty()) {
            missing("deadline");
            return null;
        }
        try {
            return LocalDateTime.parse(text("deadline")).withNano(0).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException notATime) {
            wrong("deadline", "problem.time-form");
            return null;
        }
    }

    /** The cooperatives that were ticked. */
    List<Host> audience() {
        List<Host> hosts = new ArrayList<>();
        for (String host : text("audience").split(" ")) {
            try {
                if (!host.isEmpty()) {
                    hosts.add(Host.of(host));
                }
            } catch (Refused notAHost) {
                wrong("audience", "problem.name-not-canonical");
            }
        }
        return hosts;
    }
}
