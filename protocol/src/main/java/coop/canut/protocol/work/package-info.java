/**
 * The rules of work that every node computes alike.
 *
 * <p>A slot is one wanted answer of one unit; the publishing node P alone decides which node holds it. A claim is a slot in
 * the hands of a person; the home node H alone decides whose. The two enums here say which changes of state exist and who
 * makes them, so that a store can ask before it writes and a check can replay history afterwards. Lease times are the three
 * instants that a grant fixes; they keep two people from holding one slot even if every message between the nodes is lost and
 * their clocks disagree. The stock rule says how many slots a node asks for and how many it is given, so that nobody hoards.
 * Listing rules are the checks that a listing passes at its author's and again at every reader's. A template is what a
 * listing's opaque string means: what is shown, what is asked, which answers there are, and perhaps an example to try; inputs
 * and answers are checked against it at both ends. Everything is pure: time comes in as an argument, and what only a node can
 * know (balances, who is a member, which leases exist) is asked by the node's own packages. This package uses names, json,
 * money and message; nothing of the protocol but its users' code uses it.
 */
package coop.canut.protocol.work;
