package coop.canut.node.door;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Pattern;

/** Reads bodies. */
public final class Bodies {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,100}");
    /** Digits of the longest length that is looked at as a number. */
    private static final int DIGITS = 10;

    private Bodies() {
    }

    /**
     * What the headers say about the body, before any of it is read: no coding, a stated length within the cap.
     *
     * @throws Refused {@code length-required}, {@code too-large} or {@code encoding-refused}
     */
    public static void requireBounded(HttpServerRequest request, int maxBytes) {
        String length = request.getHeader("Content-Length");
        if (length == null || request.getHeader("Transfer-Encoding") != null) {
            throw new Refused(Problem.LENGTH_REQUIRED, "no Content-Length");
        }
        if (!NUMBER.matcher(length).matches()) {
            throw new Refused(Problem.LENGTH_REQUIRED, "no number of bytes");
        }
        if (length.length() > DIGITS || Long.parseLong(length) > maxBytes) {
            throw new Refused(Problem.TOO_LARGE, length + " bytes declared, " + maxBytes + " taken");
        }
    }

    /** The media type, compared exactly, and no content coding. */
    public static void requireType(HttpServerRequest request, String mediaType) {
        if (!mediaType.equals(request.getHeader("Content-Type"))) {
            throw new Refused(Problem.MEDIA_TYPE_WRONG, "wanted " + mediaType);
        }
        if (request.getHeader("Content-Encoding") != null) {
            throw new Refused(Problem.ENCODING_REFUSED, "coded body");
        }
    }

    /** Reads the whole body; fails with {@code too-large} at the first byte beyond the cap and reads no more. */
    public static Future<Buffer> read(HttpServerRequest request, int maxBytes) {
        Promise<Buffer> promise = Promise.promise();
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() + chunk.length() > maxBytes) {
                request.handler(null);
                promise.tryFail(new Refused(Problem.TOO_LARGE, "more than " + maxBytes + " bytes"));
            } else {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(end -> promise.tryComplete(body));
        request.exceptionHandler(promise::tryFail);
        request.resume();
        return promise.future();
    }
}
