package coop.canut.web.sign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.member.Role;
import coop.canut.web.Browser;
import coop.canut.web.House;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Coming in and going out, as a browser does it. */
final class SignInTest {

    @TempDir
    private static Path folder;
    private static House house;

    @BeforeAll
    static void open() {
        house = new House(folder.resolve("keys"));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void lookingAtALinkDoesNotUseItUpAndPressingItsButtonDoes() {
        String link = house.link("Amélie", Role.WORKER, null);
        Browser first = house.stranger();
        assertTrue(first.see(link).contains("Welcome, Amélie"));
        assertTrue(first.see(link).contains("Welcome, Amélie"));
        assertNull(first.cookie());
        assertEquals("/board", first.signIn(link));
        Browser.Answer again = house.stranger().send(link, link, Map.of());
        assertEquals(404, again.status());
        assertTrue(again.body().contains("has been used"));
    }

    @Test
    void theCookieIsForThisHostAloneAndOutOfReachOfScripts() {
        String link = house.link("Benoît", Role.WORKER, null);
        Browser.Answer answer = house.stranger().send(link, link, Map.of());
        String set = answer.headers().get("Set-Cookie");
        assertTrue(set.matches("__Host-canut=[A-Za-z0-9_-]{43}; Max-Age=604800; Path=/; Secure; HttpOnly; SameSite=Lax"), set);
    }

    @Test
    void signingInLeadsOnlyToPagesOfOurs() {
        for (String next : new String[] {"https://evil.example/", "//evil.example", "/\\evil.example", "/%2F%5Cevil.example",
            "javascript:alert(1)", "/board\r\nX: 1", "/%0d%0aX:1", ""}) {
            String link = house.link("Chen", Role.WORKER, null);
            Browser browser = house.stranger();
            Browser.Answer answer = browser.send(link, link, Map.of("next", next));
            assertEquals("/board", answer.location() == null ? "/board" : answer.location(), next);
        }
        String link = house.link("Chen", Role.WORKER, null);
        assertEquals("/account", house.stranger().send(link, link, Map.of("next", "/account")).location());
    }

    @Test
    void aFormFromElsewhereOrOfAnotherSessionDoesNothing() {
        Browser odile = house.signedIn("Odile", Role.STEWARD, null);
        Browser karim = house.signedIn("Karim", Role.TREASURER, null);
        String foreign = karim.get("/account").token();
        String own = odile.get("/account").token();
        byte[] form = Browser.encoded(Map.of("language", "fr", "_token", own)).getBytes();
        for (Map<String, String> from : List.of(
            Map.of("Sec-Fetch-Site", "cross-site"), Map.of("Sec-Fetch-Site", "same-site"), Map.of("Sec-Fetch-Site", "none"),
            Map.of("Origin", "https://evil.example"), Map.of("Origin", "null"), Map.<String, String>of())) {
            Map<String, String> headers = new HashMap<>(from);
            headers.put("Content-Type", "application/x-www-form-urlencoded");
            assertEquals(403, odile.send(HttpMethod.POST, "/account/language", headers, Buffer.buffer(form)).status(), from + "");
        }
        assertEquals(403, odile.post("/account/language", Map.of("language", "fr", "_token", foreign)).status());
        assertEquals(403, odile.post("/account/language", Map.of("language", "fr")).status());
        assertTrue(odile.see("/account").contains("lang=\"en\""));
        assertEquals(303, odile.send("/account", "/account/language", Map.of("language", "fr")).status());
        assertTrue(odile.see("/account").contains("<html lang=\"fr\""));
    }

    @Test
    void afterSigningOutTheOldCookieOpensNothing() {
        Browser browser = house.signedIn("Nadia", Role.WORKER, null);
        String cookie = browser.cookie();
        Browser.Answer out = browser.send("/account", "/sign-out", Map.of());
        assertEquals("\"cache\", \"cookies\", \"storage\"", out.headers().get("Clear-Site-Data"));
        Browser.Answer later = house.stranger().withCookie(cookie).get("/account");
        assertEquals(303, later.status());
        assertEquals("/sign-in?next=%2Faccount", later.location());
        assertFalse(house.stranger().get("/account").body().contains("Nadia"));
    }
}
