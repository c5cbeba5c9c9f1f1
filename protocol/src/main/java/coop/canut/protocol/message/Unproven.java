package coop.canut.protocol.message;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.NodeMessage.KeysStated;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.MessageUrl;
import coop.canut.protocol.sign.Proof;
import coop.canut.protocol.sign.Purpose;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * A message that has the right form and nothing more: everything in it is what somebody claims. It becomes a
 * {@link Signed} message by {@link #requireOrigin} and then {@link #prove}, in the order of stage 12 (FEDERATION.md 6).
 */
public final class Unproven {
    private final Envelope envelope;
    private final MessageUrl url;
    private final Proof.Opened proof;
    private final byte[] wire;
    private final Hash hash;

    Unproven(Envelope envelope, MessageUrl url, Proof.Opened proof, byte[] wire, Hash hash) {
        this.envelope = envelope;
        this.url = url;
        this.proof = proof;
        this.wire = wire;
        this.hash = hash;
    }

    /** What it claims to be: to find the host whose keys to ask and the place in the channel, not to be applied. */
    public Envelope envelope() {
        return envelope;
    }

    /** The bytes, not to be changed by anybody. */
    public byte[] wire() {
        return wire;
    }

    /** SHA-256 of the bytes. */
    public Hash hash() {
        return hash;
    }

    /** The proof as it stands. */
    public Proof.Opened proof() {
        return proof;
    }

    /** When it claims to have been numbered and signed. */
    public Instant created() {
        return proof.created();
    }

    /**
     * Refuses a message that does not come from the host whose words it claims to be. In this order: the actor is not the
     * sender, and the proof is not by the actor ({@code sender-key-mismatch}) or is ({@code relay-not-allowed}: the inbox
     * takes nothing relayed); another host uses an id of ours ({@code local-id-forged}); the id or the proof belongs to
     * another host than the actor ({@code origin-mismatch}); the id does not follow from the cause ({@code id-not-derived});
     * it is for another node than this ({@code wrong-host}: a channel has one reader, so nobody else's may be replayed here).
     *
     * @param from the host that signed the request, or whose log or channel is read; this node itself when messages are
     *             delivered in process or when its own are given back to it
     * @param self this node
     */
    public void requireOrigin(Host from, Host self) {
        Host actor = envelope.actor();
        Host signer = proof.key().host();
        if (!actor.equals(from)) {
            throw signer.equals(actor)
                ? Refused.at(Problem.RELAY_NOT_ALLOWED, "actor", actor + " sent by " + from)
                : Refused.at(Problem.SENDER_KEY_MISMATCH, "actor", actor + " sent by " + from);
        }
        if (url.host().equals(self) && !actor.equals(self)) {
            throw Refused.at(Problem.LOCAL_ID_FORGED, "id", "our id used by " + actor);
        }
        if (!url.host().equals(actor)) {
            throw Refused.at(Problem.ORIGIN_MISMATCH, "id", url.host() + " is not " + actor);
        }
        if (!signer.equals(actor)) {
            throw Refused.at(Problem.ORIGIN_MISMATCH, "proof.verificationMethod", signer + " is not " + actor);
        }
        if (!envelope.id().equals(Envelope.derivedId(actor, envelope.published(), envelope.message()))) {
            throw Refused.at(Problem.ID_NOT_DERIVED, "id", envelope.id() + " does not follow from its cause");
        }
        if (envelope.to() != null && !actor.equals(self) && !envelope.to().equals(self)) {
            throw Refused.at(Problem.WRONG_HOST, "to", "for " + envelope.to());
        }
    }

    /**
     * Verifies the proof against the stored keys of the actor; nothing is fetched. In this order: a key never stated, or
     * keys never read ({@code proof-key-unknown}), a key not valid when the proof was made or revoked before we first
     * stored the message ({@code key-revoked}), a signature that does not verify ({@code proof-invalid}), a date more than
     * 300 s ahead ({@code clock-skew}). A statement of keys is judged by {@link #keysAfter} instead: number 1 proves
     * itself, and a later one may be signed by a recovery key, which signs nothing else.
     *
     * @param history     of the actor's host, or null if none of its keys were read
     * @param firstStored when this node first stored these bytes: now, for a message that arrives
     */
    public Signed prove(KeyHistory history, Instant now, Instant firstStored) {
        if (envelope.message() instanceof KeysStated) {
            keysAfter(history);
        } else if (history == null) {
            throw new Refused(Problem.PROOF_KEY_UNKNOWN, "no keys of " + envelope.actor());
        } else {
            known(() -> history.valid(Purpose.NODE, proof.key().key(), proof.created(), firstStored));
            Proof.verify(proof);
        }
        if (proof.created().isAfter(now.plusSeconds(Limits.CLOCK_SKEW_SECONDS))) {
            throw Refused.at(Problem.CLOCK_SKEW, "proof.created", proof.created() + " at " + now);
        }
        return own();
    }

    /**
     * The keys of the actor's host after this statement of them, whose proof is verified with it.
     *
     * @param before the history so far; null if this is the first that is read
     * @throws Refused as {@link KeyHistory#start} and {@link KeyHistory#next}, but {@code proof-key-unknown} where they
     *                 say {@code key-unknown}
     * @throws IllegalStateException if the message is no statement of keys
     */
    public KeyHistory keysAfter(KeyHistory before) {
        if (!(envelope.message() instanceof KeysStated stated)) {
            throw new IllegalStateException("states no keys: " + envelope.kind());
        }
        return before == null
            ? KeyHistory.start(envelope.actor(), stated, hash, proof)
            : known(() -> before.next(stated, hash, proof));
    }

    /** A key that is not known for a request is one to knock for; one not known for a proof may be on its way to us. */
    private static <T> T known(Supplier<T> judged) {
        try {
            return judged.get();
        } catch (Refused refused) {
            throw refused.problem() == Problem.KEY_UNKNOWN
                ? new Refused(Problem.PROOF_KEY_UNKNOWN, refused.detail()) : refused;
        }
    }

    /** The message with its bytes, for whoever knows already that the proof is good: its signer, or {@link #prove}. */
    Signed own() {
        return new Signed(envelope, wire, hash, proof.key(), proof.created());
    }
}
