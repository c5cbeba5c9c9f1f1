/**
 * The independent verifier: what must be true of a node's database, said a second time by somebody who did not write it.
 *
 * <p>{@link coop.canut.node.check.Invariants} asks one database. Each invariant of ATTACKS.md 4.2 that rows alone can tell
 * is one SQL file under {@code invariants}, named by its number and a sentence; it gives one sentence for each row that is
 * wrong and nothing when all is well. What rows cannot tell is worked out again from the stored bytes: every message is read
 * and proven anew with the keys that were valid then, every tree is rebuilt from its leaves, every channel is followed
 * from hash to hash. All of it sees one instant of the database, so a node may be running meanwhile, and nothing is ever
 * written.
 *
 * <p>{@link coop.canut.node.check.Mirrors} compares the databases of several nodes, after calm: both ends of each channel,
 * both copies of each log, both books of each debt, and that no slot is worked on twice anywhere. A node itself cannot do
 * that, since nobody sees the books of others; tools that hold all databases can. The package calls the protocol and the
 * store and no other room: it trusts none of the code that it checks.
 */
package coop.canut.node.check;
