package coop.canut.web;

import coop.canut.node.RunningNode;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser without scripts: keeps its cookie, sends what browsers send about where a form is from, follows nothing. */
public final class Browser {

    private static final Pattern TOKEN = Pattern.compile("name=\"_token\" value=\"([^\"]*)\"");

    private final HttpClient http;
    private final int port;
    private final String host;
    private String cookie;
    private String language = "en";

    Browser(Vertx vertx, int port, String host) {
        this.http = vertx.createHttpClient();
        this.port = port;
        this.host = host;
    }

    /** What came back. */
    public record Answer(int status, MultiMap headers, Buffer bytes) {

        /** The body as text. */
        public String body() {
            return bytes.toString(StandardCharsets.UTF_8);
        }

        /** Where it leads. */
        public String location() {
            return headers.get("Location");
        }

        /** The session's token in the first form of the page. */
        public String token() {
            Matcher found = TOKEN.matcher(body());
            return found.find() ? found.group(1) : "";
        }
    }

    /** From now on pages are asked for in another language. */
    public Browser speaking(String tag) {
        language = tag;
        return this;
    }

    /** The cookie as it is sent, or null. */
    public String cookie() {
        return cookie;
    }

    /** Uses another's cookie, or none. */
    public Browser withCookie(String other) {
        cookie = other;
        return this;
    }

    /** Opens a page. */
    public Answer get(String path) {
        return send(HttpMethod.GET, path, Map.of(), Buffer.buffer());
    }

    /** Opens a page and must see it. */
    public String see(String path) {
        Answer answer = get(path);
        if (answer.status() != 200) {
            throw new AssertionError(path + " is " + answer.status() + ": " + answer.body());
        }
        return answer.body();
    }

    /** Sends a form that stands on a page, with its token. */
    public Answer send(String page, String action, Map<String, String> fields) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.put("_token", get(page).token());
        return post(action, all);
    }

    /** Sends a form just so. */
    public Answer post(String action, Map<String, String> fields) {
        return send(HttpMethod.POST, action, Map.of("Content-Type", "application/x-www-form-urlencoded",
            "Sec-Fetch-Site", "same-origin"), Buffer.buffer(encoded(fields)));
    }

    /** Fields as forms encode them. */
    public static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream().map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
            + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
    }

    /** Any request; a header of the same name replaces ours. */
    public Answer send(HttpMethod method, String path, Map<String, String> headers, Buffer body) {
        return send(method, path, headers, body, false);
    }

    /** The same; of an answer that never ends only the head is waited for. */
    public Answer send(HttpMethod method, String path, Map<String, String> headers, Buffer body, boolean headOnly) {
        var options = new RequestOptions().setMethod(method).setURI(path).setHost(host).setPort(port)
            .setServer(SocketAddress.inetSocketAddress(port, "127.0.0.1"));
        options.putHeader("Accept", "text/html").putHeader("Accept-Language", language);
        if (cookie != null) {
            options.putHeader("Cookie", cookie);
        }
        headers.forEach(options::putHeader);
        // All of it on the client's own thread: this one may come when the body has gone by.
        Answer answer = RunningNode.await(http.request(options).compose(request -> request.send(body).compose(response -> {
            if (headOnly && response.statusCode() == 200) {
                response.request().connection().close();
                return Future.succeededFuture(new Answer(200, response.headers(), Buffer.buffer()));
            }
            return response.body().map(bytes -> new Answer(response.statusCode(), response.headers(), bytes));
        })));
        answer.headers().getAll("Set-Cookie").forEach(set ->
            cookie = set.contains("Max-Age=0") ? null : set.substring(0, set.indexOf(';')));
        return answer;
    }

    /** Opens a link and presses its button; gives where that leads. */
    public String signIn(String link) {
        Answer answer = send(link, link, Map.of());
        if (answer.status() != 303 || cookie == null) {
            throw new AssertionError("not signed in: " + answer.status() + " " + answer.body());
        }
        return answer.location();
    }
}
