package coop.canut.node.work;

import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.work.ClaimState;
import java.time.Instant;

/**
 * A claim as its member looks back on it.
 *
 * @param ended     when it was handed in, given back, stopped or over; null while it is open
 * @param seconds   worked, as measured here; null while it is open
 * @param review    {@code proposed} (a rejection), {@code accepted}, or null while nobody has looked
 * @param paid      what was booked for it, or null
 * @param rejection the proposal to reject it, or null
 * @param decidedBy when it is decided at the latest: accepted because nobody looked, or its rejection lapsed; null while it is
 *                  open, once it is decided, and for time, which its requester's account pays as soon as it can
 */
public record Task(Id claim, ObjectUrl listing, String title, Id unit, ClaimState state, Money price, Instant opened,
                   Instant due, Instant ended, Long seconds, String review, Money paid, Rejection rejection,
                   Instant decidedBy) {

    /**
     * A proposal to reject an answer. It lapses in the worker's favour; the money stays reserved meanwhile.
     *
     * @param reason {@code wrong}, {@code incomplete}, {@code off-instructions} or {@code spam}
     * @param by     the human who says so
     */
    public record Rejection(String reason, String text, String by, Instant proposed, Instant lapsesAt) {
    }
}
