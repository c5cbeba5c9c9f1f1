package coop.canut.protocol.name;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The name of a worker outside the home node: {@code S} and 25 characters towards one publishing node, {@code A} and 25
 * towards one requester. Made with a secret of the home node, so nobody else can tell whose it is, nor that two of them
 * belong to one person.
 */
public record Pseudonym(String value) implements Name {
    private static final int CHARS = 26;

    /** Checks the spelling; throws {@code name-not-canonical}. */
    public Pseudonym {
        if (!canonical(value)) {
            throw new Refused(Problem.NAME_NOT_CANONICAL, "not a pseudonym: " + Shown.of(value));
        }
    }

    /** The pseudonym of a text; throws {@code name-not-canonical}. */
    public static Pseudonym of(String text) {
        return new Pseudonym(text);
    }

    /**
     * The name of a member towards one publishing node, under which its receipts are kept.
     *
     * @param secret the home node's pseudonym key, at least 32 bytes, that never leaves it
     */
    public static Pseudonym subject(byte[] secret, Id member, Host publisher) {
        return new Pseudonym("S" + mac(secret, "canut/1 subject\n" + member + "\n" + publisher));
    }

    /** The name of a member towards one requester: the only one that the requester sees. */
    public static Pseudonym worker(byte[] secret, Id member, ObjectUrl requester) {
        if (requester.noun() != Noun.REQUESTER) {
            throw new IllegalArgumentException("a worker is named towards a requester, not " + requester);
        }
        return new Pseudonym("A" + mac(secret, "canut/1 worker\n" + member + "\n" + requester));
    }

    /** Whether it names a worker towards a publishing node, rather than towards one requester. */
    public boolean isSubject() {
        return value.charAt(0) == 'S';
    }

    @Override
    public String toString() {
        return value;
    }

    private static String mac(byte[] secret, String input) {
        if (secret.length < Hash.BYTES) {
            throw new IllegalArgumentException("the pseudonym key has at least 32 bytes");
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return Base32.of(mac.doFinal(input.getBytes(StandardCharsets.UTF_8)), CHARS - 1);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new AssertionError("every Java platform has HMAC-SHA-256", e);
        }
    }

    private static boolean canonical(String text) {
        if (text == null || text.length() != CHARS || text.charAt(0) != 'S' && text.charAt(0) != 'A') {
            return false;
        }
        for (int i = 1; i < CHARS; i++) {
            if (Base32.digit(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }
}
