package coop.canut.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.canut.node.member.Requester;
import coop.canut.node.member.Role;
import coop.canut.web.page.Access;
import coop.canut.web.page.Site.Route;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every route with everybody who could ask for it: who is let in, what each answer says of itself, and that looking is safe. */
final class AccessTest {

    @TempDir
    private static Path folder;
    private static House house;
    private static final Map<Role, Browser> PEOPLE = new EnumMap<>(Role.class);
    private static final Map<Role, String> TOKENS = new EnumMap<>(Role.class);

    @BeforeAll
    static void open() {
        house = new House(folder.resolve("keys"));
        Requester museum = house.requester("Museum");
        for (Role role : Role.values()) {
            PEOPLE.put(role, house.signedIn(role.code(), role, role == Role.REQUESTER ? museum : null));
            TOKENS.put(role, PEOPLE.get(role).get("/account").token());
        }
    }

    @AfterAll
    static void close() {
        house.close();
    }

    /** The list is kept by hand: a new route is let in by somebody who has thought about who may use it. */
    @Test
    void theRoutesAreThoseThatSomebodyThoughtAbout() throws IOException {
        try (InputStream in = AccessTest.class.getResourceAsStream("access.txt")) {
            String known = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(known.strip(), String.join("\n", house.routes().stream()
                .map(route -> route.access() + " " + route.method() + " " + route.path()).sorted().toList()));
        }
    }

    @Test
    void nobodyIsLetInToWhatIsNotTheirs() {
        List<String> faults = new ArrayList<>();
        for (Route route : house.routes()) {
            String path = named(route.path());
            Browser.Answer stranger = ask(house.stranger(), route, path, "");
            boolean turnedAway = stranger.status() == 303 && stranger.location().startsWith("/sign-in");
            if (turnedAway == (route.access() == Access.ANYONE)) {
                faults.add("a stranger at " + route + ": " + stranger.status() + " " + stranger.location());
            }
            for (Role role : Role.values()) {
                if (route.path().equals("/sign-out")) {
                    continue;
                }
                Browser.Answer answer = ask(PEOPLE.get(role), route, path, TOKENS.get(role));
                boolean allowed = route.access() == Access.ANYONE || route.access() == Access.PEOPLE
                    || route.access() == Access.MEMBER && role != Role.REQUESTER
                    || route.access().name().equals(role.name());
                if (allowed == (answer.status() == 403) || answer.status() >= 500) {
                    faults.add(role + " at " + route + ": " + answer.status());
                }
            }
        }
        assertEquals(List.of(), faults);
    }

    @Test
    void everyAnswerSaysThatItIsNothingToBeFramedGuessedOrKept() {
        List<String> faults = new ArrayList<>();
        List<Browser.Answer> answers = new ArrayList<>();
        for (Route route : house.routes()) {
            if (!route.path().startsWith("/live/")) {
                answers.add(ask(house.stranger(), route, named(route.path()), ""));
                answers.add(ask(PEOPLE.get(Role.STEWARD), route, named(route.path()), "wrong"));
            }
        }
        answers.add(house.stranger().get("/nothing"));
        answers.add(house.stranger().get("/assets/none/none.css"));
        answers.add(house.stranger().get("/%zz"));
        answers.add(house.stranger().get("/board/"));
        answers.add(house.stranger().send(HttpMethod.DELETE, "/board", Map.of(), Buffer.buffer()));
        answers.add(house.stranger().send(HttpMethod.GET, "/board", Map.of("Host", "evil.example"), Buffer.buffer()));
        for (Browser.Answer answer : answers) {
            require(faults, answer, "Strict-Transport-Security", "max-age=31536000; includeSubDomains");
            require(faults, answer, "X-Content-Type-Options", "nosniff");
            require(faults, answer, "Referrer-Policy", "no-referrer");
            require(faults, answer, "Cross-Origin-Opener-Policy", "same-origin");
            String type = String.valueOf(answer.headers().get("Content-Type"));
            boolean html = type.startsWith("text/html");
            if (html && !type.equals("text/html; charset=utf-8")) {
                faults.add(type);
            }
            String policy = String.valueOf(answer.headers().get("Content-Security-Policy"));
            if (!policy.startsWith("default-src 'none'") || !policy.contains("frame-ancestors 'none'")
                    || policy.contains("unsafe") || policy.contains("http") || policy.contains("*")) {
                faults.add(policy);
            }
            if (html) {
                require(faults, answer, "Cache-Control", "private, no-store");
            }
        }
        assertEquals(List.of(), faults);
    }

    @Test
    void lookingAtAnyPageChangesNothing() {
        // When somebody was last seen is noted at most once a minute, and the start was just now.
        house.node().settle();
        Map<String, String> before = house.node().stored();
        for (Route route : house.routes()) {
            if (route.method() == HttpMethod.GET && !route.path().startsWith("/live/")) {
                PEOPLE.values().forEach(browser -> browser.get(named(route.path())));
                house.stranger().get(named(route.path()));
            }
        }
        assertEquals(before, house.node().stored());
    }

    private static void require(List<String> faults, Browser.Answer answer, String name, String value) {
        if (!value.equals(answer.headers().get(name))) {
            faults.add(answer.status() + " " + name + ": " + answer.headers().get(name));
        }
    }

    /** A path whose variables name nothing that is there. */
    static String named(String path) {
        return path.replaceAll(":(id|draft|claim)", "01M87BEFS0HQSYHRMC1NHFFJBQ").replace(":host", "bologna.localhost")
            .replace(":sha256", "0".repeat(64)).replace(":link", "A".repeat(43)).replaceAll(":[a-z0-9]+", "x");
    }

    private static Browser.Answer ask(Browser browser, Route route, String path, String token) {
        return route.method() == HttpMethod.GET
            ? browser.send(HttpMethod.GET, path, Map.of(), Buffer.buffer(), route.path().startsWith("/live/"))
            : browser.post(path, Map.of("_token", token));
    }
}
