package coop.canut.protocol.name;

import java.util.Arrays;

/**
 * Base 58 in Bitcoin's alphabet (draft-msporny-base58), as multibase {@code z} uses it: the bytes are one big-endian
 * number, each leading zero byte is a leading {@code 1}. Works on five digits and four bytes at a time, because keys
 * and signatures are read on every message.
 */
public final class Base58 {
    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final int GROUP = 5;
    private static final long GROUP_BASE = 656_356_768L;
    private static final byte[] DIGITS = new byte[128];

    static {
        Arrays.fill(DIGITS, (byte) -1);
        for (int i = 0; i < ALPHABET.length(); i++) {
            DIGITS[ALPHABET.charAt(i)] = (byte) i;
        }
    }

    private Base58() {
    }

    /** The text of some bytes. */
    public static String encode(byte[] bytes) {
        int zeros = 0;
        while (zeros < bytes.length && bytes[zeros] == 0) {
            zeros++;
        }
        long[] limbs = limbs(bytes);
        var reversed = new StringBuilder(bytes.length * 138 / 100 + GROUP);
        for (int first = 0; first < limbs.length;) {
            long remainder = 0;
            for (int i = first; i < limbs.length; i++) {
                long value = remainder << 32 | limbs[i];
                limbs[i] = value / GROUP_BASE;
                remainder = value % GROUP_BASE;
            }
            for (int i = 0; i < GROUP; i++) {
                reversed.append(ALPHABET.charAt((int) (remainder % 58)));
                remainder /= 58;
            }
            while (first < limbs.length && limbs[first] == 0) {
                first++;
            }
        }
        int length = reversed.length();
        while (length > 0 && reversed.charAt(length - 1) == '1') {
            length--;
        }
        reversed.setLength(length);
        return "1".repeat(zeros) + reversed.reverse();
    }

    /**
     * The bytes of a text, if there are exactly {@code length} of them.
     *
     * @return null if the text holds another character, or stands for more or fewer bytes; the caller knows the name
     *     of the thing and refuses
     */
    public static byte[] decode(String text, int start, int length) {
        int[] limbs = new int[length / 4 + 2];
        int at = start;
        while (at < text.length()) {
            long base = 1;
            long add = 0;
            for (int i = 0; i < GROUP && at < text.length(); i++, at++) {
                char c = text.charAt(at);
                if (c >= 128 || DIGITS[c] < 0) {
                    return null;
                }
                base *= 58;
                add = add * 58 + DIGITS[c];
            }
            for (int i = limbs.length - 1; i >= 0; i--) {
                long value = (limbs[i] & 0xffff_ffffL) * base + add;
                limbs[i] = (int) value;
                add = value >>> 32;
            }
            if (add != 0) {
                return null;
            }
        }
        byte[] all = new byte[limbs.length * 4];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) (limbs[i / 4] >>> (24 - i % 4 * 8));
        }
        int from = all.length - length;
        for (int i = 0; i < from; i++) {
            if (all[i] != 0) {
                return null;
            }
        }
        byte[] bytes = Arrays.copyOfRange(all, from, all.length);
        return leadingOnes(text, start) == leadingZeros(bytes) ? bytes : null;
    }

    private static int leadingOnes(String text, int start) {
        int at = start;
        while (at < text.length() && text.charAt(at) == '1') {
            at++;
        }
        return at - start;
    }

    private static int leadingZeros(byte[] bytes) {
        int zeros = 0;
        while (zeros < bytes.length && bytes[zeros] == 0) {
            zeros++;
        }
        return zeros;
    }

    private static long[] limbs(byte[] bytes) {
        long[] limbs = new long[(bytes.length + 3) / 4];
        for (int i = 0; i < bytes.length; i++) {
            int fromEnd = bytes.length - 1 - i;
            limbs[limbs.length - 1 - fromEnd / 4] |= (bytes[i] & 0xffL) << fromEnd % 4 * 8;
        }
        return limbs;
    }
}
