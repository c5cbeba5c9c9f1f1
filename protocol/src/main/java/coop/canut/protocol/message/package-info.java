/**
 * What nodes say to each other.
 *
 * <p>A {@link coop.canut.protocol.message.Message} is the payload, one record per kind; the kinds of one conversation stand
 * together in one sealed interface, so that a page shows the whole exchange. An
 * {@link coop.canut.protocol.message.Envelope} says who speaks, when the fact happened, to whom, and at which place of a
 * channel. A {@link coop.canut.protocol.message.Signed} message is an envelope with its proof and its one canonical byte
 * string. The {@link coop.canut.protocol.message.Codec} is the only door between those and bytes: it refuses what is not
 * exactly of the form that FEDERATION.md 3 and 7 give, and it never normalises. Records hold typed names, whole seconds and
 * integers; nothing here reads a clock, a network or a store. Whether a message may be <em>applied</em> is not decided here:
 * that needs what a node knows, and belongs to the node.
 */
package coop.canut.protocol.message;
