package coop.canut.node.post;

import java.time.Instant;

/**
 * How one stream to a peer stands, for a steward to look at.
 *
 * @param stream      {@code log} or {@code channel}
 * @param position    last number or size that the peer has confirmed
 * @param failures    in a row; 0 when all is well
 * @param lastProblem the last refusal or failure, or null
 * @param lastSuccess or null if there was none yet
 */
public record DeliveryState(String stream, long position, int failures, String lastProblem, Instant lastSuccess) {
}
