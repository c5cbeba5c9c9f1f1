package coop.canut.node.publish;

import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Id;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/**
 * The name of an answer towards the requester. A claim's own id tells the millisecond at which somebody sat down to work;
 * this one tells the hour in which the answer was given, and cannot be turned back into the claim (W-30).
 */
public final class AnswerId {

    private static final int CAUSE_BYTES = 10;

    private AnswerId() {
    }

    /** The name of the answer to a claim, given at that time; any instant of the same hour gives the same name. */
    public static Id of(Id claim, Instant submittedAt) {
        byte[] digest = Hash.sha256(("canut/1 answer\n" + claim).getBytes(StandardCharsets.UTF_8)).bytes();
        return Id.of(submittedAt.truncatedTo(ChronoUnit.HOURS).toEpochMilli(), Arrays.copyOf(digest, CAUSE_BYTES));
    }
}
