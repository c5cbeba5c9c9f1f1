package coop.canut.protocol.vectors;

import static coop.canut.protocol.Problem.ANSWER_WRONG;
import static coop.canut.protocol.Problem.BELOW_FLOOR;
import static coop.canut.protocol.Problem.CHAIN_BROKEN;
import static coop.canut.protocol.Problem.DIGEST_MISMATCH;
import static coop.canut.protocol.Problem.EQUIVOCATION;
import static coop.canut.protocol.Problem.KEY_REUSED;
import static coop.canut.protocol.Problem.KEY_WEAK;
import static coop.canut.protocol.Problem.NO_SUCH_REQUEST;
import static coop.canut.protocol.Problem.NOT_OWNER;
import static coop.canut.protocol.Problem.PRICE_FROZEN_BY_CLAIM;
import static coop.canut.protocol.Problem.RECEIPT_MISMATCH;
import static coop.canut.protocol.Problem.SLOT_NOT_LEASED;
import static coop.canut.protocol.Problem.URL_OFF_ORIGIN;
import static coop.canut.protocol.Problem.WORK_FROZEN;

import coop.canut.protocol.Problem;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.message.ListingMessage;
import coop.canut.protocol.message.Message;
import coop.canut.protocol.message.NodeMessage.KeysStated;
import coop.canut.protocol.message.NodeMessage.StatedKey;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.message.StandingMessage.ReceiptIssued;
import coop.canut.protocol.message.WorkMessage.Accepted;
import coop.canut.protocol.message.WorkMessage.AcceptedItem;
import coop.canut.protocol.message.WorkMessage.SlotsGranted;
import coop.canut.protocol.message.WorkMessage.SlotsRefused;
import coop.canut.protocol.message.WorkMessage.SlotsReturned;
import coop.canut.protocol.message.WorkMessage.Submitted;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Key;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.sign.Purpose;
import coop.canut.protocol.sign.Signatures;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Stage 15: true messages at their place, which the rule of their kind refuses. */
final class RuleVectors {
    private static final Hash ANSWER = Hash.sha256(Cast.bytes("{\"choice\":\"1\"}"));
    private final List<Vector> vectors = new ArrayList<>();

    private RuleVectors() {
    }

    static List<Vector> all() {
        var made = new RuleVectors();
        made.listings();
        made.keys();
        made.requests();
        made.answers();
        made.reviews();
        return made.vectors;
    }

    private void listings() {
        var listing = (ListingMessage.Published) Cast.LISTING.message();
        say(NOT_OWNER, "listing-of-another-host", "F-33", "A listing of another node is published.",
            Samples.listing(new ObjectUrl(Noun.LISTING, Cast.EVIL, listing.listing().id()), listing.requester(), 1));
        say(NOT_OWNER, "another-closes-a-listing", "F-37", "A listing of another node is closed.",
            new ListingMessage.StateChanged(new ObjectUrl(Noun.LISTING, Cast.EVIL, listing.listing().id()), 1,
                ListingMessage.State.CLOSED, "", null));
        say(URL_OFF_ORIGIN, "requester-of-another-host", "F-28", "The requester belongs to another node.",
            Samples.listing(listing.listing(), new ObjectUrl(Noun.REQUESTER, Cast.EVIL, listing.requester().id()), 1));
        say(BELOW_FLOOR, "cheaper-than-its-own-policy", "W-18",
            "Forty cents for 90 seconds, where 20 euros an hour are the floor.",
            Samples.listing(listing.listing(), listing.requester(), 1));
        replaceLast("policy", Json.text(text(Samples.policy(2_000))));
        say(EQUIVOCATION, "another-under-its-revision", "F-34", "Revision 2 was read with other bytes.", listing);
        replaceLast("revisions", Json.object().put(listing.listing().toString(),
            Json.object().put("revision", 2).put("sha256", Hash.sha256(Cast.bytes("another"))).build()).build());
    }

    /** The last one is of a peer whose newest policy, or whose listings, the receiver holds. */
    private void replaceLast(String member, Json value) {
        vectors.set(vectors.size() - 1, vectors.getLast().holds(Cast.LYON + "/" + member, value));
    }

    private void keys() {
        List<StatedKey> first = ((KeysStated) Cast.LYON_KEYS.message()).keys();
        Key weak = Key.of(HexFormat.of().parseHex("01" + "00".repeat(31)));
        state(KEY_WEAK, "of-small-order", "F-09", "A key is stated with which every signature verifies.", with(first,
            new StatedKey(weak, Purpose.NODE, Cast.STATED, null, null, Signatures.encode(new byte[64]))));
        state(KEY_REUSED, "for-two-purposes", "F-13", "One key is stated for messages and for cosignatures.", with(first,
            Cast.stated(Cast.LYON, 2, Cast.LYON_1, Purpose.WITNESS, null, null)));
        say(CHAIN_BROKEN, "keys-after-a-gap", "F-17", "Number 3 of the statements of keys follows number 1.",
            new KeysStated(3, Cast.LYON_KEYS.hash(), first, List.of(Cast.key("lyon.example recovery 1").key())));
        say(EQUIVOCATION, "two-first-statements", "F-17", "Another number 1 of the statements of keys.",
            new KeysStated(1, Hash.ZERO, first, List.of(Cast.key("lyon.example recovery 2").key())));
    }

    private void state(Problem problem, String name, String attack, String about, List<StatedKey> keys) {
        say(problem, name, attack, about, new KeysStated(2, Cast.LYON_KEYS.hash(), keys,
            List.of(Cast.key("lyon.example recovery 1").key())));
    }

    private void requests() {
        var granted = (SlotsGranted) Samples.of("slots-granted");
        tell(NO_SUCH_REQUEST, "grant-unasked", "F-35", "Slots are lent that nobody asked for.", granted);
        tell(NO_SUCH_REQUEST, "refusal-unasked", "F-35", "What nobody asked for is refused.",
            new SlotsRefused(granted.request(), "none-left", List.of(), 60));
        tell(SLOT_NOT_LEASED, "return-of-another-lease", "W-06", "Slots are given back of a lease that is not the sender's.",
            new SlotsReturned(granted.lease(), 1, List.of(granted.slots().getFirst().slot())));
    }

    private void answers() {
        var submitted = (Submitted) Samples.of("work-submitted");
        Json leases = Json.texts(List.of(submitted.lease()));
        tell(NOT_OWNER, "answer-to-anothers-listing", "F-33", "An answer to a listing that the receiver did not publish.",
            Samples.submitted(submitted, new ObjectUrl(Noun.LISTING, Cast.EVIL, submitted.listing().id()), submitted.answer(),
                ANSWER), "leases", leases);
        tell(DIGEST_MISMATCH, "answer-of-another-hash", "W-32", "The answer has another hash than it says.",
            Samples.submitted(submitted, submitted.listing(), submitted.answer(), Hash.sha256(Cast.bytes("x"))),
            "leases", leases);
        tell(SLOT_NOT_LEASED, "answer-without-a-lease", "W-06", "An answer under a lease that is not the sender's.", submitted);
        tell(WORK_FROZEN, "another-answer", "W-07", "The claim was answered otherwise before.", submitted, "leases", leases);
        vectors.set(vectors.size() - 1, vectors.getLast().holds("answers", Json.object()
            .put(submitted.claim().toString(), Hash.sha256(Cast.bytes("another"))).build()));
        String wrong = "{\"choice\":\"7\"}";
        tell(ANSWER_WRONG, "no-choice", "F-42", "The answer is none of the choices.",
            Samples.submitted(submitted, submitted.listing(), wrong, Hash.sha256(Cast.bytes(wrong))), "leases", leases);
        vectors.set(vectors.size() - 1, vectors.getLast().holds("template", Json.text(Samples.TEMPLATE)));
    }

    private void reviews() {
        var accepted = (Accepted) Cast.ACCEPTED.message();
        AcceptedItem item = accepted.items().getFirst();
        tell(NO_SUCH_REQUEST, "acceptance-of-no-claim", "F-35", "Something is accepted that nobody answered.", accepted);
        claims(DIGEST_MISMATCH, "acceptance-of-another-answer", "W-07", "Another answer is accepted than was given.", item,
            Hash.sha256(Cast.bytes("x")), 40, "submitted");
        claims(PRICE_FROZEN_BY_CLAIM, "acceptance-at-another-price", "W-08", "Less is paid than the claim's revision says.", item,
            item.answerSha256(), 50, "submitted");
        claims(WORK_FROZEN, "acceptance-again", "W-15", "What was accepted is accepted by another message.", item,
            item.answerSha256(), 40, "accepted");
        var receipt = (ReceiptIssued) Samples.of("receipt-issued");
        tell(URL_OFF_ORIGIN, "receipt-of-anothers-requester", "F-28", "A receipt speaks for a requester of another node.",
            Samples.receipt(receipt, new ObjectUrl(Noun.REQUESTER, Cast.EVIL, receipt.requester().id())));
        tell(RECEIPT_MISMATCH, "more-than-was-earned", "W-21", "A receipt says more answers than the home node has booked.",
            receipt, "earned", Json.object().put("ok", receipt.ok() - 1).put("minutes", receipt.paidMinutes()).build());
    }

    private void claims(Problem problem, String name, String attack, String about, AcceptedItem item, Hash answer, long price,
                        String state) {
        var accepted = (Accepted) Cast.ACCEPTED.message();
        tell(problem, name, attack, about, new Accepted(accepted.acceptance(), accepted.obligation(), accepted.due(),
            accepted.currency(), item.amount(), accepted.policy(), List.of(item)), "claims", Json.object().put(
                item.claim().toString(), Json.object().put("slot", item.slot()).put("answerSha256", answer)
                    .put("price", price).put("state", state).build()).build());
    }

    /** Said to everyone: one entry of the log. */
    private void say(Problem problem, String name, String attack, String about, Message message) {
        vectors.add(Vector.message(problem, name, attack, about, Samples.signed(message).wire()));
    }

    private void tell(Problem problem, String name, String attack, String about, Message message) {
        vectors.add(Vector.message(problem, name, attack, about, Samples.signed(message).wire()));
    }

    private void tell(Problem problem, String name, String attack, String about, Message message, String member, Json held) {
        tell(problem, name, attack, about, message);
        vectors.set(vectors.size() - 1, vectors.getLast().holds(member, held));
    }

    private static List<StatedKey> with(List<StatedKey> keys, StatedKey more) {
        List<StatedKey> all = new ArrayList<>(keys);
        all.add(more);
        return all;
    }

    private static String text(Message message) {
        Signed signed = Samples.signed(message);
        return new String(signed.wire(), StandardCharsets.UTF_8);
    }
}
