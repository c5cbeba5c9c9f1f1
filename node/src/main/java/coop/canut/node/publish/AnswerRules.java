package coop.canut.node.publish;

import coop.canut.node.post.Verdict;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.WorkMessage.ClaimDeclined;
import coop.canut.protocol.message.WorkMessage.Submitted;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.work.SubmissionRules;
import coop.canut.protocol.work.Template;

/**
 * What becomes of an answer, by what we know of its lease, its slot and its claim. Pure. Source: FEDERATION.md 7.3 and the
 * table of 8.
 *
 * <p>An answer after a silent reclaim is late, and its worker is paid all the same. If the slot is free it is taken as any
 * other. If the slot is lent to another node, it is asked back, and the late answer waits beside it: it takes the slot when
 * that comes back unanswered, and stays an extra answer when the other node answers too. If the slot is answered already,
 * the answer is an extra one from the start. An extra answer is not paid from the listing's escrow, which holds the money of
 * exactly the wanted answers, but from the federation's fund, when its requester or the clock accepts it.
 */
final class AnswerRules {

    private AnswerRules() {
    }

    /**
     * What we know of a claim's slot at one node.
     *
     * @param lease      the lease of that node that lent the slot
     * @param template   of the listing
     * @param ended      how the lease of this slot ended; null: it is live
     * @param slotState  of the slot now
     * @param slotLease  the lease that holds it or held it last; null if it is free
     * @param claimHost  who said something about this claim before; null: nobody
     * @param claimBasis {@code answer} or {@code time}; null as above
     * @param claimHash  of the answer that was given; null as above
     */
    record Found(Id slot, Id unit, Id lease, Host host, Listing listing, Template template, String ended, String slotState,
                 Id slotLease, Host claimHost, String claimBasis, Hash claimHash) {

        /** The same after an answer before it in the run took the slot. */
        Found answered() {
            return new Found(slot, unit, lease, host, listing, template, ended, "submitted", null, claimHost, claimBasis,
                claimHash);
        }

        boolean isLive() {
            return ended == null && lease.equals(slotLease) && (slotState.equals("leased") || slotState.equals("overdue"));
        }

        boolean isReclaimed() {
            return "reclaimed".equals(ended);
        }
    }

    /** What becomes of a message. */
    enum Fate {
        /** The slot is answered, or free again after a stop. */
        TAKEN(null),
        /** The slot is lent to somebody else now: kept beside it. */
        EXTRA_WHILE_LENT(null),
        /** The slot is answered by somebody else: kept beside it. */
        EXTRA(null),
        /** Said before, with the same content. */
        KNOWN(null),
        FROZEN(Problem.WORK_FROZEN),
        NOT_LEASED(Problem.SLOT_NOT_LEASED),
        FOREIGN(Problem.NOT_OWNER),
        ALTERED(Problem.DIGEST_MISMATCH),
        UNANSWERED(Problem.ANSWER_WRONG);

        private final Problem problem;

        Fate(Problem problem) {
            this.problem = problem;
        }

        /** Whether a row is kept of it. */
        boolean takes() {
            return this == TAKEN || this == EXTRA || this == EXTRA_WHILE_LENT;
        }

        Verdict verdict() {
            return problem == null ? Verdict.APPLIED : Verdict.refused(problem);
        }
    }

    /** The fate of an answer; {@code found} is null if that node was never lent that slot under that lease. */
    static Fate submitted(Submitted answer, Host from, Host self, Found found) {
        if (!answer.listing().host().equals(self)) {
            return Fate.FOREIGN;
        }
        if (!SubmissionRules.hash(answer.answer()).equals(answer.answerSha256())) {
            return Fate.ALTERED;
        }
        if (found == null || !found.host().equals(from) || !found.listing().id().equals(answer.listing().id())
            || found.listing().revision() != answer.revision()) {
            return Fate.NOT_LEASED;
        }
        if (found.claimHost() != null) {
            return !found.claimHost().equals(from) ? Fate.FOREIGN
                : answer.answerSha256().equals(found.claimHash()) && "answer".equals(found.claimBasis()) ? Fate.KNOWN
                : Fate.FROZEN;
        }
        if (!allows(found.template(), answer.answer())) {
            return Fate.UNANSWERED;
        }
        if (found.isLive()) {
            return Fate.TAKEN;
        }
        if (!found.isReclaimed()) {
            return Fate.NOT_LEASED;
        }
        return switch (found.slotState()) {
            case "free" -> Fate.TAKEN;
            case "leased", "overdue" -> Fate.EXTRA_WHILE_LENT;
            default -> Fate.EXTRA;
        };
    }

    /** The fate of a stopped task; {@code found} as for an answer. */
    static Fate declined(ClaimDeclined stopped, Host from, Found found) {
        if (found == null || !found.host().equals(from)) {
            return Fate.NOT_LEASED;
        }
        if (found.claimHost() != null) {
            return !found.claimHost().equals(from) ? Fate.FOREIGN
                : "time".equals(found.claimBasis()) ? Fate.KNOWN : Fate.FROZEN;
        }
        return found.isLive() || found.isReclaimed() ? Fate.TAKEN
            : stopped.seconds() == 0 && "declined".equals(found.ended()) ? Fate.KNOWN : Fate.NOT_LEASED;
    }

    private static boolean allows(Template template, String answer) {
        try {
            template.requireAnswer(answer);
            return true;
        } catch (Refused wrong) {
            return false;
        }
    }
}
