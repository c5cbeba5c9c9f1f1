/**
 * Other cooperatives, and how ours stands to them.
 *
 * <p>Two nodes are peers when both have stated it; {@link coop.canut.node.peer.Peers} keeps both statements, and the lower
 * level of the two holds for leases and shown listings. Whether a node is heard at all depends on our own statement alone.
 * Stating goes into the public log, a credit line into the channel. The room remembers in memory what every request asks
 * (levels and keys) and reads it again from the store after each change; it promises that the memory is never ahead of the
 * store. A steward who wants to add a peer looks first: its keys and policy are read and nothing is kept. A level says
 * what is heard from now on and undoes nothing: work under way and money due go on, or wait at their author. What a statement
 * would do is counted before it is made ({@link coop.canut.node.peer.Ties}), and told afterwards, with its decision and
 * reason, to whom it touches. {@link coop.canut.node.peer.PeerLists} hands our peers out as a list and takes over another,
 * which states nothing about a host whose keys nobody has compared. The room implements
 * {@link coop.canut.node.post.Correspondents} for the post, reads what the post has noted of a peer and, for counting only, the
 * tables of the rooms that work, publish and keep the books; it knows a policy when it sees one, and calls nothing but store
 * and post. Source: FEDERATION.md 7.1.
 */
package coop.canut.node.peer;
