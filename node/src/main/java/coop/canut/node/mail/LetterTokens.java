package coop.canut.node.mail;

import coop.canut.node.Secret;
import coop.canut.protocol.name.Id;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The texts in letters that nobody can guess. Each follows from a secret of the node and from what it is for, so that a letter
 * that waits, or that was tried five times, has the same one, and it is written down nowhere; those who open a door by it keep
 * its hash. Source: RFC 2104, with SHA-256.
 */
public final class LetterTokens {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int ID_CHARS = 26;

    private final byte[] key;

    LetterTokens(Secret secret) {
        key = mac(secret.reveal(), "canut letters");
    }

    /** Who said of which kind that it is not wanted, by a link in a letter. */
    public record Off(Id person, Kind kind) {
    }

    /** The token of a letter, 43 characters that stand in any URL as they are. */
    public Secret token(Kind kind, String cause) {
        return Secret.of(text("token", kind.code(), cause));
    }

    /** By which letters of a kind are switched off without signing in. */
    String off(Id person, Kind kind) {
        return person + "." + kind.code() + "." + text("off", person.toString(), kind.code());
    }

    /** What such a text says; empty for one that we did not write. */
    public Optional<Off> off(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3 || parts[0].length() != ID_CHARS) {
            return Optional.empty();
        }
        byte[] ours = text("off", parts[0], parts[1]).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(ours, parts[2].getBytes(StandardCharsets.UTF_8))
            ? Optional.of(new Off(Id.of(parts[0]), Kind.of(parts[1]))) : Optional.empty();
    }

    private String text(String... parts) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac(key, String.join("\n", parts)));
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(Arrays.copyOf(key, key.length), ALGORITHM));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
