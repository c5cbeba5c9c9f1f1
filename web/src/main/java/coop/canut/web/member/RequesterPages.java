package coop.canut.web.member;

import coop.canut.node.Rooms;
import coop.canut.node.member.Requesters;
import coop.canut.node.member.Requesters.Known;
import coop.canut.node.member.Role;
import coop.canut.web.page.Access;
import coop.canut.web.page.Answer;
import coop.canut.web.page.Faults;
import coop.canut.web.page.Form;
import coop.canut.web.page.FreshLinks;
import coop.canut.web.page.Page;
import coop.canut.web.page.Site;
import coop.canut.web.page.Visit;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Who has work done here, who checked that, and what stewards do about it. */
public final class RequesterPages {

    private final Requesters requesters;
    private final FreshLinks fresh;

    /** The pages over these rooms. */
    public RequesterPages(Rooms rooms, FreshLinks fresh) {
        this.requesters = rooms.people().requesters();
        this.fresh = fresh;
    }

    /** Adds the routes. To be called after those whose names an id could be taken for. */
    public void mount(Site site) {
        site.get("/requesters", Access.MEMBER, this::all);
        site.get("/requesters/:id", Access.ANYONE, this::one);
        site.get("/requesters/:id/check", Access.STEWARD, visit -> checking(visit, Faults.NONE).map(shown -> shown));
        site.post("/requesters/:id/check", Access.STEWARD, Set.of("what", "against"), visit -> act(visit, "checked", () ->
            requesters.check(visit.person(), visit.id("id"), visit.form().text("what"), visit.form().text("against"))));
        site.post("/requesters/:id/code", Access.STEWARD, Set.of(), this::code);
        site.post("/requesters/:id/suspend", Access.STEWARD, ApplicationPages.GROUNDS, visit -> act(visit, "suspended", () ->
            requesters.suspend(visit.person(), visit.id("id"), ApplicationPages.grounds(visit.form()))));
        site.post("/requesters/:id/lift", Access.STEWARD, Set.of(), visit -> act(visit, "lifted", () ->
            requesters.lift(visit.person(), visit.id("id"))));
    }

    /** All of them. */
    public record All(Page page, List<Known> requesters) {
    }

    private Future<Answer> all(Visit visit) {
        return requesters.all(visit.person()).compose(all -> Answer.page("member/requesters.jte", new All(
            visit.page(visit.words().text("requesters.title")).of("/members"), all)));
    }

    /**
     * A requester as everybody may know it.
     *
     * @param isNamed   whether the reader may know who checked and suspended it: people who are signed in
     * @param isSteward whether the reader may check it
     */
    public record One(Page page, Known known, boolean isNamed, boolean isSteward) {
    }

    private Future<Answer> one(Visit visit) {
        return requesters.known(visit.id("id")).compose(known -> Answer.page("member/requester.jte", new One(
            visit.page(known.requester().identity().name()), known, visit.person() != null,
            visit.person() != null && visit.person().is(Role.STEWARD))));
    }

    /**
     * A requester as a steward checks it.
     *
     * @param code for its contact, that was just made and is shown this once, or null
     */
    public record Checking(Page page, Known known, Form form, Faults faults, String code) {
    }

    private Future<Answer.Shown> checking(Visit visit, Faults faults) {
        return requesters.read(visit.person(), visit.id("id")).map(known -> new Answer.Shown(200, "member/check.jte",
            new Checking(visit.page(known.requester().identity().name()), known, visit.form(), faults,
                fresh.take(visit.session().id(), visit.id("id")))));
    }

    private Future<Answer> act(Visit visit, String did, Supplier<Future<Void>> act) {
        return Future.succeededFuture().compose(begun -> act.get())
            .compose(done -> visit.did("/requesters/" + visit.id("id") + "/check", did))
            .recover(visit.again(faults -> checking(visit, faults)));
    }

    private Future<Answer> code(Visit visit) {
        return act(visit, "code", () -> requesters.makeCode(visit.person(), visit.id("id")).map(code -> {
            fresh.put(visit.session().id(), visit.id("id"), code.revealText());
            return null;
        }));
    }
}
