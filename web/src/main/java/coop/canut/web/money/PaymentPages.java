package coop.canut.web.money;

import coop.canut.node.Rooms;
import coop.canut.node.payout.Owed;
import coop.canut.node.payout.Payment;
import coop.canut.node.payout.PaymentFile;
import coop.canut.protocol.name.Id;
import coop.canut.web.page.Access;
import coop.canut.web.page.Answer;
import coop.canut.web.page.Faults;
import coop.canut.web.page.Form;
import coop.canut.web.page.Page;
import coop.canut.web.page.Site;
import coop.canut.web.page.Visit;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Money that leaves: who is owed what, the file for the bank, and what the bank made of each line. */
public final class PaymentPages {

    private final Rooms rooms;

    /** The pages over these rooms. */
    public PaymentPages(Rooms rooms) {
        this.rooms = rooms;
    }

    /** Adds the routes. */
    public void mount(Site site) {
        site.get("/payments", Access.TREASURER, this::all);
        site.post("/payments", Access.TREASURER, Set.of("currency"), this::make);
        site.get("/payments/:id", Access.TREASURER, visit -> one(visit, Faults.NONE).map(shown -> shown));
        site.get("/payments/:id/csv", Access.TREASURER, visit -> rooms.money().payments().csv(visit.person(), visit.id("id"))
            .map(csv -> new Answer.Attached("text/csv; charset=utf-8", visit.id("id") + ".csv", Buffer.buffer(csv))));
        site.post("/payments/:id", Access.TREASURER, Set.of("line+", "outcome", "reason"), this::answered);
    }

    /**
     * What can be paid, and what was.
     *
     * @param owed    to members, by name
     * @param waiting what requesters take back and no file has yet
     * @param now     by which an account may be used or not yet
     */
    public record All(Page page, List<Owed> owed, List<Payment> waiting, List<PaymentFile> files, Instant now) {

        /** Currencies in which something is owed. */
        public Set<String> currencies() {
            Set<String> currencies = new TreeSet<>();
            owed.forEach(line -> currencies.add(line.amount().currency()));
            waiting.forEach(line -> currencies.add(line.amount().currency()));
            return currencies;
        }
    }

    private Future<Answer> all(Visit visit) {
        var payments = rooms.money().payments();
        return payments.owed(visit.person()).compose(owed -> payments.waiting(visit.person()).compose(waiting ->
            payments.files(visit.person()).compose(files -> Answer.page("money/payments.jte",
                new All(visit.page(visit.words().text("payments.title")).of("/ledger"), owed, waiting, files,
                    rooms.world().now())))));
    }

    private Future<Answer> make(Visit visit) {
        return rooms.money().payments().makeFile(visit.person(), visit.form().text("currency"))
            .compose(made -> made.isPresent() ? visit.did("/payments/" + made.get().id(), "payments.made")
                : visit.did("/payments", "payments.nothing"));
    }

    /** A file. */
    public record One(Page page, Id file, List<Payment> lines, Form form, Faults faults) {
    }

    private Future<Answer.Shown> one(Visit visit, Faults faults) {
        Id file = visit.id("id");
        return rooms.money().payments().file(visit.person(), file).map(lines -> new Answer.Shown(200, "money/payment.jte",
            new One(visit.page(visit.words().text("payment.title")).of("/ledger"), file, lines, visit.form(), faults)));
    }

    private Future<Answer> answered(Visit visit) {
        Form form = visit.form();
        Id file = visit.id("id");
        Set<Id> lines = new LinkedHashSet<>();
        form.all("line").forEach(line -> lines.add(Id.of(line)));
        boolean booked = form.text("outcome").equals("booked");
        return rooms.money().payments().answer(visit.person(), file, lines, booked, form.text("reason"))
            .compose(count -> visit.did("/payments/" + file, booked ? "payments.booked" : "payments.returned", count))
            .recover(visit.again(faults -> one(visit, faults)));
    }
}
