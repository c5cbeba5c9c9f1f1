/**
 * The second actor, {@code /board}: what ordinary ActivityPub servers, such as Mastodon, see of this node. Optional.
 *
 * <p>{@link coop.canut.node.fediverse.Fediverse} is all that the rest of the node sees. It reads our own public log like any
 * stranger, makes posts of new listings ({@code Notes}), and brings them to those who follow ({@code Deliveries}), as well as
 * it can: the board page is the truth, and a post that nobody takes is dropped. Its inbox knows three requests, to follow, to
 * follow no more, and that an account is gone; whatever else arrives is answered with 202 and kept nowhere.
 *
 * <p>It has keys of its own, because those servers need RSA, and an RSA key and an inbox that is open to everybody must not
 * stand near the actor that lends work. So nothing here calls a room of work, money, people or peers, which
 * {@code ArchitectureTest} holds; it uses the store, the door, the quotas, {@code World} and the forms of {@code protocol}
 * alone. JSON and headers of foreign servers are read leniently and never become a message of ours. Source: FEDERATION.md 9,
 * W3C ActivityPub, RFC 9421, draft-cavage-http-signatures-12, FEP-8b32, FEP-521a, FEP-fe34, FEP-0837, FEP-2c59.
 */
package coop.canut.node.fediverse;
