/**
 * The federated board: one list over all the listings that this node has read.
 *
 * <p>{@link coop.canut.node.board.Board} hears what publishing nodes say about their listings, our own included, and keeps
 * two things of each: the newest revision as it is searched and shown, and the terms of every revision, because a claim is
 * paid by the one it pinned. The signed bytes stay in the log; a row only names them. What a listing may be is asked of the
 * protocol's rules and of {@link coop.canut.node.board.Agreements}: a price below its author's floor is refused and answered
 * so; one below our own members' floor is kept and not shown; what a peer may not offer us is shown without being takeable.
 * Levels are asked when the board is read, so a peer that is limited or suspended leaves it at once and comes back whole.
 * Every list is paged by key on an index and stays quick with a million listings. What our members' claims tell of a listing
 * and its requester stands beside them: {@link coop.canut.node.board.Pace} and {@link coop.canut.node.board.Manners}. It
 * calls store and post's contracts only; {@code work} asks it for the terms of a listing, pages and APIs for its lists.
 * Source: DESIGN.md 6, FEDERATION.md 7.2.
 */
package coop.canut.node.board;
