package coop.canut.node.decision;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A share of a whole, as statutes write it: {@code 2/3}. Comparing multiplies both sides, so nothing is ever rounded: of 7
 * votes 2/3 are not 4 and not 5 but what 3 · 5 ≥ 2 · 7 says.
 *
 * @param part  1 to {@code whole}
 * @param whole at most 1 000
 */
public record Fraction(long part, long whole) {

    private static final long WHOLE_MAX = 1_000;
    private static final Pattern FORM = Pattern.compile("([0-9]{1,4})/([0-9]{1,4})");

    /** {@code field-wrong} for nothing, for more than all, and for fractions that nobody could check in their head. */
    public Fraction {
        if (part < 1 || part > whole || whole > WHOLE_MAX) {
            throw new Refused(Problem.FIELD_WRONG, "not a share of a whole: " + part + "/" + whole);
        }
    }

    /** Reads {@code 2/3}; {@code field-wrong} for anything else. */
    public static Fraction of(String text) {
        Matcher read = FORM.matcher(text == null ? "" : text);
        if (!read.matches()) {
            throw new Refused(Problem.FIELD_WRONG, "not a fraction such as 2/3");
        }
        return new Fraction(Long.parseLong(read.group(1)), Long.parseLong(read.group(2)));
    }

    /** Whether so many of so many are at least this share; of none, none are. */
    public boolean isReached(long count, long of) {
        return count > 0 && Math.multiplyExact(count, whole) >= Math.multiplyExact(part, of);
    }

    /** Whether so many of so many are more than this share. */
    public boolean isExceeded(long count, long of) {
        return Math.multiplyExact(count, whole) > Math.multiplyExact(part, of);
    }

    /** The least count that reaches this share of so many, as a page says it. */
    public long leastOf(long of) {
        return Math.max(1, Math.ceilDiv(Math.multiplyExact(part, of), whole));
    }

    /** As in {@code 2/3}. */
    @Override
    public String toString() {
        return part + "/" + whole;
    }
}
