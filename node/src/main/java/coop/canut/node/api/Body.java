package coop.canut.node.api;

import coop.canut.node.World;
import coop.canut.node.door.Bodies;
import coop.canut.node.publish.Items;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;

/**
 * What body a route takes.
 *
 * @param types    media types, one of which must be stated exactly; empty: no body
 * @param maxBytes of it
 */
record Body(Set<String> types, int maxBytes) {

    /** Bytes of a JSON body: the longest draft, its template and instructions escaped, or some nine thousand answer ids. */
    static final int JSON_BYTES = 262_144;
    /** JSON longer than this is read on another thread: it takes about a tenth of a millisecond. */
    private static final int READ_AT_ONCE_BYTES = 16_384;

    /** No body at all. */
    static final Body NONE = new Body(Set.of(), 0);
    /** A JSON object. */
    static final Body JSON = new Body(Set.of(Call.JSON), JSON_BYTES);
    /** A file of items. */
    static final Body CSV = new Body(Set.of(Call.CSV), Items.FILE_BYTES);
    /** An image of an item. */
    static final Body IMAGE = new Body(Set.of("image/png", "image/jpeg", "image/webp"), Limits.CONTENT_BYTES);

    /** What was sent; {@code object} is null unless JSON was wanted. */
    record Content(Buffer bytes, Json.Obj object) {
    }

    /**
     * Reads the body of a request that was paused.
     *
     * @throws Refused {@code length-required}, {@code too-large}, {@code media-type-wrong}, {@code encoding-refused}; in the
     *     future also what {@link Json#read} refuses
     */
    Future<Content> read(HttpServerRequest request, World world) {
        if (types.isEmpty()) {
            requireNone(request);
            request.resume();
            return Future.succeededFuture(new Content(Buffer.buffer(), null));
        }
        Bodies.requireBounded(request, maxBytes);
        String stated = String.valueOf(request.getHeader("Content-Type"));
        Bodies.requireType(request, types.contains(stated) ? stated : types.iterator().next());
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        return Bodies.read(request, maxBytes).compose(bytes -> this != JSON
            ? Future.succeededFuture(new Content(bytes, null))
            : bytes.length() <= READ_AT_ONCE_BYTES ? Future.succeededFuture(new Content(bytes, object(bytes)))
            : world.compute(() -> new Content(bytes, object(bytes))));
    }

    private static void requireNone(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        if (length != null && !length.equals("0") || request.getHeader("Transfer-Encoding") != null) {
            throw new Refused(Problem.TOO_LARGE, "a body where none is taken");
        }
    }

    private static Json.Obj object(Buffer bytes) {
        if (Json.read(bytes.getBytes(), JsonLimits.API) instanceof Json.Obj object) {
            return object;
        }
        throw new Refused(Problem.MEMBER_MISSING, "not an object");
    }
}
