/**
 * How much others may ask of this node, in time, at once, and in all.
 *
 * <p>A peer that has shown who it is may send so many messages a second over ten minutes, and have so many requests under way;
 * beyond that it is told {@code peer-quota} and when to come back, and nobody else notices. What anybody may read without a
 * signature is counted by address. {@link coop.canut.node.quota.Quotas} is asked by the routes before they do any work;
 * {@link coop.canut.node.quota.Buckets} is the arithmetic, bounded however many names an attacker invents. How many bytes a
 * peer has made us store is a sum that the database keeps beside the rows, and a constraint on it decides
 * ({@code peers_store_within_their_share}); here it is only remembered who ran into it, so that a full peer costs a look
 * into memory and not a transaction.
 */
package coop.canut.node.quota;
