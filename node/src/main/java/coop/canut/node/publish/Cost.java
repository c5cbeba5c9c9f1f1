package coop.canut.node.publish;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.NodeMessage.PolicyEnacted;
import coop.canut.protocol.money.Money;
import java.util.Optional;

/**
 * What answers cost their requester. Pure.
 *
 * @param price of one answer
 * @param fee   on top of one, for this cooperative
 * @param fund  on top of one, for the federation
 * @param whole of the three together for all answers
 */
record Cost(Money price, Money fee, Money fund, Money whole) {

    /** The cost of so many answers under a policy; {@code number-form} if it is more than can be counted. */
    static Cost of(Money price, long answers, PolicyEnacted policy) {
        Money fee = price.permille(policy.feePermille());
        Money fund = price.permille(policy.fundPermille());
        return new Cost(price, fee, fund, price.plus(fee).plus(fund).times(answers));
    }

    /** The refusal if an account of this balance does not cover it and what is set aside beside it. @param topUp or null */
    Optional<Refused> missing(Money balance, Money topUp) {
        Money needed = topUp == null ? whole : whole.plus(topUp);
        return balance.compareTo(needed) >= 0 ? Optional.empty()
            : Optional.of(Refused.at(Problem.FUNDS_MISSING, "funds", "missing " + needed.minus(balance)));
    }
}
