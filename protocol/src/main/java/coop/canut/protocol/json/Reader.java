package coop.canut.protocol.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One pass over one text. What is wrong is noted and reading goes on, so that the answer is the problem that stands
 * first in the catalogue and not the one that happened to stand first in the bytes; only too much depth and broken
 * syntax end it at once, and then too the first in rank of what was seen is the answer, with the path of its member.
 *
 * <p>Text, not bytes, is given to the tokenizer: from bytes it guesses among five encodings, skips a byte order mark
 * and decodes surrogates and overlong forms.
 */
final class Reader {
    private static final int LONGEST_INTEGER = 17;
    private static final JsonFactory FACTORY = factory();
    /** Characters of a place that is told: a refusal is never worth more than what caused it. */
    private static final int PLACE_CHARS = 100;
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]{0," + (Limits.NAME_CHARS - 1) + "}");

    private final JsonParser parser;
    private final JsonLimits limits;
    private Problem worst;
    private String detail;
    private String place;

    private Reader(JsonParser parser, JsonLimits limits) {
        this.parser = parser;
        this.limits = limits;
    }

    /** The text of some bytes; refuses what is no UTF-8, holds raw control characters, or is too long. */
    static String decode(byte[] utf8, JsonLimits limits) {
        if (utf8.length > limits.bytes()) {
            throw new Refused(Problem.JSON_LIMIT, utf8.length + " bytes, more than " + limits.bytes());
        }
        String text = new String(utf8, StandardCharsets.UTF_8);
        // U+FFFD is what the fast decoder writes for broken bytes; it may also have been sent. The slow one can tell.
        if (text.indexOf('\uFFFD') >= 0) {
            requireWellFormed(utf8);
        }
        for (byte b : utf8) {
            if (b >= 0 && b < ' ' && b != '\n' && b != '\t' && b != '\r') {
                throw new Refused(Problem.TEXT_INVALID, "a raw control character " + b);
            }
        }
        return text;
    }

    private static CharBuffer requireWellFormed(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
        } catch (CharacterCodingException e) {
            throw new Refused(Problem.TEXT_INVALID, "the bytes are not UTF-8");
        }
    }

    static Json read(String text, JsonLimits limits) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            var reader = new Reader(parser, limits);
            Json value = reader.readAll(text);
            if (reader.worst != null) {
                throw reader.place == null ? new Refused(reader.worst, reader.detail)
                        : Refused.at(reader.worst, reader.place, reader.detail);
            }
            return value;
        } catch (IOException e) {
            throw new AssertionError("a string has no input errors", e);
        }
    }

    private Json readAll(String text) throws IOException {
        try {
            Json value = value(parser.nextToken(), 1);
            if (parser.nextToken() != null) {
                note(Problem.JSON_NOT_CANONICAL, "more follows the value");
            }
            return value;
        } catch (StreamConstraintsException e) {
            note(Problem.JSON_LIMIT, e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            note(syntaxProblem(text, e), e.getOriginalMessage());
        } catch (TooDeep e) {
            note(Problem.JSON_LIMIT, "deeper than " + limits.depth() + " levels");
        }
        return null;
    }

    private Json value(JsonToken token, int depth) throws IOException {
        return switch (token) {
            case START_OBJECT -> object(depth);
            case START_ARRAY -> array(depth);
            case VALUE_STRING -> new Json.Text(checked(parser.getText(), limits.stringChars()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(token);
            case VALUE_TRUE -> new Json.Bool(true);
            case VALUE_FALSE -> new Json.Bool(false);
            case VALUE_NULL -> {
                note(Problem.MEMBER_MISSING, "null");
                yield new Json.Bool(false);
            }
            case null, default -> {
                note(Problem.JSON_NOT_CANONICAL, "no value");
                yield new Json.Bool(false);
            }
        };
    }

    private Json object(int depth) throws IOException {
        requireDepth(depth);
        var members = new TreeMap<String, Json>();
        int count = 0;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = checked(parser.currentName(), limits.nameChars());
            if (members.put(name, value(parser.nextToken(), depth + 1)) != null) {
                note(Problem.JSON_DUPLICATE_KEY, "a name stands twice");
            }
            if (++count > limits.members()) {
                note(Problem.JSON_LIMIT, "more than " + limits.members() + " members");
            }
        }
        return new Json.Obj(members);
    }

    private Json array(int depth) throws IOException {
        requireDepth(depth);
        var items = new ArrayList<Json>();
        while (true) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.END_ARRAY || token == null) {
                return new Json.Arr(items);
            }
            items.add(value(token, depth + 1));
            if (items.size() > limits.items()) {
                note(Problem.JSON_LIMIT, "more than " + limits.items() + " items");
            }
        }
    }

    private Json number(JsonToken token) throws IOException {
        String digits = parser.getText();
        if (token == JsonToken.VALUE_NUMBER_INT && digits.length() <= LONGEST_INTEGER && !digits.equals("-0")) {
            long number = Long.parseLong(digits);
            if (Math.abs(number) <= Limits.INTEGER_MAX) {
                return new Json.Int(number);
            }
        }
        note(Problem.NUMBER_FORM, "a number that is no plain integer of 53 bits");
        return new Json.Int(0);
    }

    /** Notes what is wrong with a string: controls, half surrogate pairs, length. */
    private String checked(String text, int maxChars) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\n' && c != '\t') {
                note(Problem.TEXT_INVALID, "an escaped control character");
            } else if (Character.isSurrogate(c)) {
                boolean paired = Character.isHighSurrogate(c) && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!paired) {
                    note(Problem.TEXT_INVALID, "half a surrogate pair");
                } else {
                    i++;
                }
            }
        }
        if (text.length() > maxChars) {
            note(Problem.JSON_LIMIT, "a string of more than " + maxChars);
        }
        return text;
    }

    private void requireDepth(int depth) {
        if (depth > limits.depth()) {
            throw TooDeep.INSTANCE;
        }
    }

    private void note(Problem problem, String what) {
        if (worst == null || problem.compareTo(worst) < 0) {
            worst = problem;
            detail = what;
            place = path(parser.getParsingContext());
        }
    }

    /**
     * Where the tokenizer stands, as in {@code price.amount} or {@code answers[2]}; null for the whole text, and where a
     * name on the way is none of those that a form of ours has: such a name is not repeated to anybody.
     */
    private static String path(JsonStreamContext at) {
        var path = new StringBuilder();
        for (JsonStreamContext level = at; level != null && !level.inRoot(); level = level.getParent()) {
            if (level.inArray()) {
                path.insert(0, "[" + level.getCurrentIndex() + "]");
            } else if (level.getCurrentName() != null && NAME.matcher(level.getCurrentName()).matches()) {
                path.insert(0, "." + level.getCurrentName());
            } else {
                return null;
            }
        }
        return path.isEmpty() || path.charAt(0) != '.' || path.length() > PLACE_CHARS ? null : path.substring(1);
    }

    /** Broken syntax within what was meant as a number ({@code 01}, {@code +1}, {@code .5}, {@code 1.}) says so. */
    private static Problem syntaxProblem(String text, JsonProcessingException e) {
        long offset = e.getLocation() == null ? 0 : e.getLocation().getCharOffset();
        int start = Math.clamp(offset, 0, text.length());
        // The tokenizer points at the character that broke the number or at the one after it.
        if (start > 0 && !numeric(text, start)) {
            start--;
        }
        if (!numeric(text, start)) {
            return Problem.JSON_NOT_CANONICAL;
        }
        while (numeric(text, start - 1)) {
            start--;
        }
        boolean begins = start == 0 || ":[, \n\t\r".indexOf(text.charAt(start - 1)) >= 0;
        return begins && Character.toLowerCase(text.charAt(start)) != 'e'
                ? Problem.NUMBER_FORM : Problem.JSON_NOT_CANONICAL;
    }

    private static boolean numeric(String text, int at) {
        return at >= 0 && at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0;
    }

    private static JsonFactory factory() {
        // Every limit is stated, so that none is taken on trust. Ours are tighter and are checked above; these stop
        // the tokenizer itself from working on what can only be refused.
        StreamReadConstraints constraints = StreamReadConstraints.builder()
                .maxDocumentLength(JsonLimits.API.bytes())
                .maxNestingDepth(Limits.JSON_DEPTH + 1)
                .maxNameLength(JsonLimits.API.stringChars())
                .maxNumberLength(1_000)
                .maxStringLength(JsonLimits.API.stringChars())
                .maxTokenCount(JsonLimits.API.bytes())
                .build();
        return JsonFactory.builder()
                .streamReadConstraints(constraints)
                // Duplicates are found where members are stored anyway: the tokenizer's own check costs a set each.
                .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                // Tables of names outlive the message: a sender must not be able to fill or degrade them.
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }

    /** Ends the recursion; has no trace and no detail of its own. */
    private static final class TooDeep extends RuntimeException {
        static final TooDeep INSTANCE = new TooDeep();

        private TooDeep() {
            super(null, null, false, false);
        }
    }
}
