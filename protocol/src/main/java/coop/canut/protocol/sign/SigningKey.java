package coop.canut.protocol.sign;

import coop.canut.protocol.name.Key;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** An Ed25519 key that can sign. Signatures are deterministic (RFC 8032 5.1.6). Prints nothing of its secret. */
public final class SigningKey {
    /** Bytes of a seed. */
    public static final int SEED_BYTES = Ed25519.SECRET_KEY_SIZE;

    private final byte[] seed;
    private final byte[] raw;
    private final Key key;

    private SigningKey(byte[] seed) {
        this.seed = seed;
        raw = new byte[Key.BYTES];
        Ed25519.generatePublicKey(seed, 0, raw, 0);
        key = Key.of(raw);
    }

    /** The key of a seed of 32 bytes, which the caller drew at random or read from its file. */
    public static SigningKey fromSeed(byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("a seed has 32 bytes, not " + seed.length);
        }
        return new SigningKey(seed.clone());
    }

    /** The public key. */
    public Key key() {
        return key;
    }

    /** The signature of a message, 64 bytes. */
    public byte[] sign(byte[] message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, raw, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
