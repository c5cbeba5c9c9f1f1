package coop.canut.node.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.api.Reachable.Answer;
import coop.canut.node.member.Role;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.name.Hash;
import io.vertx.ext.web.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may use which route, as the description of the API has it and as the node behaves. */
final class AccessTest {

    private static final String UNKNOWN_TOKEN = "A".repeat(43);
    private static Reachable node;
    private static Json.Obj description;

    /** A route as it is described; {@code role} is null for anybody, "" for everybody with a token. */
    private record Described(String method, String path, String role, boolean withBody) {
    }

    @BeforeAll
    static void open() {
        node = new Reachable();
        description = node.send("GET", "openapi.json", null, null, new byte[0]).json();
    }

    @AfterAll
    static void close() {
        node.close();
    }

    private static Json.Obj object(Json.Obj in, String member) {
        return (Json.Obj) in.get(member);
    }

    private static List<Described> described() {
        List<Described> routes = new ArrayList<>();
        object(description, "paths").members().forEach((path, item) -> ((Json.Obj) item).members().forEach((method, op) -> {
            List<Json> security = ((Json.Arr) ((Json.Obj) op).get("security")).items();
            String role = null;
            if (!security.isEmpty()) {
                List<Json> roles = ((Json.Arr) ((Json.Obj) security.getFirst()).get("bearer")).items();
                role = roles.isEmpty() ? "" : ((Json.Text) roles.getFirst()).value();
            }
            routes.add(new Described(method.toUpperCase(Locale.ROOT), path, role,
                ((Json.Obj) op).get("requestBody") != null));
        }));
        return routes;
    }

    @Test
    void everyRouteIsDescribedAndEveryDescriptionHasItsRoute() {
        Set<String> mounted = new TreeSet<>();
        for (Route route : node.router.getRoutes()) {
            if (route.methods() != null) {
                String path = route.getName() == null ? route.getPath() : route.getName();
                route.methods().forEach(method ->
                    mounted.add(method + " " + path.replaceAll(":([a-z0-9]+)", "{$1}")));
            }
        }
        Set<String> described = new TreeSet<>();
        described().forEach(route -> described.add(route.method() + " " + route.path()));
        assertEquals(described, mounted);
    }

    @Test
    void whoMayUseARouteIsWhatItsDescriptionSays() {
        List<String> faults = new ArrayList<>();
        for (Described route : described()) {
            check(faults, route, "nobody", null, route.role() == null ? "allowed" : "401 not-signed-in");
            check(faults, route, "a wrong token", UNKNOWN_TOKEN, route.role() == null ? "allowed" : "401 not-signed-in");
            for (Role role : Role.values()) {
                boolean allowed = route.role() == null || route.role().isEmpty() || route.role().equals(role.code());
                check(faults, route, role.code(), node.token(role), allowed ? "allowed" : "403 not-allowed");
            }
        }
        assertEquals(List.of(), faults, String.join("\n", faults));
    }

    private static void check(List<String> faults, Described route, String who, String token, String wanted) {
        Answer answer = node.send(route.method(), path(route).substring(Gate.ROOT.length()), token,
            route.withBody() ? Reachable.JSON : null, route.withBody() ? new byte[] {'{', '}'} : new byte[0]);
        String problem = answer.status() < 400 ? "" : answer.text("problem");
        String found = switch (problem) {
            case "not-signed-in", "not-allowed", "internal", "method-not-allowed" -> answer.status() + " " + problem;
            default -> "allowed";
        };
        if (!found.equals(wanted)) {
            faults.add(who + " " + route + ": " + found + ", wanted " + wanted);
        }
        if (answer.status() == 401 && !answer.headers().firstValue("WWW-Authenticate").equals(
            Optional.of("Bearer"))) {
            faults.add(route + " does not say how to sign in");
        }
        if (!answer.headers().firstValue("X-Content-Type-Options").equals(Optional.of("nosniff"))
            || !answer.headers().firstValue("Cache-Control").orElse("").contains("no-store")) {
            faults.add(route + " may be cached or sniffed");
        }
    }

    private static String path(Described route) {
        return route.path().replace("{id}", node.nothing().toString()).replace("{host}", "nairobi.example")
            .replace("{sha256}", Hash.ZERO.hex()).replace("{name}", "photo.png");
    }

    @Test
    void aRoleIsAskedForBeforeAByteOfTheBody() {
        for (Described route : described()) {
            if (route.withBody()) {
                Role other = route.role().equals("worker") ? Role.STEWARD : Role.WORKER;
                // The body never comes: whoever waits for it would not answer.
                assertTrue(node.raw(route.method() + " " + path(route) + " HTTP/1.1\r\nHost: lyon.example\r\n"
                    + "Authorization: Bearer " + node.token(other) + "\r\nContent-Length: 100\r\n"
                    + "Content-Type: application/json\r\n\r\n").startsWith("HTTP/1.1 403"), route.toString());
            }
        }
    }

    @Test
    void whatTheDescriptionPointsAtIsThere() {
        List<String> missing = new ArrayList<>();
        look(description, missing);
        assertEquals(List.of(), missing);
        Set<String> names = new TreeSet<>();
        object(description, "paths").members().values().forEach(item -> ((Json.Obj) item).members().values().forEach(op ->
            assertTrue(names.add(((Json.Text) ((Json.Obj) op).get("operationId")).value()), "an operationId twice")));
    }

    private static void look(Json at, List<String> missing) {
        if (at instanceof Json.Arr(List<Json> items)) {
            items.forEach(item -> look(item, missing));
        } else if (at instanceof Json.Obj object) {
            if (object.get("$ref") instanceof Json.Text(String pointer)) {
                Json target = description;
                for (String step : pointer.substring(2).split("/")) {
                    target = target instanceof Json.Obj inner ? inner.get(step) : null;
                }
                if (target == null) {
                    missing.add(pointer);
                }
            }
            object.members().values().forEach(value -> look(value, missing));
        }
    }

    @Test
    void whatIsNotThereSaysSo() {
        assertEquals("404 not-found", node.get(Role.WORKER, "nothing").refusal());
        assertEquals("404 not-found", node.get(Role.WORKER, "me/").refusal());
        assertEquals("404 not-found", node.get(Role.WORKER, "board/Nairobi.example/" + node.nothing()).refusal());
        assertEquals("404 not-found", node.get(Role.WORKER, "claims/01m8zs5gg0").refusal());
        assertEquals("404 not-found", node.get(Role.WORKER, "claims/" + node.nothing() + "/files/ABC").refusal());
        Answer wrongMethod = node.post(Role.WORKER, "me", "{}");
        assertEquals("405 method-not-allowed", wrongMethod.refusal());
        assertEquals("GET", wrongMethod.headers().firstValue("Allow").orElse(""));
        assertTrue(node.raw("GET /api/1/claims/%zz HTTP/1.1\r\nHost: a\r\n\r\n").startsWith("HTTP/1.1 404"));
    }

    @Test
    void parametersAreKnownAndGivenOnce() {
        assertEquals("422 field-wrong page", node.get(Role.WORKER, "board?page=2").refusal());
        assertEquals("422 field-wrong limit", node.get(Role.WORKER, "board?limit=2&limit=3").refusal());
        assertEquals("422 field-wrong text", node.get(Role.WORKER, "board?text=%00").refusal());
        assertEquals("400 number-form limit", node.get(Role.WORKER, "board?limit=0").refusal());
        assertEquals("400 number-form maxSeverity", node.get(Role.WORKER, "board?maxSeverity=5").refusal());
        assertEquals("400 name-not-canonical host", node.get(Role.WORKER, "board?host=Lyon.example").refusal());
        assertEquals("400 field-missing currency", node.get(Role.WORKER, "board?minimumHourly=100").refusal());
        assertEquals("422 field-wrong after", node.get(Role.WORKER, "board?after=x").refusal());
        assertEquals("422 field-wrong after", node.get(Role.WORKER, "board?after=31556889864403199-1").refusal());
        assertEquals("422 field-wrong x", node.get(Role.WORKER, "me?x").refusal());
        assertTrue(node.raw("GET /api/1/me?%zz HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
            + node.token(Role.WORKER) + "\r\n\r\n").startsWith("HTTP/1.1 422"));
    }
}
