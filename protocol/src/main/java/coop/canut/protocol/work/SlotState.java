package coop.canut.protocol.work;

import java.util.EnumSet;
import java.util.Set;

/**
 * The states of a slot at the publishing node, and the changes that exist between them. Source: FEDERATION.md 8. The sum
 * over the states of a listing is units times answers per unit at each instant; its escrow covers all that are not done.
 */
public enum SlotState {
    /** Escrow funded, nobody works on it. Decided by P, by compare-and-swap on the grant. */
    FREE,
    /** Lent to a node, which may open, or has, one claim on it. Decided by that node, and by P's clock. */
    LEASED,
    /** The lease has ended: no live claim exists, an answer may be on its way. */
    OVERDUE,
    /** An answer is stored and its money reserved. Decided by a human of the requester, or by time. */
    SUBMITTED,
    /** Paid. Nothing follows. */
    DONE;

    /**
     * Whether a slot may go from this state to that one. LEASED to OVERDUE and OVERDUE to FREE happen by P's clock alone;
     * a silent reclaim leaves from OVERDUE, never from LEASED. SUBMITTED to FREE is an upheld rejection of a listing that
     * still wants the answer.
     */
    public boolean mayBecome(SlotState next) {
        return next(this).contains(next);
    }

    /** Whether nothing follows. */
    public boolean isFinal() {
        return next(this).isEmpty();
    }

    private static Set<SlotState> next(SlotState state) {
        return switch (state) {
            case FREE -> EnumSet.of(LEASED, SUBMITTED);   // SUBMITTED: a late answer after a silent reclaim is taken
            case LEASED -> EnumSet.of(FREE, SUBMITTED, OVERDUE);
            case OVERDUE -> EnumSet.of(FREE, SUBMITTED);
            case SUBMITTED -> EnumSet.of(FREE, DONE);
            case DONE -> EnumSet.noneOf(SlotState.class);
        };
    }
}
