package coop.canut.node.fediverse;

/**
 * An account that follows the board.
 *
 * @param actor       its id
 * @param inbox       on the same host
 * @param sharedInbox on the same host, or null
 * @param follow      the id of its request, which our answer names
 * @param keyId       of its key
 * @param key         that key, as PEM
 */
record Follower(ForeignUrl actor, ForeignUrl inbox, ForeignUrl sharedInbox, String follow, ForeignUrl keyId, String key) {
}
