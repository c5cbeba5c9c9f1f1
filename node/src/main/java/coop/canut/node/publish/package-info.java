/**
 * The publishing side: work as its requesters see it.
 *
 * <p>{@link coop.canut.node.publish.Items} takes a table and its images, one by one or as a zip;
 * {@link coop.canut.node.publish.Drafts} keeps what a requester is still writing; {@link coop.canut.node.publish.Listings}
 * makes a funded listing of both, with units and slots, in one transaction with the message that tells everyone.
 * {@link coop.canut.node.publish.Leases} lends slots to nodes, our own included, and takes them back;
 * {@link coop.canut.node.publish.Submissions} takes what the nodes answer; {@link coop.canut.node.publish.Reviews} accepts,
 * which pays at once, or proposes to reject, which pays nothing yet; {@link coop.canut.node.publish.Exports} hands the answers
 * out. It promises that a slot is never lent twice at once, that an answer is paid once however often it is accepted, and that
 * the escrow of a listing is price, fee and fund of exactly its slots that are neither done nor released, at every instant.
 * What is owed beside the slots is never taken from escrow: the time of stopped tasks comes from the requester's prepaid
 * money, an answer too many (late, after its slot was lent again) from the federation's fund; either waits as
 * {@code owed} until its account covers it. Requesters name answers by {@link coop.canut.node.publish.AnswerId}, never by
 * claim. The {@code tick()} methods do what time brings about, a bounded part per call, and may be called as often as one
 * likes. Calls {@code store}, {@code ledger}, {@code post} (the outbox), and through
 * {@link coop.canut.node.publish.Terms} what members decided; nothing here knows who a worker is. Source: FEDERATION.md
 * 7.2, 7.3, 8; DESIGN.md 6, 7.
 */
package coop.canut.node.publish;
