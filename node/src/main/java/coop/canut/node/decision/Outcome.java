package coop.canut.node.decision;

import java.util.Locale;

/** How a vote ended. */
public enum Outcome {
    CARRIED, LOST, NO_QUORUM;

    /** The word in the minutes. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
