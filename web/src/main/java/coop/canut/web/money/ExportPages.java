package coop.canut.web.money;

import coop.canut.node.Rooms;
import coop.canut.node.accounting.Chart;
import coop.canut.node.accounting.Chart.ChartAccount;
import coop.canut.node.accounting.Invoice;
import coop.canut.node.accounting.Obligations.Aged;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.web.page.Access;
import coop.canut.web.page.Answer;
import coop.canut.web.page.Faults;
import coop.canut.web.page.Form;
import coop.canut.web.page.Page;
import coop.canut.web.page.Site;
import coop.canut.web.page.Visit;
import io.vertx.core.Future;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/** For the accountant: journal, FEC, chart, invoices; and what is owed between cooperatives, by age. */
public final class ExportPages {

    private static final String NUMBER = "number.";
    private static final String LABEL = "label.";

    private final Rooms rooms;

    /** The pages over these rooms. */
    public ExportPages(Rooms rooms) {
        this.rooms = rooms;
    }

    /** Adds the routes. */
    public void mount(Site site) {
        site.get("/exports", Access.TREASURER, visit -> exports(visit, Faults.NONE).map(shown -> shown));
        site.post("/exports", Access.TREASURER, Set.of("siren", "note", NUMBER + "*", LABEL + "*"), this::set);
        site.get("/exports/journal.csv", Access.TREASURER, this::journal);
        site.get("/exports/fec.txt", Access.TREASURER, this::fec);
        site.get("/exports/invoice", Access.TREASURER, visit -> rooms.money().invoices()
            .one(null, InvoicePage.number(visit)).compose(invoice -> InvoicePage.show(visit, invoice, "/exports")));
        site.get("/obligations", Access.TREASURER, this::obligations);
    }

    /**
     * What can be exported.
     *
     * @param from  first day of this year
     * @param today by UTC
     */
    public record View(Page page, Form form, Faults faults, List<ChartAccount> chart, Chart.Settings settings,
                       List<Invoice> invoices, LocalDate from, LocalDate today) {
    }

    private Future<Answer.Shown> exports(Visit visit, Faults faults) {
        LocalDate today = LocalDate.ofInstant(rooms.world().now(), ZoneOffset.UTC);
        return rooms.money().chart().accounts().compose(chart -> rooms.money().chart().settings().compose(settings ->
            rooms.money().invoices().all(visit.person()).map(invoices -> new Answer.Shown(200, "money/exports.jte",
                new View(visit.page(visit.words().text("exports.title")).of("/ledger"), visit.form(), faults, chart, settings,
                    invoices, today.withDayOfYear(1), today)))));
    }

    private Future<Answer> set(Visit visit) {
        Form form = visit.form();
        List<ChartAccount> accounts = form.texts().keySet().stream().filter(field -> field.startsWith(NUMBER))
            .map(field -> field.substring(NUMBER.length()))
            .map(key -> new ChartAccount(key, form.text(NUMBER + key), form.text(LABEL + key))).toList();
        Chart chart = rooms.money().chart();
        return Future.succeededFuture()
            .compose(begun -> chart.change(visit.person(), accounts))
            .compose(changed -> chart.set(visit.person(), new Chart.Settings(form.text("siren"), form.text("note"))))
            .compose(done -> visit.did("/exports", "exports.set"))
            .recover(visit.again(faults -> exports(visit, faults)));
    }

    private Future<Answer> journal(Visit visit) {
        LocalDate from = Days.read(visit, "from");
        LocalDate to = Days.read(visit, "to");
        return Future.succeededFuture(new Answer.Streamed("text/csv; charset=utf-8", "journal-" + from + "-" + to + ".csv",
            out -> rooms.money().journal().csv(visit.person(), Days.start(from), Days.start(to.plusDays(1)), out)));
    }

    private Future<Answer> fec(Visit visit) {
        String year = visit.query("year");
        if (!year.matches("2[0-9]{3}")) {
            throw Refused.at(Problem.FIELD_WRONG, "year", "no year");
        }
        int number = Integer.parseInt(year);
        return rooms.money().journal().fecName(number).map(name -> new Answer.Streamed("text/plain; charset=utf-8", name,
            out -> rooms.money().journal().fec(visit.person(), number, out)));
    }

    /** What is owed between cooperatives. */
    public record Owings(Page page, List<Aged> all) {
    }

    private Future<Answer> obligations(Visit visit) {
        return rooms.money().obligations().all(visit.person()).compose(all -> Answer.page("money/obligations.jte",
            new Owings(visit.page(visit.words().text("obligations.title")).of("/ledger"), all)));
    }
}
