package coop.canut.node.member;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;

/** What people write into the fields of this room: there, bounded, and without signs that only a machine sees. Pure. */
final class Written {

    /** A name, a contact: what fits on one line of a page. */
    static final int LINE_CHARS = 200;
    /** Reasons, replies, why somebody wants to join: a page of text. */
    static final int TEXT_CHARS = 4_000;

    private Written() {
    }

    /** One line, at most so many characters; {@code field-missing} or {@code field-wrong} on the field. */
    static String line(String text, String field, int most) {
        String line = there(text, field, most);
        if (line.chars().anyMatch(c -> c < ' ')) {
            throw Refused.at(Problem.FIELD_WRONG, field, "not one line");
        }
        return line;
    }

    /** One line of at most {@link #LINE_CHARS}. */
    static String line(String text, String field) {
        return line(text, field, LINE_CHARS);
    }

    /** Several lines, at most {@link #TEXT_CHARS}. */
    static String text(String text, String field) {
        return there(text, field, TEXT_CHARS);
    }

    private static String there(String text, String field, int most) {
        if (text == null || text.isBlank()) {
            throw Refused.at(Problem.FIELD_MISSING, field, "empty");
        }
        if (text.length() > most) {
            throw Refused.at(Problem.FIELD_WRONG, field, "longer than " + most);
        }
        return text.strip();
    }
}
