package coop.canut.node.decision;

import coop.canut.protocol.name.Id;
import java.time.Instant;

/**
 * Something that members may decide.
 *
 * @param reasons    why, in the words of who proposed it; may be empty
 * @param proposedBy null for what peers gave back
 * @param nextAt     when time moves it on, or null
 * @param emergency  of an act of two stewards, or null
 * @param vote       what was frozen when its vote opened, or null while none was
 * @param end        what came of it, or null while it runs
 */
public record Proposal(Id id, String title, String reasons, Act act, State state, Id proposedBy, Instant proposedAt,
                       Instant nextAt, Emergency emergency, Vote vote, End end) {

    /**
     * An act of two stewards, which ends by itself.
     *
     * @param secondedBy the other one, or null while nobody is
     * @param hasEnded   whether its time is over, or a decision took its place
     */
    public record Emergency(Id secondedBy, boolean hasEnded) {
    }

    /**
     * A vote.
     *
     * @param round        1, or 2 for a second vote
     * @param statutes     by which it is held, whatever is decided about them meanwhile
     * @param policyNumber of the policy in force when it opened
     * @param replaces     what the act replaced of it then, see {@link Act#replaces}
     */
    public record Vote(int round, Statutes statutes, long policyNumber, String replaces, boolean isSecret,
                       Instant openedAt) {
    }

    /**
     * The end.
     *
     * @param number such as {@code 2026-014}; null for what was withdrawn
     * @param place  among all decisions, from 1
     * @param why    it was impossible, as the code of a problem, or null
     * @param policy the number of the policy that it made, or null
     */
    public record End(String number, Long place, Instant at, String why, Long policy) {
    }

    /** Whether a member's vote on it can be given to another: from the discussion until the vote ends. */
    public boolean takesProxies() {
        return state == State.DISCUSSION || state == State.VOTE;
    }
}
