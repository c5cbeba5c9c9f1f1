package coop.canut.web.sign;

import coop.canut.node.Rooms;
import coop.canut.node.member.Person;
import coop.canut.node.member.Role;
import coop.canut.node.member.Sessions;
import coop.canut.node.member.Sessions.Session;
import coop.canut.node.member.SignInLetters;
import coop.canut.node.quota.Quotas;
import coop.canut.node.start.Start;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Id;
import coop.canut.web.page.Access;
import coop.canut.web.page.Answer;
import coop.canut.web.page.Cookie;
import coop.canut.web.page.Faults;
import coop.canut.web.page.LocalPath;
import coop.canut.web.page.Page;
import coop.canut.web.page.Site;
import coop.canut.web.page.Visit;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Signing in and out, and the account of whoever did. */
public final class SignPages {

    private final Sessions sessions;
    private final SignInLetters letters;
    private final Quotas quotas;
    private final Start start;

    /** The pages over these rooms. */
    public SignPages(Rooms rooms) {
        this.sessions = rooms.sessions();
        this.letters = rooms.signInLetters();
        this.quotas = rooms.quotas();
        this.start = rooms.start();
    }

    /** Adds the routes. */
    public void mount(Site site) {
        site.get("/sign-in", Access.ANYONE, this::howTo);
        site.post("/sign-in", Access.ANYONE, Set.of("address"), this::ask);
        site.get("/sign-in/:link", Access.ANYONE, this::offer);
        site.post("/sign-in/:link", Access.ANYONE, Set.of("next"), this::begin);
        site.post("/sign-out", Access.PEOPLE, Set.of(), this::out);
        site.get("/account", Access.PEOPLE, this::account);
        site.post("/account/language", Access.PEOPLE, Set.of("language"), this::speak);
        site.post("/account/link", Access.PEOPLE, Set.of(), this::link);
        site.post("/account/sessions/:id/end", Access.PEOPLE, Set.of(), this::end);
    }

    /** Where a person begins. */
    public static String start(Person person) {
        return person.is(Role.WORKER) ? "/board" : person.is(Role.REQUESTER) ? "/batches"
            : person.is(Role.STEWARD) ? "/peers" : person.is(Role.TREASURER) ? "/ledger"
            : person.isMember() ? "/members" : "/membership";
    }

    /**
     * How one gets a link.
     *
     * @param byLetter whether this node writes letters
     * @param typed    the address as it was typed
     */
    public record HowTo(Page page, boolean byLetter, String typed, Faults faults) {
    }

    private Future<Answer> howTo(Visit visit) {
        return visit.person() != null ? Answer.to(LocalPath.or(visit.query("next"), start(visit.person())))
            : how(visit, Faults.NONE).map(shown -> shown);
    }

    private Future<Answer.Shown> how(Visit visit, Faults faults) {
        return Future.succeededFuture(new Answer.Shown(200, "sign/how.jte", new HowTo(
            visit.page(visit.words().text("sign.in")), letters.areWritten(), visit.form().text("address"), faults)));
    }

    /** The answer is the same whoever has this address. */
    private Future<Answer> ask(Visit visit) {
        return Future.succeededFuture().compose(begun -> {
            visit.requireRoom(quotas);
            letters.ask(visit.form().text("address"));
            return visit.did("/sign-in", "sign-asked");
        }).recover(visit.again(faults -> how(visit, faults)));
    }

    /**
     * A link that waits for its button.
     *
     * @param next where to go afterwards, or empty
     */
    public record Offer(Page page, String name, String link, String next) {
    }

    private Future<Answer> offer(Visit visit) {
        String link = visit.variable("link");
        return sessions.linked(link).<Answer>map(person -> new Answer.Shown(200, "sign/offer.jte",
            new Offer(visit.page(visit.words().text("sign.in")), person.name(), link, LocalPath.or(visit.query("next"), ""))))
            .recover(error -> usedUp(visit, error));
    }

    /** A link that leads nowhere. */
    public record UsedUp(Page page) {
    }

    private static Future<Answer> usedUp(Visit visit, Throwable error) {
        return error instanceof Refused refused && refused.problem() == Problem.NOT_FOUND
            ? Future.succeededFuture(new Answer.Shown(404, "sign/used.jte",
                new UsedUp(visit.page(visit.words().text("sign.used.title")))))
            : Future.failedFuture(error);
    }

    private Future<Answer> begin(Visit visit) {
        return sessions.begin(visit.variable("link"), visit.browser()).compose(begun -> first(begun.session().person())
                .<Answer>map(first -> new Answer.Elsewhere(LocalPath.or(visit.form().text("next"), first),
                    Map.of("Set-Cookie", Cookie.begin(begun.token())))))
            .recover(error -> usedUp(visit, error));
    }

    /** Where somebody begins who has just signed in: while the start is open, members there. */
    private Future<String> first(Person person) {
        return !person.isMember() ? Future.succeededFuture(start(person))
            : start.isOpen().otherwise(false).map(open -> open ? "/start" : start(person));
    }

    private Future<Answer> out(Visit visit) {
        return sessions.end(visit.person(), visit.session().id()).map(ended -> new Answer.Elsewhere("/",
            Map.of("Set-Cookie", Cookie.end(), "Clear-Site-Data", "\"cache\", \"cookies\", \"storage\"")));
    }

    /**
     * What a person has here.
     *
     * @param fresh a link for another device that was just made, or null
     */
    public record Account(Page page, Person person, Id current, List<Session> sessions, String fresh) {
    }

    private Future<Answer> account(Visit visit) {
        return account(visit, null);
    }

    private Future<Answer> account(Visit visit, String fresh) {
        return sessions.mine(visit.person()).compose(mine -> Answer.page("sign/account.jte", new Account(
            visit.page(visit.words().text("account.title")), visit.person(), visit.session().id(), mine, fresh)));
    }

    private Future<Answer> speak(Visit visit) {
        return sessions.speak(visit.person(), visit.form().text("language"))
            .compose(spoken -> visit.did("/account", "language"));
    }

    private Future<Answer> link(Visit visit) {
        return sessions.link(visit.person(), visit.person().id())
            .compose(link -> account(visit, visit.whole("/sign-in/" + link.revealText())));
    }

    private Future<Answer> end(Visit visit) {
        return sessions.end(visit.person(), visit.id("id")).compose(ended -> visit.did("/account", "session"));
    }
}
