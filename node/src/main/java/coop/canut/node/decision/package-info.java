/**
 * What the members decided, as far as it binds the software.
 *
 * <p>{@link coop.canut.node.decision.Policies} knows the policy in force here and at every host whose log we read: pay floor,
 * fee, fund, caps, days for a decision. Until members vote, the founding values of the configuration are policy number 1,
 * said in the public log like every later one; our own and a peer's arrive through the same receiver. Listings pin the
 * number and hash under which they were published, so a later policy touches only later listings. Calls store and post.
 * Source: FEDERATION.md 7.1.
 */
package coop.canut.node.decision;
