package coop.canut.protocol.message;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import java.util.HashMap;
import java.util.Map;

/** The kinds of message this version speaks, with the ActivityStreams words that FEDERATION.md 7 fixes for each. */
public enum Kind {
    KEYS_STATED("keys-stated", "Update", "KeySet", Stream.LOG, NodeMessage.KeysStated.class),
    POLICY_ENACTED("policy-enacted", "Update", "Policy", Stream.LOG, NodeMessage.PolicyEnacted.class),
    PEERING_STATED("peering-stated", "Update", "Relationship", Stream.LOG, NodeMessage.PeeringStated.class),
    EPOCH_STARTED("epoch-started", "Update", "Epoch", Stream.LOG, NodeMessage.EpochStarted.class),
    FORK_SHOWN("fork-shown", "Flag", "Fork", Stream.LOG, NodeMessage.ForkShown.class),
    CONTENT_ERASED("content-erased", "Delete", "Tombstone", Stream.LOG, NodeMessage.ContentErased.class),
    CREDIT_STATED("credit-stated", "Update", "Credit", Stream.CHANNEL, NodeMessage.CreditStated.class),
    LISTING_PUBLISHED("listing-published", "Create", "Proposal", Stream.LOG, ListingMessage.Published.class),
    LISTING_STATE_CHANGED("listing-state-changed", "Update", "ProposalState", Stream.LOG,
        ListingMessage.StateChanged.class),
    SLOTS_REQUESTED("slots-requested", "Offer", "Agreement", Stream.CHANNEL, WorkMessage.SlotsRequested.class),
    SLOTS_GRANTED("slots-granted", "Accept", "Agreement", Stream.CHANNEL, WorkMessage.SlotsGranted.class),
    SLOTS_REFUSED("slots-refused", "Reject", "Agreement", Stream.CHANNEL, WorkMessage.SlotsRefused.class),
    SLOTS_RECALLED("slots-recalled", "Remove", "Lease", Stream.CHANNEL, WorkMessage.SlotsRecalled.class),
    SLOTS_RETURNED("slots-returned", "Undo", "Lease", Stream.CHANNEL, WorkMessage.SlotsReturned.class),
    CLAIMS_DECLINED("claims-declined", "Undo", "Commitment", Stream.CHANNEL, WorkMessage.ClaimDeclined.class),
    WORK_SUBMITTED("work-submitted", "Create", "Submission", Stream.CHANNEL, WorkMessage.Submitted.class),
    WORK_ACCEPTED("work-accepted", "Accept", "Review", Stream.CHANNEL, WorkMessage.Accepted.class),
    REJECTION_PROPOSED("rejection-proposed", "Reject", "Review", Stream.CHANNEL, WorkMessage.RejectionProposed.class),
    BONUS_GRANTED("bonus-granted", "Add", "Bonus", Stream.CHANNEL, WorkMessage.BonusGranted.class),
    RECEIPT_ISSUED("receipt-issued", "Create", "Receipt", Stream.CHANNEL, StandingMessage.ReceiptIssued.class),
    CHANNEL_ACKNOWLEDGED("channel-acknowledged", "Read", "ChannelState", Stream.ACK, ChannelAcknowledged.class);

    private static final Map<String, Kind> BY_CODE = new HashMap<>();

    static {
        for (Kind kind : values()) {
            BY_CODE.put(kind.code, kind);
        }
    }

    private final String code;
    private final String activity;
    private final String objectType;
    private final Stream stream;
    private final Class<? extends Message> message;

    Kind(String code, String activity, String objectType, Stream stream, Class<? extends Message> message) {
        this.code = code;
        this.activity = activity;
        this.objectType = objectType;
        this.stream = stream;
        this.message = message;
    }

    /** The kind of this wire word, at most 40 characters; {@code kind-unknown} if this version has none. */
    public static Kind of(String code) {
        Kind kind = BY_CODE.get(code);
        if (kind == null) {
            throw new Refused(Problem.KIND_UNKNOWN, code.substring(0, Math.min(40, code.length())));
        }
        return kind;
    }

    /** The wire word, such as {@code work-submitted}. */
    public String code() {
        return code;
    }

    /** The ActivityStreams type of the message that carries it. {@code listing-published} is an Update from revision 2. */
    public String activity() {
        return activity;
    }

    /** The {@code type} member of the object. */
    public String objectType() {
        return objectType;
    }

    /** Where it travels. */
    public Stream stream() {
        return stream;
    }

    /** The record it is read into. */
    public Class<? extends Message> message() {
        return message;
    }

    @Override
    public String toString() {
        return code;
    }
}
