package coop.canut.node.post;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.json.Members;
import coop.canut.protocol.log.LogEntry;
import coop.canut.protocol.message.Stream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One thing that a node had said, as its peer gives it back: where it stood, which message it was, and its bytes, if the peer
 * still has them. A line of the answer to {@code GET /canut/1/returned}.
 *
 * @param index   number in the channel, or index in the log
 * @param message the bytes, or null
 */
record Returned(long epoch, long index, LogEntry entry, byte[] message) {

    /** A message as JSON text may be longer than the message itself: each quote in it is escaped. */
    private static final JsonLimits LINE = new JsonLimits(3 * Limits.MESSAGE_BYTES, 2, 4, 0, 2 * Limits.MESSAGE_BYTES);

    /** No clock of ours was ever so far ahead: the number of an epoch is the second in which it began, or little more. */
    private static final Duration FARTHEST = Duration.ofDays(366);

    /**
     * Refuses lines that do not go on from the place that was asked for, one place after the other, or that speak of an epoch
     * that we cannot have begun. Whoever has heard us has no gaps, and a line without bytes carries no signature of ours: nothing
     * else stands between a peer's word and the number with which we go on. Beyond the last number there is none.
     */
    static void requirePlaces(List<Returned> lines, Stream stream, long epoch, long from, Instant now) {
        long newest = now.plus(FARTHEST).getEpochSecond();
        long first = stream == Stream.LOG ? 0 : 1;
        long lastEpoch = epoch;
        long last = from - 1;
        for (Returned line : lines) {
            boolean follows = line.epoch == lastEpoch ? line.index == last + 1 : line.epoch > lastEpoch && line.index == first;
            if (!follows || line.epoch > newest) {
                throw new Refused(Problem.CURSOR_AHEAD, "no place of ours: " + line.epoch + "/" + line.index);
            }
            lastEpoch = line.epoch;
            last = line.index;
        }
    }

    /** The line without its line feed. */
    byte[] write() {
        return Json.object().put("epoch", epoch).put("index", index).put("entry", entry.text())
            .putOptional("message", message == null ? null : new String(message, StandardCharsets.UTF_8))
            .build().canonical();
    }

    /** Reads a line; {@code member-missing} and its like if it is none. */
    static Returned read(byte[] line) {
        if (!(Json.read(line, LINE) instanceof Json.Obj object)) {
            throw new Refused(Problem.MEMBER_MISSING, "not an object");
        }
        var members = new Members(object, "");
        String message = members.optionalText("message", LINE.stringChars());
        return new Returned(members.integer("epoch", 1, Limits.INTEGER_MAX), members.integer("index", 0, Limits.INTEGER_MAX),
            LogEntry.of(members.text("entry", Limits.LOG_ENTRY_BYTES)),
            message == null ? null : message.getBytes(StandardCharsets.UTF_8));
    }
}
