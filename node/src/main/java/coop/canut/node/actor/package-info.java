/**
 * Who this node is, to everybody who asks.
 *
 * <p>{@link coop.canut.node.actor.ActorRoutes} serves the fixed paths by which a node is found and known: its actor document,
 * WebFinger, NodeInfo, what it speaks and up to which sizes, and the signed messages behind the addresses of its listings and
 * policies. What WebFinger says of other resources is handed in, as of the board that ordinary ActivityPub servers follow. It
 * also takes the knock of a host that wants to be heard: one row in a short list for the stewards, and no request
 * of ours to anybody. Nothing here gives authority: keys are believed from the log alone. It asks peers, policies, board and
 * post, and decides nothing. Source: FEDERATION.md 1, FEP-521a, FEP-2677, FEP-d556, RFC 7033, NodeInfo 2.1.
 */
package coop.canut.node.actor;
