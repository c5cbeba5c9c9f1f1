package coop.canut.node.fetch;

import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One request to another node and its answer. Paths are constants of the protocol, so a peer is one
 * {@link Host} and there is no address that somebody else could choose. A redirect is an answer like any other and is never
 * followed (F-20). A failed future means that the other node gave no answer: it is always right to try again later.
 */
@FunctionalInterface
public interface Network {

    /** Sends the request to the host and gives its whole answer, or fails when the deadline or the size cap is passed. */
    Future<Answer> send(Host to, Request request);

    /**
     * A request.
     *
     * @param method  {@code GET} or {@code POST}
     * @param path    with its query, beginning with {@code /}
     * @param headers all that is sent beside Host and Content-Length
     * @param body    or null
     * @param maxBytes of the answer's body
     */
    record Request(String method, String path, Map<String, String> headers, Buffer body, int maxBytes) {

        private static final Pattern PATH = Pattern.compile("/[\\x21-\\x7e]*");

        /** @throws IllegalArgumentException if the path would be more, or less, than one word of the request line (F-56) */
        public Request {
            if (!PATH.matcher(path).matches()) {
                throw new IllegalArgumentException("no path and query");
            }
        }
    }

    /**
     * An answer.
     *
     * @param contentType exactly as sent, or empty
     * @param retryAfterSeconds from the header, 0 if there was none
     */
    record Answer(int status, String contentType, long retryAfterSeconds, Map<String, String> headers, Buffer body) {
    }
}
