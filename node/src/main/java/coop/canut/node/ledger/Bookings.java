package coop.canut.node.ledger;

import coop.canut.node.member.Person;
import coop.canut.node.member.Role;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.money.Money;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/**
 * What a treasurer puts into the books by hand besides deposits: what the cooperative paid for, what else came in, and what
 * its funds gave or got. Each has a reference, which counts once, and words that every member can read.
 */
public final class Bookings {

    /** What money is spent on, where nothing finer is asked for; each is an account {@code expense:…}. */
    public static final List<String> EXPENSES = List.of("hosting", "bank", "services", "travel", "tax", "other");
    private static final int REFERENCE_CHARS = 140;

    private final Ledger ledger;

    /** Bookings in this ledger. */
    public Bookings(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Where money of the cooperative's own may lie. What is kept in reserve moves by decisions only. */
    public enum Pot {
        /** The bank. */
        BANK,
        /** The fund of the federation. */
        FEDERATION_FUND,
        /** The fund that pays when a peer does not. */
        GUARANTEE_FUND;

        /** Its account. */
        public Account account(String currency) {
            return switch (this) {
                case BANK -> Account.bank(currency);
                case FEDERATION_FUND -> Account.FEDERATION_FUND;
                case GUARANTEE_FUND -> Account.GUARANTEE_FUND;
            };
        }
    }

    /**
     * The cooperative paid for something.
     *
     * @param what      of {@link #EXPENSES}
     * @param reference of the receipt or the bank, at most 140 characters; entered twice, it counts once
     * @param text      what it was for, one line
     * @return whether it is new
     * @throws Refused (in the future) {@code not-allowed} to anybody but a treasurer; {@code field-missing},
     *     {@code field-wrong} on the parameter's name; {@code funds-missing} on {@code amount} if the bank does not hold as much
     */
    public Future<Boolean> expense(Person treasurer, String what, Money amount, String reference, String text) {
        return !EXPENSES.contains(what) ? Future.failedFuture(Refused.at(Problem.FIELD_WRONG, "what", "no such expense"))
            : book(treasurer, amount, reference, text, cause ->
                new Transfer(Transfer.Kind.EXPENSE, cause, Account.expense(what), Account.bank(amount.currency()), amount));
    }

    /** Something came in that is no requester's deposit; otherwise as {@link #expense}. */
    public Future<Boolean> income(Person treasurer, Money amount, String reference, String text) {
        return book(treasurer, amount, reference, text, cause ->
            new Transfer(Transfer.Kind.INCOME, cause, Account.bank(amount.currency()), Account.OTHER_INCOME, amount));
    }

    /** From one pot to another, which are not the same; otherwise as {@link #expense}. */
    public Future<Boolean> move(Person treasurer, Pot from, Pot to, Money amount, String reference, String text) {
        return from == to ? Future.failedFuture(Refused.at(Problem.FIELD_WRONG, "to", "the same pot"))
            : book(treasurer, amount, reference, text, cause -> new Transfer(Transfer.Kind.MOVE, cause,
                from.account(amount.currency()), to.account(amount.currency()), amount));
    }

    private Future<Boolean> book(Person treasurer, Money amount, String reference, String text,
                                 Function<String, Transfer> transfer) {
        if (!treasurer.is(Role.TREASURER)) {
            return Future.failedFuture(new Refused(Problem.NOT_ALLOWED, "booking by " + treasurer.id()));
        }
        if (amount.amount() == 0) {
            return Future.failedFuture(Refused.at(Problem.FIELD_WRONG, "amount", "nothing"));
        }
        if (reference == null || reference.isBlank()) {
            return Future.failedFuture(Refused.at(Problem.FIELD_MISSING, "reference", "none"));
        }
        if (reference.length() > REFERENCE_CHARS) {
            return Future.failedFuture(Refused.at(Problem.FIELD_WRONG, "reference", "longer than " + REFERENCE_CHARS));
        }
        if (text == null || text.isBlank()) {
            return Future.failedFuture(Refused.at(Problem.FIELD_MISSING, "text", "nothing said"));
        }
        return text.length() > Limits.LINE_CHARS
            ? Future.failedFuture(Refused.at(Problem.FIELD_WRONG, "text", "longer than " + Limits.LINE_CHARS))
            : ledger.book(treasurer, transfer.apply(reference.strip()), text.strip());
    }
}
