/**
 * Setting up a node with those who found its cooperative, from nothing to the first sign-in.
 *
 * <p>{@link coop.canut.ops.setup.Setup} is the verb: it asks what only people can know, explains each question, offers what most
 * would choose, and does the rest. Every answer can be given as an option instead, so that a script can do without the questions.
 * {@link coop.canut.ops.setup.Sample} is the commented sample configuration, of which a node's own is written: nothing is
 * explained twice. Nothing that is there is ever changed: a file, a folder of keys or a database in the way stops the verb before
 * it has done anything. What it prints once, the recovery key and the links, it keeps nowhere.
 */
package coop.canut.ops.setup;
