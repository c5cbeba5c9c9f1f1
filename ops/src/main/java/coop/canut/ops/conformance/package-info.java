/**
 * Asks a running node whether it keeps to the protocol, as a peer that it has never met.
 *
 * <p>{@link coop.canut.ops.conformance.Stranger} is that peer: fresh keys, a log, a channel, and a small server from which the
 * node reads them. {@link coop.canut.ops.conformance.Wire} carries requests as bytes, since most of them are wrong on purpose.
 * {@link coop.canut.ops.conformance.Reading} looks at what anybody may read, {@link coop.canut.ops.conformance.Speaking} says
 * what a peer says, in order and out of it, and {@link coop.canut.ops.conformance.Readdressed} signs the vectors anew, as far as
 * they need no state that only the node itself can have. Each question is a {@link coop.canut.ops.conformance.Case} with one
 * expected answer, a status and a problem. Nothing here knows how a node is made: the code of {@code protocol} is all it uses, so
 * a node in another language is asked the same.
 */
package coop.canut.ops.conformance;
