package coop.canut.node.api;

import coop.canut.node.member.Role;
import coop.canut.node.work.Claim;
import coop.canut.node.work.Claims;
import coop.canut.node.work.Earnings;
import coop.canut.node.work.Files;
import coop.canut.node.work.Receipt;
import coop.canut.node.work.Receipts;
import coop.canut.node.work.Task;
import coop.canut.node.work.Tasks;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Builder;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.Members;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.List;

/** For workers: taking tasks, answering them, and looking back. */
final class WorkRoutes {

    private final Claims claims;
    private final Tasks tasks;
    private final Files files;
    private final Receipts receipts;

    WorkRoutes(Claims claims, Tasks tasks, Files files, Receipts receipts) {
        this.claims = claims;
        this.tasks = tasks;
        this.files = files;
        this.receipts = receipts;
    }

    void mount(Gate gate) {
        gate.way(HttpMethod.POST, "claims").with(Body.JSON).by(Role.WORKER, this::open);
        gate.way(HttpMethod.GET, "claims").by(Role.WORKER, call -> tasks.open(call.person())
            .compose(open -> call.ok(Json.object().put("claims", Shapes.each(open, WorkRoutes::claim)))));
        gate.way(HttpMethod.GET, "claims/:id").by(Role.WORKER, call -> tasks.one(call.person(), call.id())
            .compose(task -> call.ok(task(task))));
        gate.way(HttpMethod.POST, "claims/:id/answer").with(Body.JSON).by(Role.WORKER, this::answer);
        gate.way(HttpMethod.POST, "claims/:id/release").by(Role.WORKER, call ->
            claims.release(call.person(), call.id()).compose(released -> call.done()));
        gate.way(HttpMethod.POST, "claims/:id/decline").with(Body.JSON).by(Role.WORKER, this::decline);
        gate.way(HttpMethod.GET, "claims/:id/files/:sha256").by(Role.WORKER, call ->
            files.read(call.person().id(), call.id(), call.sha256()).compose(shown ->
                call.file(harmless(shown.mediaType()), call.sha256().hex(), shown.bytes())));
        gate.way(HttpMethod.GET, "tasks").taking("before", "limit").by(Role.WORKER, this::mine);
        gate.way(HttpMethod.GET, "earnings").by(Role.WORKER, call -> tasks.earnings(call.person())
            .compose(earned -> call.ok(Json.object().put("earnings", Shapes.each(earned, WorkRoutes::earned)))));
        gate.way(HttpMethod.GET, "receipts").by(Role.WORKER, call -> receipts.mine(call.person())
            .compose(mine -> call.ok(Json.object().put("receipts", Shapes.each(mine, WorkRoutes::receipt)))));
        gate.way(HttpMethod.GET, "receipts/:id").by(Role.WORKER, call -> receipts.take(call.person(), call.id())
            .compose(file -> call.file(Call.JSON, "receipt-" + call.id() + ".json", Buffer.buffer(file))));
    }

    private record Wanted(ObjectUrl listing, Id unit, List<Id> units) {
    }

    private Future<Void> open(Call call) {
        Wanted wanted = call.read(WorkRoutes::wanted);
        return wanted.units() == null
            ? claims.open(call.person(), wanted.listing(), wanted.unit()).compose(claim -> call.created(claim(claim)))
            : claims.openMany(call.person(), wanted.listing(), wanted.units()).compose(opened ->
                call.created(Json.object().put("claims", Shapes.each(opened, WorkRoutes::claim))));
    }

    private static Wanted wanted(Members in) {
        ObjectUrl listing = in.objectUrl("listing", Noun.LISTING);
        if (in.has("unit") && in.has("units")) {
            throw Refused.at(Problem.FIELD_WRONG, "units", "unit or units");
        }
        return new Wanted(listing, in.optionalNamed("unit", Id::of),
            in.has("units") ? in.names("units", Claims.LIVE_CLAIMS, Id::of) : null);
    }

    private record Answer(String answer, String machineHelp, boolean next) {
    }

    private Future<Void> answer(Call call) {
        Answer answer = call.read(in -> new Answer(Drafts.data(in, "answer"), in.optionalLine("machineHelp"),
            in.has("next") && in.bool("next")));
        return claims.submit(call.person(), call.id(), answer.answer(), answer.machineHelp(), answer.next())
            .compose(handed -> call.ok(Json.object().put("claim", handed.claim())
                .put("answerSha256", handed.answerSha256()).put("seconds", handed.seconds())
                .putOptional("next", handed.next() == null ? null : claim(handed.next()).build())));
    }

    private record Stop(String cause, String reason) {
    }

    private Future<Void> decline(Call call) {
        Stop stop = call.read(in -> new Stop(in.shortText("cause"), in.optionalLine("reason")));
        return claims.decline(call.person(), call.id(), stop.cause(), stop.reason()).compose(declined -> call.done());
    }

    private Future<Void> mine(Call call) {
        Id before = call.query().named("before", Id::of);
        int limit = call.query().limit(Tasks.PAGE);
        return tasks.mine(call.person(), before, limit).compose(page ->
            call.ok(Json.object().put("tasks", Shapes.each(page, WorkRoutes::task))
                .putOptional("before", page.size() < limit ? null : page.getLast().claim())));
    }

    /** Another node says what a file is: images are believed, anything else is bytes. */
    private static String harmless(String mediaType) {
        return Body.IMAGE.types().contains(mediaType) ? mediaType : "application/octet-stream";
    }

    private static Builder claim(Claim claim) {
        return Json.object().put("id", claim.id()).put("listing", claim.terms().url())
            .put("revision", claim.terms().revision()).put("title", claim.terms().title()).put("unit", claim.unit())
            .put("template", claim.terms().template()).put("input", claim.input())
            .put("content", Shapes.each(claim.content(), file -> Json.object().put("sha256", file.sha256())
                .put("bytes", file.bytes()).put("mediaType", file.mediaType())))
            .put("price", Shapes.money(claim.terms().price())).put("estimatedSeconds", claim.terms().estimatedSeconds())
            .put("opened", Shapes.second(claim.opened())).put("due", Shapes.second(claim.due()));
    }

    private static Builder task(Task task) {
        Task.Rejection rejection = task.rejection();
        return Json.object().put("claim", task.claim()).put("listing", task.listing()).put("title", task.title())
            .put("unit", task.unit()).put("state", task.state().code()).put("price", Shapes.money(task.price()))
            .put("opened", Shapes.second(task.opened())).put("due", Shapes.second(task.due()))
            .putOptional("ended", Shapes.second(task.ended())).putOptional("seconds", task.seconds())
            .putOptional("review", task.review())
            .putOptional("paid", task.paid() == null ? null : Shapes.money(task.paid()))
            .putOptional("rejection", rejection == null ? null : Json.object().put("reason", rejection.reason())
                .put("text", rejection.text()).put("by", rejection.by())
                .put("proposed", Shapes.second(rejection.proposed()))
                .put("lapsesAt", Shapes.second(rejection.lapsesAt())).build());
    }

    private static Builder earned(Earnings earned) {
        return Json.object().put("currency", earned.currency()).put("accepted", earned.accepted())
            .put("waiting", earned.waiting()).put("proposed", earned.proposed()).put("answers", earned.answers())
            .put("seconds", earned.seconds());
    }

    private static Builder receipt(Receipt receipt) {
        return Json.object().put("id", receipt.id()).put("issuer", receipt.issuer())
            .put("requester", receipt.requester()).put("skill", receipt.skill())
            .put("paidMinutes", receipt.paidMinutes()).put("ok", receipt.ok()).put("bad", receipt.bad())
            .put("contested", receipt.contested()).put("lastMonth", receipt.lastMonth())
            .put("expires", Shapes.second(receipt.expires()));
    }
}
