package coop.canut.web.member;

import coop.canut.node.Rooms;
import coop.canut.node.member.Event;
import coop.canut.node.member.Exclusion;
import coop.canut.node.member.Membership.File;
import coop.canut.node.member.Role;
import coop.canut.node.member.Term;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.money.Money;
import coop.canut.web.page.Access;
import coop.canut.web.page.Answer;
import coop.canut.web.page.Faults;
import coop.canut.web.page.Form;
import coop.canut.web.page.Page;
import coop.canut.web.page.Site;
import coop.canut.web.page.Visit;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One's own membership, for as long as one can sign in: what is owed, everything to take along, a reply, leaving. */
public final class MembershipPages {

    private final Rooms rooms;

    /** The pages over these rooms. */
    public MembershipPages(Rooms rooms) {
        this.rooms = rooms;
    }

    /** Adds the routes. */
    public void mount(Site site) {
        site.get("/membership", Access.PEOPLE, visit -> mine(visit, Faults.NONE).map(shown -> shown));
        site.get("/membership/download", Access.PEOPLE, visit -> Future.succeededFuture(new Answer.Streamed("application/zip",
            "canut-" + visit.person().id() + ".zip", out -> rooms.takeaway().zip(visit.person(), out))));
        site.post("/membership/reply/:id", Access.PEOPLE, Set.of("reply"), this::reply);
        site.post("/membership/resign", Access.PEOPLE, Set.of("role", "word"), this::resign);
        site.post("/membership/leave", Access.PEOPLE, Set.of("word", "sure"), this::leave);
    }

    /**
     * Somebody's own.
     *
     * @param owed    for work, one amount for each currency
     * @param inHand  tasks that are open
     * @param events  what was done about this person, the newest first
     * @param actsFor name of the requester for which this person acts, or null
     */
    public record Mine(Page page, File file, List<Money> owed, int inHand, List<Event> events, String actsFor, Form form,
                       Faults faults) {

        /** Offices that are held now. */
        public List<Term> offices() {
            return file.terms().stream().filter(term -> term.endedAt() == null && term.role().isOffice()).toList();
        }

        /** The exclusion that may be replied to, if there is one. */
        public Optional<Exclusion> proposed() {
            return file.exclusions().stream().filter(Exclusion::isProposed).findFirst();
        }

        /** An event in one sentence. */
        public String sentence(Event event) {
            return MembersPages.sentence(page.words(), event);
        }
    }

    private Future<Answer.Shown> mine(Visit visit, Faults faults) {
        var person = visit.person();
        return rooms.people().membership().mine(person).compose(file -> rooms.pay().owed(person).compose(owed ->
            rooms.tasks().open(person).compose(open -> rooms.people().chronicle().read(person, person.id(), null)
                .compose(events -> rooms.people().requesters().mine(person).map(requester -> new Answer.Shown(200,
                    "member/membership.jte", new Mine(visit.page(visit.words().text("membership.title")), file, owed,
                        open.size(), events, requester.map(known -> known.requester().identity().name()).orElse(null),
                        visit.form(), faults)))))));
    }

    private Future<Answer> reply(Visit visit) {
        return rooms.people().hearings().reply(visit.person(), visit.id("id"), visit.form().text("reply"))
            .compose(done -> visit.did("/membership", "replied"))
            .recover(visit.again(faults -> mine(visit, faults)));
    }

    private Future<Answer> resign(Visit visit) {
        return Future.succeededFuture(visit.form()).map(form -> role(form.text("role"))).compose(role ->
            rooms.people().membership().resign(visit.person(), role, visit.form().text("word")))
            .compose(done -> visit.did("/membership", "resigned"))
            .recover(visit.again(faults -> mine(visit, faults)));
    }

    private static Role role(String code) {
        try {
            return Role.of(code);
        } catch (Refused none) {
            throw Refused.at(Problem.FIELD_WRONG, "role", none.detail());
        }
    }

    private Future<Answer> leave(Visit visit) {
        return Future.succeededFuture(visit.form()).compose(form -> {
            ApplicationPages.requireSure(form);
            return rooms.people().membership().leave(visit.person(), form.text("word"), visit.session().id());
        }).compose(done -> visit.did("/membership", "left"))
            .recover(visit.again(faults -> mine(visit, faults)));
    }
}
