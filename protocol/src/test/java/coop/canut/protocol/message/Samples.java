package coop.canut.protocol.message;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Key;
import coop.canut.protocol.name.MessageUrl;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.name.Pseudonym;
import coop.canut.protocol.sign.Purpose;
import coop.canut.protocol.sign.Signatures;
import coop.canut.protocol.sign.SigningKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Messages of every kind, drawn from a seed: every optional member sometimes absent, every list sometimes at its ends. */
final class Samples {
    static final Host LYON = Host.of("lyon.example");
    static final Host BXL = Host.of("bxl.example");
    private static final long NOW = Instant.parse("2026-11-24T18:00:00Z").getEpochSecond();
    private static final String LETTERS = "abc XYZ 019 \"\\/\n\t é € ’ 織 \uD83E\uDDF5 \u2028 \u007f \u0080 {}[],:=+-@";

    private final Random random;

    Samples(long seed) {
        random = new Random(seed);
    }

    /** A signed message of this kind, from lyon.example. */
    Signed signed(Kind kind, SigningKey key) {
        Instant published = time();
        return Codec.sign(envelope(published, message(kind)), key, published.plusSeconds(random.nextInt(600)));
    }

    Envelope envelope(Instant published, Message message) {
        Stream stream = message.kind().stream();
        return Envelope.of(LYON, published, stream == Stream.LOG ? null : BXL,
            stream == Stream.CHANNEL ? new ChannelPosition(number(1), number(1), hash()) : null, message);
    }

    Message message(Kind kind) {
        return switch (kind) {
            case KEYS_STATED -> new NodeMessage.KeysStated(number(1), hash(), list(1, 5, this::key),
                list(1, 3, this::publicKey));
            case POLICY_ENACTED -> new NodeMessage.PolicyEnacted(number(1), hash(), text(200), list(0, 20, () -> money(0)),
                permille(), permille(), list(5, 5, () -> number(0)), list(5, 5, () -> number(0)), between(7, 365),
                oneOf("show", "warn", "hold"));
            case PEERING_STATED -> new NodeMessage.PeeringStated(host(), number(1), oneOf(NodeMessage.Level.values()),
                hash(), permille(), text(200), maybe(() -> text(1_000)));
            case EPOCH_STARTED -> new NodeMessage.EpochStarted(number(2),
                new NodeMessage.LogState(number(1), number(0), hash()), oneOf("restored", "lost", "planned"));
            case FORK_SHOWN -> new NodeMessage.ForkShown(text(1_000), number(0), list(2, 2, () -> text(8_192)));
            case CONTENT_ERASED -> new NodeMessage.ContentErased(list(1, 500, () -> new MessageUrl(host(), id())), text(1_000));
            case CREDIT_STATED -> new NodeMessage.CreditStated(number(1), money(0));
            case LISTING_PUBLISHED -> listing();
            case LISTING_STATE_CHANGED -> new ListingMessage.StateChanged(url(Noun.LISTING), number(1),
                oneOf(ListingMessage.State.values()), text(1_000), maybe(this::time));
            case SLOTS_REQUESTED -> slotsRequested();
            case SLOTS_GRANTED -> new WorkMessage.SlotsGranted(id(), 2, between(2, 9), id(), time(), time(), time(),
                list(1, 20, () -> new WorkMessage.GrantedSlot(id(), id(), text(500), contents())));
            case SLOTS_REFUSED -> new WorkMessage.SlotsRefused(id(), oneOf("none-left", "listing-not-open", "revision-old",
                "peer-limited", "quota", "credit-exceeded"), list(0, 20, this::host), between(0, 3_600));
            case SLOTS_RECALLED -> new WorkMessage.SlotsRecalled(id(), number(1), list(1, 500, this::id));
            case SLOTS_RETURNED -> new WorkMessage.SlotsReturned(id(), number(1), list(1, 500, this::id));
            case CLAIMS_DECLINED -> new WorkMessage.ClaimDeclined(id(), id(), id(), subject(), worker(), between(0, 604_800),
                oneOf("stopped", "broken", "disturbing", "screened-out"), maybe(() -> text(1_000)));
            case WORK_SUBMITTED -> new WorkMessage.Submitted(id(), id(), id(), url(Noun.LISTING), number(1), subject(),
                worker(), between(0, 604_800), text(1_000), text(5_000), hash(), contents());
            case WORK_ACCEPTED -> accepted();
            case REJECTION_PROPOSED -> new WorkMessage.RejectionProposed(id(), id(), hash(),
                oneOf("wrong", "incomplete", "off-instructions", "spam"), text(5_000), text(1_000), time());
            case BONUS_GRANTED -> new WorkMessage.BonusGranted(id(), id(), id(), money(1), time(), text(1_000));
            case RECEIPT_ISSUED -> new StandingMessage.ReceiptIssued(subject(), url(Noun.REQUESTER), text(200), number(1),
                number(0), number(0), number(0), number(0), "2026-" + oneOf("01", "09", "10", "12"), time());
            case CHANNEL_ACKNOWLEDGED -> new ChannelAcknowledged(host(), number(1), number(0), hash(),
                list(0, 500, () -> new ChannelAcknowledged.Refusal(number(1), oneOf(Problem.values()))));
        };
    }

    private NodeMessage.StatedKey key() {
        return new NodeMessage.StatedKey(publicKey(), oneOf(Purpose.values()), time(), maybe(this::time), maybe(this::time),
            Signatures.encode(bytes(Signatures.BYTES)));
    }

    private ListingMessage.Published listing() {
        return new ListingMessage.Published(url(Noun.LISTING), between(1, 3), url(Noun.REQUESTER),
            new ListingMessage.Identity(text(1_000), oneOf("FR", "BE", "KE"), text(1_000)), text(1_000), text(5_000),
            new ListingMessage.EndUse(text(5_000), text(1_000), time()),
            list(0, 20, () -> new ListingMessage.Category(text(200), between(0, 4))), list(0, 20, () -> text(200)),
            list(0, 20, () -> text(200)), oneOf("new", "established", "trusted"), list(0, 50, this::host),
            oneOf("none", "declared", "allowed"),
            new ListingMessage.Work(number(1), between(1, 100), between(1, 604_800), between(60, 604_800),
                between(3_600, 604_800), text(5_000)),
            new ListingMessage.Pay(money(1), between(3_600, 31_536_000)), time(), policy());
    }

    private WorkMessage.SlotsRequested slotsRequested() {
        List<Id> units = list(0, 20, this::id);
        return new WorkMessage.SlotsRequested(id(), url(Noun.LISTING), number(1), between(Math.max(1, units.size()), 500),
            units);
    }

    private WorkMessage.Accepted accepted() {
        List<WorkMessage.AcceptedItem> items = list(1, 100, () ->
            new WorkMessage.AcceptedItem(id(), id(), hash(), oneOf("answer", "time", "automatic"), between(0, 100_000)));
        return new WorkMessage.Accepted(id(), id(), time(), "EUR",
            items.stream().mapToLong(WorkMessage.AcceptedItem::amount).sum(), policy(), items);
    }

    private List<WorkMessage.Content> contents() {
        return list(0, 10, () -> new WorkMessage.Content(hash(), between(0, Limits.CONTENT_BYTES), "image/png"));
    }

    private ListingMessage.PolicyRef policy() {
        return new ListingMessage.PolicyRef(number(1), hash());
    }

    private Money money(long min) {
        return Money.of(number(min), oneOf("EUR", "JPY", "TND"));
    }

    private Key publicKey() {
        return Key.of(bytes(Key.BYTES));
    }

    private Pseudonym subject() {
        return Pseudonym.subject(bytes(32), id(), LYON);
    }

    private Pseudonym worker() {
        return Pseudonym.worker(bytes(32), id(), url(Noun.REQUESTER));
    }

    private ObjectUrl url(Noun noun) {
        return new ObjectUrl(noun, host(), id());
    }

    private Host host() {
        return Host.of(oneOf("lyon.example", "bxl.example", "a-b.c3.example", "kisumu.coop.example"));
    }

    Id id() {
        return Id.of(random.nextLong(1L << 48), bytes(10));
    }

    Hash hash() {
        return Hash.of(bytes(32));
    }

    Instant time() {
        return Instant.ofEpochSecond(NOW + random.nextInt(90 * 86_400));
    }

    /** Any text, escapes and astral characters included, of at most so many code units; often short, sometimes empty. */
    private String text(int max) {
        int length = random.nextInt(4) == 0 ? 0 : random.nextInt(random.nextInt(8) == 0 ? max : 20);
        var text = new StringBuilder();
        int[] letters = LETTERS.codePoints().toArray();
        while (text.length() < length - 1) {
            text.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return text.toString();
    }

    private long number(long min) {
        return random.nextInt(4) == 0 ? Limits.INTEGER_MAX : between(min, 1_000_000);
    }

    private long permille() {
        return between(0, 1_000);
    }

    private long between(long min, long max) {
        return random.nextLong(min, max + 1);
    }

    byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    @SafeVarargs
    private <T> T oneOf(T... values) {
        return values[random.nextInt(values.length)];
    }

    private <T> T maybe(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }

    private <T> List<T> list(int min, int max, Supplier<T> item) {
        int size = switch (random.nextInt(8)) {
            case 0 -> min;
            case 1 -> max;
            default -> min + random.nextInt(Math.min(max - min, 6) + 1);
        };
        List<T> list = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            list.add(item.get());
        }
        return list;
    }
}
