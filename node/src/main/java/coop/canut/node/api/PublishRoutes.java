package coop.canut.node.api;

import coop.canut.node.member.Members;
import coop.canut.node.member.Requester;
import coop.canut.node.member.Role;
import coop.canut.node.publish.Draft;
import coop.canut.node.publish.Items;
import coop.canut.node.publish.Listings;
import coop.canut.node.publish.Progress;
import coop.canut.protocol.json.Builder;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.message.ListingMessage.State;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.function.BiFunction;

/** For requesters: bringing items, publishing listings of them, and seeing how those stand. */
final class PublishRoutes {

    /** Units of one page: a listing of fifty thousand is read in fifty. */
    private static final int UNITS = 1_000;

    private final Members members;
    private final Items items;
    private final Listings listings;

    PublishRoutes(Members members, Items items, Listings listings) {
        this.members = members;
        this.items = items;
        this.listings = listings;
    }

    void mount(Gate gate) {
        gate.way(HttpMethod.POST, "items").takingMany("column").with(Body.CSV).by(Role.REQUESTER, use(this::upload));
        gate.way(HttpMethod.PUT, "items/:id/files/:name").with(Body.IMAGE).by(Role.REQUESTER, use(this::attach));
        gate.way(HttpMethod.POST, "listings").with(Body.JSON).by(Role.REQUESTER, use(this::publish));
        gate.way(HttpMethod.GET, "listings").taking("after").by(Role.REQUESTER, use(this::mine));
        gate.way(HttpMethod.GET, "listings/:id").by(Role.REQUESTER, use((call, requester) ->
            listings.progress(requester, call.id()).compose(progress -> call.ok(progress(progress)))));
        gate.way(HttpMethod.PUT, "listings/:id/state").with(Body.JSON).by(Role.REQUESTER, use(this::changeState));
        gate.way(HttpMethod.GET, "listings/:id/units").taking("after", "limit").by(Role.REQUESTER, use(this::units));
    }

    private Gate.Use use(BiFunction<Call, Requester, Future<Void>> use) {
        return call -> members.requesterOf(call.person()).compose(requester -> use.apply(call, requester));
    }

    private Future<Void> upload(Call call, Requester requester) {
        return items.upload(requester, call.body().getBytes(), call.query().all("column")).compose(set -> {
            if (!set.problems().isEmpty()) {
                throw new RowsWrong(set.problems());
            }
            return call.created(Json.object().put("items", set.id()).put("rows", set.rows())
                .putTexts("columns", set.columns()));
        });
    }

    private Future<Void> attach(Call call, Requester requester) {
        return items.attach(requester, call.id(), call.text("name"), call.body().getBytes()).compose(content ->
            call.ok(Json.object().put("sha256", content.sha256()).put("bytes", content.bytes())
                .put("mediaType", content.mediaType())));
    }

    private Future<Void> publish(Call call, Requester requester) {
        Draft draft = call.read(Drafts::read);
        return listings.publish(requester, draft).compose(progress -> call.created(progress(progress)));
    }

    private Future<Void> mine(Call call, Requester requester) {
        return listings.mine(requester, call.query().named("after", Id::of)).compose(page ->
            call.ok(Json.object().put("listings", Shapes.each(page, PublishRoutes::progress))
                .putOptional("after", page.size() < Listings.PAGE ? null : page.getLast().id())));
    }

    private record Change(State state, String reason) {
    }

    private Future<Void> changeState(Call call, Requester requester) {
        Change change = call.read(in ->
            new Change(in.choice("state", List.of(State.values()), State::code), in.line("reason")));
        return listings.changeState(requester, call.id(), change.state(), change.reason())
            .compose(progress -> call.ok(progress(progress)));
    }

    private Future<Void> units(Call call, Requester requester) {
        Long after = call.query().number("after", 0, Integer.MAX_VALUE);
        int limit = call.query().limit(UNITS);
        return listings.units(requester, call.id(), after == null ? 0 : after.intValue(), limit).compose(page ->
            call.ok(Json.object().put("units", Shapes.each(page, placed -> Json.object().put("unit", placed.unit())
                    .put("position", placed.position()).put("row", placed.row())))
                .putOptional("after", page.size() < limit ? null : Long.valueOf(page.getLast().position()))));
    }

    private static Builder progress(Progress progress) {
        Progress.Slots slots = progress.slots();
        return Json.object().put("id", progress.id()).put("url", progress.url()).put("title", progress.title())
            .put("state", progress.state().code()).put("units", progress.units())
            .put("answersPerUnit", progress.answersPerUnit())
            .put("slots", Json.object().put("free", slots.free()).put("leased", slots.leased())
                .put("overdue", slots.overdue()).put("submitted", slots.submitted()).put("done", slots.done())
                .put("released", slots.released()).build())
            .put("accepted", progress.accepted()).put("proposed", progress.proposed()).put("owed", progress.owed())
            .put("price", Shapes.money(progress.price())).put("escrow", Shapes.money(progress.escrow()))
            .put("paid", Shapes.money(progress.paid())).put("publishedAt", Shapes.second(progress.publishedAt()))
            .put("deadline", Shapes.second(progress.deadline()));
    }
}
