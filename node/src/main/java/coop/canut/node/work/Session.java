package coop.canut.node.work;

import coop.canut.protocol.money.Money;
import java.util.List;

/**
 * What a member has handed in since sitting down.
 *
 * @param answers handed in, reviewed or not
 * @param seconds worked on them
 * @param price   what they pay if they are accepted: one amount for each currency, in the order of their codes
 */
public record Session(long answers, long seconds, List<Money> price) {
}
