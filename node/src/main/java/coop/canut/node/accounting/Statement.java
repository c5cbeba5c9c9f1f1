package coop.canut.node.accounting;

import coop.canut.protocol.money.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * What became of somebody's money in a span of time, in one currency. Amounts are in minor units, below zero for what left.
 *
 * @param opening what it held at the beginning
 * @param lines   by day and kind
 * @param closing what it held at the end
 */
public record Statement(String currency, long opening, List<Line> lines, long closing) {

    /**
     * Movements of one kind on one day.
     *
     * @param kind   of a transfer, by its name
     * @param count  how many
     * @param amount all of them
     */
    public record Line(LocalDate day, String kind, long count, long amount) {

        /** Its first instant. */
        public Instant at() {
            return day.atStartOfDay(ZoneOffset.UTC).toInstant();
        }
    }

    /** Whether there is nothing to say. */
    public boolean isEmpty() {
        return opening == 0 && lines.isEmpty();
    }

    /** What it held at the end; what somebody has of their own is never below zero. */
    public Money end() {
        return Money.of(closing, currency);
    }
}
