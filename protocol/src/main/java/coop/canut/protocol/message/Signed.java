package coop.canut.protocol.message;

import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.KeyId;
import java.time.Instant;
import java.util.Arrays;

/**
 * A message whose proof was made here or has been verified here. Its bytes are the only ones there are for it: they are
 * what is stored, hashed and served again.
 *
 * @param wire    canonical JSON (RFC 8785), proof included, no newline; not to be changed by anybody
 * @param hash    SHA-256 of {@code wire}: leaf of the log, {@code prev} of the next message, {@code head} of an ack
 * @param key     that signed it
 * @param created when it was numbered and signed
 */
public record Signed(Envelope envelope, byte[] wire, Hash hash, KeyId key, Instant created) {

    /** The message in it. */
    public Message message() {
        return envelope.message();
    }

    /** Two signed messages are equal if their bytes are. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Signed signed && Arrays.equals(wire, signed.wire);
    }

    @Override
    public int hashCode() {
        return hash.hashCode();
    }

    /** Names the message without showing what it says. */
    @Override
    public String toString() {
        return envelope.kind() + " " + envelope.actor() + "/" + envelope.id() + " " + hash;
    }
}
