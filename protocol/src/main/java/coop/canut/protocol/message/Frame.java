package coop.canut.protocol.message;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.name.Host;
import java.util.Arrays;
import java.util.List;

/**
 * The first line of a batch: what follows, from whom and for whom. Source: FEDERATION.md 6 (Frame).
 *
 * @param epoch      of the channel or log, from 1; 0 for acknowledgements
 * @param first      number of the first message: seq from 1, or log index from 0; 0 for acknowledgements
 * @param count      of the lines that follow, 1 to 500
 * @param from       the sender, who must own the key that signed the request
 * @param to         the receiver
 * @param checkpoint the signed note of the log after these messages; null unless the stream is the log
 */
public record Frame(long epoch, long first, int count, Host from, Host to, Stream stream, String checkpoint) {
    private static final long VERSION = 1;
    private static final JsonLimits LIMITS = new JsonLimits(Limits.MESSAGE_BYTES, 2, 10, 0, Limits.CHECKPOINT_CHARS);

    /** @throws IllegalArgumentException if the numbers or the checkpoint do not fit the stream */
    public Frame {
        if (!fits(stream, epoch, first, count, checkpoint)) {
            throw new IllegalArgumentException("no frame of " + stream + ": " + epoch + "/" + first + "/" + count);
        }
    }

    /** Messages of a channel, from this number on. */
    public static Frame channel(long epoch, long first, int count, Host from, Host to) {
        return new Frame(epoch, first, count, from, to, Stream.CHANNEL, null);
    }

    /** Entries of the public log, from this index on. */
    public static Frame log(long epoch, long first, int count, Host from, Host to, String checkpoint) {
        return new Frame(epoch, first, count, from, to, Stream.LOG, checkpoint);
    }

    /** Acknowledgements. */
    public static Frame ack(int count, Host from, Host to) {
        return new Frame(0, 0, count, from, to, Stream.ACK, null);
    }

    /**
     * Reads the first line of a batch, without its line feed.
     *
     * @throws Refused {@code frame-wrong} whatever is wrong with its form; the detail says what
     */
    public static Frame read(byte[] line) {
        try {
            if (!(Json.read(line, LIMITS) instanceof Json.Obj object) || !Arrays.equals(object.canonical(), line)) {
                throw new Refused(Problem.JSON_NOT_CANONICAL, "no canonical object");
            }
            Faults faults = new Faults();
            Fields in = new Fields(object, faults);
            in.integer("canut", VERSION, VERSION);
            long epoch = in.integer("epoch", 0);
            long first = in.integer("first", 0);
            int count = (int) in.integer("count", 1, Limits.BATCH_MESSAGES);
            Host from = in.host("from");
            Host to = in.host("to");
            Stream stream = in.word("stream", List.of(Stream.values()), Stream::code);
            String checkpoint = in.has("checkpoint") ? in.text("checkpoint", Limits.CHECKPOINT_CHARS) : null;
            in.done();
            if (in.sound() && !fits(stream, epoch, first, count, checkpoint)) {
                in.fault(Problem.FRAME_WRONG, "stream", "numbers or checkpoint do not fit " + stream.code());
            }
            faults.refuse();
            return new Frame(epoch, first, count, from, to, stream, checkpoint);
        } catch (Refused refused) {
            throw Refused.at(Problem.FRAME_WRONG, refused.field(), refused.problem().code() + ": " + refused.detail());
        }
    }

    /** The line, without its line feed. */
    public byte[] write() {
        return Json.object()
            .put("canut", VERSION)
            .put("epoch", epoch)
            .put("first", first)
            .put("count", count)
            .put("from", from)
            .put("to", to)
            .put("stream", stream.code())
            .putOptional("checkpoint", checkpoint)
            .build().canonical();
    }

    /**
     * Refuses a batch whose frame does not say truly who sends it and to whom: {@code sender-key-mismatch} if {@code from}
     * is not the host of the key that signed the request (F-02), then {@code wrong-host} if {@code to} is not this node.
     */
    public void requireParties(Host signer, Host self) {
        if (!from.equals(signer)) {
            throw Refused.at(Problem.SENDER_KEY_MISMATCH, "from", from + " signed by " + signer);
        }
        if (!to.equals(self)) {
            throw Refused.at(Problem.WRONG_HOST, "to", "for " + to);
        }
    }

    private static boolean fits(Stream stream, long epoch, long first, long count, String checkpoint) {
        return count >= 1 && count <= Limits.BATCH_MESSAGES && switch (stream) {
            case CHANNEL -> epoch >= 1 && first >= 1 && checkpoint == null;
            case LOG -> epoch >= 1 && first >= 0 && checkpoint != null;
            case ACK -> epoch == 0 && first == 0 && checkpoint == null;
        };
    }
}
