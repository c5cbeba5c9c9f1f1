package coop.canut.node;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Bytes that must not reach a log, a message or a debugger's line: they print as {@code [REDACTED]}. */
public final class Secret {

    private final byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Holds a copy of the bytes. */
    public static Secret of(byte[] bytes) {
        return new Secret(bytes.clone());
    }

    /** Holds the UTF-8 bytes of a text, such as a password or a token. */
    public static Secret of(String text) {
        return new Secret(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The bytes, a new array. Whoever calls this must not print them. */
    public byte[] reveal() {
        return bytes.clone();
    }

    /** The bytes as UTF-8 text. Whoever calls this must not print it. */
    public String revealText() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Compares in a time that does not depend on where the first difference is. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes, secret.bytes);
    }

    /** The same for all: a hash would tell something of the bytes, and secrets are no keys of a map. */
    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
