package coop.canut.protocol.vectors;

import static coop.canut.protocol.Problem.CLOCK_SKEW;
import static coop.canut.protocol.Problem.ID_NOT_DERIVED;
import static coop.canut.protocol.Problem.KEY_REVOKED;
import static coop.canut.protocol.Problem.LOCAL_ID_FORGED;
import static coop.canut.protocol.Problem.ORIGIN_MISMATCH;
import static coop.canut.protocol.Problem.PROOF_INVALID;
import static coop.canut.protocol.Problem.PROOF_KEY_UNKNOWN;
import static coop.canut.protocol.Problem.RELAY_NOT_ALLOWED;
import static coop.canut.protocol.Problem.SENDER_KEY_MISMATCH;
import static coop.canut.protocol.Problem.WRONG_HOST;

import coop.canut.protocol.Problem;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.message.Envelope;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.MessageUrl;
import coop.canut.protocol.sign.Purpose;
import coop.canut.protocol.sign.Signatures;
import coop.canut.protocol.sign.SigningKey;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Stage 12: messages of the right form that are not the words of whom they name, or not proven to be. */
final class OriginVectors {
    /** The order of the group of RFC 8032 5.1: S and S + L make one signature where S is not bounded. */
    private static final BigInteger L =
        BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    private final List<Vector> vectors = new ArrayList<>();

    private OriginVectors() {
    }

    static List<Vector> all() {
        var made = new OriginVectors();
        made.senders();
        made.ids();
        made.keys();
        made.proofs();
        return made.vectors;
    }

    private void senders() {
        Json.Obj right = Cast.document(Cast.LISTING);
        add(SENDER_KEY_MISMATCH, "proof-by-the-sender", "F-02", "The sender puts its words into another's mouth and signs "
            + "them with its own key.", Cast.signed(right, Cast.EVIL, Cast.EVIL_1, Cast.FACT), Cast.EVIL);
        add(RELAY_NOT_ALLOWED, "log-entry", "F-25", "A true entry of one node's log is pushed by another.", right, Cast.EVIL);
        add(RELAY_NOT_ALLOWED, "channel-message", "F-25", "A true message of one node's channel is pushed by another.",
            Cast.document(Cast.ACCEPTED), Cast.EVIL);
        Envelope toOther = Envelope.of(Cast.LYON, Cast.FACT, Cast.EVIL, Cast.ACCEPTED.channel(), Cast.ACCEPTED.message());
        add(WRONG_HOST, "message-to-another-node", "F-06", "A true message of the sender, meant for another channel.",
            Cast.document(toOther), Cast.LYON);
    }

    private void ids() {
        add(LOCAL_ID_FORGED, "our-id", "F-27", "A message claims an id on the receiver's own host.",
            withId(Cast.LISTING, Cast.BXL), Cast.LYON);
        add(ORIGIN_MISMATCH, "id-of-another-host", "F-26", "A message claims an id on a host that is not its actor's.",
            withId(Cast.LISTING, Cast.EVIL), Cast.LYON);
        add(ORIGIN_MISMATCH, "id-of-a-sub-domain", "F-26", "A message claims an id on a sub-domain of its actor's host.",
            withId(Cast.LISTING, Host.of("www.lyon.example")), Cast.LYON);
        add(ORIGIN_MISMATCH, "proof-by-another-host", "F-26", "A node sends its own words with a proof by another.",
            Cast.signed(Cast.document(Cast.LISTING), Cast.EVIL, Cast.EVIL_1, Cast.FACT), Cast.LYON);
        Json.Obj right = Cast.document(Cast.LISTING);
        add(ID_NOT_DERIVED, "another-time", "I-18", "The time was changed and the id was not.",
            signed(right.with("published", Json.text("2026-11-24T18:03:59Z"))), Cast.LYON);
        add(ID_NOT_DERIVED, "another-cause", "I-18", "The revision was changed and the id was not.",
            signed(right.with("object", ((Json.Obj) right.get("object")).with("revision", Json.of(3)))), Cast.LYON);
        add(ID_NOT_DERIVED, "another-messages-id", "F-40", "A message takes the id of another of the same node.",
            signed(right.with("id", Cast.document(Cast.ACCEPTED).get("id"))), Cast.LYON);
    }

    private void keys() {
        Json.Obj byLogKey = Cast.signed(Cast.document(Cast.LISTING), Cast.LYON, Cast.LYON_LOG, Cast.FACT);
        Json.Obj bySecond = Cast.signed(Cast.document(Cast.LISTING), Cast.LYON, Cast.LYON_2, Cast.FACT);
        add(PROOF_KEY_UNKNOWN, "never-stated", "F-19", "A key that the host has not stated, so far as is read.", bySecond,
            Cast.LYON);
        add(PROOF_KEY_UNKNOWN, "of-another-purpose", "F-13", "The key of a log signs a message.", byLogKey, Cast.LYON);
        add(PROOF_KEY_UNKNOWN, "of-another-host", "F-13", "A key that another host has stated.",
            Cast.signed(Cast.document(Cast.LISTING), Cast.LYON, Cast.EVIL_1, Cast.FACT), Cast.LYON);
        add(PROOF_KEY_UNKNOWN, "no-keys-read", "F-19", "No keys of the host are read.", Cast.document(Cast.LISTING), Cast.LYON);
        replaceLast(last -> last.keys(Cast.EVIL_KEYS));
        Signed ended = rotated(Cast.FACT.minusSeconds(1), null);
        Signed revoked = rotated(null, Cast.FACT.minusSeconds(1));
        Signed stolen = rotated(null, Cast.NOW.minusSeconds(1));
        add(KEY_REVOKED, "after-its-end", "F-17", "A message is signed one second after the key's last.",
            Cast.document(Cast.LISTING), Cast.LYON);
        replaceLast(last -> last.keys(Cast.LYON_KEYS, ended));
        add(KEY_REVOKED, "after-its-revocation", "F-17", "A message is signed one second after the key was revoked.",
            Cast.document(Cast.LISTING), Cast.LYON);
        replaceLast(last -> last.keys(Cast.LYON_KEYS, revoked));
        add(KEY_REVOKED, "dated-back-by-a-thief", "F-17", "A message arrives after the key was revoked, dated before.",
            Cast.document(Cast.LISTING), Cast.LYON);
        replaceLast(last -> last.keys(Cast.LYON_KEYS, stolen));
    }

    private void proofs() {
        Json.Obj right = Cast.document(Cast.ACCEPTED);
        Json.Obj proof = (Json.Obj) right.get("proof");
        add(PROOF_INVALID, "content-changed", "D-10", "A due date was changed on the way.", right.with("object",
            ((Json.Obj) right.get("object")).with("due", Json.text("2027-12-24T18:00:00Z"))), Cast.LYON);
        add(PROOF_INVALID, "place-changed", "F-22", "The place in the channel was changed on the way.", right.with("channel",
            ((Json.Obj) right.get("channel")).with("seq", Json.of(2))), Cast.LYON);
        add(PROOF_INVALID, "date-changed", "F-22", "The date of the proof was changed: every option is signed.",
            right.with("proof", proof.with("created", Json.text("2026-11-24T18:04:01Z"))), Cast.LYON);
        byte[] signature = Signatures.decode(((Json.Text) proof.get("proofValue")).value());
        add(PROOF_INVALID, "signature-malleated", "F-10", "The signature with S + L in place of S.",
            withSignature(right, plusOrder(signature)), Cast.LYON);
        signature[0] ^= 1;
        add(PROOF_INVALID, "signature-bit", "D-10", "One bit of the signature was changed.",
            withSignature(right, signature), Cast.LYON);
        add(PROOF_INVALID, "signature-zero", "F-09", "A signature of zeros.", withSignature(right, new byte[64]), Cast.LYON);
        Json.Obj other = (Json.Obj) Cast.document(Cast.LISTING).get("proof");
        add(PROOF_INVALID, "proof-of-another-message", "W-27", "The proof of another message of the same node.",
            right.with("proof", other), Cast.LYON);
        Instant ahead = Cast.NOW.plusSeconds(301);
        add(CLOCK_SKEW, "301-seconds-ahead", "F-12", "The proof is dated 301 seconds ahead of the receiver.",
            Cast.signed(Cast.document(Cast.LISTING), Cast.LYON, Cast.LYON_1, ahead), Cast.LYON);
    }

    private void add(Problem problem, String name, String attack, String about, Json.Obj document, Host from) {
        vectors.add(Vector.message(problem, name, attack, about, document.canonical()).from(from));
    }

    private void replaceLast(UnaryOperator<Vector> change) {
        vectors.set(vectors.size() - 1, change.apply(vectors.getLast()));
    }

    private static Json.Obj signed(Json.Obj document) {
        return Cast.signed(document, Cast.LYON, Cast.LYON_1, Cast.FACT);
    }

    private static Json.Obj withId(Envelope envelope, Host host) {
        return signed(Cast.document(envelope).with("id", Json.text(new MessageUrl(host, envelope.id()).toString())));
    }

    /** The second statement of lyon.example: a new key beside the first, which ends or is revoked. */
    private static Signed rotated(Instant until, Instant revoked) {
        SigningKey first = Cast.LYON_1;
        return Cast.keys(Cast.LYON, first, 2, Cast.LYON_KEYS.hash(), List.of(
            Cast.stated(Cast.LYON, 1, first, Purpose.NODE, until, revoked),
            Cast.stated(Cast.LYON, 2, Cast.LYON_2, Purpose.NODE, null, null),
            Cast.stated(Cast.LYON, 1, Cast.LYON_LOG, Purpose.LOG, null, null)), Cast.STATED.plusSeconds(60));
    }

    private static Json.Obj withSignature(Json.Obj document, byte[] signature) {
        Json.Obj proof = (Json.Obj) document.get("proof");
        return document.with("proof", proof.with("proofValue", Json.text(Signatures.encode(signature))));
    }

    private static byte[] plusOrder(byte[] signature) {
        byte[] changed = signature.clone();
        byte[] big = new byte[32];
        for (int i = 0; i < 32; i++) {
            big[i] = signature[63 - i];
        }
        byte[] sum = new BigInteger(1, big).add(L).toByteArray();
        for (int i = 0; i < 32; i++) {
            changed[32 + i] = i < sum.length ? sum[sum.length - 1 - i] : 0;
        }
        return changed;
    }
}
