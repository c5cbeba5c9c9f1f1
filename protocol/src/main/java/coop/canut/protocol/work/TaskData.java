package coop.canut.protocol.work;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.json.Members;
import coop.canut.protocol.work.Template.As;
import coop.canut.protocol.work.Template.Example;
import coop.canut.protocol.work.Template.Shown;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The JSON that the kinds of template have in common. */
final class TaskData {
    private static final int SHOWN_MAX = 20;
    private static final String EXAMPLE = "template.example";
    /** Of an image as large as it may be, in Base64. */
    private static final int IMAGE_CHARS = 4 * ((Example.IMAGE_BYTES + 2) / 3);

    private TaskData() {
    }

    /** A JSON object of task data, or a refusal of the caller's choosing. */
    static Json.Obj object(String text, Problem problem, String field) {
        try {
            if (Json.read(text.getBytes(StandardCharsets.UTF_8), JsonLimits.API) instanceof Json.Obj object) {
                return object;
            }
        } catch (Refused refused) {
            throw Refused.at(problem, field, refused.detail());
        }
        throw Refused.at(problem, field, "not an object");
    }

    /** Reads the {@code show} member. */
    static List<Shown> shown(Members in) {
        return in.objects("show", SHOWN_MAX, item ->
            new Shown(item.text("name", Limits.NAME_CHARS), item.choice("as", List.of(As.values()), As::code)));
    }

    /** Writes the {@code show} member. */
    static List<Json.Obj> shown(List<Shown> show) {
        return show.stream()
            .map(shown -> Json.object().put("name", shown.name()).put("as", shown.as().code()).build()).toList();
    }

    /** Refuses a task that shows nothing, or one member twice: {@code field-wrong} on {@code template.show}. */
    static void requireShown(List<Shown> show) {
        if (show.isEmpty() || show.size() > SHOWN_MAX
            || show.stream().map(Shown::name).distinct().count() < show.size()) {
            throw Refused.at(Problem.FIELD_WRONG, "template.show", "not 1 to " + SHOWN_MAX + ", or a name twice");
        }
    }

    /** Reads the {@code example} member; null if there is none. */
    static Example example(Members in) {
        Members example = in.optionalObject("example");
        if (example == null) {
            return null;
        }
        Json answer = example.optionalValue("answer");
        if (answer != null && !(answer instanceof Json.Obj)) {
            throw wrong("answer", "not an object");
        }
        Example read = new Example(texts(example.value("input")), image(example.optionalText("image", IMAGE_CHARS)),
            answer == null ? null : answer.text(), example.optionalLine("why"));
        example.done();
        return read;
    }

    private static Map<String, String> texts(Json input) {
        if (!(input instanceof Json.Obj(var members))) {
            throw wrong("input", "not an object");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        members.forEach((name, value) -> {
            if (!(value instanceof Json.Text(String text))) {
                throw wrong("input." + name, "not a string");
            }
            texts.put(name, text);
        });
        return texts;
    }

    /** Base64 has one spelling: padded, its last bits zero. */
    private static byte[] image(String base64) {
        if (base64 == null) {
            return null;
        }
        try {
            byte[] image = Base64.getDecoder().decode(base64);
            if (Base64.getEncoder().encodeToString(image).equals(base64)) {
                return image;
            }
        } catch (IllegalArgumentException notBase64) {
            throw wrong("image", "not Base64");
        }
        throw wrong("image", "not the canonical Base64");
    }

    /** Writes the {@code example} member; null if there is none. */
    static Json.Obj example(Example example) {
        if (example == null) {
            return null;
        }
        var input = Json.object();
        example.input().forEach(input::put);
        return Json.object().put("input", input.build())
            .putOptional("image", example.image() == null ? null : Base64.getEncoder().encodeToString(example.image()))
            .putOptional("answer", example.answer() == null ? null : object(example.answer(), Problem.FIELD_WRONG, EXAMPLE))
            .putOptional("why", example.why()).build();
    }

    /** Refuses an example that fits no task at all. */
    static void requirePossible(Map<String, String> input, byte[] image, String answer, String why) {
        input.forEach((name, text) -> {
            if (text.length() > Example.TEXT_CHARS) {
                throw wrong("input." + name, "longer than " + Example.TEXT_CHARS);
            }
        });
        if (image != null && (image.length > Example.IMAGE_BYTES || ImageType.of(image).isEmpty())) {
            throw wrong("image", "not PNG, JPEG or WebP of at most " + Example.IMAGE_BYTES + " bytes");
        }
        if (why != null && (answer == null || why.length() > Example.WHY_CHARS)) {
            throw wrong("why", "without an answer, or longer than " + Example.WHY_CHARS);
        }
    }

    /**
     * The example as this task has it: its texts in the order in which they are shown, its answer canonical. Refuses one that
     * is not a unit of this task; as there is one image, a task that shows several can have no example.
     *
     * @param require gives the canonical form of an answer that the task allows, and refuses any other
     */
    static Example fitting(Example example, List<Shown> show, UnaryOperator<String> require) {
        if (example == null) {
            return null;
        }
        Map<String, String> input = new LinkedHashMap<>();
        show.stream().filter(shown -> shown.as() == As.TEXT).map(Shown::name).forEach(name -> {
            if (!example.input().containsKey(name)) {
                throw wrong("input." + name, "shown, and not given");
            }
            input.put(name, example.input().get(name));
        });
        if (input.size() != example.input().size()) {
            throw wrong("input", "more than what is shown as text");
        }
        if (show.size() - input.size() != (example.image() == null ? 0 : 1)) {
            throw wrong("image", "not one for the one image that is shown");
        }
        try {
            return new Example(input, example.image(), example.answer() == null ? null : require.apply(example.answer()),
                example.why());
        } catch (Refused refused) {
            throw refused.problem() == Problem.ANSWER_WRONG ? wrong("answer", refused.detail()) : refused;
        }
    }

    private static Refused wrong(String member, String detail) {
        return Refused.at(Problem.FIELD_WRONG, EXAMPLE + "." + member, detail);
    }
}
