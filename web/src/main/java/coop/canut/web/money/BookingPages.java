package coop.canut.web.money;

import coop.canut.node.Rooms;
import coop.canut.node.ledger.Bookings;
import coop.canut.node.ledger.Bookings.Pot;
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
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** What the cooperative paid for, what else came in, and what its funds gave or got. */
public final class BookingPages {

    private static final String EXPENSE = "expense-";
    private static final String MOVE = "move-";
    /** From which pot to which, as the form has them. */
    private static final List<List<Pot>> MOVES = List.of(List.of(Pot.FEDERATION_FUND, Pot.BANK),
        List.of(Pot.BANK, Pot.FEDERATION_FUND), List.of(Pot.GUARANTEE_FUND, Pot.BANK), List.of(Pot.BANK, Pot.GUARANTEE_FUND),
        List.of(Pot.FEDERATION_FUND, Pot.GUARANTEE_FUND), List.of(Pot.GUARANTEE_FUND, Pot.FEDERATION_FUND));

    private final Rooms rooms;

    /** The pages over these rooms. */
    public BookingPages(Rooms rooms) {
        this.rooms = rooms;
    }

    /** Adds the routes. */
    public void mount(Site site) {
        site.get("/bookings", Access.TREASURER, visit -> form(visit, Faults.NONE).map(shown -> shown));
        site.post("/bookings", Access.TREASURER, Set.of("what", "amount", "currency", "reference", "text"), this::book);
    }

    /** The form. @param kinds what may be booked */
    public record View(Page page, Form form, Faults faults, List<String> kinds, List<String> currencies) {
    }

    private Future<Answer.Shown> form(Visit visit, Faults faults) {
        return Future.succeededFuture(new Answer.Shown(200, "money/booking.jte", new View(
            visit.page(visit.words().text("booking.title")).of("/ledger"), visit.form(), faults, kinds(),
            MoneyForm.currencies(rooms))));
    }

    private static List<String> kinds() {
        return Stream.of(Bookings.EXPENSES.stream().map(what -> EXPENSE + what), Stream.of("income"),
            MOVES.stream().map(BookingPages::code)).flatMap(all -> all).toList();
    }

    private static String code(List<Pot> move) {
        return MOVE + String.join("-to-", move.stream().map(pot -> pot.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .toList());
    }

    private Future<Answer> book(Visit visit) {
        Form form = visit.form();
        return Future.succeededFuture().compose(begun -> book(visit, form, form.text("what"), MoneyForm.amount(form)))
            .compose(isNew -> visit.did("/ledger", isNew ? "booking" : "booking.known"))
            .recover(visit.again(faults -> form(visit, faults)));
    }

    private Future<Boolean> book(Visit visit, Form form, String what, Money amount) {
        Bookings bookings = rooms.money().bookings();
        String reference = form.text("reference");
        String text = form.text("text");
        if (what.startsWith(EXPENSE)) {
            return bookings.expense(visit.person(), what.substring(EXPENSE.length()), amount, reference, text);
        }
        if (what.equals("income")) {
            return bookings.income(visit.person(), amount, reference, text);
        }
        List<Pot> move = MOVES.stream().filter(each -> code(each).equals(what)).findFirst()
            .orElseThrow(() -> Refused.at(Problem.FIELD_WRONG, "what", "no booking"));
        return bookings.move(visit.person(), move.getFirst(), move.getLast(), amount, reference, text);
    }
}
