package coop.canut.protocol.message;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Builder;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.ActorUrl;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.KeyId;
import coop.canut.protocol.name.MessageUrl;
import coop.canut.protocol.sign.Proof;
import coop.canut.protocol.sign.Signatures;
import coop.canut.protocol.sign.SigningKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * The only door between messages and bytes. Source: FEDERATION.md 3 and 7.
 *
 * <p>On the wire a message is exactly its canonical JSON, proof included, so there is one byte string per message, and it is
 * what is hashed, stored and served again. Reading accepts nothing that writing would not have produced: the bytes must
 * equal what they are read into, every member must be known, of its type and within its bounds. Of several faults in one
 * line the answer is the one that stands first in the catalogue (stage 11), whatever order the members have. What the
 * catalogue has no code of its own for is listed in {@link Fields}; besides, a {@code @context} that is not the constant and
 * a {@code channel} where the kind has none are {@code member-unknown}, a {@code to} that is not what the kind's stream
 * wants is {@code type-mismatch}, and a proof dated more than 300 s before the fact is {@code time-form}.
 *
 * <p>Nothing here reads {@code @context} for meaning, so a re-arranged graph under a valid signature (F-21) cannot be said.
 */
public final class Codec {
    /** The contexts that every document and every proof names; compared, never fetched. */
    static final Json.Arr CONTEXT = Json.texts(List.of(
        "https://www.w3.org/ns/activitystreams",
        "https://w3id.org/security/data-integrity/v2",
        "https://canut.coop/ns/1"));
    /** Bytes of a message beside its object: four hosts of 253 characters, and 900 bytes of constants and numbers. */
    private static final int AROUND_OBJECT_BYTES = 2_048;
    private static final JsonLimits OBJECT = new JsonLimits(Limits.MESSAGE_BYTES - AROUND_OBJECT_BYTES,
        Limits.JSON_DEPTH - 1, Limits.JSON_MEMBERS, Limits.JSON_ITEMS, Limits.OPAQUE_BYTES);
    private static final String EVERYONE = "https://www.w3.org/ns/activitystreams#Public";

    private Codec() {
    }

    /** The {@code object} of a message, {@code type} included. Optional members are absent if the record holds null. */
    public static Json.Obj object(Message message) {
        Builder object = switch (message) {
            case NodeMessage m -> NodeCodec.write(m);
            case ListingMessage m -> ListingCodec.write(m);
            case WorkMessage m -> WorkCodec.write(m);
            case StandingMessage m -> StandingCodec.write(m);
            case ChannelAcknowledged m -> StandingCodec.write(m);
        };
        return object.put("type", message.kind().objectType()).build();
    }

    /**
     * The message of an {@code object}: the reverse of {@link #object}.
     *
     * @throws Refused of stage 11, with the path of the member at fault from {@code object} on
     */
    public static Message message(Kind kind, Json.Obj object) {
        Faults faults = new Faults();
        Fields in = new Fields(object, "object", faults);
        Message message = members(kind, in);
        in.done();
        faults.refuse();
        return message;
    }

    /**
     * Refuses a message that no peer could read. To be asked when a fact is stored, long before it is numbered and signed:
     * a text that came from a form may hold what JSON may not, and a list may be too long for one message.
     *
     * @throws Refused of stage 11, with the path of the member at fault from {@code object} on
     */
    public static void requireSendable(Message message) {
        requireSame(message, message(message.kind(), (Json.Obj) Json.read(object(message).canonical(), OBJECT)));
    }

    /**
     * Signs a message and gives it its bytes. They are read back before they are given out, because a message that we
     * ourselves could not read would stop in every channel of ours (F-43).
     *
     * @param created when it is numbered and signed, whole seconds; at least {@code published} less 300 s
     * @throws Refused of stage 11 if no peer could read it: too long, a text with control characters, a number out of range
     */
    public static Signed sign(Envelope envelope, SigningKey key, Instant created) {
        byte[] wire = Proof.sign(document(envelope), envelope.actor(), key, created).canonical();
        Signed signed = read(wire).own();
        requireSame(envelope, signed.envelope());
        return signed;
    }

    /**
     * Reads one line without its line feed: form only. Who it is from and whether the proof verifies are asked of the
     * result.
     *
     * @param line not to be changed by anybody afterwards
     * @throws Refused of stage 11
     */
    public static Unproven read(byte[] line) {
        if (!(Json.read(line, JsonLimits.MESSAGE) instanceof Json.Obj document)) {
            throw new Refused(Problem.MEMBER_MISSING, "a message is an object");
        }
        Faults faults = new Faults();
        if (!Arrays.equals(document.canonical(), line)) {
            faults.note(new Refused(Problem.JSON_NOT_CANONICAL, "the canonical form has other bytes"));
        }
        Fields in = new Fields(document, faults);
        requireContext(in);
        ActorUrl actor = in.name("actor", ActorUrl::of);
        MessageUrl id = in.name("id", MessageUrl::of);
        Instant published = in.time("published");
        String to = in.name("to", Codec::receiver);
        ChannelPosition channel = in.has("channel") ? in.object("channel", Codec::position) : null;
        Kind kind = in.name("kind", Kind::of);
        Message message = in.object("object", object -> kind == null ? object.skip() : members(kind, object));
        String activity = in.name("type", text -> text);
        if (kind != null) {
            requireStream(in, kind, to);
        }
        if (in.sound() && !activity.equals(activity(message))) {
            in.fault(Problem.TYPE_MISMATCH, "type", "not " + activity(message));
        }
        in.object("proof", proof -> proof(proof, published));
        in.done();
        faults.refuse();
        Envelope envelope =
            new Envelope(actor.host(), id.id(), published, isEveryone(to) ? null : ActorUrl.of(to).host(), channel, message);
        return new Unproven(envelope, id, Proof.open(document), line, Hash.sha256(line));
    }

    /** UTF-8 writes half a surrogate pair as a question mark: what is read back is then another text than was meant. */
    private static void requireSame(Object meant, Object read) {
        if (!meant.equals(read)) {
            throw new Refused(Problem.TEXT_INVALID, "reads back as something else");
        }
    }

    /** The wire form of an amount. */
    static Json.Obj money(Money money) {
        return Json.object().put("amount", money.amount()).put("currency", money.currency()).build();
    }

    private static Json.Obj document(Envelope envelope) {
        ChannelPosition channel = envelope.channel();
        return Json.object()
            .put("@context", CONTEXT)
            .put("actor", new ActorUrl(envelope.actor()))
            .putOptional("channel", channel == null ? null : Json.object()
                .put("epoch", channel.epoch())
                .put("seq", channel.seq())
                .put("prev", channel.prev()).build())
            .put("id", new MessageUrl(envelope.actor(), envelope.id()))
            .put("kind", envelope.kind().code())
            .put("object", object(envelope.message()))
            .put("published", envelope.published())
            .put("to", envelope.to() == null ? EVERYONE : new ActorUrl(envelope.to()).toString())
            .put("type", activity(envelope.message()))
            .build();
    }

    /** The ActivityStreams type: that of the kind, but a listing is created once and updated after. */
    private static String activity(Message message) {
        return message instanceof ListingMessage.Published listing && listing.revision() > 1
            ? "Update" : message.kind().activity();
    }

    private static Message members(Kind kind, Fields in) {
        in.type(kind.objectType());
        return switch (kind) {
            case KEYS_STATED -> NodeCodec.keysStated(in);
            case POLICY_ENACTED -> NodeCodec.policyEnacted(in);
            case PEERING_STATED -> NodeCodec.peeringStated(in);
            case EPOCH_STARTED -> NodeCodec.epochStarted(in);
            case FORK_SHOWN -> NodeCodec.forkShown(in);
            case CONTENT_ERASED -> NodeCodec.contentErased(in);
            case CREDIT_STATED -> NodeCodec.creditStated(in);
            case LISTING_PUBLISHED -> ListingCodec.published(in);
            case LISTING_STATE_CHANGED -> ListingCodec.stateChanged(in);
            case SLOTS_REQUESTED -> WorkCodec.slotsRequested(in);
            case SLOTS_GRANTED -> WorkCodec.slotsGranted(in);
            case SLOTS_REFUSED -> WorkCodec.slotsRefused(in);
            case SLOTS_RECALLED -> WorkCodec.slotsRecalled(in);
            case SLOTS_RETURNED -> WorkCodec.slotsReturned(in);
            case CLAIMS_DECLINED -> WorkCodec.claimDeclined(in);
            case WORK_SUBMITTED -> WorkCodec.submitted(in);
            case WORK_ACCEPTED -> WorkCodec.accepted(in);
            case REJECTION_PROPOSED -> WorkCodec.rejectionProposed(in);
            case BONUS_GRANTED -> WorkCodec.bonusGranted(in);
            case RECEIPT_ISSUED -> StandingCodec.receiptIssued(in);
            case CHANNEL_ACKNOWLEDGED -> StandingCodec.channelAcknowledged(in);
        };
    }

    private static ChannelPosition position(Fields in) {
        return new ChannelPosition(in.integer("epoch", 1), in.integer("seq", 1), in.hash("prev"));
    }

    private static boolean isEveryone(String to) {
        return EVERYONE.equals(to);
    }

    private static String receiver(String to) {
        return isEveryone(to) ? to : ActorUrl.of(to).toString();
    }

    private static void requireStream(Fields in, Kind kind, String to) {
        boolean numbered = kind.stream() == Stream.CHANNEL;
        if (numbered && !in.has("channel")) {
            in.fault(Problem.MEMBER_MISSING, "channel", "missing for " + kind);
        } else if (!numbered && in.has("channel")) {
            in.fault(Problem.MEMBER_UNKNOWN, "channel", "not for " + kind);
        }
        if (to != null && isEveryone(to) != (kind.stream() == Stream.LOG)) {
            in.fault(Problem.TYPE_MISMATCH, "to", "not for " + kind);
        }
    }

    /** The form of the proof, each member by itself, so that its faults take their place among those of the message. */
    private static boolean proof(Fields in, Instant published) {
        requireContext(in);
        Instant created = in.time("created");
        in.constant("cryptosuite", "eddsa-jcs-2022");
        in.constant("proofPurpose", "assertionMethod");
        in.name("proofValue", Signatures::decode);
        in.constant("type", "DataIntegrityProof");
        in.name("verificationMethod", KeyId::of);
        if (created != null && published != null
            && created.isBefore(published.minusSeconds(Limits.CLOCK_SKEW_SECONDS))) {
            in.fault(Problem.TIME_FORM, "created", "long before published");
        }
        return true;
    }

    private static void requireContext(Fields in) {
        Json context = in.json("@context", Json.Arr.class);
        if (context != null && !context.equals(CONTEXT)) {
            in.fault(Problem.MEMBER_UNKNOWN, "@context", "not the constant");
        }
    }
}
