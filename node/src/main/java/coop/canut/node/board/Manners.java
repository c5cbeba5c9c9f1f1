package coop.canut.node.board;

/**
 * How a requester has treated answers of this node's own members.
 *
 * @param reviewed            answers that were accepted, also because nobody looked in time, or proposed to be rejected
 * @param rejected            those of them that somebody proposed to reject, whatever became of it
 * @param medianReviewSeconds from handing in to the first word on it: half of the last 200 waited no longer
 */
public record Manners(long reviewed, long rejected, long medianReviewSeconds) {
}
