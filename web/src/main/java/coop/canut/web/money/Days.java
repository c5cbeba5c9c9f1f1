package coop.canut.web.money;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.web.page.Visit;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/** Days of UTC in the query of a page. */
final class Days {

    private Days() {
    }

    /** A day; {@code field-wrong} if it is none. */
    static LocalDate read(Visit visit, String name) {
        LocalDate day = read(visit, name, null);
        if (day == null) {
            throw Refused.at(Problem.FIELD_WRONG, name, "no day");
        }
        return day;
    }

    /** A day, or another if none is asked for. */
    static LocalDate read(Visit visit, String name, LocalDate otherwise) {
        String day = visit.query(name);
        try {
            return day.isEmpty() ? otherwise : LocalDate.parse(day);
        } catch (DateTimeParseException wrong) {
            throw Refused.at(Problem.FIELD_WRONG, name, "no day");
        }
    }

    static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
