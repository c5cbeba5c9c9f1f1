package coop.canut.protocol.log;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Key;
import java.util.List;

/**
 * Two states of one log that cannot both be true: the same origin and size, different roots, each signed by a key of that
 * log. Nothing else is needed to see it, so whoever holds both notes can show them to anybody.
 *
 * @param origin of the log
 * @param size   leaves in both states
 */
public record ForkProof(Origin origin, long size) {

    /**
     * The proof that two signed notes make.
     *
     * @param logKeys every log key that the host ever stated and never lost: one that it revoked signed all the same, and
     *                what that means is for people to decide; but what rests on a key that a recovery revoked is a thief's
     * @throws Refused {@code proof-invalid} if they prove nothing
     */
    public static ForkProof of(String one, String other, List<Key> logKeys) {
        Checkpoint first = signed(one, logKeys);
        Checkpoint second = signed(other, logKeys);
        if (!first.origin().equals(second.origin()) || first.size() != second.size() || first.root().equals(second.root())) {
            throw new Refused(Problem.PROOF_INVALID, "both may be true");
        }
        return new ForkProof(origin(first), first.size());
    }

    private static Checkpoint signed(String note, List<Key> logKeys) {
        try {
            return Checkpoint.verify(note, logKeys);
        } catch (Refused refused) {
            throw new Refused(Problem.PROOF_INVALID, "not a state of that log: " + refused.getMessage());
        }
    }

    private static Origin origin(Checkpoint checkpoint) {
        try {
            return Origin.of(checkpoint.origin());
        } catch (Refused refused) {
            throw new Refused(Problem.PROOF_INVALID, "not the log of a node");
        }
    }
}
