package coop.canut.node.decision;

/**
 * When a vote of one class carries.
 *
 * @param quorum   of the roll that must vote, abstentions counted
 * @param majority of yes among yes and no
 * @param moreThan whether the majority must be exceeded, as half must be, and not just reached
 */
public record Rule(Fraction quorum, Fraction majority, boolean moreThan) {

    /** How such a vote of so many people ended. A vote in which nobody said yes carries nothing, whatever the fractions say. */
    public Outcome decide(Count count, long roll) {
        if (!quorum.isReached(count.ballots(), roll)) {
            return Outcome.NO_QUORUM;
        }
        long decided = count.yes() + count.no();
        boolean carried = count.yes() > 0
            && (moreThan ? majority.isExceeded(count.yes(), decided) : majority.isReached(count.yes(), decided));
        return carried ? Outcome.CARRIED : Outcome.LOST;
    }
}
