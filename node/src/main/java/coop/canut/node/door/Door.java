package coop.canut.node.door;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Opens and closes the HTTP server. */
public final class Door {

    /** Bytes of all headers of a request; a signed request has about 700. */
    static final int HEADER_BYTES = 8_192;
    /** Bytes of the request line. */
    static final int LINE_BYTES = 4_096;
    /** Bytes of one text in a form with files: as many as a form without files may have in all, so that both say the same. */
    static final int FORM_TEXT_BYTES = 262_144;
    /** A connection on which nothing moves is closed; event streams send a line more often than that. */
    static final int IDLE_SECONDS = 60;
    /** Requests in flight are given this long at the end. */
    static final int GRACE_SECONDS = 5;

    /** Of a body that nobody wanted: a batch and what is on its way behind it. */
    static final int DISCARDED_BYTES = 2 * Limits.BATCH_BYTES;

    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private final HttpServer server;

    private Door(HttpServer server) {
        this.server = server;
    }

    /**
     * A router that answers every path that nobody serves with {@code not-found}, and whatever a handler throws or the
     * framework refuses by itself with a body like every other refusal.
     */
    public static Router router(Vertx vertx, Refusals refusals) {
        Router router = Router.router(vertx);
        router.route().failureHandler(context -> refusals.answer(context.response(), context.failure() != null
            ? context.failure() : new Refused(Problem.NOT_FOUND, "refused by the framework: " + context.statusCode())));
        router.route().order(Integer.MAX_VALUE).handler(context ->
            refusals.answer(context.response(), new Refused(Problem.NOT_FOUND, "no such path")));
        return router;
    }

    /**
     * Listens on an address and hands every request to the router, but for those whose path or host the framework could not
     * read: it would write a stack trace for each.
     *
     * @param port 0 for one that is free, see {@link #port}
     */
    public static Future<Door> open(Vertx vertx, String bind, int port, Router router, Refusals refusals) {
        var options = new HttpServerOptions()
            .setHost(bind).setPort(port)
            .setMaxHeaderSize(HEADER_BYTES).setMaxInitialLineLength(LINE_BYTES)
            .setMaxFormAttributeSize(FORM_TEXT_BYTES)
            .setIdleTimeout(IDLE_SECONDS).setIdleTimeoutUnit(TimeUnit.SECONDS)
            .setCompressionSupported(false).setDecompressionSupported(false)
            .setHttp2ClearTextEnabled(false)
            // Nobody speaks web sockets here; their extensions would stand in every connection and break the long pipelines.
            .setPerFrameWebSocketCompressionSupported(false).setPerMessageWebSocketCompressionSupported(false)
            .setReuseAddress(true).setTcpNoDelay(true);
        return vertx.createHttpServer(options).requestHandler(request -> {
            guard(request.response());
            request.response().endHandler(said -> discard(request));
            if (request.authority() == null || request.headers().getAll("Host").size() != 1) {
                refusals.answer(request.response(), new Refused(Problem.WRONG_HOST, "no host, not one, or two"));
            } else if (request.path() == null || BROKEN_ESCAPE.matcher(request.path()).find()) {
                refusals.answer(request.response(), new Refused(Problem.NOT_FOUND, "not a path"));
            } else {
                router.handle(request);
            }
        }).listen().map(Door::new);
    }

    /**
     * What every answer says about itself, whoever gives it: it is nothing to be run, framed or guessed at. Pages widen the
     * policy to what they need. Source: OWASP ASVS 5.0, 3.4.
     */
    private static void guard(HttpServerResponse response) {
        response.putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
            .putHeader("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
            .putHeader("X-Content-Type-Options", "nosniff")
            .putHeader("Referrer-Policy", "no-referrer")
            .putHeader("Cross-Origin-Opener-Policy", "same-origin");
    }

    /**
     * After an answer that came before the end of the body: the rest is thrown away, so that a kept connection is of
     * use for the next request, and an honest sender reads the answer before it finds the connection closed. Whoever has
     * still more than that to say is cut off.
     */
    private static void discard(HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        var left = new AtomicInteger(DISCARDED_BYTES);
        request.handler(chunk -> {
            if (left.addAndGet(-chunk.length()) < 0) {
                request.connection().close();
            }
        });
        request.resume();
    }

    /** The port that is listened on. */
    public int port() {
        return server.actualPort();
    }

    /** Refuses new requests, lets those in flight finish. */
    public Future<Void> close() {
        return server.shutdown(GRACE_SECONDS, TimeUnit.SECONDS);
    }
}
