package coop.canut.node.quota;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;

/** Somebody has used up its share: {@code peer-quota}, and when it is worth to come back. */
public final class OverQuota extends RuntimeException {

    private final transient Refused refused;
    private final long retryAfterSeconds;

    OverQuota(String detail, long retryAfterSeconds) {
        super(detail, null, false, false);
        this.refused = new Refused(Problem.PEER_QUOTA, detail);
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** What to answer. */
    public Refused refused() {
        return refused;
    }

    /** Seconds, from 1 to 3,600. */
    public long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
