package coop.canut.protocol.sign;

import java.util.Locale;

/**
 * What a key is for. One key has one purpose: signed notes forbid sharing a key across signature types, and a signature
 * made for one purpose must never be readable as made for another.
 */
public enum Purpose {
    /** Proofs on messages, signatures on requests. */
    NODE,
    /** Checkpoints of the node's own log. */
    LOG,
    /** Cosignatures on the logs of others. */
    WITNESS;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The word on the wire, as in {@code witness}. */
    public String code() {
        return code;
    }

    @Override
    public String toString() {
        return code;
    }
}
