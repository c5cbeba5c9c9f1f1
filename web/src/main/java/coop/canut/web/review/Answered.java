package coop.canut.web.review;

import coop.canut.node.publish.Frozen;
import coop.canut.node.publish.Reviews;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.work.ChoiceTemplate;
import coop.canut.web.work.Question;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An answer beside what it answers.
 *
 * @param row     of the items
 * @param shown   what its worker saw
 * @param value   that results hold; null while it is sealed
 * @param label   that its worker chose; null while it is sealed
 * @param worker  the one name under which the requester knows its worker
 * @param machine which help was used, or empty
 * @param state   as the node has it
 */
public record Answered(Id id, int row, List<Question.Seen> shown, String value, String label, String worker, long seconds,
                       String machine, String state) {

    static Answered of(Id batch, Frozen frozen, Reviews.Waiting answer) {
        return of(batch, frozen, answer.answerId(), answer.row(), answer.input(), answer.answer(), answer.worker().toString(),
            answer.seconds(), answer.machineHelp(), "submitted");
    }

    static Answered of(Id batch, Frozen frozen, Reviews.Answer answer) {
        return of(batch, frozen, answer.answerId(), answer.row(), answer.input(), answer.answer(), answer.worker().toString(),
            answer.seconds(), answer.machineHelp(), answer.state());
    }

    private static Answered of(Id batch, Frozen frozen, Id id, int row, String input, String answer, String worker, long seconds,
                               String machine, String state) {
        var members = (Json.Obj) Json.read(input.getBytes(StandardCharsets.UTF_8), JsonLimits.API);
        var question = Question.of(frozen.template(), name -> text(members, name),
            name -> "/batches/" + batch + "/files/" + text(members, name));
        String value = answer == null ? null : switch (frozen.template()) {
            case ChoiceTemplate choice -> choice.chosen(answer);
        };
        return new Answered(id, row, question.shown(), value, value == null ? null : question.label(value), worker, seconds,
            machine, state);
    }

    private static String text(Json.Obj members, String name) {
        return members.get(name) instanceof Json.Text(String value) ? value : "";
    }
}
