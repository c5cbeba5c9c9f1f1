/**
 * Three cooperatives on this machine, and the story of one piece of work that crosses them.
 *
 * <p>{@link coop.canut.ops.demo.Demo} is the verb. {@link coop.canut.ops.demo.People} are the members, requesters and stewards
 * of the three, with their tokens; {@link coop.canut.ops.demo.Story} is what they do: peer, publish, take work, answer, review,
 * be paid, take a receipt along. All of it goes through the JSON API, as any script would; only the first steward of each node
 * is admitted from the machine. The story may be told while nodes are killed and started again, which is how the crash test
 * tells it: every step is repeated until it is known to have happened, and looks first where a repeat would be a second fact.
 * {@link coop.canut.ops.demo.Proof} is the end of it: every invariant of every node, and of the nodes against each other.
 */
package coop.canut.ops.demo;
