package coop.canut.web.page;

import coop.canut.node.Secret;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** The one cookie: a session's token, set at signing in and not before. Source: RFC 6265bis, OWASP ASVS 5.0, 3.3. */
public final class Cookie {

    private static final String NAME = "__Host-canut";
    private static final String ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=Lax";
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");
    /** No session lasts longer. */
    private static final Duration LASTS = Duration.ofDays(7);

    private Cookie() {
    }

    static Optional<Secret> read(HttpServerRequest request) {
        var found = request.cookies(NAME);
        return found.size() != 1 ? Optional.empty()
            : Optional.of(found.iterator().next().getValue()).filter(value -> TOKEN.matcher(value).matches()).map(Secret::of);
    }

    /** The header that begins a session. */
    public static String begin(Secret token) {
        return NAME + "=" + token.revealText() + "; Max-Age=" + LASTS.toSeconds() + ATTRIBUTES;
    }

    /** The header that ends it. */
    public static String end() {
        return NAME + "=; Max-Age=0" + ATTRIBUTES;
    }
}
