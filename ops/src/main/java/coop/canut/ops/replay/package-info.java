/**
 * A real crowdsourcing data set, done again by the federation, answer by answer.
 *
 * <p>{@link coop.canut.ops.replay.Replay} is the verb. {@link coop.canut.ops.replay.Labels} reads what the original workers
 * answered; every one of them becomes a member of one of the three cooperatives, with a token of her own, and gives exactly
 * those answers, to exactly those items, through the JSON API. What comes out is compared with what went in, one by one
 * ({@link coop.canut.ops.replay.Comparison}): the answers, the accuracy of the majority, the money on every ledger, and every
 * invariant of the nodes. Data sets are read from where they are and are no part of this repository. It calls the client,
 * the demonstration's people and nothing of a node.
 */
package coop.canut.ops.replay;
