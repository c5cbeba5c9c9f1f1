package coop.canut.web.page;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was typed into a form, in the order of its fields. Line ends are line feeds; any other control character, and text
 * that is no UTF-8, was refused before.
 */
public final class Form {

    /** A form in which nothing was typed. */
    public static final Form EMPTY = new Form(Map.of(), Map.of());
    /** Fields of one form. */
    static final int FIELDS = 2_000;

    private final Map<String, List<String>> fields;
    private final Map<String, Upload> uploads;

    /** A file that came with a form; the name is what the browser says, for showing only. */
    public record Upload(String name, Buffer bytes) {
    }

    Form(Map<String, List<String>> fields, Map<String, Upload> uploads) {
        this.fields = fields;
        this.uploads = uploads;
    }

    /** A form as if these had been typed: what a page shows before anybody typed. */
    public static Form of(Map<String, String> values) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        values.forEach((name, value) -> fields.put(name, List.of(value)));
        return new Form(fields, Map.of());
    }

    /** What stands in a field, without space around it; empty if it is absent. */
    public String text(String name) {
        List<String> values = fields.get(name);
        return values == null ? "" : values.getFirst().strip();
    }

    /** What stands in a field, or otherwise another text if the field is absent. */
    public String text(String name, String otherwise) {
        return fields.containsKey(name) ? text(name) : otherwise;
    }

    /** The day in a field as browsers write it, {@code 2026-11-27}; null if it is empty; {@code field-wrong} otherwise. */
    public LocalDate day(String name) {
        try {
            return text(name).isEmpty() ? null : LocalDate.parse(text(name));
        } catch (DateTimeParseException noDay) {
            throw Refused.at(Problem.FIELD_WRONG, name, "no day");
        }
    }

    /** Whether the field is there: how a box that is ticked, or a button that was pressed, shows. */
    public boolean has(String name) {
        return fields.containsKey(name);
    }

    /** All values of a field that may stand several times. */
    public List<String> all(String name) {
        return fields.getOrDefault(name, List.of());
    }

    /** The file of a field, or null; an empty one, as browsers send for none, is null. */
    public Upload upload(String name) {
        return uploads.get(name);
    }

    /** Every field but the session's token, its first value. */
    public Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        fields.keySet().stream().filter(name -> !name.equals(FormToken.FIELD)).forEach(name -> texts.put(name, text(name)));
        return texts;
    }

    /**
     * Refuses fields that the route does not take, and those that stand twice: {@code member-unknown}.
     *
     * @param taken names; {@code name+} may stand several times, {@code begin*} is any name that begins so
     */
    void require(Set<String> taken) {
        fields.forEach((name, values) -> {
            boolean many = taken.contains(name + "+");
            boolean known = many || taken.contains(name) || name.equals(FormToken.FIELD) || taken.stream().anyMatch(
                each -> each.endsWith("*") && name.startsWith(each.substring(0, each.length() - 1)));
            if (!known || values.size() > 1 && !many) {
                throw new Refused(Problem.MEMBER_UNKNOWN, "a field that is not of this form, or twice");
            }
        });
    }

    /** Reads {@code application/x-www-form-urlencoded}; {@code text-invalid}, {@code json-limit}. Source: WHATWG URL 5.1. */
    static Form read(Buffer body) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        String text = strict(body.getBytes());
        for (String pair : text.isEmpty() ? new String[0] : text.split("&", FIELDS + 1)) {
            int equals = pair.indexOf('=');
            add(fields, decoded(equals < 0 ? pair : pair.substring(0, equals)),
                equals < 0 ? "" : decoded(pair.substring(equals + 1)));
        }
        return new Form(fields, Map.of());
    }

    static void add(Map<String, List<String>> fields, String name, String value) {
        if (fields.size() >= FIELDS) {
            throw new Refused(Problem.JSON_LIMIT, "more than " + FIELDS + " fields");
        }
        fields.computeIfAbsent(requireText(name), first -> new ArrayList<>())
            .add(requireText(value.replace("\r\n", "\n").replace('\r', '\n')));
    }

    /** Refuses control characters other than tab and line feed, and what a decoder put for bytes that were no text. */
    static String requireText(String text) {
        // A pair of surrogates is one code point, so what is seen of them here are halves.
        if (text.codePoints().anyMatch(c -> c < ' ' && c != '\n' && c != '\t' || c == 0x7f || c == 0xfffd
            || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw new Refused(Problem.TEXT_INVALID, "control characters, or no UTF-8");
        }
        return text;
    }

    private static String decoded(String text) {
        byte[] bytes = new byte[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0x7e) {
                throw new Refused(Problem.TEXT_INVALID, "not encoded");
            } else if (c == '%') {
                int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
                int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
                if (low < 0) {
                    throw new Refused(Problem.TEXT_INVALID, "a broken escape");
                }
                bytes[length++] = (byte) (high * 16 + low);
                i += 2;
            } else {
                bytes[length++] = (byte) (c == '+' ? ' ' : c);
            }
        }
        return strict(Arrays.copyOf(bytes, length));
    }

    private static String strict(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new Refused(Problem.TEXT_INVALID, "no UTF-8");
        }
    }
}
