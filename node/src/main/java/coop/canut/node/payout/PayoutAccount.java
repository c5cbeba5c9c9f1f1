package coop.canut.node.payout;

import coop.canut.protocol.name.Id;
import java.time.Instant;

/**
 * Where a member or a requester is paid.
 *
 * @param owner    a person, or a requester
 * @param account  an IBAN without spaces, or whatever else money can be sent to
 * @param iban     whether it is one, checked
 * @param holder   the name under which the bank keeps it
 * @param setBy    the person who said so
 * @param usableAt before it nothing is paid there: time enough for its owner to see that somebody changed it (W-20)
 */
public record PayoutAccount(Id id, Id owner, String account, boolean iban, String holder, Id setBy, Instant setAt,
                            Instant usableAt) {

    /** Whether something may be paid there at this instant. */
    public boolean isUsable(Instant now) {
        return !usableAt.isAfter(now);
    }

    /** As people write it: an IBAN in groups of four. */
    public String shown() {
        return iban ? account.replaceAll("(.{4})(?!$)", "$1 ") : account;
    }

    /** As much of it as tells it from another, where it is only mentioned: its last four signs. */
    public String mentioned() {
        return account.length() <= 8 ? account : "…" + account.substring(account.length() - 4);
    }
}
