package coop.canut.node.post;

import coop.canut.protocol.log.Checkpoint;
import coop.canut.protocol.name.Host;
import java.time.Instant;
import java.util.List;

/**
 * A log that told two stories, as we keep it for ever. Until somebody has decided, its host is at most at level
 * {@code limited} with us.
 *
 * @param size        entries at which both stories differ, as far as we know: of the smaller state
 * @param checkpoints two signed notes: the state that we held, or the first that we were shown, and the other
 * @param toldBy      the host that showed it to us, or null: we found it ourselves
 * @param decidedAt   when a person stated a level again, or null
 * @param decidedBy   by which decision, or null
 */
public record Fork(Host host, long epoch, long size, List<String> checkpoints, Host toldBy, Instant foundAt,
                   Instant decidedAt, String decidedBy) {

    /** Whether the two notes show it to anybody by themselves: states of one size. Else it is our word against theirs. */
    public boolean isProof() {
        return Checkpoint.parse(checkpoints.getFirst()).size() == Checkpoint.parse(checkpoints.getLast()).size();
    }

    /** Whether it still waits for a person. */
    public boolean isOpen() {
        return decidedAt == null;
    }
}
