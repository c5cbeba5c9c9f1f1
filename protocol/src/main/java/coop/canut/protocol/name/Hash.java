package coop.canut.protocol.name;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import java.util.HexFormat;

/** A SHA-256 digest, 64 lower-case hexadecimal characters. */
public record Hash(String hex) implements Name {
    /** Bytes of a digest. */
    public static final int BYTES = 32;
    /** What stands for "nothing before": 64 zeros. */
    public static final Hash ZERO = new Hash("0".repeat(2 * BYTES));

    /** Checks the spelling; throws {@code name-not-canonical}. */
    public Hash {
        if (!canonical(hex)) {
            throw new Refused(Problem.NAME_NOT_CANONICAL, "not a SHA-256: " + Shown.of(hex));
        }
    }

    /** The hash of a hexadecimal text; throws {@code name-not-canonical}. */
    public static Hash of(String hex) {
        return new Hash(hex);
    }

    /** The hash of 32 bytes that are a digest already. */
    public static Hash of(byte[] digest) {
        if (digest.length != BYTES) {
            throw new IllegalArgumentException("a SHA-256 has 32 bytes, not " + digest.length);
        }
        return new Hash(HexFormat.of().formatHex(digest));
    }

    /** The digest of some bytes. */
    public static Hash sha256(byte[] bytes) {
        return of(Digests.sha256(bytes));
    }

    /** The 32 bytes, a new array. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
        return hex;
    }

    private static boolean canonical(String text) {
        if (text == null || text.length() != 2 * BYTES) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }
}
