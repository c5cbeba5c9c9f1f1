package coop.canut.node.payout;

import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Id;

/**
 * What a member is owed and can be put into the next file.
 *
 * @param kind    {@code PAYOUT} or {@code SHARE}
 * @param account where it would go; null if the member named none
 */
public record Owed(Id member, String name, Payment.Kind kind, Money amount, PayoutAccount account) {
}
