package coop.canut.web.steward;

import coop.canut.node.Rooms;
import coop.canut.node.member.Exclusion;
import coop.canut.node.member.Grounds;
import coop.canut.node.member.Members;
import coop.canut.node.member.Members.Listed;
import coop.canut.node.member.Membership.File;
import coop.canut.node.member.People;
import coop.canut.node.member.Person;
import coop.canut.node.member.Requester;
import coop.canut.node.member.Role;
import coop.canut.node.member.Sessions;
import coop.canut.node.member.Standing;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Id;
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
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who is here: admitting people and requesters, and letting people in and out. */
public final class PeoplePages {

    private final Members members;
    private final Sessions sessions;
    private final People people;
    private final FreshLinks fresh;

    /** The pages over these rooms. */
    public PeoplePages(Rooms rooms, FreshLinks fresh) {
        this.members = rooms.members();
        this.sessions = rooms.sessions();
        this.people = rooms.people();
        this.fresh = fresh;
    }

    /** Adds the routes. */
    public void mount(Site site) {
        site.get("/people", Access.STEWARD, this::everybody);
        site.get("/people/admit", Access.STEWARD, visit -> admit(visit, Faults.NONE).map(shown -> shown));
        site.post("/people", Access.STEWARD, Set.of("name", "roles+", "requester"), this::admitted);
        site.get("/people/:id", Access.STEWARD, visit -> person(visit, Faults.NONE).map(shown -> shown));
        site.post("/people/:id/appoint", Access.STEWARD, Set.of("role", "until"), this::appoint);
        site.post("/people/:id/exclude", Access.STEWARD, Set.of("reasons", "contact", "review"), this::exclude);
        site.post("/people/:id/link", Access.STEWARD, Set.of(), this::link);
        site.post("/people/:id/end", Access.STEWARD, Set.of(), this::end);
        site.get("/requesters/admit", Access.STEWARD, visit -> admitRequester(visit, Faults.NONE).map(shown -> shown));
        site.post("/requesters", Access.STEWARD, Set.of("name", "country", "register"), this::admittedRequester);
    }

    /**
     * Everybody.
     *
     * @param publishers names of requesters by their ids
     */
    public record Everybody(Page page, List<Listed> people, List<Requester> requesters, Map<Id, String> publishers) {
    }

    private Future<Answer> everybody(Visit visit) {
        return members.people(visit.person()).compose(people -> members.requesters(visit.person()).compose(requesters ->
            Answer.page("steward/people.jte", new Everybody(visit.page(visit.words().text("people.title")), people, requesters,
                requesters.stream().collect(Collectors.toMap(Requester::id, each -> each.identity().name()))))));
    }

    /** The form for a person. */
    public record Admit(Page page, Form form, Faults faults, List<Requester> requesters) {
    }

    private Future<Answer.Shown> admit(Visit visit, Faults faults) {
        return members.requesters(visit.person()).map(requesters -> new Answer.Shown(200, "steward/admit.jte",
            new Admit(visit.page(visit.words().text("admit.title")), visit.form(), faults, requesters)));
    }

    private Future<Answer> admitted(Visit visit) {
        return Future.succeededFuture(visit.form()).compose(form -> {
            Set<Role> roles = form.all("roles").stream().map(PeoplePages::role).collect(Collectors.toSet());
            // The list of requesters is there for whoever has no script to hide it: without the role nothing is chosen in it.
            String chosen = roles.contains(Role.REQUESTER) ? form.text("requester") : "";
            Id requester = chosen.isEmpty() ? null : requester(chosen);
            return members.admit(visit.person(), form.text("name"), roles, requester);
        })
            .compose(admitted -> welcome(visit, admitted.person(), "admitted"))
            .recover(visit.again(faults -> admit(visit, faults)));
    }

    private static Role role(String code) {
        return named("roles", code);
    }

    private static Role named(String field, String code) {
        try {
            return Role.of(code);
        } catch (Refused refused) {
            throw Refused.at(refused.problem(), field, refused.detail());
        }
    }

    private static Id requester(String text) {
        try {
            return Id.of(text);
        } catch (Refused refused) {
            throw Refused.at(Problem.FIELD_WRONG, "requester", refused.detail());
        }
    }

    private Future<Answer> welcome(Visit visit, Person person, String did) {
        return sessions.link(visit.person(), person.id()).compose(link -> {
            fresh.put(visit.session().id(), person.id(), visit.whole("/sign-in/" + link.revealText()));
            return visit.did("/people/" + person.id(), did);
        });
    }

    /**
     * One person, as a steward reads it under the members' eyes.
     *
     * @param requester  in whose name this person publishes, or null
     * @param browsers   in which this person is signed in
     * @param link       that was just made and is shown this once, or null
     * @param hours      for which a link opens
     * @param mayAppoint whether the statutes leave offices to stewards, and this person may hold one
     * @param mayExclude whether this is a member, another than who looks, about whom no exclusion is open
     */
    public record OnePerson(Page page, Person person, File file, Requester requester, int browsers, String link, int hours,
                            boolean mayAppoint, boolean mayExclude, Form form, Faults faults) {

        /** The offices that there are. */
        public List<Role> offices() {
            return Stream.of(Role.values()).filter(Role::isOffice).toList();
        }
    }

    private Future<Answer.Shown> person(Visit visit, Faults faults) {
        return people.membership().read(visit.person(), visit.id("id")).compose(file -> requesterOf(file.person())
            .compose(requester -> sessions.mine(file.person()).map(mine -> {
                Person person = file.person();
                boolean full = person.isMember() && file.standing().state() == Standing.State.FULL;
                return new Answer.Shown(200, "steward/person.jte", new OnePerson(visit.page(person.name()), person, file,
                    requester, mine.size(), fresh.take(visit.session().id(), person.id()), Sessions.LINK_HOURS,
                    full && people.membership().mayDecide(visit.person()), person.isMember()
                        && !person.id().equals(visit.person().id())
                        && file.exclusions().stream().noneMatch(Exclusion::isProposed),
                    visit.form(), faults));
            })));
    }

    private Future<Answer> appoint(Visit visit) {
        Form form = visit.form();
        return Future.succeededFuture(form).compose(typed -> people.membership().appoint(visit.person(), visit.id("id"),
            named("role", form.text("role")), form.day("until")))
            .compose(done -> visit.did("/people/" + visit.id("id"), "appointed"))
            .recover(visit.again(faults -> person(visit, faults)));
    }

    private Future<Answer> exclude(Visit visit) {
        Form form = visit.form();
        return Future.succeededFuture(form).compose(typed -> people.hearings().propose(visit.person(), visit.id("id"),
            new Grounds(form.text("reasons"), form.text("contact"), form.day("review"))))
            .compose(done -> visit.did("/people/" + visit.id("id"), "heard"))
            .recover(visit.again(faults -> person(visit, faults)));
    }

    private Future<Requester> requesterOf(Person person) {
        return person.is(Role.REQUESTER) ? members.requesterOf(person) : Future.succeededFuture(null);
    }

    private Future<Answer> link(Visit visit) {
        return members.person(visit.id("id")).compose(person -> welcome(visit, person, "link"));
    }

    private Future<Answer> end(Visit visit) {
        return sessions.endAll(visit.person(), visit.id("id")).compose(ended -> visit.id("id").equals(visit.person().id())
            ? Answer.to("/sign-in") : visit.did("/people/" + visit.id("id"), "sessions"));
    }

    /** The form for a requester. */
    public record AdmitRequester(Page page, Form form, Faults faults) {
    }

    private Future<Answer.Shown> admitRequester(Visit visit, Faults faults) {
        return Future.succeededFuture(new Answer.Shown(200, "steward/requester.jte",
            new AdmitRequester(visit.page(visit.words().text("requester.title")), visit.form(), faults)));
    }

    private Future<Answer> admittedRequester(Visit visit) {
        Form form = visit.form();
        return Future.succeededFuture(form)
            .compose(typed -> members.admitRequester(visit.person(), form.text("name"), form.text("country"),
                form.text("register")))
            .compose(admitted -> visit.did("/people", "requester"))
            .recover(visit.again(faults -> admitRequester(visit, faults)));
    }
}
