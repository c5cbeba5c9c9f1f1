package coop.canut.node.decision;

/**
 * What was voted.
 *
 * @param yes     for the act
 * @param no      against it
 * @param abstain neither; it counts for the quorum and not for the majority
 */
public record Count(long yes, long no, long abstain) {

    /** Nothing yet. */
    public static final Count NONE = new Count(0, 0, 0);

    /** All ballots. */
    public long ballots() {
        return yes + no + abstain;
    }
}
