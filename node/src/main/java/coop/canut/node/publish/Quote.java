package coop.canut.node.publish;

import coop.canut.protocol.Refused;
import coop.canut.protocol.money.Money;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a draft would cost, and everything that stands in the way of publishing it. Nothing is reserved by asking. All amounts
 * are null as long as the draft has no price, or one that cannot be counted.
 *
 * @param units    rows of the items; 0 while there are none
 * @param answers  that are wanted of all units together
 * @param pay      for all answers, to those who give them
 * @param fee      on top, for this cooperative
 * @param fund     on top, for the federation
 * @param whole    of the three: what is set aside at publishing
 * @param balance  of the requester's prepaid money in this currency
 * @param hourly   what the price comes to in an hour of the estimated time, rounded down; null without an estimate
 * @param floor    the least an hour may pay here; null if there is none in this currency, and then nothing can be published
 *                 in it
 * @param problems what {@link Listings#publish} would refuse, by the draft's members, in the order of their precedence; of
 *                 rows the first hundred. Empty: it would be published now
 * @param topUp    what is set aside beside it for bonuses; null: nothing
 */
public record Quote(long units, long answers, Money pay, Money fee, Money fund, Money whole, Money balance, Money hourly,
                    Money floor, List<Refused> problems, Money topUp) {

    /** A quote without money for bonuses. */
    public Quote(long units, long answers, Money pay, Money fee, Money fund, Money whole, Money balance, Money hourly,
                 Money floor, List<Refused> problems) {
        this(units, answers, pay, fee, fund, whole, balance, hourly, floor, problems, null);
    }

    /** All that leaves the balance at publishing: escrow, and what is set aside for bonuses. */
    public Money needed() {
        return topUp == null ? whole : whole.plus(topUp);
    }

    /** The same with something that stands in the way before all else. */
    Quote with(Refused first) {
        return new Quote(units, answers, pay, fee, fund, whole, balance, hourly, floor,
            Stream.concat(Stream.of(first), problems.stream()).toList(), topUp);
    }
}
