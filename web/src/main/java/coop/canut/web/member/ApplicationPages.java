package coop.canut.web.member;

import coop.canut.node.Rooms;
import coop.canut.node.member.Applications;
import coop.canut.node.member.Applications.Application;
import coop.canut.node.member.Grounds;
import coop.canut.node.member.Membership;
import coop.canut.node.member.Role;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
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

/** Who asks to join, as members see it and stewards decide it. */
public final class ApplicationPages {

    /** Fields of a form against somebody. */
    static final Set<String> GROUNDS = Set.of("reasons", "contact", "review");

    private final Applications applications;
    private final Membership membership;
    private final FreshLinks fresh;

    /** The pages over these rooms. */
    public ApplicationPages(Rooms rooms, FreshLinks fresh) {
        this.applications = rooms.people().applications();
        this.membership = rooms.people().membership();
        this.fresh = fresh;
    }

    /** Adds the routes. */
    public void mount(Site site) {
        site.get("/applications", Access.MEMBER, this::open);
        site.post("/applications/invite", Access.STEWARD, Set.of(), this::invite);
        site.get("/applications/:id", Access.STEWARD, this::read);
        site.post("/applications/:id/admit", Access.STEWARD, Set.of(), this::admit);
        site.post("/applications/:id/decline", Access.STEWARD, GROUNDS, this::decline);
    }

    /** What stands in the fields of {@link #GROUNDS}. */
    static Grounds grounds(Form form) {
        return new Grounds(form.text("reasons"), form.text("contact"), form.day("review"));
    }

    /**
     * The open applications.
     *
     * @param isSteward who may read them whole and invite
     * @param invitation that was just made and is shown this once, or null
     */
    public record Open(Page page, List<Application> applications, boolean isSteward, String invitation, int days) {
    }

    private Future<Answer> open(Visit visit) {
        return applications.open(visit.person()).compose(open -> Answer.page("member/applications.jte", new Open(
            visit.page(visit.words().text("applications.title")).of("/members"), open, visit.person().is(Role.STEWARD),
            fresh.take(visit.session().id(), visit.session().id()), Applications.INVITATION_DAYS)));
    }

    private Future<Answer> invite(Visit visit) {
        return applications.invite(visit.person()).compose(link -> {
            // It is for nobody who has an id, so it is kept under that of the session.
            fresh.put(visit.session().id(), visit.session().id(), visit.whole("/join/invited/" + link.revealText()));
            return visit.did("/applications", "invited");
        });
    }

    /**
     * One application.
     *
     * @param mayDecide whether the statutes leave it to stewards
     */
    public record One(Page page, Application application, Form form, Faults faults, boolean mayDecide) {
    }

    private Future<Answer> read(Visit visit) {
        return read(visit, Faults.NONE).map(shown -> shown);
    }

    private Future<Answer.Shown> read(Visit visit, Faults faults) {
        return applications.read(visit.person(), visit.id("id")).map(application -> new Answer.Shown(200,
            "member/application.jte", new One(visit.page(application.asked().name()).of("/members"), application, visit.form(),
                faults, membership.mayDecide(visit.person()) && application.state() == Applications.State.OPEN)));
    }

    private Future<Answer> admit(Visit visit) {
        return applications.admit(visit.person(), visit.id("id"))
            .compose(member -> visit.did("/people/" + member, "admitted"))
            .recover(visit.again(faults -> read(visit, faults)));
    }

    private Future<Answer> decline(Visit visit) {
        return Future.succeededFuture(visit.form()).map(ApplicationPages::grounds)
            .compose(grounds -> applications.decline(visit.person(), visit.id("id"), grounds))
            .compose(done -> visit.did("/applications", "declined"))
            .recover(visit.again(faults -> read(visit, faults)));
    }

    /** Refuses a form whose box was not ticked: {@code field-missing} on {@code sure}. */
    static void requireSure(Form form) {
        if (!form.has("sure")) {
            throw Refused.at(Problem.FIELD_MISSING, "sure", "not ticked");
        }
    }
}
