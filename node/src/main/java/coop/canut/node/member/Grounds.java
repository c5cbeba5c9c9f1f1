package coop.canut.node.member;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * What every decision against somebody says beside the human who answers for it: why, whom to turn to, and on which day it is
 * looked at again. The database has a constraint for each of them. Source: Directive (EU) 2024/2831, article 11.
 *
 * @param reasons  that the person concerned can understand and answer
 * @param contact  of a human: an address, a telephone number
 * @param reviewOn after today, at most a year ahead
 */
public record Grounds(String reasons, String contact, LocalDate reviewOn) {

    /** Years until a review at the latest. */
    static final int YEARS = 1;

    /**
     * The same, without space around it.
     *
     * @throws Refused {@code field-missing} or {@code field-wrong} on {@code reasons}, {@code contact} or {@code review}
     */
    Grounds required(Instant now) {
        LocalDate today = day(now);
        String why = Written.text(reasons, "reasons");
        String whom = Written.line(contact, "contact");
        if (reviewOn == null) {
            throw Refused.at(Problem.FIELD_MISSING, "review", "no day");
        }
        if (!reviewOn.isAfter(today) || reviewOn.isAfter(today.plusYears(YEARS))) {
            throw Refused.at(Problem.FIELD_WRONG, "review", "not within a year from tomorrow on");
        }
        return new Grounds(why, whom, reviewOn);
    }

    /** The day that it is, as dates of review have it: of UTC. */
    static LocalDate day(Instant now) {
        return now.atZone(ZoneOffset.UTC).toLocalDate();
    }
}
