package coop.canut.node.post;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Frame;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.message.Stream;
import coop.canut.protocol.message.Unproven;
import coop.canut.protocol.name.Host;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * What a peer sent in one delivery, proven as far as it goes: the frame, the messages before the first bad line, and why
 * that line is bad. A pure function of bytes and keys (stages 10 to 12 of FEDERATION.md 6), run off the node's thread.
 *
 * @param stopped null when every line is good
 * @param keys    of the sender, after what the messages state about them
 */
record Batch(Frame frame, List<Signed> messages, Refused stopped, KeyHistory keys) {

    /** Reads a delivery from a peer whose request was verified. Throws the refusal of stage 10 if the frame is wrong. */
    static Batch read(byte[] body, Host from, Host self, Function<Frame, KeyHistory> keys, Instant now) {
        List<byte[]> lines = lines(body);
        if (lines.isEmpty()) {
            throw new Refused(Problem.FRAME_WRONG, "no frame");
        }
        Frame frame = Frame.read(lines.getFirst());
        if (frame.count() != lines.size() - 1 || frame.count() > Limits.BATCH_MESSAGES) {
            throw new Refused(Problem.FRAME_WRONG, frame.count() + " stated, " + (lines.size() - 1) + " sent");
        }
        frame.requireParties(from, self);
        return read(frame, lines.subList(1, lines.size()), self, keys.apply(frame), now);
    }

    /**
     * Reads the lines of a frame, or those of an answer to a pull under the frame that was asked for.
     *
     * @param keys of the sender before these lines; null if they are the beginning of a log
     */
    static Batch read(Frame frame, List<byte[]> lines, Host self, KeyHistory keys, Instant now) {
        List<Signed> messages = new ArrayList<>();
        KeyHistory known = keys;
        for (int i = 0; i < lines.size(); i++) {
            try {
                var unproven = form(frame, i, lines.get(i), self);
                messages.add(unproven.prove(known, now, now));
                if (unproven.envelope().kind() == Kind.KEYS_STATED) {
                    // What follows in the same log may be signed by a key that is stated here.
                    known = unproven.keysAfter(known);
                    known.requireUnpublished();
                }
            } catch (Refused bad) {
                return new Batch(frame, messages, bad, known);
            }
        }
        return new Batch(frame, messages, null, known);
    }

    private static Unproven form(Frame frame, int index, byte[] line, Host self) {
        var unproven = Codec.read(line);
        unproven.requireOrigin(frame.from(), self);
        var envelope = unproven.envelope();
        if (envelope.message().kind().stream() != frame.stream()) {
            throw new Refused(Problem.KIND_UNKNOWN, envelope.message().kind() + " in a " + frame.stream().code());
        }
        if (frame.stream() != Stream.LOG && !self.equals(envelope.to())) {
            throw new Refused(Problem.WRONG_HOST, "addressed to " + envelope.to());
        }
        if (frame.stream() == Stream.CHANNEL && (envelope.channel() == null
            || envelope.channel().epoch() != frame.epoch() || envelope.channel().seq() != frame.first() + index)) {
            throw new Refused(Problem.FRAME_WRONG, "not the number that the frame states");
        }
        return unproven;
    }

    /**
     * The same messages, in batches of one kind each; what stopped the whole stops the last. Each grant is alone: between two of
     * them, slots that are lent by both went back.
     */
    List<Batch> runs() {
        List<Batch> runs = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= messages.size(); i++) {
            Kind kind = messages.get(start).envelope().kind();
            if (i == messages.size() || messages.get(i).envelope().kind() != kind || kind == Kind.SLOTS_GRANTED) {
                var part = new Frame(frame.epoch(), frame.first() + start, i - start, frame.from(), frame.to(), frame.stream(),
                    frame.checkpoint());
                runs.add(new Batch(part, messages.subList(start, i), i == messages.size() ? stopped : null, keys));
                start = i;
            }
        }
        return runs;
    }

    /** Lines without their ends; every line must have one. */
    static List<byte[]> lines(byte[] body) {
        List<byte[]> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < body.length; i++) {
            if (body[i] == '\n') {
                lines.add(Arrays.copyOfRange(body, start, i));
                start = i + 1;
            }
        }
        if (start < body.length) {
            throw new Refused(Problem.FRAME_WRONG, "the last line has no end");
        }
        return lines;
    }
}
