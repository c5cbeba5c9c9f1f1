package coop.canut.protocol.name;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import java.net.IDN;

/**
 * A node, which is its host name: 2 to 8 labels of {@code [a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?} joined by dots, at most
 * 253 characters, no port. Upper case, a final dot, percent signs, Unicode and addresses in any notation are refused.
 *
 * <p>The last label is no number, neither decimal nor {@code 0x} hexadecimal, because resolvers read {@code 127.1} and
 * {@code 127.0x1} as loopback. A label that starts {@code xn--} must decode to something else and encode back to
 * itself: {@link IDN} hands undecodable labels through unchanged and drops joiners, so both halves are asked.
 */
public record Host(String value) implements Name, Comparable<Host> {
    /** Checks the spelling; throws {@code name-not-canonical}. */
    public Host {
        if (!canonical(value)) {
            throw new Refused(Problem.NAME_NOT_CANONICAL, "not a host: " + Shown.of(value));
        }
    }

    /** The host of a text; throws {@code name-not-canonical}. */
    public static Host of(String text) {
        return new Host(text);
    }

    /** Whether this host lies in the domain of the other, or is it: {@code a.b.example} is within {@code b.example}. */
    public boolean within(Host domain) {
        return value.equals(domain.value) || value.endsWith("." + domain.value);
    }

    @Override
    public int compareTo(Host other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean canonical(String text) {
        if (text == null || text.length() > Limits.HOST_CHARS) {
            return false;
        }
        int labels = 0;
        int start = 0;
        while (true) {
            int dot = text.indexOf('.', start);
            int end = dot < 0 ? text.length() : dot;
            if (!label(text, start, end) || ++labels > Limits.HOST_LABELS_MAX) {
                return false;
            }
            if (dot < 0) {
                return labels >= Limits.HOST_LABELS_MIN && !number(text, start, end);
            }
            start = dot + 1;
        }
    }

    private static boolean label(String text, int start, int end) {
        int length = end - start;
        if (length < 1 || length > Limits.LABEL_CHARS || text.charAt(start) == '-' || text.charAt(end - 1) == '-') {
            return false;
        }
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (!(c >= 'a' && c <= 'z' || digit(c) || c == '-')) {
                return false;
            }
        }
        return !text.startsWith("xn--", start) || survivesDecoding(text.substring(start, end));
    }

    private static boolean survivesDecoding(String label) {
        try {
            String decoded = IDN.toUnicode(label);
            return !decoded.equals(label) && decoded.indexOf('.') < 0 && IDN.toASCII(decoded).equals(label);
        } catch (IllegalArgumentException | IndexOutOfBoundsException undecodable) {
            return false;
        }
    }

    private static boolean number(String text, int start, int end) {
        boolean hex = text.startsWith("0x", start);
        for (int i = hex ? start + 2 : start; i < end; i++) {
            char c = text.charAt(i);
            if (!digit(c) && !(hex && c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }
}
