package coop.canut.protocol.message;

import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.name.Pseudonym;
import java.time.Instant;
import java.util.List;

/**
 * The conversation between the node that published a listing (P) and a node whose members do the work (H): slots are lent,
 * answered and reviewed. Source: FEDERATION.md 7.3 and 8.
 */
public sealed interface WorkMessage extends Message {

    /**
     * H asks P to lend it slots.
     *
     * @param request H's own id for it
     * @param count   1 to 500
     * @param units   these very units, at most {@code count}; empty: any
     */
    record SlotsRequested(Id request, ObjectUrl listing, long revision, long count, List<Id> units) implements WorkMessage {
        @Override
        public Kind kind() {
            return Kind.SLOTS_REQUESTED;
        }

        @Override
        public String cause() {
            return request.toString();
        }
    }

    /**
     * P lends slots: H may open claims on them.
     *
     * @param part      1 to {@code parts}: a grant is split when it would be too long for one message
     * @param openUntil last instant at which H opens a claim
     * @param until     after it no claim of this lease is live
     * @param reclaimAt after it P may lend the slots to another
     */
    record SlotsGranted(Id request, long part, long parts, Id lease, Instant openUntil, Instant until, Instant reclaimAt,
                        List<GrantedSlot> slots) implements WorkMessage {
        @Override
        public Kind kind() {
            return Kind.SLOTS_GRANTED;
        }

        @Override
        public String cause() {
            return request + "/" + part;
        }
    }

    /** One lent slot: the unit it asks an answer for, the unit's input (opaque JSON) and the files that go with it. */
    record GrantedSlot(Id slot, Id unit, String input, List<Content> content) {
    }

    /** A file by hash, with its length in bytes and its media type. */
    record Content(Hash sha256, long bytes, String mediaType) {
    }

    /**
     * P lends nothing.
     *
     * @param problem {@code none-left}, {@code listing-not-open}, {@code revision-old}, {@code peer-limited},
     *                {@code quota} or {@code credit-exceeded}
     * @param holders the nodes, never the people, that hold what was asked for, at most 20
     */
    record SlotsRefused(Id request, String problem, List<Host> holders, long retryAfterSeconds) implements WorkMessage {
        @Override
        public Kind kind() {
            return Kind.SLOTS_REFUSED;
        }

        @Override
        public String cause() {
            return request.toString();
        }
    }

    /** P asks slots back: H opens no more claims on them and returns the unclaimed. */
    record SlotsRecalled(Id lease, long number, List<Id> slots) implements WorkMessage {
        @Override
        public Kind kind() {
            return Kind.SLOTS_RECALLED;
        }

        @Override
        public String cause() {
            return lease + "/" + number;
        }
    }

    /** H gives slots back: none of them has a live claim. */
    record SlotsReturned(Id lease, long number, List<Id> slots) implements WorkMessage {
        @Override
        public Kind kind() {
            return Kind.SLOTS_RETURNED;
        }

        @Override
        public String cause() {
            return lease + "/" + number;
        }
    }

    /**
     * A worker stopped or declined: the time is owed, the slot is free.
     *
     * @param seconds worked
     * @param why     {@code stopped}, {@code broken}, {@code disturbing} or {@code screened-out} (wire: {@code cause})
     * @param reason  or null
     */
    record ClaimDeclined(Id slot, Id claim, Id lease, Pseudonym subject, Pseudonym worker, long seconds, String why,
                         String reason) implements WorkMessage {
        @Override
        public Kind kind() {
            return Kind.CLAIMS_DECLINED;
        }

        @Override
        public String cause() {
            return claim.toString();
        }
    }

    /**
     * An answer.
     *
     * @param subject     the worker's name towards P
     * @param worker      the worker's name towards the requester
     * @param seconds     worked, as measured at H
     * @param machineHelp what was used; empty: none
     * @param answer      opaque JSON of the template's kind
     * @param answerSha256 of the answer's UTF-8 bytes
     */
    record Submitted(Id slot, Id claim, Id lease, ObjectUrl listing, long revision, Pseudonym subject, Pseudonym worker,
                     long seconds, String machineHelp, String answer, Hash answerSha256, List<Content> content)
        implements WorkMessage {
        @Override
        public Kind kind() {
            return Kind.WORK_SUBMITTED;
        }

        @Override
        public String cause() {
            return claim.toString();
        }
    }

    /**
     * Answers are accepted: this message is the obligation to pay for them.
     *
     * @param due   when P pays H at the latest
     * @param total sum of the items' amounts, in minor units
     */
    record Accepted(Id acceptance, Id obligation, Instant due, String currency, long total,
                    ListingMessage.PolicyRef policy, List<AcceptedItem> items) implements WorkMessage {
        @Override
        public Kind kind() {
            return Kind.WORK_ACCEPTED;
        }

        @Override
        public String cause() {
            return acceptance.toString();
        }
    }

    /** One accepted answer; basis {@code answer}, {@code time} or {@code automatic}; amount in minor units. */
    record AcceptedItem(Id slot, Id claim, Hash answerSha256, String basis, long amount) {
    }

    /**
     * A requester proposes to reject an answer. The money stays reserved.
     *
     * @param reason   {@code wrong}, {@code incomplete}, {@code off-instructions} or {@code spam}
     * @param by       the human who says so
     * @param lapsesAt when it lapses in the worker's favour
     */
    record RejectionProposed(Id slot, Id claim, Hash answerSha256, String reason, String text, String by, Instant lapsesAt)
        implements WorkMessage {
        @Override
        public Kind kind() {
            return Kind.REJECTION_PROPOSED;
        }

        @Override
        public String cause() {
            return claim.toString();
        }
    }

    /**
     * A requester pays more for an answer that was accepted: an obligation like an acceptance, and none that anybody can take
     * back.
     *
     * @param bonus  P's own id for it
     * @param claim  whose answer it is for
     * @param amount at least one minor unit
     * @param due    when P pays H at the latest
     * @param reason what the worker reads
     */
    record BonusGranted(Id bonus, Id obligation, Id claim, Money amount, Instant due, String reason) implements WorkMessage {
        @Override
        public Kind kind() {
            return Kind.BONUS_GRANTED;
        }

        @Override
        public String cause() {
            return bonus.toString();
        }
    }
}
