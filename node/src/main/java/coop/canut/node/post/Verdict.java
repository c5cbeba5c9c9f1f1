package coop.canut.node.post;

import coop.canut.protocol.Problem;
import coop.canut.protocol.name.Hash;

/**
 * What became of a received message: applied, refused by a rule for good, or not decidable yet. A refusal is an
 * acknowledgement too: the cursor moves on and the sender is told which problem (FEDERATION.md 5). A message that cannot be
 * decided yet stops its stream at that place until the sender repeats it.
 *
 * @param problem null when applied
 * @param held    of a message that stands against another of the same author: the hash of that one; else null
 */
public record Verdict(Problem problem, Hash held) {

    /** The message had its effect, or had had it before. */
    public static final Verdict APPLIED = new Verdict(null, null);

    /** A rule refuses the message; nothing of it was written. */
    public static Verdict refused(Problem problem) {
        return new Verdict(problem, null);
    }

    /** {@code equivocation}: its author said something else there before. Both are kept as evidence. */
    public static Verdict contradicts(Hash held) {
        return new Verdict(Problem.EQUIVOCATION, held);
    }

    /** Something it builds on has not been read yet: {@code not-yet}. */
    public static final Verdict NOT_YET = new Verdict(Problem.NOT_YET, null);

    /** Whether the message was applied. */
    public boolean applied() {
        return problem == null;
    }

    /** Whether the stream must wait at this message. */
    public boolean waits() {
        return problem != null && problem.status() == 503;
    }
}
