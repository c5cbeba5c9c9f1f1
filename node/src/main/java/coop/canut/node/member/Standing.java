package coop.canut.node.member;

import java.time.Instant;
import java.util.Locale;

/**
 * How somebody belongs to the cooperative, or did.
 *
 * @param since         when she was admitted, probation included
 * @param probationEnds null if there was none
 * @param decision      by which she was admitted
 * @param endedAt       null while she is a member
 * @param endedBy       {@code left}, or the decision that excluded her; null while she is a member
 */
public record Standing(State state, Instant since, Instant probationEnds, String decision, Instant endedAt, String endedBy) {

    /** Of a membership; only a full member votes and holds office. */
    public enum State {
        PROBATION, FULL, LEFT, EXCLUDED;

        /** The word in the table and on pages. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }
}
