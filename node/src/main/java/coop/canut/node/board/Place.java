package coop.canut.node.board;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import java.time.Instant;

/**
 * Where a page of the board ended, so that the next goes on from there whatever was published meanwhile.
 *
 * @param published of the last row
 * @param key       of the last row, known inside this node only
 */
public record Place(Instant published, long key) {

    /** The end of the year 9999: databases count days further, calendars of programs stop somewhere. */
    private static final long LAST_SECOND = 253_402_300_799L;

    /** The place as one word, for an address. */
    public String text() {
        return published.getEpochSecond() + "-" + key;
    }

    /** The place of such a word; anything else is {@code field-wrong} on {@code after}. */
    public static Place of(String text) {
        int dash = text.indexOf('-');
        try {
            long second = Long.parseLong(text, 0, Math.max(dash, 0), 10);
            if (second > LAST_SECOND) {
                throw new NumberFormatException("beyond every calendar");
            }
            return new Place(Instant.ofEpochSecond(second), Long.parseLong(text, dash + 1, text.length(), 10));
        } catch (NumberFormatException wrong) {
            throw Refused.at(Problem.FIELD_WRONG, "after", "not a place on the board");
        }
    }
}
