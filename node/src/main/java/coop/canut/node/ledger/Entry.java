package coop.canut.node.ledger;

import coop.canut.protocol.money.Money;
import java.time.Instant;

/**
 * A transfer as it stands in the books.
 *
 * @param number later ones have higher numbers; the next page begins before it
 * @param kind   of {@link Transfer.Kind}, by its name
 * @param id     which follows from kind and cause, in hexadecimal
 * @param debit  code of the account that it is taken from
 * @param credit code of the account that it is given to
 * @param cause  what it follows from: of a deposit, the bank's reference
 * @param text   what was said by whoever put it into the books by hand; empty otherwise
 * @param answer kind of the transfer that followed it, {@code BOOKED}, {@code RETURNED} or {@code REVERSE}; null if none did
 */
public record Entry(long number, Instant at, String kind, String id, String debit, String credit, Money amount,
                    String cause, String text, String answer) {

    /** Whether somebody put it in by hand, so that its cause and text are their words. */
    public boolean isByHand() {
        return Corrections.CORRECTABLE.contains(kind);
    }

    /** Whether a person may ask to have it taken back: it was put in by hand, and was not taken back yet. */
    public boolean isCorrectable() {
        return answer == null && Corrections.CORRECTABLE.contains(kind);
    }
}
