package coop.canut.ops.verify;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What one node serves to anybody. No redirect is followed, and no answer is longer than asked for. */
final class Source {

    /**
     * What Java must be told before it first speaks HTTP: a node may be reached under another name than its own, as on one
     * machine, and there is no other way to say which is meant.
     */
    static final String NAMING_HOSTS = "jdk.httpclient.allowRestrictedHeaders";

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER).connectTimeout(Duration.ofSeconds(10)).build();

    private final URI url;
    private final String host;

    /** A node at an address, by its name. */
    Source(URI url, String host) {
        this.url = reached(url);
        this.host = host;
    }

    /** Names under localhost are this machine, as browsers know and not every system does. Source: RFC 6761, 6.3. */
    private static URI reached(URI url) {
        return url.getHost() == null || !url.getHost().endsWith(".localhost") ? url
            : URI.create(url.getScheme() + "://127.0.0.1" + (url.getPort() < 0 ? "" : ":" + url.getPort()) + url.getPath());
    }

    /** The node did not answer, or not with what was asked for: nothing is known then, good or bad. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unreadable(String sentence) {
            super(sentence);
        }
    }

    /** The body of an answer 200; throws {@link Unreadable} for any other, and for one byte more than {@code maxBytes}. */
    byte[] get(String path, int maxBytes) {
        HttpResponse<byte[]> answer = send(path, maxBytes);
        if (answer.statusCode() != 200) {
            throw new Unreadable(url.resolve(path) + " answers " + answer.statusCode());
        }
        return answer.body();
    }

    /** The body of an answer 200, or null for any other answer. */
    byte[] find(String path, int maxBytes) {
        HttpResponse<byte[]> answer = send(path, maxBytes);
        return answer.statusCode() == 200 ? answer.body() : null;
    }

    private HttpResponse<byte[]> send(String path, int maxBytes) {
        var request = HttpRequest.newBuilder(url.resolve(path)).timeout(TIMEOUT);
        if (!host.equals(url.getHost())) {
            request.header("Host", host);
        }
        try {
            return HTTP.send(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), maxBytes));
        } catch (IOException silent) {
            throw new Unreadable(url.resolve(path) + " cannot be read: " + reason(silent));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unreadable("interrupted");
        }
    }

    private static String reason(IOException error) {
        return error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
    }

    /** The lines of a body, each of which must have its end. */
    List<byte[]> lines(String path, int maxBytes) {
        byte[] body = get(path, maxBytes);
        List<byte[]> lines = new ArrayList<>();
        var line = new ByteArrayOutputStream();
        for (byte next : body) {
            if (next == '\n') {
                lines.add(line.toByteArray());
                line.reset();
            } else {
                line.write(next);
            }
        }
        if (line.size() > 0) {
            throw new Unreadable(url.resolve(path) + " ends within a line");
        }
        return lines;
    }

    String text(String path, int maxBytes) {
        return new String(get(path, maxBytes), StandardCharsets.UTF_8);
    }

}
