package coop.canut.protocol.name;

/**
 * Base 32 in Crockford's alphabet, upper case, most significant bit first, without padding. Only the exact alphabet is
 * read: no lower case and none of the look-alikes that Crockford's own reader repairs.
 */
public final class Base32 {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private Base32() {
    }

    /** The first {@code chars} characters of the bytes read as one bit string; there must be 5 bits for each. */
    public static String of(byte[] bytes, int chars) {
        var text = new StringBuilder(chars);
        for (int i = 0; i < chars; i++) {
            int bit = i * 5;
            int high = bytes[bit / 8] & 0xff;
            int low = bit / 8 + 1 < bytes.length ? bytes[bit / 8 + 1] & 0xff : 0;
            text.append(ALPHABET.charAt((high << 8 | low) >> (11 - bit % 8) & 31));
        }
        return text.toString();
    }

    /** The value of one character, or -1 if it is not in the alphabet. */
    public static int digit(char c) {
        return ALPHABET.indexOf(c);
    }
}
