package coop.canut.web.page;

import coop.canut.protocol.Refused;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is wrong with a form, by field, in the reader's language; the empty name stands for the whole form. */
public record Faults(Map<String, String> byField) {

    /** Nothing is wrong. */
    public static final Faults NONE = new Faults(Map.of());

    /** Keeps the order. */
    public Faults {
        byField = new LinkedHashMap<>(byField);
    }

    /** What a refusal says about the field it names, or about the whole form. */
    public static Faults of(Words words, Refused refused) {
        return of(words, List.of(refused));
    }

    /** What refusals say; of two about one field the first. */
    public static Faults of(Words words, List<Refused> refused) {
        Map<String, String> faults = new LinkedHashMap<>();
        refused.forEach(each -> faults.putIfAbsent(each.field() == null ? "" : each.field(), words.problem(each)));
        return new Faults(faults);
    }

    /** The same faults under the names that a form has for its fields. */
    public Faults named(Map<String, String> names) {
        Map<String, String> renamed = new LinkedHashMap<>();
        byField.forEach((field, fault) -> renamed.putIfAbsent(names.getOrDefault(field, field), fault));
        return new Faults(renamed);
    }

    /** What is wrong with a field, or null. */
    public String at(String field) {
        return byField.get(field);
    }

    /** Whether something is wrong. */
    public boolean any() {
        return !byField.isEmpty();
    }

    /** Whether this is the field at which a reader should begin. */
    public boolean isFirst(String field) {
        return any() && byField.keySet().iterator().next().equals(field);
    }
}
