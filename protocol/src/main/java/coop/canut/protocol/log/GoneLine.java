package coop.canut.protocol.log;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.json.Members;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * What stands in a page of a log for a message whose bytes are not there any more,
 * {@code {"gone":{"entry":"…","index":7,"reason":"erased"}}}: the leaf, so that the tree is still whole.
 *
 * @param index  in the log
 * @param reason {@link #ERASED} or {@link #EXPIRED}
 */
public record GoneLine(LogEntry entry, long index, String reason) {
    /** Its author took it back; also what a reader shows of a message that it refused. */
    public static final String ERASED = "erased";
    /** A reader dropped it, because it was over long ago. */
    public static final String EXPIRED = "expired";

    private static final byte[] START = "{\"gone\":".getBytes(StandardCharsets.US_ASCII);

    /** Whether a line of a page says that something is gone; no message begins like that. */
    public static boolean is(byte[] line) {
        return line.length > START.length && Arrays.equals(line, 0, START.length, START, 0, START.length);
    }

    /** The line without its line feed; refused by form as every document is. */
    public static GoneLine of(byte[] line) {
        if (!(Json.read(line, JsonLimits.MESSAGE) instanceof Json.Obj document)
            || !Arrays.equals(document.canonical(), line)) {
            throw new Refused(Problem.JSON_NOT_CANONICAL, "the canonical form has other bytes");
        }
        Members members = new Members(document, "");
        Members gone = members.object("gone");
        members.done();
        var read = new GoneLine(LogEntry.of(gone.text("entry", Limits.LOG_ENTRY_BYTES)),
            gone.integer("index", 0, Limits.INTEGER_MAX), gone.choice("reason", List.of(ERASED, EXPIRED), text -> text));
        gone.done();
        return read;
    }

    /** The line, canonical, without a line feed. */
    public String text() {
        return Json.object().put("gone", Json.object().put("entry", entry.text()).put("index", index).put("reason", reason)
            .build()).build().text();
    }
}
