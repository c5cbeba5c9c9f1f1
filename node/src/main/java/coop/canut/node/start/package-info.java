/**
 * The first minutes of a cooperative: what its founders have done already of what a node needs before it is of use.
 *
 * <p>Whoever sets a node up with its founders opens the start; until a steward closes it, every member sees how far they have
 * come. Nothing is kept but that it is open, and who has read and confirmed what was agreed on; all else is looked up where it is
 * true. Nothing here lets anybody do what other rooms do not let them do. A node without a start, or with a closed one, is not
 * different in any other way. Calls {@code store} only, and {@code member} for who is asking. Source: PEOPLE.md 5.
 */
package coop.canut.node.start;
