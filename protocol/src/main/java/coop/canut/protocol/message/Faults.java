package coop.canut.protocol.message;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import java.util.List;

/**
 * The faults of one message, of which only the one that stands first in the table is answered. Two nodes that read the
 * same bytes must give the same answer whatever order they look at the members in, so reading goes on after a fault.
 */
final class Faults {
    /** The order of stage 11 (FEDERATION.md 6). The catalogue itself has names earlier, where the key's id is read. */
    static final List<Problem> ORDER = List.of(
        Problem.TEXT_INVALID, Problem.JSON_DUPLICATE_KEY, Problem.NUMBER_FORM, Problem.JSON_LIMIT,
        Problem.JSON_NOT_CANONICAL, Problem.MEMBER_UNKNOWN, Problem.MEMBER_MISSING, Problem.NAME_NOT_CANONICAL,
        Problem.TIME_FORM, Problem.KIND_UNKNOWN, Problem.TYPE_MISMATCH);

    private Refused first;

    /** Notes a fault. Of two with the same problem the earlier noted stays. */
    void note(Refused fault) {
        if (first == null || ORDER.indexOf(fault.problem()) < ORDER.indexOf(first.problem())) {
            first = fault;
        }
    }

    /** Notes a fault of one member, named by its path. */
    void note(Problem problem, String path, String detail) {
        note(Refused.at(problem, path, detail));
    }

    /** Whether nothing was noted. */
    boolean none() {
        return first == null;
    }

    /** Throws the fault that stands first; returns if there is none. */
    void refuse() {
        if (first != null) {
            throw first;
        }
    }
}
