package coop.canut.web.member;

import coop.canut.node.Rooms;
import coop.canut.node.member.Person;
import coop.canut.node.member.Requesters;
import coop.canut.node.member.Requesters.Known;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.money.Money;
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

/** A requester's own: what is missing before it publishes, and its people. */
public final class OrganisationPages {

    private final Rooms rooms;
    private final Requesters requesters;
    private final FreshLinks fresh;

    /** The pages over these rooms. */
    public OrganisationPages(Rooms rooms, FreshLinks fresh) {
        this.rooms = rooms;
        this.requesters = rooms.people().requesters();
        this.fresh = fresh;
    }

    /** Adds the routes. */
    public void mount(Site site) {
        site.get("/organisation", Access.PEOPLE, visit -> own(visit, Faults.NONE).map(shown -> shown));
        site.post("/organisation/answer", Access.PEOPLE, Set.of("code"), this::answer);
        site.post("/organisation/people", Access.PEOPLE, Set.of("name"), this::add);
        site.post("/organisation/people/:id/remove", Access.PEOPLE, Set.of(), this::remove);
    }

    /**
     * The organisation.
     *
     * @param people  who act for it
     * @param balance that it has paid in and not used
     * @param link    for a colleague, that was just made and is shown this once, or null
     */
    public record Own(Page page, Known known, List<Person> people, List<Money> balance, String link, Form form,
                      Faults faults) {
    }

    private Future<Answer.Shown> own(Visit visit, Faults faults) {
        return requesters.mine(visit.person()).compose(found -> {
            Known known = found.orElseThrow(() -> new Refused(Problem.NOT_FOUND, "no organisation"));
            return requesters.colleagues(visit.person()).compose(people ->
                rooms.ledger().prepaid(known.requester().id()).map(balance -> new Answer.Shown(200, "member/organisation.jte",
                    new Own(visit.page(known.requester().identity().name()), known, people, balance,
                        fresh.take(visit.session().id(), known.requester().id()), visit.form(), faults))));
        });
    }

    private Future<Answer> answer(Visit visit) {
        return requesters.answer(visit.person(), visit.form().text("code"))
            .compose(done -> visit.did("/organisation", "contact"))
            .recover(visit.again(faults -> own(visit, faults)));
    }

    private Future<Answer> add(Visit visit) {
        return requesters.addColleague(visit.person(), visit.form().text("name")).compose(link ->
            requesters.mine(visit.person()).compose(found -> {
                fresh.put(visit.session().id(), found.orElseThrow().requester().id(),
                    visit.whole("/sign-in/" + link.revealText()));
                return visit.did("/organisation", "colleague");
            })).recover(visit.again(faults -> own(visit, faults)));
    }

    private Future<Answer> remove(Visit visit) {
        return requesters.removeColleague(visit.person(), visit.id("id"))
            .compose(done -> visit.id("id").equals(visit.person().id()) ? Answer.to("/sign-in")
                : visit.did("/organisation", "removed"))
            .recover(visit.again(faults -> own(visit, faults)));
    }
}
