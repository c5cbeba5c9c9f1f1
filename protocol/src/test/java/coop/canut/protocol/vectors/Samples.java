package coop.canut.protocol.vectors;

import coop.canut.protocol.log.Checkpoint;
import coop.canut.protocol.message.ChannelAcknowledged;
import coop.canut.protocol.message.ChannelPosition;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Envelope;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.message.ListingMessage;
import coop.canut.protocol.message.Message;
import coop.canut.protocol.message.NodeMessage;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.message.StandingMessage.ReceiptIssued;
import coop.canut.protocol.message.Stream;
import coop.canut.protocol.message.WorkMessage;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.MessageUrl;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.name.Pseudonym;
import java.time.Instant;
import java.util.List;

/** One message of every kind, each of lyon.example at {@link Cast#FACT}: to everyone, or first in a channel to bxl. */
final class Samples {
    /** What is shown, asked and allowed; section 14 of the specification. */
    static final String TEMPLATE = "{\"ask\":\"How does it sound?\",\"choices\":[{\"label\":\"Content\",\"value\":\"1\"},"
        + "{\"label\":\"Annoyed\",\"value\":\"0\"}],\"kind\":\"choice\",\"show\":[{\"as\":\"text\",\"name\":\"review\"}]}";
    private static final String ANSWER = "{\"choice\":\"1\"}";
    private static final byte[] SECRET = Cast.bytes("canut test pseudonym key of bxl.example");
    private static final ObjectUrl LISTING = new ObjectUrl(Noun.LISTING, Cast.LYON, id(7));
    private static final ObjectUrl ASKED = new ObjectUrl(Noun.LISTING, Cast.BXL, id(7));
    private static final ObjectUrl REQUESTER = new ObjectUrl(Noun.REQUESTER, Cast.LYON, id(8));
    private static final Instant LATER = Instant.parse("2026-12-24T18:00:00Z");

    private Samples() {
    }

    static List<Message> all() {
        return List.of(Cast.LYON_KEYS.message(), policy(1_200), peering(), epoch(), fork(),
            new NodeMessage.ContentErased(List.of(new MessageUrl(Cast.LYON, id(9)), new MessageUrl(Cast.LYON, id(10))),
                "Asked for by the person it is about."),
            new NodeMessage.CreditStated(3, Money.of(50_000, "EUR")),
            Cast.LISTING.message(),
            new ListingMessage.StateChanged(LISTING, 1, ListingMessage.State.PAUSED, "The archive is closed.", LATER),
            new WorkMessage.SlotsRequested(id(11), ASKED, 2, 20, List.of()),
            granted(),
            new WorkMessage.SlotsRefused(id(11), "none-left", List.of(Cast.EVIL), 60),
            new WorkMessage.SlotsRecalled(id(12), 1, List.of(id(13), id(14))),
            new WorkMessage.SlotsReturned(id(12), 1, List.of(id(13), id(14))),
            new WorkMessage.ClaimDeclined(id(13), id(15), id(12), subject(), worker(), 42, "disturbing",
                "A photograph of an accident."),
            submitted(),
            Cast.ACCEPTED.message(),
            new WorkMessage.RejectionProposed(id(13), id(15), Hash.sha256(Cast.bytes(ANSWER)), "off-instructions",
                "The letter is dated on its back.", "A. Roux", LATER),
            new WorkMessage.BonusGranted(id(16), id(17), id(15), Money.of(25, "EUR"), LATER, "Read what nobody else could."),
            receipt(),
            new ChannelAcknowledged(Cast.BXL, 1, 3, Hash.sha256(Cast.bytes("number 3")), List.of()));
    }

    /** The sample of a kind. */
    static Message of(String kind) {
        return all().stream().filter(message -> message.kind() == Kind.of(kind)).findFirst().orElseThrow();
    }

    static Signed signed(Message message) {
        Stream stream = message.kind().stream();
        return Codec.sign(Envelope.of(Cast.LYON, Cast.FACT, stream == Stream.LOG ? null : Cast.BXL,
            stream == Stream.CHANNEL ? new ChannelPosition(1, 1, Hash.ZERO) : null, message), Cast.LYON_1, Cast.FACT);
    }

    static NodeMessage.PolicyEnacted policy(long floor) {
        List<Long> minutes = List.of(480L, 480L, 240L, 120L, 60L);
        return new NodeMessage.PolicyEnacted(1, Hash.ZERO, "founding", List.of(Money.of(floor, "EUR")), 50, 20, minutes,
            minutes, 14, "show");
    }

    private static Message peering() {
        return new NodeMessage.PeeringStated(Cast.BXL, 1, NodeMessage.Level.CLAIM, Cast.LYON_KEYS.hash(), 0, "2026-004",
            "We have met.");
    }

    private static Message epoch() {
        return new NodeMessage.EpochStarted(2, new NodeMessage.LogState(1, 40, Hash.sha256(Cast.bytes("root"))), "restored");
    }

    private static Message fork() {
        String origin = Checkpoint.origin(Cast.EVIL, 1);
        var key = Cast.key("evil.example log 1");
        return new NodeMessage.ForkShown(origin, 2, List.of(
            new Checkpoint(origin, 2, Hash.sha256(Cast.bytes("one story"))).sign(key),
            new Checkpoint(origin, 2, Hash.sha256(Cast.bytes("another story"))).sign(key)));
    }

    private static WorkMessage.SlotsGranted granted() {
        return new WorkMessage.SlotsGranted(id(11), 1, 1, id(12), Cast.FACT.plusSeconds(1_800), Cast.FACT.plusSeconds(3_000),
            Cast.FACT.plusSeconds(89_400), List.of(
                new WorkMessage.GrantedSlot(id(13), id(16), "{\"review\":\"I waited an hour.\"}", List.of()),
                new WorkMessage.GrantedSlot(id(14), id(17), "{\"review\":\"Quick and kind.\"}", List.of(
                    new WorkMessage.Content(Hash.sha256(Cast.bytes("a picture")), 9, "image/png")))));
    }

    private static WorkMessage.Submitted submitted() {
        return new WorkMessage.Submitted(id(13), id(15), id(12), ASKED, 2, subject(), worker(), 42, "", ANSWER,
            Hash.sha256(Cast.bytes(ANSWER)), List.of());
    }

    static WorkMessage.Submitted submitted(WorkMessage.Submitted of, ObjectUrl listing, String answer, Hash hash) {
        return new WorkMessage.Submitted(of.slot(), of.claim(), of.lease(), listing, of.revision(), of.subject(), of.worker(),
            of.seconds(), of.machineHelp(), answer, hash, of.content());
    }

    private static ReceiptIssued receipt() {
        return new ReceiptIssued(subject(), REQUESTER, "general", 4, 120, 80, 0, 0, "2026-11", LATER);
    }

    static ReceiptIssued receipt(ReceiptIssued of, ObjectUrl requester) {
        return new ReceiptIssued(of.subject(), requester, of.skill(), of.seq(), of.paidMinutes(), of.ok(), of.bad(),
            of.contested(), of.lastMonth(), of.expires());
    }

    static ListingMessage.Published listing(ObjectUrl url, ObjectUrl requester, long revision) {
        var of = (ListingMessage.Published) Cast.LISTING.message();
        return new ListingMessage.Published(url, revision, requester, of.identity(), of.name(), of.content(), of.endUse(),
            of.categories(), of.languages(), of.skills(), of.band(), of.audience(), of.machineHelp(), of.work(), of.pay(),
            of.deadline(), of.policy());
    }

    private static Pseudonym subject() {
        return Pseudonym.subject(SECRET, id(18), Cast.LYON);
    }

    private static Pseudonym worker() {
        return Pseudonym.worker(SECRET, id(18), REQUESTER);
    }

    private static Id id(int last) {
        return Id.of(Cast.FACT.toEpochMilli(), new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) last});
    }
}
