package coop.canut.web.member;

import coop.canut.node.Rooms;
import coop.canut.node.member.Applications;
import coop.canut.node.member.Applications.Application;
import coop.canut.node.member.Applications.Asked;
import coop.canut.node.member.Requesters;
import coop.canut.node.member.Requesters.SignUp;
import coop.canut.node.quota.Quotas;
import coop.canut.web.page.Access;
import coop.canut.web.page.Answer;
import coop.canut.web.page.Faults;
import coop.canut.web.page.Form;
import coop.canut.web.page.LocalPath;
import coop.canut.web.page.Page;
import coop.canut.web.page.Site;
import coop.canut.web.page.Visit;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Set;

/** For strangers: asking to join, and signing up as an organisation that has work done. */
public final class JoinPages {

    private final Applications applications;
    private final Requesters requesters;
    private final Quotas quotas;

    /** The pages over these rooms. */
    public JoinPages(Rooms rooms) {
        this.applications = rooms.people().applications();
        this.requesters = rooms.people().requesters();
        this.quotas = rooms.quotas();
    }

    /** Adds the routes. */
    public void mount(Site site) {
        site.get("/join", Access.ANYONE, visit -> join(visit, visit.form(), Faults.NONE).map(shown -> shown));
        site.get("/join/invited/:link", Access.ANYONE, this::invited);
        site.post("/join", Access.ANYONE, Set.of("name", "contact", "why", "invitation"), this::joined);
        site.get("/join/seen/:link", Access.ANYONE, this::seen);
        site.post("/join/seen/:link/withdraw", Access.ANYONE, Set.of(), this::withdraw);
        site.get("/requesters/join", Access.ANYONE, visit -> signUp(visit, Faults.NONE).map(shown -> shown));
        site.post("/requesters/join", Access.ANYONE, Set.of("name", "country", "register", "contact", "person"), this::signedUp);
    }

    /**
     * The form of whoever asks to join.
     *
     * @param invitation token of the invitation, or empty
     * @param inviter    who made it, or null
     */
    public record Join(Page page, Form form, Faults faults, String invitation, String inviter) {
    }

    private Future<Answer.Shown> join(Visit visit, Form form, Faults faults) {
        String invitation = form.text("invitation");
        Page page = visit.page(visit.words().text("join.title", visit.page("").home().name()));
        return invitation.isEmpty()
            ? Future.succeededFuture(new Answer.Shown(200, "member/join.jte", new Join(page, form, faults, "", null)))
            : applications.inviter(invitation).map(by -> new Answer.Shown(200, "member/join.jte",
                new Join(page, form, faults, invitation, by.name())));
    }

    private Future<Answer> invited(Visit visit) {
        return join(visit, Form.of(Map.of("invitation", visit.variable("link"))), Faults.NONE).map(shown -> shown);
    }

    private Future<Answer> joined(Visit visit) {
        Form form = visit.form();
        String invitation = form.text("invitation");
        return Future.succeededFuture().compose(begun -> {
            if (invitation.isEmpty()) {
                visit.requireRoom(quotas);
            }
            return applications.apply(visit.person(), new Asked(form.text("name"), form.text("contact"), form.text("why")),
                invitation.isEmpty() ? null : invitation, visit.words().language());
        }).compose(link -> visit.did("/join/seen/" + link.revealText(), "applied"))
            .recover(visit.again(faults -> join(visit, form, faults)));
    }

    /**
     * An application, for whoever has its link.
     *
     * @param address of this page, to be kept
     */
    public record Seen(Page page, Application application, String link, String address) {
    }

    private Future<Answer> seen(Visit visit) {
        String link = visit.variable("link");
        return applications.seen(link).compose(application -> Answer.page("member/seen.jte", new Seen(
            visit.page(visit.words().text("seen.title")), application, link, visit.whole("/join/seen/" + link))));
    }

    private Future<Answer> withdraw(Visit visit) {
        String link = visit.variable("link");
        return applications.withdraw(link).compose(done -> visit.did("/join/seen/" + link, "withdrawn"));
    }

    /** The form of an organisation. */
    public record Organisation(Page page, Form form, Faults faults) {
    }

    private Future<Answer.Shown> signUp(Visit visit, Faults faults) {
        return Future.succeededFuture(new Answer.Shown(200, "member/signup.jte",
            new Organisation(visit.page(visit.words().text("signup.title")), visit.form(), faults)));
    }

    private Future<Answer> signedUp(Visit visit) {
        Form form = visit.form();
        return Future.succeededFuture().compose(begun -> {
            visit.requireRoom(quotas);
            return requesters.signUp(new SignUp(form.text("name"), form.text("country"), form.text("register"),
                form.text("contact"), form.text("person")));
        }).compose(link -> Answer.to("/sign-in/" + link.revealText() + LocalPath.asQuery("next", "/organisation")))
            .recover(visit.again(faults -> signUp(visit, faults)));
    }
}
