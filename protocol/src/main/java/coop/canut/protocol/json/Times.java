package coop.canut.protocol.json;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** The one form of a time on the wire: {@code YYYY-MM-DDThh:mm:ssZ}, whole seconds, years 2026 to 2999. */
public final class Times {
    private static final String SHAPE = "dddd-dd-ddTdd:dd:ddZ";

    private Times() {
    }

    /** The instant of a text; throws {@code time-form}, also for dates that no calendar has. */
    public static Instant read(String text) {
        if (!shaped(text)) {
            throw new Refused(Problem.TIME_FORM, "not of the form YYYY-MM-DDThh:mm:ssZ");
        }
        int year = digits(text, 0, 4);
        if (year < Limits.YEAR_MIN || year > Limits.YEAR_MAX) {
            throw new Refused(Problem.TIME_FORM, "a year out of range");
        }
        try {
            return LocalDateTime.of(year, digits(text, 5, 7), digits(text, 8, 10), digits(text, 11, 13),
                    digits(text, 14, 16), digits(text, 17, 19)).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new Refused(Problem.TIME_FORM, "no such date or time of day");
        }
    }

    /**
     * The text of an instant.
     *
     * @throws IllegalArgumentException if it is no whole second, which the caller sees to, or a year out of range
     */
    public static String write(Instant time) {
        LocalDateTime at = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
        if (at.getNano() != 0 || at.getYear() < Limits.YEAR_MIN || at.getYear() > Limits.YEAR_MAX) {
            throw new IllegalArgumentException("a time on the wire is a whole second of 2026 to 2999, not " + time);
        }
        var text = new StringBuilder(SHAPE.length()).append(at.getYear());
        two(text.append('-'), at.getMonthValue());
        two(text.append('-'), at.getDayOfMonth());
        two(text.append('T'), at.getHour());
        two(text.append(':'), at.getMinute());
        two(text.append(':'), at.getSecond());
        return text.append('Z').toString();
    }

    private static void two(StringBuilder text, int number) {
        text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    private static boolean shaped(String text) {
        if (text == null || text.length() != SHAPE.length()) {
            return false;
        }
        for (int i = 0; i < SHAPE.length(); i++) {
            char c = text.charAt(i);
            char wanted = SHAPE.charAt(i);
            if (wanted == 'd' ? c < '0' || c > '9' : c != wanted) {
                return false;
            }
        }
        return true;
    }

    private static int digits(String text, int start, int end) {
        int number = 0;
        for (int i = start; i < end; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }
}
