package coop.canut.protocol.work;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.json.Members;
import coop.canut.protocol.work.Template.As;
import coop.canut.protocol.work.Template.Shown;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The JSON that the kinds of template have in common. */
final class TaskData {
    private static final int SHOWN_MAX = 20;

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
}
