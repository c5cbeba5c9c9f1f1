package coop.canut.node.payout;

import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Id;
import java.time.Instant;
import java.util.Locale;

/**
 * Money on its way out through the bank: one line of a file.
 *
 * @param id       also the reference that the bank carries
 * @param transfer by which the money left its account, before the bank knows of it
 * @param name     of the payee, as this cooperative calls them
 * @param account  where it goes; null while none is chosen
 * @param file     in which it was sent; null while it waits
 * @param reason   why it came back, or null
 */
public record Payment(Id id, Hash transfer, Kind kind, Id payee, String name, Money amount, PayoutAccount account, Id file,
                      Instant askedAt, State state, Instant decidedAt, String reason) {

    /** What is paid. */
    public enum Kind {
        /** What a member earned. */
        PAYOUT,
        /** A member's part of a surplus. */
        SHARE,
        /** What a requester takes back. */
        WITHDRAWAL;

        /** The word in the table. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }

    /** How far it is. */
    public enum State {
        /** For the next file, and for an account that may be used. */
        WAITING,
        /** In a file. */
        SENT,
        /** The bank has paid it. */
        BOOKED,
        /** It came back, or was taken back before it went. */
        RETURNED;

        /** The word in the table. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }
}
