package coop.canut.node.peer;

import coop.canut.node.post.LeftOut;
import java.time.Duration;
import java.util.List;

/**
 * All that a steward may want to know of one peer.
 *
 * @param epoch    of its log, as far as we read; 0 while we have read none
 * @param logSize  entries of that log that we hold
 * @param ahead    by how much its clock was ahead of ours when it last spoke to us; null if it has not since we started
 * @param refusals what we refused it, by reason
 * @param leftOut  what it does not say that it reads
 */
public record PeerDetail(PeerState state, long epoch, long logSize, Duration ahead,
                         List<Refusals> refusals, List<LeftOut> leftOut) {
}
