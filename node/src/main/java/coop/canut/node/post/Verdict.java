package coop.canut.node.post;

import coop.canut.protocol.Problem;

/**
 * What became of a received message: applied, refused by a rule for good, or not decidable yet. A refusal is an
 * acknowledgement too: the cursor moves on and the sender is told which problem (FEDERATION.md 5). A message that cannot be
 * decided yet stops its stream at that place until the sender repeats it.
 *
 * @param problem null when applied
 */
public record Verdict(Problem problem) {

    /** The message had its effect, or had had it before. */
    public static final Verdict APPLIED = new Verdict(null);

    /** A rule refuses the message; nothing of it was written. */
    public static Verdict refused(Problem problem) {
        return new Verdict(problem);
    }

    /** Something it builds on has not been read yet: {@code not-yet}. */
    public static final Verdict NOT_YET = new Verdict(Problem.NOT_YET);

    /** Whether the message was applied. */
    public boolean applied() {
        return problem == null;
    }

    /** Whether the stream must wait at this message. */
    public boolean waits() {
        return problem != null && problem.status() == 503;
    }
}
