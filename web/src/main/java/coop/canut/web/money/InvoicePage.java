package coop.canut.web.money;

import coop.canut.node.accounting.Invoice;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.web.page.Answer;
import coop.canut.web.page.Page;
import coop.canut.web.page.Visit;
import io.vertx.core.Future;
import java.time.Instant;

/** An invoice, to be printed. */
public final class InvoicePage {

    private InvoicePage() {
    }

    /** The invoice. @param back where its reader came from */
    public record View(Page page, Invoice invoice, String back) {

        /** Its last instant. */
        public Instant last() {
            return invoice.to().minusSeconds(1);
        }
    }

    static long number(Visit visit) {
        String number = visit.query("number");
        if (!number.matches("[1-9][0-9]{0,8}")) {
            throw new Refused(Problem.NOT_FOUND, "no number of an invoice");
        }
        return Long.parseLong(number);
    }

    static Future<Answer> show(Visit visit, Invoice invoice, String back) {
        return Answer.page("money/invoice.jte",
            new View(visit.page(visit.words().text("invoice.title", invoice.number())).of(back), invoice, back));
    }
}
