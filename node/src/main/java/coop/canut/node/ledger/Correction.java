package coop.canut.node.ledger;

import coop.canut.protocol.name.Id;
import java.time.Instant;

/**
 * A mistake in the books that somebody wants taken back.
 *
 * @param entry     what is to be taken back
 * @param reason    why, as every member can read it
 * @param askedBy   the treasurer who asked
 * @param state     {@code waiting}, {@code confirmed} or {@code refused}
 * @param decidedBy who confirmed or refused it, or null
 */
public record Correction(Id id, Entry entry, String reason, Id askedBy, Instant askedAt, String state, Id decidedBy,
                         Instant decidedAt) {

    /** Whether a second person still has to look at it. */
    public boolean isWaiting() {
        return state.equals("waiting");
    }
}
