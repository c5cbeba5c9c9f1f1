package coop.canut.node.publish;

import coop.canut.protocol.message.ListingMessage.State;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.ObjectUrl;
import java.time.Instant;

/**
 * How a listing stands, for its requester. The slots' states add up to {@code units} times {@code answersPerUnit}.
 *
 * @param slots    by state
 * @param waiting  answers that wait for a review, those beside the wanted ones included
 * @param accepted answers paid for, those beside the wanted ones included
 * @param proposed answers whose rejection is proposed
 * @param owed     accepted, or time of stopped tasks, waiting for the money that pays it
 * @param price    of one answer
 * @param escrow   what is committed and not paid yet
 * @param paid     to workers' cooperatives so far, fees not counted
 */
public record Progress(Id id, ObjectUrl url, String title, State state, long units, long answersPerUnit, Slots slots,
                       long waiting, long accepted, long proposed, long owed, Money price, Money escrow, Money paid,
                       Instant publishedAt, Instant deadline) {

    /**
     * Numbers of slots.
     *
     * @param released nobody will answer them any more; their money went back
     */
    public record Slots(long free, long leased, long overdue, long submitted, long done, long released) {
    }
}
