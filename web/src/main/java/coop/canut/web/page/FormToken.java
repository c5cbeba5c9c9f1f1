package coop.canut.web.page;

import coop.canut.node.Secret;
import coop.canut.node.World;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a form of ours carries so that nobody else's form is taken for it: a number that follows from the session's secret
 * and leads nowhere, under a fresh mask in each page, so that compressing pages gives nothing away (BREACH). Source: OWASP ASVS
 * 5.0, 3.5.
 */
final class FormToken {

    /** The field that carries it. */
    static final String FIELD = "_token";
    private static final int BYTES = 32;
    private static final String HMAC = "HmacSHA256";

    private FormToken() {
    }

    /** A token for a page of this session. */
    static String fresh(World world, Secret session) {
        byte[] mask = world.random(BYTES);
        byte[] token = new byte[2 * BYTES];
        System.arraycopy(mask, 0, token, 0, BYTES);
        byte[] number = number(session);
        for (int i = 0; i < BYTES; i++) {
            token[BYTES + i] = (byte) (mask[i] ^ number[i]);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** Whether a token was made for this session. */
    static boolean fits(String token, Secret session) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
        if (bytes.length != 2 * BYTES) {
            return false;
        }
        byte[] number = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            number[i] = (byte) (bytes[i] ^ bytes[BYTES + i]);
        }
        return MessageDigest.isEqual(number, number(session));
    }

    private static byte[] number(Secret session) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(session.revealText().getBytes(StandardCharsets.UTF_8), HMAC));
            return mac.doFinal("canut form".getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }
}
