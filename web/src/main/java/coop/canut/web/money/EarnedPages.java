package coop.canut.web.money;

import coop.canut.node.Rooms;
import coop.canut.node.accounting.Statement;
import coop.canut.node.ledger.Account;
import coop.canut.node.payout.Payment;
import coop.canut.node.payout.PayoutAccount;
import coop.canut.node.payout.PayoutAccounts;
import coop.canut.node.work.Bonuses.Bonus;
import coop.canut.protocol.money.Money;
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

/** A member's money: what is owed, what was paid and where, shares of surpluses, bonuses, and a statement to print. */
public final class EarnedPages {

    private final Rooms rooms;

    /** The pages over these rooms. */
    public EarnedPages(Rooms rooms) {
        this.rooms = rooms;
    }

    /** Adds the routes. They are for everybody: whoever has left is still paid. */
    public void mount(Site site) {
        site.get("/me/money", Access.PEOPLE, visit -> money(visit, Faults.NONE).map(shown -> shown));
        site.post("/me/money/account", Access.PEOPLE, Set.of("account", "holder"), this::account);
        site.get("/me/statement", Access.PEOPLE, this::statement);
    }

    /**
     * A member's money.
     *
     * @param owed     what is earned and not paid out, by currency
     * @param shares   what was given of surpluses and not paid out
     * @param accounts where it is paid to, the newest first
     * @param now      by which the account may be used or not yet
     */
    public record View(Page page, List<Money> owed, List<Money> shares, List<Payment> payments, List<Bonus> bonuses,
                       List<PayoutAccount> accounts, Form form, Faults faults, Instant now) {

        /** A change that its owner may not have made: it is pointed out until it may be used, and as long again. */
        public boolean isRecent() {
            return !accounts.isEmpty() && accounts.getFirst().usableAt().plus(PayoutAccounts.WAIT).isAfter(now);
        }
    }

    private Future<Answer.Shown> money(Visit visit, Faults faults) {
        var id = visit.person().id();
        return rooms.ledger().held(Account.payable(id)).compose(owed -> rooms.ledger().held(Account.allocated(id))
            .compose(shares -> rooms.money().payments().to(id).compose(payments -> rooms.money().got().of(id)
            .compose(bonuses -> rooms.money().accounts().history(id).map(accounts -> new Answer.Shown(200, "money/earned.jte",
                new View(visit.page(visit.words().text("earned.title")).of("/me"), owed, shares, payments, bonuses, accounts,
                    visit.form(), faults, rooms.world().now())))))));
    }

    private Future<Answer> account(Visit visit) {
        Form form = visit.form();
        return Future.succeededFuture().compose(begun -> rooms.money().accounts().set(visit.session(), form.text("account"),
                form.text("holder")))
            .compose(set -> visit.did("/me/money", "payout.set"))
            .recover(visit.again(faults -> money(visit, faults)));
    }

    /** What became of it, to be printed. */
    public record Printed(Page page, List<Statement> earned, List<Statement> shares, LocalDate from, LocalDate to) {
    }

    private Future<Answer> statement(Visit visit) {
        LocalDate today = LocalDate.ofInstant(rooms.world().now(), ZoneOffset.UTC);
        LocalDate from = Days.read(visit, "from", today.withDayOfYear(1));
        LocalDate to = Days.read(visit, "to", today);
        Instant first = Days.start(from);
        Instant end = Days.start(to.plusDays(1));
        return rooms.money().statements().of(visit.person(), first, end).compose(earned ->
            rooms.money().statements().shares(visit.person(), first, end).compose(shares -> Answer.page("money/statement.jte",
                new Printed(visit.page(visit.words().text("statement.title")).of("/me"), earned, shares, from, to))));
    }
}
