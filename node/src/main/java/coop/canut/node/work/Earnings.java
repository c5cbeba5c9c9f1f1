package coop.canut.node.work;

/**
 * What a member has earned in one currency, in minor units; each answer is in one of the three sums.
 *
 * @param accepted booked to the member
 * @param waiting  price of answers that nobody has looked at
 * @param proposed price of answers that somebody proposes to reject
 * @param answers  accepted
 * @param seconds  worked for what was accepted
 */
public record Earnings(String currency, long accepted, long waiting, long proposed, long answers, long seconds) {
}
