package coop.canut.ops.client;

import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.json.Members;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * One person's way to one node: the JSON API with that person's token. Blocks. A refusal is an {@link ApiRefused}; a node that
 * does not answer is an {@link UncheckedIOException}.
 */
public final class NodeApi {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String JSON = "application/json";
    /** Answers are not bounded as requests are: an export is as long as the work was. */
    private static final JsonLimits ANSWER = new JsonLimits(Integer.MAX_VALUE, 32, 100_000, 1_000_000, Integer.MAX_VALUE,
        1_000);
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofSeconds(3)).build();

    private final URI node;
    private final String token;

    /** The API of a node, such as {@code http://127.0.0.1:7001}, for whoever holds the token. */
    public NodeApi(URI node, String token) {
        this.node = node;
        this.token = token;
    }

    /** The same node for somebody else. */
    public NodeApi as(String otherToken) {
        return new NodeApi(node, otherToken);
    }

    /** Gets an object. The path begins after {@code /api/1}. */
    public Members get(String path) {
        return object(send("GET", path, null, BodyPublishers.noBody()));
    }

    /** Gets whatever it is. */
    public byte[] download(String path) {
        return send("GET", path, null, BodyPublishers.noBody());
    }

    /** Posts an object and gets one. */
    public Members post(String path, Json.Obj body) {
        return object(send("POST", path, JSON, BodyPublishers.ofByteArray(body.canonical())));
    }

    /** Posts nothing and gets an object. */
    public Members post(String path) {
        return object(send("POST", path, null, BodyPublishers.noBody()));
    }

    /** Puts an object and gets one. */
    public Members put(String path, Json.Obj body) {
        return object(send("PUT", path, JSON, BodyPublishers.ofByteArray(body.canonical())));
    }

    /** Posts bytes and gets an object. */
    public Members post(String path, String mediaType, byte[] body) {
        return object(send("POST", path, mediaType, BodyPublishers.ofByteArray(body)));
    }

    /** Puts bytes and gets an object. */
    public Members put(String path, String mediaType, byte[] body) {
        return object(send("PUT", path, mediaType, BodyPublishers.ofByteArray(body)));
    }

    /** The objects of an array, to be read one member at a time: what a caller does not ask for it does not need. */
    public static List<Members> each(Members object, String name) {
        return object.list(name, Integer.MAX_VALUE, item -> new Members((Json.Obj) item, name));
    }

    /** A text as it may stand in a path or a query. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private byte[] send(String method, String path, String mediaType, BodyPublisher body) {
        var request = HttpRequest.newBuilder(node.resolve("/api/1" + path)).timeout(TIMEOUT).method(method, body)
            .header("Authorization", "Bearer " + token);
        if (mediaType != null) {
            request.header("Content-Type", mediaType);
        }
        try {
            HttpResponse<byte[]> answer = HTTP.send(request.build(), BodyHandlers.ofByteArray());
            if (answer.statusCode() / 100 != 2) {
                throw refused(method + " " + path, answer);
            }
            return answer.body();
        } catch (IOException noAnswer) {
            throw new UncheckedIOException(node + " does not answer: " + noAnswer.getMessage(), noAnswer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a node", e);
        }
    }

    private static ApiRefused refused(String request, HttpResponse<byte[]> answer) {
        try {
            Members problem = object(answer.body());
            return new ApiRefused(request, answer.statusCode(), problem.shortText("problem"),
                problem.optionalLine("field"), problem.line("title"));
        } catch (RuntimeException notOurs) {
            return new ApiRefused(request, answer.statusCode(), "status " + answer.statusCode(), null,
                new String(answer.body(), StandardCharsets.UTF_8).lines().findFirst().orElse(""));
        }
    }

    private static Members object(byte[] body) {
        Json.Obj none = Json.object().build();
        return new Members(body.length == 0 ? none : (Json.Obj) Json.read(body, ANSWER), "");
    }
}
