package coop.canut.node.publish;

import coop.canut.protocol.money.Money;

/**
 * How long the answers of a listing really take, as their nodes measured it.
 *
 * @param answers       that came so far
 * @param medianSeconds of one; of an even number the shorter of the two in the middle; 0 without answers
 * @param hourly        what the price comes to in an hour at that median, rounded down; null below five answers, which say
 *                      little about the work and much about who did it
 */
public record Pace(long answers, long medianSeconds, Money hourly) {

    private static final long ANSWERS_TO_SPEAK_OF = 5;

    /** The pace of so many answers at this price. */
    static Pace of(Money price, long answers, long medianSeconds) {
        return new Pace(answers, medianSeconds,
            answers < ANSWERS_TO_SPEAK_OF ? null : price.hourly(Math.max(1, medianSeconds)));
    }
}
