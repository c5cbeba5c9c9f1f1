package coop.canut.web.page;

import io.vertx.core.http.HttpServerResponse;

/** What every answer to a browser says about itself, errors included. Source: OWASP ASVS 5.0, 3.4. */
final class Headers {

    static final String CSP = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'";

    private Headers() {
    }

    static void put(HttpServerResponse response) {
        response.putHeader("Content-Security-Policy", CSP)
            .putHeader("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
            .putHeader("X-Content-Type-Options", "nosniff")
            .putHeader("Referrer-Policy", "no-referrer")
            .putHeader("Cross-Origin-Opener-Policy", "same-origin")
            .putHeader("Cache-Control", "private, no-store");
    }
}
