/**
 * Messages in, messages out, nothing lost.
 *
 * <p>Two streams and nothing else: what this node says to everyone is an entry of its public log
 * ({@link coop.canut.node.post.Log}); what it says to one peer is a numbered message of that pair's channel
 * ({@link coop.canut.node.post.Channels}). Rooms write into the {@link coop.canut.node.post.Outbox} in the transaction of
 * the fact; one writer per stream numbers, signs and keeps the bytes; a {@link coop.canut.node.post.Courier} per peer and
 * stream carries them, for as long as it takes. What comes in passes the {@link coop.canut.node.post.Inbox}: proven first,
 * then applied by the room that registered for its kind ({@link coop.canut.node.post.Receiver}), in one transaction with the
 * cursor; the answer is given after the commit. A {@link coop.canut.node.post.Reader} pulls what pushing did not bring.
 * Pushing makes it quick; the cursor makes it certain. Nothing here knows what a listing or a claim is. Calls
 * {@code store}, {@code fetch} and the protocol; whom to believe and whom to hear comes from
 * {@link coop.canut.node.post.Correspondents}, which the peers' room implements. Source: FEDERATION.md 4, 5 and 6.
 */
package coop.canut.node.post;
