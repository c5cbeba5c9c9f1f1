package coop.canut.node.api;

import coop.canut.node.member.Members;
import coop.canut.node.member.Requester;
import coop.canut.node.member.Role;
import coop.canut.node.publish.Exports;
import coop.canut.node.publish.Reviews;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Builder;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiFunction;

/** For requesters: looking at answers, accepting, proposing to reject, and taking all of them away. */
final class ReviewRoutes {

    /** Answers of one page. */
    private static final int PAGE = 100;
    /** A name for lines of JSON that is in use everywhere, and registered nowhere. */
    private static final String JSONL = "application/jsonl";

    private final Members members;
    private final Reviews reviews;
    private final Exports exports;

    ReviewRoutes(Members members, Reviews reviews, Exports exports) {
        this.members = members;
        this.reviews = reviews;
        this.exports = exports;
    }

    void mount(Gate gate) {
        gate.way(HttpMethod.GET, "listings/:id/answers").taking("after", "limit").by(Role.REQUESTER, use(this::waiting));
        gate.way(HttpMethod.POST, "listings/:id/acceptances").with(Body.JSON).by(Role.REQUESTER, use(this::accept));
        gate.way(HttpMethod.POST, "answers/:id/rejection").with(Body.JSON).by(Role.REQUESTER, use(this::reject));
        gate.way(HttpMethod.GET, "listings/:id/answers.csv").by(Role.REQUESTER, use((call, requester) ->
            call.stream(Call.CSV + "; charset=utf-8", call.id() + ".csv", out -> exports.csv(requester, call.id(), out))));
        gate.way(HttpMethod.GET, "listings/:id/answers.jsonl").by(Role.REQUESTER, use((call, requester) ->
            call.stream(JSONL, call.id() + ".jsonl", out -> exports.jsonl(requester, call.id(), out))));
    }

    private Gate.Use use(BiFunction<Call, Requester, Future<Void>> use) {
        return call -> members.requesterOf(call.person()).compose(requester -> use.apply(call, requester));
    }

    private Future<Void> waiting(Call call, Requester requester) {
        Id after = call.query().named("after", Id::of);
        int limit = call.query().limit(PAGE);
        return reviews.waiting(requester, call.id(), after, limit).compose(page ->
            call.ok(Json.object().put("answers", Shapes.each(page, ReviewRoutes::answer))
                .putOptional("after", page.size() < limit ? null : page.getLast().answerId())));
    }

    /** Input and answer were both checked against the template by this node, so they are given as what they are. */
    private static Builder answer(Reviews.Waiting waiting) {
        return Json.object().put("id", waiting.answerId()).put("unit", waiting.unit()).put("row", waiting.row())
            .put("input", json(waiting.input())).put("answer", json(waiting.answer())).put("worker", waiting.worker())
            .put("seconds", waiting.seconds()).put("machineHelp", waiting.machineHelp())
            .put("submittedAt", Shapes.second(waiting.submittedAt()));
    }

    private static Json json(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8), JsonLimits.API);
    }

    /** Null stands for all. */
    private Future<Void> accept(Call call, Requester requester) {
        List<Id> answers = call.read(in -> {
            if (!in.has("all")) {
                return in.names("answers", JsonLimits.API.items(), Id::of);
            }
            if (!in.bool("all")) {
                throw Refused.at(Problem.FIELD_WRONG, "all", "true, or left out");
            }
            return null;
        });
        if (answers != null && answers.isEmpty()) {
            throw Refused.at(Problem.FIELD_MISSING, "answers", "none");
        }
        return (answers == null ? reviews.acceptAll(requester, call.id()) : reviews.accept(requester, call.id(), answers))
            .compose(done -> call.ok(Json.object().put("accepted", done.accepted()).put("already", done.already())
                .put("paid", Shapes.money(done.paid()))));
    }

    private record Rejection(String reason, String text, String by) {
    }

    private Future<Void> reject(Call call, Requester requester) {
        // A member that is left out is reason-missing like one that says nothing: the use case tells.
        Rejection rejection = call.read(in -> new Rejection(in.optionalShortText("reason"),
            in.optionalText("text", Limits.TEXT_CHARS), in.optionalLine("by")));
        return reviews.reject(requester, call.id(), rejection.reason(), rejection.text(), rejection.by())
            .compose(lapsesAt -> call.ok(Json.object().put("lapsesAt", Shapes.second(lapsesAt))));
    }
}
