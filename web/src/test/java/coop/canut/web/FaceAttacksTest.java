package coop.canut.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.RunningNode;
import coop.canut.node.member.Requester;
import coop.canut.node.member.Role;
import coop.canut.node.publish.Progress;
import coop.canut.web.page.Access;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attacks on the web face, by their number in the catalogue, over HTTP against a whole node. */
final class FaceAttacksTest {

    private static final String EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><b>bold</b>";
    @TempDir
    private static Path folder;
    private static House house;
    private static Requester museum;
    private static Browser anne;
    private static Browser worker;

    @BeforeAll
    static void open() {
        house = new House(folder.resolve("keys"));
        museum = house.requester("Museum " + EVIL);
        anne = house.signedIn("Anne", Role.REQUESTER, museum);
        worker = house.signedIn("Amélie " + EVIL, Role.WORKER, null);
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static String task(Progress batch) {
        return "/tasks/" + batch.url().host() + "/" + batch.id();
    }

    private static Browser.Answer take(Browser browser, Progress batch) {
        return browser.send(task(batch), task(batch) + "/take", Map.of("count", "1"));
    }

    private static void requireHarmless(String page) {
        String text = page.replaceAll("<script (defer|type=\"module\") src=\"/assets/[a-z0-9/.-]+\"></script>", "");
        assertFalse(text.contains("<script"), text);
        assertFalse(text.contains("<img src=x"), text);
        assertFalse(text.contains("<b>bold"), text);
        assertFalse(text.matches("(?s).*<[^>]* (on[a-z]+|style)=.*"), text);
    }

    @Test
    @Tag("F-74")
    void f74MarkupInAnyWordIsShownAsText() {
        Progress batch = house.publish(museum, "Titles " + EVIL, "Words " + EVIL, List.of("Item " + EVIL));
        String board = worker.see("/board");
        assertTrue(board.contains("&lt;script>alert(1)") || board.contains("&lt;script&gt;alert(1)"));
        requireHarmless(board);
        requireHarmless(worker.see(task(batch)));
        assertEquals(303, take(worker, batch).status());
        requireHarmless(worker.see("/workbench"));
        requireHarmless(worker.see("/me"));
        requireHarmless(worker.see("/account"));
        for (String page : List.of("/batches", "/batches/" + batch.id(), "/batches/" + batch.id() + "/review",
            "/batches/" + batch.id() + "/results")) {
            requireHarmless(anne.see(page));
        }
        requireHarmless(worker.get("/board?text=" + Browser.encoded(Map.of("a", EVIL)).substring(2)).body());
        requireHarmless(worker.get("/" + Browser.encoded(Map.of("a", EVIL)).substring(2)).body());
    }

    @Test
    @Tag("F-75")
    void f75AddressesThatRunSomethingAreText() {
        String links = "javascript:alert(1) data:text/html,x //evil.example/ https://evil.example/\u0001x".replace("\u0001", "");
        Progress batch = house.publish(museum, "Links " + links, links, List.of(links));
        for (String page : List.of(worker.see("/board"), worker.see(task(batch)))) {
            assertFalse(page.matches("(?s).*(href|src|action)=\"(javascript:|data:|//|https?:).*"), page);
        }
    }

    @Test
    @Tag("F-76")
    void f76NoStyleComesFromAnybody() {
        Progress batch = house.publish(museum, "url(https://evil.example/x.png)", "background:url(//evil.example)",
            List.of("@import 'https://evil.example'"));
        String page = worker.see(task(batch));
        assertFalse(page.contains("<style"));
        assertFalse(page.contains(" style="));
        assertTrue(worker.get(task(batch)).headers().get("Content-Security-Policy").contains("style-src 'self'"));
    }

    @Test
    @Tag("F-77")
    void f77WhatIsInvisibleIsTakenOutWhenShownAndKeptWhenStored() {
        String hidden = "pay\u202epal\u200b.exa\u2066mple\ufeff";
        Progress batch = house.publish(museum, "Hidden " + hidden, "Hidden " + hidden, List.of(hidden));
        String page = worker.see(task(batch));
        assertTrue(page.contains("Hidden paypal.example"));
        for (String mark : List.of("\u202e", "\u200b", "\u2066", "\ufeff")) {
            assertFalse(page.contains(mark));
        }
        assertEquals("Hidden " + hidden, batch.title());
        // The host stands in full and in ASCII.
        assertTrue(page.contains(RunningNode.HOST.toString()));
    }

    @Test
    @Tag("F-79")
    void f79WhatIsNoTextIsRefusedAndNothingIsStored() {
        Map<String, String> before = house.node().stored();
        for (String value : List.of("%00", "%C3%28", "%ED%A0%80", "%ff", "a%0bb")) {
            Browser.Answer answer = anne.send(HttpMethod.POST, "/account/language", Map.of(
                "Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin"),
                Buffer.buffer("language=" + value + "&_token=" + anne.get("/account").token()));
            assertEquals(400, answer.status(), value);
            assertEquals(422, worker.get("/board?text=" + value).status(), value);
        }
        Browser.Answer huge = worker.get("/board?text=" + "%CC%81".repeat(600));
        assertTrue(huge.status() < 500, "" + huge.status());
        assertEquals(before, house.node().stored());
    }

    @Test
    @Tag("F-80")
    @Tag("F-82")
    void f80AndF82WhatIsAnothersIsAnsweredAsWhatIsMissing() {
        Progress batch = house.publish(museum, "Not yours", "Words", List.of("one", "two"));
        assertEquals(303, take(worker, batch).status());
        String claim = house.node().text("select id from claim order by opened_at desc limit 1");
        String session = house.node().text("select id from session where person = (select id from person where name = 'Anne')");
        assertEquals(303, anne.send("/batches", "/batches/new", Map.of()).status());
        String draft = house.node().text("select id from draft limit 1");
        Browser bea = house.signedIn("Béa", Role.REQUESTER, house.requester("Other"));
        Browser chen = house.signedIn("Chen", Role.WORKER, null);
        String none = "01M87BEFS0HQSYHRMC1NHFFJBQ";
        Map<String, Map<String, String>> forms = forms();
        List<String> asked = new ArrayList<>();
        house.routes().stream().filter(route -> route.path().matches(".*:(id|draft|claim).*")
            && !route.path().contains(":host")).forEach(route -> {
                Browser other = switch (route.access()) {
                    case REQUESTER -> bea;
                    case WORKER, PEOPLE -> chen;
                    default -> null;
                };
                if (other == null) {
                    return;
                }
                String key = route.method() + " " + route.path();
                asked.add(key);
                String id = route.path().startsWith("/account") ? session : route.path().startsWith("/me/receipts") ? none
                    : batch.id().toString();
                String theirs = route.path().replace(":draft", draft).replace(":claim", claim).replace(":id", id);
                String missing = route.path().replaceAll(":(id|draft|claim)", none);
                theirs = AccessTest.named(theirs);
                missing = AccessTest.named(missing);
                if (route.method() == HttpMethod.POST && !forms.containsKey(key)) {
                    throw new AssertionError("say in forms() what a right form of " + key + " holds");
                }
                Browser.Answer one = ask(other, route.method(), theirs, forms.get(key));
                Browser.Answer two = ask(other, route.method(), missing, forms.get(key));
                assertTrue(List.of(403, 404, 422).contains(one.status()), key + " " + one.status() + one.body());
                assertEquals(two.status(), one.status(), key);
                assertEquals(new TreeSet<>(two.headers().names()), new TreeSet<>(one.headers().names()), key);
                assertEquals(plain(two, missing), plain(one, theirs), key);
            });
        assertNotEquals(List.of(), asked);
        assertEquals(200, worker.get("/workbench").status());
    }

    /** A right form for each route that is about one thing. */
    private static Map<String, Map<String, String>> forms() {
        Map<String, Map<String, String>> forms = new LinkedHashMap<>();
        forms.put("POST /account/sessions/:id/end", Map.of());
        String answer = "01M87BEFS0HQSYHRMC1NHFFJBR";
        forms.put("POST /answers/:id/reject", Map.of("batch", answer, "reason", "wrong", "text", "No.", "by", "Anne"));
        forms.put("POST /batches/:id/accept", Map.of("answer", answer));
        forms.put("POST /batches/:id/accept-all", Map.of());
        forms.put("POST /batches/:id/state", Map.of("state", "paused", "reason", "A pause."));
        forms.put("POST /batches/:id/accept", Map.of("answer", "01M87BEFS0HQSYHRMC1NHFFJBQ"));
        forms.put("POST /batches/:id/accept-all", Map.of());
        forms.put("POST /answers/:id/reject", Map.of("batch", "01M87BEFS0HQSYHRMC1NHFFJBQ", "reason", "wrong",
            "text", "Look again.", "by", "Anne"));
        forms.put("POST /batches/:id/top-up", Map.of("amount", "1", "form", answer));
        forms.put("POST /batches/:id/bonuses", Map.of("answer", answer, "bonus", answer, "amount", "1", "reason", "Well seen."));
        forms.put("POST /membership/reply/:id", Map.of("reply", "I did not."));
        forms.put("POST /organisation/people/:id/remove", Map.of());
        forms.put("POST /publish/:draft", Map.of("title", "x", "do", "what"));
        forms.put("POST /publish/:draft/discard", Map.of());
        forms.put("POST /workbench/:claim", Map.of("choice", "1"));
        forms.put("POST /workbench/:claim/draft", Map.of("choice", "1"));
        forms.put("POST /workbench/:claim/next", Map.of());
        forms.put("POST /workbench/:claim/return", Map.of());
        forms.put("POST /workbench/:claim/stop", Map.of("cause", "broken"));
        return forms;
    }

    private static Browser.Answer ask(Browser browser, HttpMethod method, String path, Map<String, String> form) {
        if (method == HttpMethod.GET) {
            return browser.send(method, path, Map.of(), Buffer.buffer(), true);
        }
        Map<String, String> fields = new LinkedHashMap<>(form);
        fields.put("_token", browser.get("/account").token());
        return browser.post(path, fields);
    }

    private static String plain(Browser.Answer answer, String path) {
        return answer.body().replace(path, "PATH").replaceAll("value=\"[A-Za-z0-9_-]{86}\"", "TOKEN")
            .replaceAll("01[0-9A-Z]{24}", "ID");
    }

    @Test
    @Tag("F-83")
    void f83NothingThatWasMadeForOneIsKeptForAnother() {
        for (String page : List.of("/", "/board", "/account", "/sign-in", "/nothing")) {
            assertEquals("private, no-store", worker.get(page).headers().get("Cache-Control"), page);
            assertEquals("private, no-store", house.stranger().get(page).headers().get("Cache-Control"), page);
        }
    }

    @Test
    @Tag("F-84")
    void f84AStreamEndsWithItsSession() throws Exception {
        Browser browser = house.signedIn("Nadia", Role.WORKER, null);
        try (Socket socket = new Socket("127.0.0.1", house.node().port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(("GET /live/board HTTP/1.1\r\nHost: " + RunningNode.HOST + "\r\nCookie: "
                + browser.cookie() + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            byte[] first = new byte[2_000];
            assertTrue(new String(first, 0, socket.getInputStream().read(first), StandardCharsets.UTF_8)
                .contains("text/event-stream"));
            assertEquals(303, browser.send("/account", "/sign-out", Map.of()).status());
            Instant ended = Instant.now();
            var rest = new StringBuilder();
            while (!rest.toString().endsWith("0\r\n\r\n")) {
                rest.append((char) socket.getInputStream().read());
            }
            assertTrue(Duration.between(ended, Instant.now()).toMillis() < 2_500);
        }
        assertEquals(303, browser.get("/account").status());
    }

    @Test
    @Tag("F-86")
    void f86WhatIsSentByLetterIsTakenFromPeopleAloneAndNoCodeIsShortEnoughToTry() {
        // How often a letter is written for one address is LettersTest's; the code for a requester's contact a steward makes and
        // sends, and how often it may be typed in is counted with it, whoever types.
        house.routes().stream().filter(route -> route.path().matches(".*(mail|confirm/|code|password|reset).*"))
            .forEach(route -> assertTrue(route.access() == Access.STEWARD
                || route.access() == Access.PEOPLE && route.path().equals("/letters/confirm/:token"), route.path()));
        assertEquals(404, worker.get("/letters/confirm/000000").status());
    }

    @Test
    @Tag("F-87")
    void f87WhereToGoAfterSigningInIsAPageOfOurs() {
        for (String next : List.of("https://evil.example", "//evil.example", "/\\evil.example", "/%2F%5Cevil.example", "/%5cevil",
            "javascript:alert(1)")) {
            String link = house.link("Chen", Role.WORKER, null);
            assertEquals("/board", house.stranger().send(link, link, Map.of("next", next)).location(), next);
            String offer = house.stranger().see(house.link("Chen", Role.WORKER, null) + "?"
                + Browser.encoded(Map.of("next", next)));
            assertFalse(offer.contains("evil"), next);
        }
    }

    @Test
    @Tag("F-88")
    void f88OtherNamesAndForwardedHeadersAreNotBelieved() {
        assertEquals(421, house.stranger().send(HttpMethod.GET, "/", Map.of("Host", "evil.example"), Buffer.buffer()).status());
        assertEquals(421, worker.send(HttpMethod.GET, "/account", Map.of("Host", "evil.example"), Buffer.buffer()).status());
        Browser.Answer forwarded = worker.send(HttpMethod.GET, "/account", Map.of("X-Forwarded-Host", "evil.example",
            "X-Forwarded-For", "1.2.3.4", "Forwarded", "host=evil.example"), Buffer.buffer());
        assertEquals(200, forwarded.status());
        assertFalse(forwarded.body().contains("evil.example"));
        assertFalse(forwarded.body().contains("1.2.3.4"));
    }

    @Test
    @Tag("F-89")
    void f89AFormNeedsItsSessionsTokenAndToComeFromUs() {
        String token = worker.get("/account").token();
        Map<String, String> form = Map.of("language", "fr", "_token", token);
        Buffer body = Buffer.buffer(Browser.encoded(form));
        String type = "application/x-www-form-urlencoded";
        assertEquals(403, worker.send(HttpMethod.POST, "/account/language",
            Map.of("Content-Type", type, "Sec-Fetch-Site", "cross-site"), body).status());
        assertEquals(403, worker.send(HttpMethod.POST, "/account/language",
            Map.of("Content-Type", type, "Origin", "https://evil.example"), body).status());
        assertEquals(403, worker.send(HttpMethod.POST, "/account/language", Map.of("Content-Type", type), body).status());
        // The token of an earlier session of the same person.
        Browser again = house.signedIn("Amélie", Role.WORKER, null);
        assertEquals(403, again.post("/account/language", form).status());
        assertNull(house.node().text("select language from person where language is not null limit 1"));
    }

    @Test
    @Tag("F-90")
    void f90OnlyListedFilesAreServed() {
        for (String path : List.of("/assets/../canut.conf", "/assets/..%2f..%2fcanut.conf", "/assets/x/..%2Fcanut.css",
            "/assets/.git/config", "/.git/config", "/assets/", "/assets", "/META-INF/MANIFEST.MF", "/assets/x/canut.js",
            "/assets/" + folderOf(house.stranger().see("/")) + "/..%2F" + folderOf(house.stranger().see("/")) + "%2Fcanut.css")) {
            assertEquals(404, house.stranger().get(path).status(), path);
        }
        String css = house.stranger().see("/").replaceAll("(?s).*href=\"(/assets/[^\"]+canut.css)\".*", "$1");
        Browser.Answer served = house.stranger().get(css);
        assertEquals(200, served.status());
        assertEquals("public, max-age=31536000, immutable", served.headers().get("Cache-Control"));
    }

    private static String folderOf(String page) {
        return page.replaceAll("(?s).*href=\"/assets/([0-9a-f]+)/canut.css\".*", "$1");
    }
}
