package coop.canut.web.page;

import io.vertx.core.http.HttpServerResponse;

/** What pages say beside what the door says of every answer. Source: OWASP ASVS 5.0, 3.4. */
final class Headers {

    static final String CSP = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'";

    private Headers() {
    }

    static void put(HttpServerResponse response) {
        response.putHeader("Content-Security-Policy", CSP)
            .putHeader("Cache-Control", "private, no-store");
    }
}
