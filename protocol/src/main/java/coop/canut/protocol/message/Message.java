package coop.canut.protocol.message;

/**
 * The payload of a federation message: the {@code object} member of the wire form, typed.
 *
 * <p>Source: FEDERATION.md 7. The kinds are a closed set: a node that meets any other refuses it.
 */
public sealed interface Message permits NodeMessage, ListingMessage, WorkMessage, StandingMessage, ChannelAcknowledged {

    /** The one discriminator on the wire. */
    Kind kind();

    /**
     * What this message follows from, as a string over its own members: the last input of its id, so that a receiver can
     * compute the id again and a repeat is the same message. Source: FEDERATION.md 2 and the cause column of 7.
     */
    String cause();
}
