/**
 * Whole federations in virtual time, each from one seed.
 *
 * <p>{@link coop.canut.ops.sim.Sim} is the verb. A {@code Simulation} founds a {@code Town} of real nodes, each with its own
 * code, its own database and its own HTTP server, lets a {@code Storm} go over it and then a calm, and gives a {@code Verdict}.
 * One thing happens at a time: the {@code Timeline} says what is next, a {@code Life} does it, and the {@code Pulse} waits, in
 * real time, until nothing that follows from it is under way any more. That, one source of chance ({@code Dice}) and one
 * statement under way per node ({@code Lifeline}) are why a seed replays to the last byte. A life may end between any two
 * statements, and before anybody was told of a commit; the {@code Roads} between the nodes lose, double, delay and spoil what
 * goes over them, as the {@code Weather} has it. Some towns have a {@code Liar}: a peer that wears a {@code Mask}, remembers
 * what it has {@code Overheard}, answers at a {@code FalseDoor} and does {@code FalseWork}. {@code Checks} asks what must hold,
 * and {@code Memory} what anybody was ever shown. Several towns live side by side ({@code Jobs}), each on a {@code Plot} of one
 * {@code Grounds}, and nothing is shared between them that they could notice. {@code Zoo} holds nodes that are wrong on purpose:
 * whoever changes the simulator sees there whether it still finds anything. The package calls {@code node}, and
 * {@code federation} for ports and folders.
 */
package coop.canut.ops.sim;
