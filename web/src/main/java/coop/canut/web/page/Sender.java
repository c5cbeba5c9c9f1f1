package coop.canut.web.page;

import coop.canut.node.member.Sessions.Session;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;

/** Puts answers on the wire. */
final class Sender {

    /** Below this many bytes compressing makes no packet fewer. */
    private static final int WORTH_PACKING_BYTES = 1_000;
    private static final int EFFORT = 5;
    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    private final Rendering rendering = new Rendering();
    private final Live live;

    Sender(Live live) {
        this.live = live;
    }

    Future<Void> send(RoutingContext context, Answer answer, Session session) {
        HttpServerResponse response = context.response();
        return switch (answer) {
            case Answer.Shown shown -> html(context, shown);
            case Answer.Elsewhere elsewhere -> {
                elsewhere.headers().forEach(response::putHeader);
                yield elsewhere(context, elsewhere.path());
            }
            case Answer.Bytes bytes -> {
                if (bytes.forever()) {
                    response.putHeader("Cache-Control", FOR_EVER);
                }
                yield packed(context, bytes.mediaType(), bytes.bytes());
            }
            case Answer.Lent lent -> {
                response.putHeader("Cache-Control", "private, max-age=" + lent.kept().toSeconds());
                yield packed(context, lent.mediaType(), lent.bytes());
            }
            case Answer.Attached file -> attached(response, file.mediaType(), file.name()).end(file.bytes());
            case Answer.Streamed streamed -> stream(response, streamed);
            case Answer.Listening listening -> listen(response, listening, session);
            case Answer.Done done -> response.setStatusCode(204).end();
        };
    }

    Future<Void> elsewhere(RoutingContext context, String path) {
        // A script that asked for a part follows with the whole window.
        boolean part = context.request().headers().contains("HX-Request");
        return part ? context.response().setStatusCode(204).putHeader("HX-Redirect", path).end()
            : context.response().setStatusCode(303).putHeader("Location", path).end();
    }

    void asset(RoutingContext context, Assets.Asset asset) {
        HttpServerResponse response = context.response().putHeader("Content-Type", asset.mediaType())
            .putHeader("Cache-Control", FOR_EVER).putHeader("Vary", "Accept-Encoding");
        if (takesGzip(context)) {
            response.putHeader("Content-Encoding", "gzip").end(asset.gzip());
        } else {
            response.end(asset.bytes());
        }
    }

    private Future<Void> html(RoutingContext context, Answer.Shown shown) {
        String html = rendering.html(shown.template(), shown.view());
        context.response().setStatusCode(shown.status());
        return packed(context, "text/html; charset=utf-8", Buffer.buffer(html.getBytes(StandardCharsets.UTF_8)));
    }

    private static Future<Void> packed(RoutingContext context, String mediaType, Buffer bytes) {
        HttpServerResponse response = context.response().putHeader("Content-Type", mediaType);
        boolean text = mediaType.startsWith("text/") || mediaType.equals("image/svg+xml");
        return text && bytes.length() >= WORTH_PACKING_BYTES && takesGzip(context)
            ? response.putHeader("Content-Encoding", "gzip").end(Buffer.buffer(Assets.gzip(bytes.getBytes(), EFFORT)))
            : response.end(bytes);
    }

    private static boolean takesGzip(RoutingContext context) {
        String accepted = context.request().getHeader("Accept-Encoding");
        return accepted != null && accepted.contains("gzip");
    }

    private static HttpServerResponse attached(HttpServerResponse response, String mediaType, String name) {
        return response.putHeader("Content-Type", mediaType)
            .putHeader("Content-Disposition", "attachment; filename=\"" + name + "\"");
    }

    /** Nothing is sent before the first chunk, so that a refusal may still take its place. */
    private static Future<Void> stream(HttpServerResponse response, Answer.Streamed streamed) {
        Runnable begin = () -> {
            if (!response.headWritten()) {
                attached(response, streamed.mediaType(), streamed.name()).setChunked(true);
            }
        };
        return streamed.writer().apply(chunk -> {
            begin.run();
            return response.write(chunk);
        }).compose(written -> {
            begin.run();
            return response.end();
        });
    }

    private Future<Void> listen(HttpServerResponse response, Answer.Listening listening, Session session) {
        if (live.isFull()) {
            throw new Refused(Problem.TOO_MANY, "all streams are taken");
        }
        response.putHeader("Content-Type", "text/event-stream").putHeader("X-Accel-Buffering", "no");
        live.open(response, session == null ? null : session.id(), listening);
        return Future.succeededFuture();
    }
}
