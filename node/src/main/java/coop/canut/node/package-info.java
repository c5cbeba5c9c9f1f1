/**
 * One cooperative's node, complete without a page.
 *
 * <p>{@link coop.canut.node.Node} wires the rooms together and owns their life: store, post, peers, board, publishing, work,
 * ledger, members, and the two doors, the federation's and the JSON API's. {@link coop.canut.node.World} is the one seam to
 * the outside: time, randomness, timers, threads for heavy sums, and the network to peers; everything gets it by
 * constructor, so that many nodes can run in one process under a clock of a test's choosing.
 * {@link coop.canut.node.NodeConfig} and {@link coop.canut.node.Identity} are what a person prepares before the first start.
 * Rooms call each other by method; nothing travels over an event bus. PostgreSQL decides whatever must be true once.
 */
package coop.canut.node;
