package coop.canut.protocol.work;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.Members;
import coop.canut.protocol.message.WorkMessage.Content;
import coop.canut.protocol.name.Hash;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What a worker is shown and asked: the meaning of a listing's opaque {@code template} string. One record for each kind of
 * task; a kind that this version does not know is refused, and its listings are shown without being offered.
 *
 * <p>Every kind shows some members of a unit's input and asks a question. The input is a JSON object of strings. A member
 * that is shown as text is shown as it stands; one shown as an image holds the SHA-256 of a file that travels with the
 * unit, so no worker's browser is ever sent to somebody's address. Members that no template shows are kept for the
 * requester's results. An answer is a JSON object in canonical form, so that equal answers have equal bytes and hashes.
 *
 * <p>Wire form of what all kinds share:
 * {@code {"kind":"…","show":[{"name":"photo","as":"image"}],"ask":"What is on it?",…}}, and {@code "example":{…}} if there
 * is one. Source: DESIGN.md 6 and 11.
 */
public sealed interface Template permits ChoiceTemplate {
    /** How a member of the input is shown. */
    enum As {
        TEXT, IMAGE;

        /** The word in the template. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One member of the input that a worker sees.
     *
     * @param name of the member, at most 40 characters; the column of a file it came from
     */
    record Shown(String name, As as) {
    }

    /**
     * A unit that is nobody's work: it is shown before a task is taken, so that somebody may try one, unpaid and unrecorded,
     * and see what would have been right. It travels in the template; files come only with a lease, so its image is here.
     * Two examples with equal bytes are equal.
     *
     * @param input  exactly the members that are shown as text, in the order in which they are shown
     * @param image  PNG, JPEG or WebP of at most {@link #IMAGE_BYTES}; null exactly if no member is shown as an image
     * @param answer what would be right, in canonical form and allowed by the task; null if that is not said
     * @param why    a line on why it is right; null without an answer, or if nothing needs saying
     */
    record Example(Map<String, String> input, byte[] image, String answer, String why) {
        /** Bytes of an image: what a small picture needs, and as Base64 two thirds of what a template may hold. */
        public static final int IMAGE_BYTES = 24 * 1_024;
        /** UTF-16 code units of one shown text. */
        public static final int TEXT_CHARS = Limits.TEXT_CHARS;
        /** UTF-16 code units of the reason. */
        public static final int WHY_CHARS = Limits.LINE_CHARS;

        /** Refuses what no template could hold: {@code field-wrong} on a member of {@code template.example}. */
        public Example {
            input = Collections.unmodifiableMap(new LinkedHashMap<>(input));
            image = image == null ? null : image.clone();
            TaskData.requirePossible(input, image, answer, why);
        }

        /** A copy of the image's bytes, or null. */
        @Override
        public byte[] image() {
            return image == null ? null : image.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Example that && input.equals(that.input) && Arrays.equals(image, that.image)
                && Objects.equals(answer, that.answer) && Objects.equals(why, that.why);
        }

        @Override
        public int hashCode() {
            return Objects.hash(input, Arrays.hashCode(image), answer, why);
        }
    }

    /** The word for this kind of task. */
    String kind();

    /** What a worker sees, in this order. At least one. */
    List<Shown> show();

    /** The question. */
    String ask();

    /** One to try before taking a task, or null. */
    Example example();

    /** The whole template, for the listing's string by {@link #opaque}. */
    Json.Obj json();

    /**
     * The answer in canonical form, if the task allows it.
     *
     * @param answer JSON
     * @throws Refused {@code answer-wrong}, naming the member
     */
    String requireAnswer(String answer);

    /** The listing's opaque string: canonical JSON. */
    default String opaque() {
        return json().text();
    }

    /**
     * The shown members of a unit's input, in the order of {@link #show}.
     *
     * @param input   JSON object of strings
     * @param content the files that travel with the unit: each image must be one of them
     * @throws Refused {@code csv-row-wrong} or {@code image-missing}, naming the member
     */
    default Map<String, String> requireInput(String input, List<Content> content) {
        Json.Obj object = TaskData.object(input, Problem.CSV_ROW_WRONG, "input");
        object.members().forEach((name, value) -> {
            if (!(value instanceof Json.Text)) {
                throw Refused.at(Problem.CSV_ROW_WRONG, name, "not a string");
            }
        });
        Map<String, String> shown = new LinkedHashMap<>();
        for (Shown member : show()) {
            if (!(object.get(member.name()) instanceof Json.Text(String value))) {
                throw Refused.at(Problem.CSV_ROW_WRONG, member.name(), "missing");
            }
            if (member.as() == As.IMAGE && content.stream().noneMatch(file -> isImage(file, value))) {
                throw Refused.at(Problem.IMAGE_MISSING, member.name(), "no image of that hash");
            }
            shown.put(member.name(), value);
        }
        return shown;
    }

    private static boolean isImage(Content file, String hash) {
        return file.sha256().hex().equals(hash) && file.mediaType().startsWith("image/");
    }

    /** The input of a unit: canonical JSON. Images by hash. */
    static String input(Map<String, String> members) {
        var object = Json.object();
        members.forEach(object::put);
        return object.build().text();
    }

    /** The value of an image member. */
    static String image(Hash sha256) {
        return sha256.hex();
    }

    /**
     * Reads a listing's opaque string.
     *
     * @throws Refused {@code field-wrong} on the path of the member at fault, from {@code template} on
     */
    static Template read(String opaque) {
        try {
            Members in = new Members(TaskData.object(opaque, Problem.FIELD_WRONG, "template"), "template");
            Template template = switch (in.shortText("kind")) {
                case ChoiceTemplate.KIND -> ChoiceTemplate.read(in);
                default -> throw Refused.at(Problem.FIELD_WRONG, "template.kind", "unknown");
            };
            in.done();
            return template;
        } catch (Refused refused) {
            throw refused.problem() == Problem.FIELD_WRONG ? refused
                : Refused.at(Problem.FIELD_WRONG, refused.field(), refused.detail());
        }
    }
}
