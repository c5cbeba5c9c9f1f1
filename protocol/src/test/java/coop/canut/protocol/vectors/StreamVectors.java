package coop.canut.protocol.vectors;

import static coop.canut.protocol.Problem.CHAIN_BROKEN;
import static coop.canut.protocol.Problem.CURSOR_AHEAD;
import static coop.canut.protocol.Problem.CURSOR_BEHIND;
import static coop.canut.protocol.Problem.EPOCH_INCOMPLETE;
import static coop.canut.protocol.Problem.EPOCH_OLD;
import static coop.canut.protocol.Problem.EQUIVOCATION;
import static coop.canut.protocol.Problem.LOG_INCONSISTENT;
import static coop.canut.protocol.Problem.PROOF_INVALID;
import static coop.canut.protocol.Problem.PROOF_KEY_UNKNOWN;

import coop.canut.protocol.Problem;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.log.Checkpoint;
import coop.canut.protocol.log.Frontier;
import coop.canut.protocol.log.LogEntry;
import coop.canut.protocol.message.ChannelAcknowledged;
import coop.canut.protocol.message.ChannelPosition;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Envelope;
import coop.canut.protocol.message.Frame;
import coop.canut.protocol.message.Message;
import coop.canut.protocol.message.NodeMessage.CreditStated;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Stage 13: true messages at a place in their channel or log that is not the next. */
final class StreamVectors {
    private static final Hash OTHER = Hash.sha256(Cast.bytes("another"));
    private final List<Vector> vectors = new ArrayList<>();

    private StreamVectors() {
    }

    static List<Vector> all() {
        var made = new StreamVectors();
        made.channels();
        made.acknowledgements();
        made.logs();
        return made.vectors;
    }

    private void channels() {
        Signed first = numbered(1, 1, Hash.ZERO, 1);
        Signed second = numbered(1, 2, first.hash(), 2);
        channel(CURSOR_BEHIND, "a-gap", "F-70", "Number 2 comes, and number 1 was never read.", second, 1, 0, Hash.ZERO);
        channel(CHAIN_BROKEN, "another-before", "I-14", "Number 2 names another number 1 than the one that was read.", second,
            1, 1, OTHER);
        channel(CHAIN_BROKEN, "first-with-one-before", "I-14", "Number 1 names a message before it.",
            numbered(1, 1, OTHER, 1), 1, 0, Hash.ZERO);
        channel(EQUIVOCATION, "another-under-its-number", "F-34", "Number 1 was read with other bytes.", first, 1, 1, OTHER);
        channel(EPOCH_OLD, "numbering-that-ended", "I-18", "The sender counts anew since, and goes on with the old numbers.",
            second, 2, 1, first.hash());
        channel(EPOCH_INCOMPLETE, "numbering-that-did-not-begin", "I-18", "A new numbering of which the log has not spoken.",
            numbered(3, 2, OTHER, 2), 1, 1, first.hash());
    }

    private void channel(Problem problem, String name, String attack, String about, Signed message, long epoch, long seq,
                         Hash head) {
        ChannelPosition place = message.envelope().channel();
        Frame frame = Frame.channel(place.epoch(), place.seq(), 1, Cast.LYON, Cast.BXL);
        vectors.add(Vector.batch(problem, name, attack, about, body(frame, message)).holds("channel", place(epoch, seq, head)));
    }

    private void acknowledgements() {
        ack(CURSOR_AHEAD, "what-was-not-sent", "F-45", "A receipt for number 9 of a channel of 3.", 1, 9, OTHER);
        ack(CURSOR_AHEAD, "an-epoch-that-did-not-begin", "F-45", "A receipt of a numbering that the receiver never began.", 2, 0,
            Hash.ZERO);
        ack(EPOCH_OLD, "an-epoch-that-ended", "F-45", "A receipt of a numbering that has ended.", 1, 3, OTHER, 2);
        ack(CHAIN_BROKEN, "other-bytes", "F-45", "A receipt for other bytes under number 3.", 1, 3, OTHER);
    }

    private void ack(Problem problem, String name, String attack, String about, long epoch, long seq, Hash head) {
        ack(problem, name, attack, about, epoch, seq, head, 1);
    }

    private void ack(Problem problem, String name, String attack, String about, long epoch, long seq, Hash head, long current) {
        var receipt = new ChannelAcknowledged(Cast.BXL, epoch, seq, head, List.of());
        Signed signed = Codec.sign(Envelope.of(Cast.LYON, Cast.FACT, Cast.BXL, null, receipt), Cast.LYON_1, Cast.FACT);
        vectors.add(Vector.batch(problem, name, attack, about, body(Frame.ack(1, Cast.LYON, Cast.BXL), signed))
            .holds("sent", place(current, 3, Hash.sha256(Cast.bytes("number 3")))));
    }

    private void logs() {
        Signed listing = Codec.sign(Cast.LISTING, Cast.LYON_1, Cast.FACT);
        Frontier keys = Frontier.empty().append(entry(Cast.LYON_KEYS).leaf());
        Frontier both = keys.append(entry(listing).leaf());
        String right = new Checkpoint(Checkpoint.origin(Cast.LYON, 1), 2, both.root()).sign(Cast.LYON_LOG);
        log(LOG_INCONSISTENT, "another-root", "F-34", "The entries do not lead to the root that is signed.", listing, 1,
            new Checkpoint(Checkpoint.origin(Cast.LYON, 1), 2, OTHER).sign(Cast.LYON_LOG), keys);
        log(LOG_INCONSISTENT, "another-log-before", "F-34", "What was read before is another log.", listing, 1, right,
            Frontier.empty().append(OTHER));
        log(LOG_INCONSISTENT, "another-size", "F-34", "The checkpoint is of a longer log than these entries lead to.", listing, 1,
            new Checkpoint(Checkpoint.origin(Cast.LYON, 1), 3, both.root()).sign(Cast.LYON_LOG), keys);
        log(LOG_INCONSISTENT, "another-origin", "F-26", "The checkpoint is of another node's log.", listing, 1,
            new Checkpoint(Checkpoint.origin(Cast.EVIL, 1), 2, both.root()).sign(Cast.LYON_LOG), keys);
        log(CURSOR_BEHIND, "a-gap-in-a-log", "F-70", "Entry 1 comes, and entry 0 was never read.", listing, 1, right,
            Frontier.empty());
        log(PROOF_KEY_UNKNOWN, "checkpoint-by-another-key", "F-13", "The checkpoint is signed by another key than the log's.",
            listing, 1, new Checkpoint(Checkpoint.origin(Cast.LYON, 1), 2, both.root()).sign(Cast.LYON_1), keys);
        log(PROOF_INVALID, "checkpoint-of-another-text", "D-10", "The checkpoint was changed after signing.", listing, 1,
            right.replaceFirst("\n[A-Za-z0-9+/]{43}=\n", "\n" + "A".repeat(43) + "=\n"), keys);
    }

    private void log(Problem problem, String name, String attack, String about, Signed entry, long first, String note,
                     Frontier held) {
        vectors.add(Vector.batch(problem, name, attack, about, body(Frame.log(1, first, 1, Cast.LYON, Cast.BXL, note), entry))
            .holds("log", Json.object().put("epoch", 1).put("size", held.size())
                .put("frontier", HexFormat.of().formatHex(held.encoded())).build()));
    }

    static LogEntry entry(Signed signed) {
        return new LogEntry(signed.envelope().id(), signed.envelope().kind().code(), signed.hash());
    }

    private static Json place(long epoch, long seq, Hash head) {
        return Json.object().put("epoch", epoch).put("seq", seq).put("head", head).build();
    }

    private static Signed numbered(long epoch, long seq, Hash prev, long credit) {
        Message message = new CreditStated(credit, Money.of(1_000, "EUR"));
        return Codec.sign(Envelope.of(Cast.LYON, Cast.FACT, Cast.BXL, new ChannelPosition(epoch, seq, prev), message),
            Cast.LYON_1, Cast.FACT);
    }

    static String body(Frame frame, Signed... messages) {
        var body = new StringBuilder(new String(frame.write(), StandardCharsets.UTF_8)).append('\n');
        for (Signed message : messages) {
            body.append(new String(message.wire(), StandardCharsets.UTF_8)).append('\n');
        }
        return body.toString();
    }
}
