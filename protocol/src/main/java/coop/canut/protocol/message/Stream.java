package coop.canut.protocol.message;

/** The ways a message can travel between two nodes. Source: FEDERATION.md 1 and 6 (frame). */
public enum Stream {
    /** To everyone: an entry of the sender's public log. */
    LOG,
    /** To one peer: a numbered message of that pair's private channel. */
    CHANNEL,
    /** The unnumbered receipt of what arrived in a channel. */
    ACK;

    /** The word in a frame. */
    public String code() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
