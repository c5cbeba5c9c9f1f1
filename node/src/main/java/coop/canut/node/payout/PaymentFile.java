package coop.canut.node.payout;

import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Id;
import java.time.Instant;

/**
 * Payments that go to the bank together.
 *
 * @param total of all its payments
 * @param open  payments of which the bank has not answered
 */
public record PaymentFile(Id id, Money total, int payments, long open, Id madeBy, Instant madeAt) {
}
