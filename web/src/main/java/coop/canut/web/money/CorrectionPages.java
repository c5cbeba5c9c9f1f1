package coop.canut.web.money;

import coop.canut.node.Rooms;
import coop.canut.node.ledger.Correction;
import coop.canut.node.ledger.Corrections;
import coop.canut.node.member.Person;
import coop.canut.node.member.Role;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Id;
import coop.canut.web.page.Access;
import coop.canut.web.page.Answer;
import coop.canut.web.page.Faults;
import coop.canut.web.page.Form;
import coop.canut.web.page.Page;
import coop.canut.web.page.Site;
import coop.canut.web.page.Visit;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Mistakes in the books and how they are taken back, for every member to see; two people have to agree. */
public final class CorrectionPages {

    private final Rooms rooms;

    /** The pages over these rooms. */
    public CorrectionPages(Rooms rooms) {
        this.rooms = rooms;
    }

    /** Adds the routes. */
    public void mount(Site site) {
        site.get("/corrections", Access.MEMBER, this::all);
        site.get("/corrections/ask", Access.TREASURER, visit -> ask(visit, visit.query("transfer"), Faults.NONE)
            .map(shown -> shown));
        site.post("/corrections", Access.TREASURER, Set.of("transfer", "reason"), this::asked);
        site.post("/corrections/:id", Access.MEMBER, Set.of("decision"), this::decided);
    }

    /**
     * All of them.
     *
     * @param mayDecide whether this reader is one of those who may confirm
     * @param names     of the people in them, by id
     */
    public record All(Page page, List<Correction> corrections, boolean mayDecide, Map<Id, String> names) {

        /** Whether this reader may confirm that one: nobody their own. */
        public boolean mayConfirm(Correction correction) {
            return mayDecide && correction.isWaiting() && !correction.askedBy().equals(page.person().id());
        }
    }

    private Future<Answer> all(Visit visit) {
        return rooms.money().corrections().recent(null, Corrections.PAGE).compose(found -> {
            Set<Id> people = new LinkedHashSet<>();
            found.forEach(each -> {
                people.add(each.askedBy());
                if (each.decidedBy() != null) {
                    people.add(each.decidedBy());
                }
            });
            Map<Id, String> names = new HashMap<>();
            List<Future<?>> asked = new ArrayList<>();
            people.forEach(id -> asked.add(rooms.members().person(id).map(Person::name).otherwise(id.toString())
                .onSuccess(name -> names.put(id, name))));
            return Future.join(asked).transform(known -> Answer.page("money/corrections.jte",
                new All(visit.page(visit.words().text("corrections.title")).of("/accounts"), found,
                    visit.person().is(Role.TREASURER) || visit.person().is(Role.STEWARD), names)));
        });
    }

    /** The form. @param transfer id of what is to be taken back */
    public record Ask(Page page, Form form, Faults faults, String transfer) {
    }

    private static Future<Answer.Shown> ask(Visit visit, String transfer, Faults faults) {
        Hash id = hash(transfer);
        return Future.succeededFuture(new Answer.Shown(200, "money/correct.jte",
            new Ask(visit.page(visit.words().text("correct.title")).of("/ledger"), visit.form(), faults, id.hex())));
    }

    private static Hash hash(String text) {
        try {
            return Hash.of(text);
        } catch (Refused noHash) {
            throw new Refused(Problem.NOT_FOUND, "no transfer of that name");
        }
    }

    private Future<Answer> asked(Visit visit) {
        String transfer = visit.form().text("transfer");
        return rooms.money().corrections().ask(visit.person(), hash(transfer), visit.form().text("reason"))
            .compose(asked -> visit.did("/corrections", "correct.asked"))
            .recover(visit.again(faults -> ask(visit, transfer, faults)));
    }

    private Future<Answer> decided(Visit visit) {
        boolean confirmed = visit.form().text("decision").equals("confirm");
        Corrections corrections = rooms.money().corrections();
        return (confirmed ? corrections.confirm(visit.person(), visit.id("id"))
            : corrections.refuse(visit.person(), visit.id("id")))
            .compose(done -> visit.did("/corrections", confirmed ? "correct.confirmed" : "correct.refused"));
    }
}
