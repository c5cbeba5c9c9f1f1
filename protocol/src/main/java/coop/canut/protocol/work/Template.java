package coop.canut.protocol.work;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.Members;
import coop.canut.protocol.message.WorkMessage.Content;
import coop.canut.protocol.name.Hash;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
 * {@code {"kind":"…","show":[{"name":"photo","as":"image"}],"ask":"What is on it?",…}}. Source: DESIGN.md 6 and 11.
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

    /** The word for this kind of task. */
    String kind();

    /** What a worker sees, in this order. At least one. */
    List<Shown> show();

    /** The question. */
    String ask();

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
