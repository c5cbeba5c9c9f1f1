package coop.canut.node.decision;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Id;
import java.time.LocalDate;

/**
 * What a decision against somebody must say besides its reasons. No such decision is a machine's, and none is for ever
 * without somebody looking again.
 *
 * @param human   the member who answers for it
 * @param contact where that member is reached: an address, a number, hours
 * @param review  the day on which it is looked at again
 */
public record Adverse(Id human, String contact, LocalDate review) {

    /** Days within which an adverse decision is reviewed at the latest: what is reviewed later is not reviewed. */
    public static final int REVIEW_DAYS = 366;

    /** {@code answerable-missing} on what is missing. */
    public Adverse {
        require("human", human != null);
        require("contact", contact != null && !contact.isBlank() && contact.length() <= Limits.LINE_CHARS);
        require("review", review != null);
    }

    /** Refuses a review that lies behind, or further away than anybody waits. */
    void check(LocalDate today) {
        require("review", review.isAfter(today) && !review.isAfter(today.plusDays(REVIEW_DAYS)));
    }

    private static void require(String field, boolean there) {
        if (!there) {
            throw Refused.at(Problem.ANSWERABLE_MISSING, field, "missing, or not possible");
        }
    }
}
