package coop.canut.node.accounting;

import coop.canut.protocol.money.Money;
import java.time.Instant;

/**
 * A transfer as an accountant reads it.
 *
 * @param debitOf  whose account it is, by name; empty for the cooperative's own
 * @param creditOf the same of the other
 * @param text     what was said of it; empty for what nobody entered by hand
 */
record Booked(long number, Instant at, String kind, String id, String debit, String debitOf, String credit, String creditOf,
              Money amount, String cause, String text) {
}
