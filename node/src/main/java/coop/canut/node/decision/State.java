package coop.canut.node.decision;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Where a proposal stands: draft → discussion → vote → notice → enacted. A vote may end as {@code LOST} or {@code NO_QUORUM};
 * a second vote that undoes the first as {@code LAPSED}; an act that cannot be carried out any more as {@code IMPOSSIBLE}.
 */
public enum State {
    DRAFT, DISCUSSION, VOTE, NOTICE, ENACTED, LOST, NO_QUORUM, LAPSED, IMPOSSIBLE, WITHDRAWN;

    private static final Set<State> RUNNING = EnumSet.of(DRAFT, DISCUSSION, VOTE, NOTICE);

    /** The word in the store and in the minutes. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static State of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Whether something may still come of it. */
    public boolean isRunning() {
        return RUNNING.contains(this);
    }
}
