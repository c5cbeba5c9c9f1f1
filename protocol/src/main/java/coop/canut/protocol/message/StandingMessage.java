package coop.canut.protocol.message;

import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.name.Pseudonym;
import java.time.Instant;

/** What is said about a worker's record. Source: FEDERATION.md 7.5. */
public sealed interface StandingMessage extends Message {

    /**
     * The running summary of one worker's paid work for one requester in one skill. A higher {@code seq} replaces a lower.
     *
     * @param seq         1 and rising
     * @param paidMinutes of work that was paid for
     * @param ok          answers accepted
     * @param bad         rejections upheld
     * @param contested   rejections not yet decided
     * @param lastMonth   {@code YYYY-MM} of the newest
     * @param expires     at most 90 days ahead
     */
    record ReceiptIssued(Pseudonym subject, ObjectUrl requester, String skill, long seq, long paidMinutes, long ok,
                         long bad, long contested, String lastMonth, Instant expires) implements StandingMessage {
        @Override
        public Kind kind() {
            return Kind.RECEIPT_ISSUED;
        }

        @Override
        public String cause() {
            return subject + "/" + requester + "/" + skill + "/" + seq;
        }
    }
}
