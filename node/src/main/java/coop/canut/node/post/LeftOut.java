package coop.canut.node.post;

/**
 * Messages of one kind that a peer does not say it reads.
 *
 * @param inLog whether they stand in our public log, where nothing can be left out; else they wait unsent for that peer
 */
public record LeftOut(String kind, boolean inLog, long count) {
}
