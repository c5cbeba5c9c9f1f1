package coop.canut.web.money;

import coop.canut.node.Rooms;
import coop.canut.node.accounting.Invoice;
import coop.canut.node.accounting.Statement;
import coop.canut.node.member.Requester;
import coop.canut.node.payout.Payment;
import coop.canut.node.payout.PayoutAccount;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Id;
import coop.canut.web.page.Access;
import coop.canut.web.page.Answer;
import coop.canut.web.page.Faults;
import coop.canut.web.page.Form;
import coop.canut.web.page.Page;
import coop.canut.web.page.Site;
import coop.canut.web.page.Visit;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** A requester's money: what is paid in, what became of it, invoices, and taking the balance back. */
public final class BalancePages {

    private final Rooms rooms;

    /** The pages over these rooms. */
    public BalancePages(Rooms rooms) {
        this.rooms = rooms;
    }

    /** Adds the routes. */
    public void mount(Site site) {
        site.get("/money", Access.REQUESTER, by((visit, requester) -> money(visit, requester, Faults.NONE).map(shown -> shown)));
        site.post("/money/account", Access.REQUESTER, Set.of("account", "holder"), by(this::account));
        site.post("/money/back", Access.REQUESTER, Set.of("amount", "currency", "payment"), by(this::back));
        site.post("/money/keep", Access.REQUESTER, Set.of("payment"), by(this::keep));
        site.get("/money/invoice", Access.REQUESTER, by((visit, requester) -> rooms.money().invoices()
            .one(requester, InvoicePage.number(visit)).compose(invoice -> InvoicePage.show(visit, invoice, "/money"))));
    }

    private Site.Use by(BiFunction<Visit, Requester, Future<Answer>> use) {
        return visit -> rooms.members().requesterOf(visit.person()).compose(requester -> use.apply(visit, requester));
    }

    /**
     * A requester's money.
     *
     * @param balance    by currency
     * @param statements of this year so far, by currency
     * @param accounts   where it is paid back to, the newest first
     * @param payment    id that a form for taking back brings along
     * @param now        by which the account may be used or not yet
     */
    public record View(Page page, Requester requester, List<Money> balance, List<Statement> statements, LocalDate from,
                       LocalDate to, List<Invoice> invoices, List<Payment> payments, List<PayoutAccount> accounts, Form form,
                       Faults faults, Id payment, Instant now) {

        /** Currencies of which there is something to take back. */
        public List<String> returnable() {
            return balance.stream().filter(money -> money.amount() > 0).map(Money::currency).toList();
        }
    }

    private Future<Answer.Shown> money(Visit visit, Requester requester, Faults faults) {
        Instant now = rooms.world().now();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        LocalDate from = Days.read(visit, "from", today.withDayOfYear(1));
        LocalDate to = Days.read(visit, "to", today);
        return rooms.ledger().prepaid(requester.id()).compose(balance ->
            rooms.money().statements().of(requester, Days.start(from), Days.start(to.plusDays(1))).compose(statements ->
            rooms.money().invoices().of(requester).compose(invoices -> rooms.money().payments().to(requester.id())
            .compose(payments -> rooms.money().accounts().history(requester.id()).map(accounts ->
                new Answer.Shown(200, "money/balance.jte", new View(visit.page(visit.words().text("money.title")), requester,
                    balance, statements, from, to, invoices, payments, accounts, visit.form(), faults, rooms.world().newId(),
                    now)))))));
    }

    private Future<Answer> account(Visit visit, Requester requester) {
        Form form = visit.form();
        return Future.succeededFuture().compose(begun -> rooms.money().accounts().set(visit.session(), requester,
                form.text("account"), form.text("holder")))
            .compose(set -> visit.did("/money", "payout.set"))
            .recover(visit.again(faults -> money(visit, requester, faults)));
    }

    private Future<Answer> back(Visit visit, Requester requester) {
        Form form = visit.form();
        return Future.succeededFuture().compose(begun -> rooms.money().payments().withdraw(visit.person(), requester,
                MoneyForm.id(form, "payment"), MoneyForm.amount(form)))
            .compose(done -> visit.did("/money", "money.back"))
            .recover(visit.again(faults -> money(visit, requester, faults)));
    }

    private Future<Answer> keep(Visit visit, Requester requester) {
        return rooms.money().payments().keep(visit.person(), requester, MoneyForm.id(visit.form(), "payment"))
            .compose(done -> visit.did("/money", "money.kept"))
            .recover(visit.again(faults -> money(visit, requester, faults)));
    }
}
