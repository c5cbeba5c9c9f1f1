package coop.canut.node.api;

import coop.canut.node.board.Board;
import coop.canut.node.board.Filter;
import coop.canut.node.board.Place;
import coop.canut.node.board.Posting;
import coop.canut.node.decision.Policies;
import coop.canut.node.decision.PolicyInForce;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Builder;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.message.ListingMessage.Published;
import coop.canut.protocol.message.NodeMessage.PolicyEnacted;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;

/** For everybody with a token: the board, and the policy that holds here. */
final class BoardRoutes {

    private final Board board;
    private final Policies policies;

    BoardRoutes(Board board, Policies policies) {
        this.board = board;
        this.policies = policies;
    }

    void mount(Gate gate) {
        gate.way(HttpMethod.GET, "policy").byMembers(call -> call.ok(policy(policies.current())));
        gate.way(HttpMethod.GET, "board")
            .taking("text", "minimumHourly", "currency", "language", "maxSeverity", "host", "after", "limit")
            .byMembers(this::open);
        gate.way(HttpMethod.GET, "board/:host/:id").byMembers(call ->
            board.listing(new ObjectUrl(Noun.LISTING, call.host(), call.id()))
                .compose(detail -> call.ok(detail(detail))));
    }

    private Future<Void> open(Call call) {
        Parameters query = call.query();
        Long severity = query.number("maxSeverity", 0, Limits.SEVERITY_MAX);
        var filter = new Filter(query.text("text"), minimumHourly(query), query.text("language"),
            severity == null ? null : severity.intValue(), query.named("host", Host::of));
        int limit = query.limit(Board.PAGE);
        return board.open(filter, query.named("after", Place::of), limit).compose(page ->
            call.ok(Json.object().put("listings", Shapes.each(page, BoardRoutes::posting))
                .putOptional("after", page.size() < limit ? null : page.getLast().place().text())));
    }

    private static Money minimumHourly(Parameters query) {
        Long amount = query.number("minimumHourly", 0, Limits.INTEGER_MAX);
        String currency = query.named("currency", Shapes::currency);
        if ((amount == null) != (currency == null)) {
            throw Refused.at(Problem.FIELD_MISSING, amount == null ? "minimumHourly" : "currency", "one without the other");
        }
        return amount == null ? null : Money.of(amount, currency);
    }

    private static Builder posting(Posting posting) {
        return Json.object().put("url", posting.url()).put("revision", posting.revision())
            .put("state", posting.state().code()).put("requester", posting.requester()).put("title", posting.title())
            .put("endUse", posting.endUse()).put("price", Shapes.money(posting.price()))
            .put("hourly", Shapes.money(posting.hourly())).put("estimatedSeconds", posting.estimatedSeconds())
            .put("units", posting.units()).put("answersPerUnit", posting.answersPerUnit())
            .put("severity", posting.severity()).putTexts("languages", posting.languages())
            .putTexts("skills", posting.skills()).put("machineHelp", posting.machineHelp())
            .put("deadline", Shapes.second(posting.deadline())).put("published", Shapes.second(posting.published()))
            .put("takeable", posting.takeable());
    }

    /** The row of the board with all that it leaves out; requester and end use are objects here. */
    private static Builder detail(Board.Detail detail) {
        Published listing = detail.listing();
        return posting(detail.posting())
            .put("instructions", listing.content()).put("template", listing.work().template())
            .put("categories", Shapes.each(listing.categories(), category -> Json.object()
                .put("category", category.category()).put("severity", category.severity())))
            .put("claimSeconds", listing.work().claimSeconds())
            .put("autoAcceptSeconds", listing.pay().autoAcceptSeconds())
            .put("requester", Json.object().put("url", listing.requester()).put("name", listing.identity().name())
                .put("country", listing.identity().country()).put("register", listing.identity().register()).build())
            .put("endUse", Json.object().put("statement", listing.endUse().statement())
                .put("signedBy", listing.endUse().signedBy()).put("signedAt", listing.endUse().signedAt()).build());
    }

    private static Builder policy(PolicyInForce inForce) {
        PolicyEnacted policy = inForce.policy();
        return Json.object().put("number", policy.number()).put("sha256", inForce.sha256())
            .put("decision", policy.decision())
            .put("payFloor", policy.payFloor().stream().map(Shapes::money).toList())
            .put("feePermille", policy.feePermille()).put("fundPermille", policy.fundPermille())
            .put("severityMinutesPerDay", policy.severityMinutesPerDay().stream().map(Json::of).toList())
            .put("severityMinutesPerWeek", policy.severityMinutesPerWeek().stream().map(Json::of).toList())
            .put("rejectionDays", policy.rejectionDays()).put("picketStanding", policy.picketStanding());
    }
}
