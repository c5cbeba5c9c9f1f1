package coop.canut.protocol.sign;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Base58;
import coop.canut.protocol.name.Key;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.bouncycastle.math.ec.rfc8032.Ed25519.PublicPoint;

/**
 * Verifies Ed25519 signatures (RFC 8032 5.1.7, without cofactor). Signatures with S not below the group order, and
 * keys of small order or in another than their canonical encoding, are refused: with those, one signature fits many
 * messages.
 */
public final class Signatures {
    /** Bytes of a signature. */
    public static final int BYTES = Ed25519.SIGNATURE_SIZE;
    /** Decoding a key costs a sixth of a verification. A federation of some hundred nodes has a few thousand keys. */
    private static final int POINTS_KEPT = 4_096;
    private static final ConcurrentHashMap<Key, PublicPoint> POINTS = new ConcurrentHashMap<>();

    private Signatures() {
    }

    /** Does nothing if the key signed exactly this message, else throws {@code signature-invalid}. */
    public static void verify(Key key, byte[] message, byte[] signature) {
        if (!holds(key, message, signature)) {
            throw new Refused(Problem.SIGNATURE_INVALID, "not a signature by " + key);
        }
    }

    /** For callers of this package that have another name for the failure. */
    static boolean holds(Key key, byte[] message, byte[] signature) {
        PublicPoint point = point(key);
        return point != null && signature.length == BYTES
                && Ed25519.verify(signature, 0, point, message, 0, message.length);
    }

    /**
     * Refuses with {@code key-weak} the 8 small-order points, every non-canonical encoding, everything that is no
     * point, and points outside the prime-order group. Asked once, when a key is first seen: it costs as much as a
     * verification.
     */
    public static void requireStrong(Key key) {
        if (!Ed25519.validatePublicKeyFull(key.raw(), 0)) {
            throw new Refused(Problem.KEY_WEAK, "not a point of the prime-order group: " + key);
        }
    }

    /** Refuses with {@code key-weak} the keys whose secrets are printed in standards and in our own test vectors. */
    public static void requireUnpublished(Key key) {
        if (PublishedKeys.contain(key)) {
            throw new Refused(Problem.KEY_WEAK, "everybody has the secret of " + key);
        }
    }

    /** The keys that {@link #requireUnpublished} refuses, for verifiers in another language. */
    public static Set<Key> published() {
        return PublishedKeys.KEYS;
    }

    /** The wire form of a signature: {@code z} and base 58 of its 64 bytes. */
    public static String encode(byte[] signature) {
        if (signature.length != BYTES) {
            throw new IllegalArgumentException("a signature has 64 bytes, not " + signature.length);
        }
        return "z" + Base58.encode(signature);
    }

    /** The 64 bytes of a signature's wire form; throws {@code name-not-canonical}. */
    public static byte[] decode(String text) {
        byte[] signature = text.startsWith("z") ? Base58.decode(text, 1, BYTES) : null;
        if (signature == null) {
            throw new Refused(Problem.NAME_NOT_CANONICAL, "not z and base 58 of 64 bytes");
        }
        return signature;
    }

    private static PublicPoint point(Key key) {
        PublicPoint known = POINTS.get(key);
        if (known != null) {
            return known;
        }
        PublicPoint point = Ed25519.validatePublicKeyPartialExport(key.raw(), 0);
        if (point != null) {
            // Forgetting all at once is crude and enough: refilling costs one decoding per key.
            if (POINTS.size() >= POINTS_KEPT) {
                POINTS.clear();
            }
            POINTS.put(key, point);
        }
        return point;
    }
}
