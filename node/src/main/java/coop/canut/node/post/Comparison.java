package coop.canut.node.post;

import coop.canut.protocol.name.Host;
import java.time.Instant;
import java.util.Locale;

/**
 * What one witness said about a log, the last time that it was asked.
 *
 * @param host    whose log it is
 * @param witness who was asked
 * @param size    entries of the state that the witness had cosigned
 */
public record Comparison(Host host, Host witness, Instant at, long size, Outcome outcome) {

    /** How the witness's view is to ours. */
    public enum Outcome {
        /** The state is within what we hold, and has the root that our entries have. */
        AGREES,
        /** It has more entries than the log shows us: it must show them to us within a day. */
        AHEAD,
        /** Not both can be true: a fork was found. */
        CONTRADICTS;

        /** The word in tables and answers. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
