package coop.canut.node.accounting;

import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Id;
import java.time.Instant;

/**
 * What a requester was charged for the cooperative's service in a month. What workers are paid is not the cooperative's, and
 * stands in the statement.
 *
 * @param number  from 1, without gaps
 * @param name    of the requester when it was made, with country and place in a register
 * @param to      the instant after the last
 * @param answers accepted, on which the fee was charged
 * @param note    what the cooperative's accountant wants under it
 */
public record Invoice(long number, Id requester, String name, String country, String register, Instant from, Instant to,
                      long answers, Money fee, Money fund, String note, Instant madeAt) {

    /** Fee and fund together. */
    public Money total() {
        return fee.plus(fund);
    }
}
