package coop.canut.protocol.name;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;

/**
 * An Ed25519 public key as a Multikey: {@code z} and base 58 of {@code 0xed 0x01} and the 32 bytes of RFC 8032, always
 * 48 characters that start {@code z6Mk}. Any 32 bytes have such a name; whether they are a good key is asked
 * elsewhere.
 */
public record Key(String value) implements Name {
    /** Bytes of a raw public key. */
    public static final int BYTES = 32;
    private static final int CHARS = 48;
    private static final String PREFIX = "z6Mk";
    private static final byte CODEC_FIRST = (byte) 0xed;
    private static final byte CODEC_SECOND = 1;

    /** Checks the spelling; throws {@code name-not-canonical}. */
    public Key {
        if (decode(value) == null) {
            throw new Refused(Problem.NAME_NOT_CANONICAL, "not an Ed25519 multikey: " + Shown.of(value));
        }
    }

    /** The key of a multibase text; throws {@code name-not-canonical}. */
    public static Key of(String multibase) {
        return new Key(multibase);
    }

    /** The name of 32 bytes. */
    public static Key of(byte[] raw32) {
        if (raw32.length != BYTES) {
            throw new IllegalArgumentException("a key has 32 bytes, not " + raw32.length);
        }
        byte[] coded = new byte[BYTES + 2];
        coded[0] = CODEC_FIRST;
        coded[1] = CODEC_SECOND;
        System.arraycopy(raw32, 0, coded, 2, BYTES);
        return new Key("z" + Base58.encode(coded));
    }

    /** The 32 bytes, a new array. */
    public byte[] raw() {
        byte[] raw = new byte[BYTES];
        System.arraycopy(decode(value), 2, raw, 0, BYTES);
        return raw;
    }

    @Override
    public String toString() {
        return value;
    }

    private static byte[] decode(String text) {
        if (text == null || text.length() != CHARS || !text.startsWith(PREFIX)) {
            return null;
        }
        byte[] coded = Base58.decode(text, 1, BYTES + 2);
        return coded != null && coded[0] == CODEC_FIRST && coded[1] == CODEC_SECOND ? coded : null;
    }
}
