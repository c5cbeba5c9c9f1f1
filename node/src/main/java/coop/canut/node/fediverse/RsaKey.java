package coop.canut.node.fediverse;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * A key of RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017), the one algorithm that every ActivityPub server understands. By the JDK,
 * whose RSA is native code with blinding; Ed25519, where the JDK accepts keys that it should not, stays with {@code sign}.
 */
public final class RsaKey {

    /** Bits of our own key. */
    static final int BITS = 2_048;
    /** Bits of a foreign key: a longer one costs us, and not its owner, a long time. */
    static final int BITS_MAX = 4_096;
    private static final int EXPONENT_BITS_MAX = 33;
    private static final int PEM_CHARS_MAX = 2_000;
    private static final int PEM_LINE = 64;
    private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String END = "-----END PUBLIC KEY-----";
    private static final String ALGORITHM = "SHA256withRSA";

    private final RSAPrivateCrtKey secret;
    private final PublicKey key;

    private RsaKey(RSAPrivateCrtKey secret) throws GeneralSecurityException {
        this.secret = secret;
        key = factory().generatePublic(new RSAPublicKeySpec(secret.getModulus(), secret.getPublicExponent()));
    }

    /** A fresh key. The JDK draws its primes from its own randomness: no seed should ever make the same key again. */
    public static RsaKey make() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return new RsaKey((RSAPrivateCrtKey) generator.generateKeyPair().getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }

    /** The key of what {@link #secret} gave; an {@link IllegalArgumentException} if it is none. */
    public static RsaKey of(byte[] pkcs8) {
        try {
            return new RsaKey((RSAPrivateCrtKey) factory().generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
        } catch (GeneralSecurityException | ClassCastException e) {
            throw new IllegalArgumentException("no RSA key", e);
        }
    }

    /** The whole key in PKCS #8, to be kept in a file. */
    public byte[] secret() {
        return secret.getEncoded();
    }

    /** The public half, as actors show theirs. */
    public String pem() {
        return BEGIN + "\n" + Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(key.getEncoded()) + "\n" + END
            + "\n";
    }

    /** The signature of a message. */
    byte[] sign(byte[] message) {
        try {
            var signature = Signature.getInstance(ALGORITHM);
            signature.initSign(secret);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an RSA key that cannot sign", e);
        }
    }

    /**
     * A foreign public key as its actor shows it.
     *
     * @throws Refused {@code key-weak} if it is no RSA key, or shorter than 2 048 or longer than 4 096 bits
     */
    static RSAPublicKey read(String pem) {
        try {
            String text = pem.strip();
            if (text.length() <= PEM_CHARS_MAX && text.startsWith(BEGIN) && text.endsWith(END)) {
                byte[] spki = Base64.getMimeDecoder().decode(text.substring(BEGIN.length(), text.length() - END.length()));
                if (factory().generatePublic(new X509EncodedKeySpec(spki)) instanceof RSAPublicKey key
                        && key.getModulus().bitLength() >= BITS && key.getModulus().bitLength() <= BITS_MAX
                        && key.getPublicExponent().bitLength() <= EXPONENT_BITS_MAX) {
                    return key;
                }
            }
        } catch (InvalidKeySpecException | IllegalArgumentException unreadable) {
            // Said below.
        }
        throw new Refused(Problem.KEY_WEAK, "no RSA key of " + BITS + " to " + BITS_MAX + " bits");
    }

    /** Does nothing if that key signed exactly this message, else throws {@code signature-invalid}. */
    static void verify(RSAPublicKey key, byte[] message, byte[] signature) {
        try {
            var verification = Signature.getInstance(ALGORITHM);
            verification.initVerify(key);
            verification.update(message);
            if (verification.verify(signature)) {
                return;
            }
        } catch (GeneralSecurityException notEvenASignature) {
            // Of another length, or no padding in it.
        }
        throw new Refused(Problem.SIGNATURE_INVALID, "not a signature by that key");
    }

    private static KeyFactory factory() {
        try {
            return KeyFactory.getInstance("RSA");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
