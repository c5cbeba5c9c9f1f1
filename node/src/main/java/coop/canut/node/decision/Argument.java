package coop.canut.node.decision;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Id;
import java.time.Instant;
import java.util.Locale;

/**
 * What a member says to a proposal.
 *
 * @param name of the member
 */
public record Argument(Id id, Id person, String name, Instant at, Stance stance, String text) {

    /** How it is meant. */
    public enum Stance {
        FOR, AGAINST, QUESTION;

        /** The word in the store and on forms. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The stance of a word; {@code field-wrong} on {@code stance} for any other. */
        public static Stance of(String code) {
            for (Stance stance : values()) {
                if (stance.code().equals(code)) {
                    return stance;
                }
            }
            throw Refused.at(Problem.FIELD_WRONG, "stance", "not a stance");
        }
    }
}
