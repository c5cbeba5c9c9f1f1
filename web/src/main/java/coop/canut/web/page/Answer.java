package coop.canut.web.page;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** What goes back to a browser. */
public sealed interface Answer {

    /** A template, rendered with its view, under a status. */
    record Shown(int status, String template, Object view) implements Answer {
    }

    /** Go there instead, by GET: an address of this site. The headers are those of a session that begins or ends. */
    record Elsewhere(String path, Map<String, String> headers) implements Answer {
    }

    /** Bytes that are shown in place; {@code forever} if what stands under their address never changes. */
    record Bytes(String mediaType, Buffer bytes, boolean forever) implements Answer {
    }

    /** Bytes that are shown in place, and that this reader's browser alone may keep for a while. */
    record Lent(String mediaType, Buffer bytes, Duration kept) implements Answer {
    }

    /** A file to be kept. */
    record Attached(String mediaType, String name, Buffer bytes) implements Answer {
    }

    /** A file whose length nobody knows yet: the writer gives its chunks to the function it is handed, and waits for each. */
    record Streamed(String mediaType, String name, Function<Function<Buffer, Future<Void>>, Future<?>> writer)
        implements Answer {
    }

    /**
     * An open stream that says {@code changed} each time the version is another.
     *
     * @param topic   streams of one topic share one look at its version
     * @param version a cheap text
     */
    record Listening(String topic, Supplier<Future<String>> version) implements Answer {
    }

    /** Nothing to show. */
    record Done() implements Answer {
    }

    /** A page. */
    static Future<Answer> page(String template, Object view) {
        return Future.succeededFuture(new Shown(200, template, view));
    }

    /** Go there instead. */
    static Future<Answer> to(String path) {
        return Future.succeededFuture(new Elsewhere(path, Map.of()));
    }
}
