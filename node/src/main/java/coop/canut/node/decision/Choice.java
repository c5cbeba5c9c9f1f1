package coop.canut.node.decision;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import java.util.Locale;

/** What a member votes. */
public enum Choice {
    YES, NO, ABSTAIN;

    /** The word in the store and on forms. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The choice of a word; {@code field-missing} on {@code choice} for none, {@code field-wrong} for any other. */
    public static Choice of(String code) {
        for (Choice choice : values()) {
            if (choice.code().equals(code)) {
                return choice;
            }
        }
        throw Refused.at(code == null || code.isEmpty() ? Problem.FIELD_MISSING : Problem.FIELD_WRONG, "choice",
            "not yes, no or abstain");
    }
}
