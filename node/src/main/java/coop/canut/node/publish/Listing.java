package coop.canut.node.publish;

import coop.canut.protocol.message.ListingMessage.PolicyRef;
import coop.canut.protocol.message.ListingMessage.State;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.ObjectUrl;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

/**
 * A listing's frozen terms and its state, as the rooms of publishing share it.
 *
 * @param price  of one answer, what its worker is paid
 * @param fee    on top of the price, for this cooperative
 * @param fund   on top of the price, for the federation
 * @param skill  that receipts name
 */
record Listing(Id id, Id requester, ObjectUrl requesterUrl, long revision, String template, String skill, long units,
               long answersPerUnit, Money price, Money fee, Money fund, long estimatedSeconds, long claimSeconds,
               long reclaimSeconds, long rejectionDays, List<Host> audience, Instant deadline, PolicyRef policy,
               State state, long stateNumber) {

    String currency() {
        return price.currency();
    }

    /** What a slot's escrow holds. */
    Money perSlot() {
        return price.plus(fee).plus(fund);
    }

    /** Whether that node is among those that the requester offers it to. */
    boolean offeredTo(Host host) {
        return audience.isEmpty() || audience.contains(host);
    }

    /** What the seconds of a stopped task are worth: their share of the price, at most the price, rounded down. */
    Money worth(long seconds) {
        return seconds >= estimatedSeconds ? price
            : Money.of(BigInteger.valueOf(price.amount()).multiply(BigInteger.valueOf(seconds))
                .divide(BigInteger.valueOf(estimatedSeconds)).longValueExact(), price.currency());
    }
}
