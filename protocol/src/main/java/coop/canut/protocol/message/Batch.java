package coop.canut.protocol.message;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The body of a delivery: a frame and the lines it announces, each ended by a line feed. Source: FEDERATION.md 6.
 *
 * @param lines messages in their order, without their line feeds; not to be changed by anybody
 */
public record Batch(Frame frame, List<byte[]> lines) {

    /** @throws IllegalArgumentException if the frame announces another number of lines */
    public Batch {
        lines = List.copyOf(lines);
        if (lines.size() != frame.count()) {
            throw new IllegalArgumentException(lines.size() + " lines, announced " + frame.count());
        }
    }

    /**
     * Takes a body apart; the messages in it are not looked at.
     *
     * @param body at most {@link coop.canut.protocol.Limits#BATCH_BYTES}, which the caller has seen to
     * @throws Refused {@code frame-wrong} if the frame is, or does not say truly how many lines follow
     */
    public static Batch read(byte[] body) {
        int end = lineEnd(body, 0);
        Frame frame = Frame.read(Arrays.copyOfRange(body, 0, end));
        List<byte[]> lines = new ArrayList<>(frame.count());
        for (int at = end + 1; at < body.length; at = end + 1) {
            end = lineEnd(body, at);
            if (lines.size() == frame.count()) {
                throw Refused.at(Problem.FRAME_WRONG, "count", "more lines than " + frame.count());
            }
            lines.add(Arrays.copyOfRange(body, at, end));
        }
        if (lines.size() < frame.count()) {
            throw Refused.at(Problem.FRAME_WRONG, "count", lines.size() + " lines, announced " + frame.count());
        }
        return new Batch(frame, lines);
    }

    /** The body. */
    public byte[] write() {
        var body = new ByteArrayOutputStream();
        body.writeBytes(frame.write());
        body.write('\n');
        for (byte[] line : lines) {
            body.writeBytes(line);
            body.write('\n');
        }
        return body.toByteArray();
    }

    private static int lineEnd(byte[] body, int from) {
        for (int i = from; i < body.length; i++) {
            if (body[i] == '\n') {
                return i;
            }
        }
        throw new Refused(Problem.FRAME_WRONG, "the last line does not end");
    }
}
