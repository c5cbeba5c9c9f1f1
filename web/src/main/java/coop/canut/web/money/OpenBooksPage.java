package coop.canut.web.money;

import coop.canut.node.Rooms;
import coop.canut.node.ledger.AccountClass;
import coop.canut.node.ledger.Balance;
import coop.canut.web.page.Access;
import coop.canut.web.page.Answer;
import coop.canut.web.page.Page;
import coop.canut.web.page.Site;
import coop.canut.web.page.Visit;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** The accounts as every member may see them: sums by what they are for, and nothing about anybody. */
public final class OpenBooksPage {

    private final Rooms rooms;

    /** The page over these rooms. */
    public OpenBooksPage(Rooms rooms) {
        this.rooms = rooms;
    }

    /** Adds the route. */
    public void mount(Site site) {
        site.get("/accounts", Access.MEMBER, this::accounts);
    }

    /**
     * One currency.
     *
     * @param funds   the cooperative's own pots, one by one: they are nobody's in person
     * @param surplus what was earned and not decided about
     */
    public record Open(Books.Sides sides, List<Balance> funds, long surplus) {
    }

    /** The page. @param waiting corrections that wait for a second person */
    public record View(Page page, List<Open> currencies, long waiting, Names names) {
    }

    private Future<Answer> accounts(Visit visit) {
        return rooms.ledger().balances().compose(balances -> rooms.money().corrections().waiting().compose(waiting ->
            Answer.page("money/accounts.jte", new View(visit.page(visit.words().text("accounts.title")), open(balances),
                waiting, Names.ofOwn(visit.words(), balances)))));
    }

    private static List<Open> open(List<Balance> balances) {
        List<Open> all = new ArrayList<>();
        for (Books.Sides sides : Books.of(balances)) {
            List<Balance> these = balances.stream().filter(balance -> balance.currency().equals(sides.currency())).toList();
            all.add(new Open(sides, these.stream().filter(balance -> isOwn(balance.code()) && balance.amount() != 0).toList(),
                these.stream().filter(balance -> {
                    AccountClass of = AccountClass.of(balance.code());
                    return of.isResult() || of == AccountClass.SURPLUS;
                }).mapToLong(Balance::amount).sum()));
        }
        return all;
    }

    /** Whether an account is the cooperative's own, so that its name tells nothing about a person. */
    static boolean isOwn(String account) {
        AccountClass of = AccountClass.of(account);
        return of.isResult() || of == AccountClass.FUND || of == AccountClass.RESERVE || of == AccountClass.SURPLUS;
    }
}
