package coop.canut.node.payout;

import coop.canut.node.ledger.Account;
import coop.canut.node.ledger.Transfer;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.money.Split;
import coop.canut.protocol.name.Id;
import java.util.List;

/** Which transfers a payment is, and how much of what is owed can be paid. Pure. */
final class PayoutRules {

    private PayoutRules() {
    }

    /** What is paid of each amount if only so much is there: all of it, or the same part of each, which add up exactly. */
    static List<Money> parts(List<Money> owed, long free) {
        long whole = owed.stream().mapToLong(Money::amount).reduce(0, Math::addExact);
        return whole <= free || whole == 0 ? owed
            : Split.byWeight(Money.of(Math.max(0, free), owed.getFirst().currency()),
                owed.stream().map(Money::amount).toList());
    }

    /** Whose money it is before it leaves, and where it goes back to. */
    static Account source(Payment.Kind kind, Id payee) {
        return switch (kind) {
            case PAYOUT -> Account.payable(payee);
            case SHARE -> Account.allocated(payee);
            case WITHDRAWAL -> Account.prepaid(payee);
        };
    }

    /** On its way. */
    static Transfer out(Payment.Kind kind, Id payment, Id payee, Money amount) {
        return new Transfer(kind == Payment.Kind.WITHDRAWAL ? Transfer.Kind.WITHDRAW : Transfer.Kind.PAYOUT, payment.toString(),
            source(kind, payee), Account.BANK_OUT, amount);
    }

    /** The bank's answer: paid, or back. What was booked and comes back comes from the bank, and answers the booking. */
    static Transfer answer(Payment payment, boolean booked) {
        String cause = payment.id().toString();
        Account bank = Account.bank(payment.amount().currency());
        var paid = new Transfer(Transfer.Kind.BOOKED, cause, Account.BANK_OUT, bank, payment.amount(), payment.transfer());
        if (booked) {
            return paid;
        }
        boolean late = payment.state() == Payment.State.BOOKED;
        return new Transfer(Transfer.Kind.RETURNED, cause, late ? bank : Account.BANK_OUT,
            source(payment.kind(), payment.payee()), payment.amount(), late ? paid.id() : payment.transfer());
    }
}
