package coop.canut.node.board;

import coop.canut.protocol.Limits;
import coop.canut.protocol.money.Money;

/**
 * What a listing's answers really took this node's own members, and what that comes to in an hour.
 *
 * @param answers       handed in here so far
 * @param medianSeconds half of the last 200 took no longer
 * @param hourly        today's price at that median, rounded down; the most that an amount can be if it is beyond that
 */
public record Pace(long answers, long medianSeconds, Money hourly) {

    /** Answers, or reviews, below which a median is an anecdote, and perhaps that of one known person. */
    public static final int KNOWN_FROM = 5;
    private static final long COUNTABLE = Limits.INTEGER_MAX / 3_600;

    /** The pace at this price; null while fewer than {@link #KNOWN_FROM} answers are known. */
    static Pace of(long answers, long medianSeconds, Money price) {
        return answers < KNOWN_FROM ? null : new Pace(answers, medianSeconds, price.amount() > COUNTABLE
            ? Money.of(Limits.INTEGER_MAX, price.currency()) : price.hourly(Math.max(medianSeconds, 1)));
    }
}
