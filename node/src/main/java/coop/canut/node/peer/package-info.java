/**
 * Other cooperatives, and how ours stands to them.
 *
 * <p>Two nodes are peers when both have stated it; {@link coop.canut.node.peer.Peers} keeps both statements, and the lower
 * level of the two holds for leases and shown listings. Whether a node is heard at all depends on our own statement alone.
 * Stating goes into the public log, a credit line into the channel. The room remembers in memory what every request asks
 * (levels and keys) and reads it again from the store after each change; it promises that the memory is never ahead of the
 * store. A steward who wants to add a peer looks first: its keys and policy are read and nothing is kept. The room implements
 * {@link coop.canut.node.post.Correspondents} for the post, reads what the post has noted of a peer, knows a policy when it
 * sees one, and calls nothing but store and post. Source: FEDERATION.md 7.1.
 */
package coop.canut.node.peer;
