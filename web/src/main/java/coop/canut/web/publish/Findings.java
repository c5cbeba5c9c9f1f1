package coop.canut.web.publish;

import coop.canut.node.publish.Quote;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.web.page.Faults;
import coop.canut.web.page.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands between a draft and its publication, by the fields of the form: what is wrong, which is told as soon as it is
 * seen, and what is only not there yet, which is told beside its field once somebody has tried to publish. Pure.
 */
final class Findings {

    /** Fields in the order of the page, each with its step. A field of several is named by what its names begin with. */
    private static final Map<String, String> STEPS = steps();
    /** What members of a listing are called in the form, where that differs. */
    private static final Map<String, String> NAMES = Map.of("answersPerUnit", "answers", "estimatedSeconds", "seconds",
        "claimSeconds", "seconds", "categories", "category", "items", "file", "draft", "instructions");
    private static final Pattern LINE = Pattern.compile("line ([0-9]{1,9})");

    private final Words words;
    private final Map<String, String> wrong = new LinkedHashMap<>();
    private final Map<String, String> missing = new LinkedHashMap<>();
    private final List<Row> rows = new ArrayList<>();

    /** A row of the items that cannot become a task. @param line of the file */
    record Row(int line, String what) {
    }

    /**
     * One thing to do before publishing.
     *
     * @param field to go to
     * @param isWrong whether it is filled in, and wrong
     */
    record Open(String step, String field, String what, boolean isWrong) {
    }

    private static Map<String, String> steps() {
        Map<String, String> steps = new LinkedHashMap<>();
        List.of("title", "instructions", "ask", "choices", "shown", "example", "right", "why")
            .forEach(field -> steps.put(field, "what"));
        List.of("file", "column").forEach(field -> steps.put(field, "items"));
        List.of("answers", "price", "seconds", "endUse", "signedBy", "severity", "category", "languages", "skills",
            "machineHelp", "deadline", "audience").forEach(field -> steps.put(field, "terms"));
        List.of("topUp", "funds").forEach(field -> steps.put(field, "fund"));
        return steps;
    }

    /**
     * Everything that was found.
     *
     * @param form  that was read
     * @param quote of the listing that it asks for
     */
    Findings(Words words, DraftForm form, Quote quote) {
        this.words = words;
        wrong.putAll(form.wrong());
        missing.putAll(form.missing());
        missing.keySet().removeAll(wrong.keySet());
        quote.problems().forEach(this::add);
        if (!rows.isEmpty()) {
            wrong.putIfAbsent("file", words.text("publish.rows.some", rows.size()));
        }
    }

    private void add(Refused problem) {
        String member = problem.field() == null ? "" : problem.field();
        Matcher line = LINE.matcher(member);
        if (line.matches()) {
            rows.add(new Row(Integer.parseInt(line.group(1)), words.problem(problem)));
            return;
        }
        String field = NAMES.getOrDefault(member, member);
        // What the template lacks, and the columns that are not there, the form has told in its own words.
        if (member.startsWith("template") || problem.problem() == Problem.CSV_COLUMNS_MISSING || wrong.containsKey(field)
            || missing.containsKey(field)) {
            return;
        }
        (problem.problem() == Problem.FIELD_MISSING ? missing : wrong).put(STEPS.containsKey(field) ? field : "",
            words.has("publish.wrong." + field) && problem.problem() == Problem.FIELD_WRONG
                ? words.text("publish.wrong." + field) : words.problem(problem));
    }

    /** Something that came to light elsewhere, more exactly than here. */
    void add(String field, String what) {
        missing.remove(field);
        wrong.put(field, what);
    }

    /** The rows that cannot become tasks, at most a hundred. */
    List<Row> rows() {
        return rows;
    }

    /** What to show beside the fields: what is wrong, and if somebody tried to publish also what is missing. */
    Faults faults(boolean all) {
        Map<String, String> shown = new LinkedHashMap<>();
        open().stream().filter(open -> all || open.isWrong()).forEach(open ->
            shown.put(open.field(), open.what()));
        return new Faults(shown);
    }

    /** Everything that is to do, in the order of the page. */
    List<Open> open() {
        List<Open> open = new ArrayList<>();
        missing.forEach((field, what) -> open.add(new Open(step(field), field, what, false)));
        wrong.forEach((field, what) -> open.add(new Open(step(field), field, what, true)));
        List<String> order = List.copyOf(STEPS.keySet());
        open.sort(Comparator.comparing((Open each) -> order.indexOf(stem(each.field())))
            .thenComparing(Open::field));
        return open;
    }

    /** The name of a field without its number. */
    static String stem(String field) {
        int dot = field.indexOf('.');
        return dot < 0 ? field : field.substring(0, dot);
    }

    private static String step(String field) {
        return STEPS.getOrDefault(stem(field), "fund");
    }
}
