package coop.canut.protocol.name;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * The id of a message or an object: 48 bits of milliseconds since 1970, then 80 bits, as 26 characters of
 * {@link Base32}; ids sort by time. The 80 bits come from a cause, so whoever repeats a fact repeats its id, and
 * whoever reads a message can recompute it.
 */
public record Id(String value) implements Name, Comparable<Id> {
    private static final int CHARS = 26;
    private static final int CAUSE_BYTES = 10;

    /** Checks the spelling {@code [0-7][0-9A-HJKMNP-TV-Z]{25}}; throws {@code name-not-canonical}. */
    public Id {
        if (!canonical(value)) {
            throw new Refused(Problem.NAME_NOT_CANONICAL, "not an id: " + Shown.of(value));
        }
    }

    /** The id of a text; throws {@code name-not-canonical}. */
    public static Id of(String text) {
        return new Id(text);
    }

    /**
     * The id that a fact has by its cause: SHA-256 of {@code canut/1 {noun}\n{host}\n{kind}\n{cause}}, its first ten
     * bytes after the time.
     *
     * @param noun {@code message}, or the noun of an object
     * @param cause for a message, the string that its kind fixes over members of the message; for an object, one of
     *     the node's own choosing
     */
    public static Id derived(String noun, Host host, String kind, String cause, Instant published) {
        String input = "canut/1 " + noun + "\n" + host + "\n" + kind + "\n" + cause;
        byte[] digest = Digests.sha256(input.getBytes(StandardCharsets.UTF_8));
        return of(published.toEpochMilli(), Arrays.copyOf(digest, CAUSE_BYTES));
    }

    /** The id of a time and exactly ten bytes. */
    public static Id of(long epochMillis, byte[] tenBytes) {
        if (epochMillis < 0 || epochMillis >= 1L << 48 || tenBytes.length != CAUSE_BYTES) {
            throw new IllegalArgumentException("an id is 48 bits of time and 80 others");
        }
        // Two zero bits in front: 26 characters hold 130 bits, and the first character thus stays below 8.
        byte[] bits = new byte[17];
        for (int i = 0; i < 6; i++) {
            long b = epochMillis >>> (40 - 8 * i) & 0xff;
            put(bits, i, (int) b);
        }
        for (int i = 0; i < CAUSE_BYTES; i++) {
            put(bits, 6 + i, tenBytes[i] & 0xff);
        }
        return new Id(Base32.of(bits, CHARS));
    }

    private static void put(byte[] bits, int index, int b) {
        bits[index] |= (byte) (b >>> 2);
        bits[index + 1] |= (byte) (b << 6);
    }

    /** The time in it, to the millisecond. */
    public Instant at() {
        long bits = 0;
        for (int i = 0; i < 10; i++) {
            bits = bits << 5 | Base32.digit(value.charAt(i));
        }
        return Instant.ofEpochMilli(bits);
    }

    @Override
    public int compareTo(Id other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean canonical(String text) {
        if (text == null || text.length() != CHARS || text.charAt(0) > '7') {
            return false;
        }
        for (int i = 0; i < CHARS; i++) {
            if (Base32.digit(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }
}
