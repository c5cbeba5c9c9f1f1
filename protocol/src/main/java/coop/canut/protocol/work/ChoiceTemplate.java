package coop.canut.protocol.work;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.Members;
import java.util.List;

/**
 * One choice out of some, over a text or an image: {@code {"kind":"choice","show":[{"name":"review","as":"text"}],
 * "ask":"How does it sound?","choices":[{"value":"1","label":"Content"},{"value":"0","label":"Annoyed"}]}}. The answer is
 * {@code {"choice":"1"}}.
 *
 * @param show    what is shown, at least one
 * @param ask     the question, a line
 * @param choices 2 to 100, each value once
 * @param example one to try, its answer one of the choices; or null
 */
public record ChoiceTemplate(List<Shown> show, String ask, List<Choice> choices, Example example) implements Template {
    static final String KIND = "choice";
    private static final int CHOICES_MIN = 2;
    private static final int CHOICES_MAX = 100;

    /**
     * One possible answer.
     *
     * @param value what results hold, at most 40 characters
     * @param label what workers read, a short text
     */
    public record Choice(String value, String label) {
    }

    /**
     * Refuses what a worker could not answer: {@code field-wrong} on {@code template.show}, {@code .choices} or
     * {@code .example}.
     */
    public ChoiceTemplate {
        show = List.copyOf(show);
        choices = List.copyOf(choices);
        TaskData.requireShown(show);
        if (choices.size() < CHOICES_MIN || choices.size() > CHOICES_MAX
            || choices.stream().map(Choice::value).distinct().count() < choices.size()) {
            throw Refused.at(Problem.FIELD_WRONG, "template.choices", "not 2 to 100, or a value twice");
        }
        List<Choice> possible = choices;
        example = TaskData.fitting(example, show, answer -> answer(chosen(answer, possible)));
    }

    /** A task without an example. */
    public ChoiceTemplate(List<Shown> show, String ask, List<Choice> choices) {
        this(show, ask, choices, null);
    }

    static ChoiceTemplate read(Members in) {
        return new ChoiceTemplate(TaskData.shown(in), in.line("ask"), in.objects("choices", CHOICES_MAX,
            choice -> new Choice(choice.text("value", Limits.NAME_CHARS), choice.shortText("label"))), TaskData.example(in));
    }

    /** The answer that chooses this value, in canonical form. Whether the task has it is {@link #requireAnswer}. */
    public static String answer(String value) {
        return Json.object().put("choice", value).build().text();
    }

    /** The value that an answer chooses; {@code answer-wrong} if it is none of this task's. */
    public String chosen(String answer) {
        return chosen(answer, choices);
    }

    private static String chosen(String answer, List<Choice> choices) {
        Json.Obj object = TaskData.object(answer, Problem.ANSWER_WRONG, "answer");
        if (!(object.get("choice") instanceof Json.Text(String value)) || object.members().size() != 1) {
            throw Refused.at(Problem.ANSWER_WRONG, "choice", "not exactly the member choice");
        }
        if (choices.stream().noneMatch(choice -> choice.value().equals(value))) {
            throw Refused.at(Problem.ANSWER_WRONG, "choice", "not one of the choices");
        }
        return value;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String requireAnswer(String answer) {
        return answer(chosen(answer));
    }

    @Override
    public Json.Obj json() {
        return Json.object()
            .put("kind", KIND)
            .put("show", TaskData.shown(show))
            .put("ask", ask)
            .put("choices", choices.stream().map(choice -> Json.object()
                .put("value", choice.value()).put("label", choice.label()).build()).toList())
            .putOptional("example", TaskData.example(example))
            .build();
    }
}
