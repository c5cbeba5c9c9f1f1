package coop.canut.protocol.http;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;

/**
 * The body of a refusal, {@code application/problem+json} (RFC 9457), at most 300 bytes: code, status, one safe
 * sentence, and where a cursor exists and the caller is the authenticated peer, the cursor.
 *
 * @param problem its code; a text, because a newer node may refuse with one that we do not know
 * @param status the HTTP status repeated in it
 * @param cursor what the refusing node has read of the caller's channel or log, or null
 */
public record RefusalBody(String problem, int status, Cursor cursor) {
    /** The media type. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final JsonLimits READ = new JsonLimits(Limits.MESSAGE_BYTES, 4, 16, 16, Limits.LINE_CHARS);

    /** How far a node has read: everything up to {@code seq} of {@code epoch}. */
    public record Cursor(long epoch, long seq) {
    }

    /** The bytes for a problem, canonical JSON. */
    public static byte[] of(Problem problem) {
        return of(problem, null);
    }

    /** The bytes for a problem with the cursor of the peer that is answered. */
    public static byte[] of(Problem problem, Cursor cursor) {
        return Json.object()
                .putOptional("cursor", cursor == null ? null
                        : Json.object().put("epoch", cursor.epoch).put("seq", cursor.seq).build())
                .put("problem", problem.code())
                .put("status", problem.status())
                .put("title", problem.title())
                .build().canonical();
    }

    /**
     * Reads the refusal of another node. Lenient where a stranger may differ: unknown members are ignored, and what is
     * no refusal of ours at all gives null, so that the caller goes by the status line alone.
     */
    public static RefusalBody read(byte[] body) {
        try {
            if (Json.read(body, READ) instanceof Json.Obj object
                    && object.get("problem") instanceof Json.Text(var problem)
                    && problem.length() <= Limits.NAME_CHARS
                    && object.get("status") instanceof Json.Int(var status) && status >= 400 && status <= 599) {
                return new RefusalBody(problem, (int) status, cursor(object.get("cursor")));
            }
            return null;
        } catch (Refused unreadable) {
            return null;
        }
    }

    private static Cursor cursor(Json value) {
        if (value instanceof Json.Obj object
                && object.get("epoch") instanceof Json.Int(var epoch)
                && object.get("seq") instanceof Json.Int(var seq)) {
            return new Cursor(epoch, seq);
        }
        return null;
    }
}
