package coop.canut.node.member;

import coop.canut.protocol.name.Id;
import java.time.Instant;

/**
 * An exclusion that was proposed, and what became of it.
 *
 * @param human      who proposed it and answers for it
 * @param heardUntil before which it is not decided unless she has replied
 * @param reply      of the person concerned, or null
 * @param state      {@code proposed}, {@code excluded} or {@code dropped}
 * @param decision   by which it was decided, or null
 */
public record Exclusion(Id id, Id person, String name, Id human, String humanName, Grounds grounds, Instant proposedAt,
                        Instant heardUntil, String reply, Instant repliedAt, String state, Instant decidedAt,
                        String decision) {

    /** Whether it may be decided now: there is a reply, or the time for one is over. */
    public boolean isHeard(Instant now) {
        return repliedAt != null || !now.isBefore(heardUntil);
    }

    /** Whether it waits for a decision. */
    public boolean isProposed() {
        return state.equals("proposed");
    }
}
