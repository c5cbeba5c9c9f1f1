package coop.canut.node.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.api.Reachable.Answer;
import coop.canut.node.member.Role;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What people do here from one end to the other, each over HTTP and with a token of their own. */
@Timeout(60)
final class StoryTest {

    private static final byte[] PNG = "\u0089PNG\r\n\u001a\nand so on".getBytes(StandardCharsets.ISO_8859_1);
    private Reachable node;

    @BeforeEach
    void open() {
        node = new Reachable();
    }

    @AfterEach
    void close() {
        node.close();
    }

    private static Answer made(int status, Answer answer) {
        assertEquals(status, answer.status(), answer.body());
        return answer;
    }

    private static List<Json> list(Answer answer, String member) {
        return ((Json.Arr) answer.json().get(member)).items();
    }

    private static String text(Json in, String member) {
        return ((Json.Text) ((Json.Obj) in).get(member)).value();
    }

    private static long number(Json in, String member) {
        return ((Json.Int) ((Json.Obj) in).get(member)).value();
    }

    private Answer published(int units) {
        node.deposit(100_000);
        Answer listing = made(201, node.post(Role.REQUESTER, "listings", node.draft(node.upload(units))));
        String path = "board/" + Reachable.SELF + "/" + listing.text("id");
        // It stands on the board as soon as our own log has it, which nobody waits for.
        while (node.get(Role.WORKER, path).status() == 404) {
            Thread.onSpinWait();
        }
        return listing;
    }

    @Test
    void workIsPublishedFoundDoneAcceptedAndPaid() {
        Answer listing = published(3);
        Answer board = made(200, node.get(Role.WORKER, "board?text=reviews&minimumHourly=1000&currency=EUR"));
        Json.Obj row = (Json.Obj) list(board, "listings").getFirst();
        assertEquals(listing.text("url"), text(row, "url"));
        assertEquals(1_200, number(row.get("hourly"), "amount"));
        assertEquals(List.of(), list(node.get(Role.WORKER, "board?minimumHourly=1201&currency=EUR"), "listings"));
        Answer detail = node.get(Role.WORKER, "board/lyon.example/" + listing.text("id"));
        assertEquals("Museum", text(detail.json().get("requester"), "name"));
        assertEquals("Anne Dubois", text(detail.json().get("endUse"), "signedBy"));

        Answer claim = made(201, node.post(Role.WORKER, "claims", "{\"listing\":\"" + listing.text("url") + "\"}"));
        assertEquals(1, list(node.get(Role.WORKER, "claims"), "claims").size());
        node.world.pass(Duration.ofSeconds(100));
        Answer handed = made(200, node.post(Role.WORKER, "claims/" + claim.text("id") + "/answer",
            "{\"answer\":{\"choice\":\"1\"},\"next\":true}"));
        assertEquals(100, number(handed.json(), "seconds"));
        String next = text(handed.json().get("next"), "id");
        made(200, node.post(Role.WORKER, "claims/" + next + "/answer", "{\"answer\":\"{\\\"choice\\\":\\\"0\\\"}\"}"));
        Answer third = made(201, node.post(Role.WORKER, "claims", "{\"listing\":\"" + listing.text("url") + "\"}"));
        made(204, node.post(Role.WORKER, "claims/" + third.text("id") + "/decline",
            "{\"cause\":\"disturbing\",\"reason\":\"It shows an accident.\"}"));
        assertEquals("declined", node.get(Role.WORKER, "claims/" + third.text("id")).text("state"));

        String answers = "listings/" + listing.text("id") + "/answers";
        Answer waiting = node.get(Role.REQUESTER, answers);
        while (list(waiting, "answers").size() < 2) {
            waiting = node.get(Role.REQUESTER, answers);
        }
        String first = text(list(waiting, "answers").getFirst(), "id");
        Answer proposed = made(200, node.post(Role.REQUESTER, "answers/" + first + "/rejection",
            "{\"reason\":\"wrong\",\"text\":\"It is a question.\",\"by\":\"Anne Dubois\"}"));
        assertEquals("2026-12-08T18:01:40Z", proposed.text("lapsesAt"));
        Answer accepted = made(200, node.post(Role.REQUESTER, "listings/" + listing.text("id") + "/acceptances",
            "{\"all\":true}"));
        assertEquals(1, number(accepted.json(), "accepted"));
        assertEquals(40, number(accepted.json().get("paid"), "amount"));
        while (number(list(node.get(Role.WORKER, "earnings"), "earnings").getFirst(), "accepted") == 0) {
            Thread.onSpinWait();
        }
        assertEquals(3, list(node.get(Role.WORKER, "tasks"), "tasks").size());
        Answer page = node.get(Role.WORKER, "tasks?limit=2");
        assertEquals(1, list(node.get(Role.WORKER, "tasks?limit=2&before=" + page.text("before")), "tasks").size());
        assertTrue(list(made(200, node.get(Role.TREASURER, "ledger")), "balances").size() > 5);

        Answer csv = made(200, node.get(Role.REQUESTER, answers + ".csv"));
        assertEquals(3, csv.body().lines().count());
        assertEquals("attachment; filename=\"" + listing.text("id") + ".csv\"",
            csv.headers().firstValue("Content-Disposition").orElse(""));
        assertEquals(2, made(200, node.get(Role.REQUESTER, answers + ".jsonl")).body().lines().count());
        assertEquals("withdrawn", made(200, node.put(Role.REQUESTER, "listings/" + listing.text("id") + "/state",
            "{\"state\":\"withdrawn\",\"reason\":\"We have learned enough.\"}")).text("state"));
    }

    @Test
    void aListingThatIsOverIsTakenBackOnceAndNotBefore() {
        Answer listing = published(1);
        String erasure = "{\"listing\":\"" + listing.text("id") + "\",\"reason\":\"A name was in it.\"}";
        made(403, node.post(Role.REQUESTER, "erasures", erasure));
        assertEquals("not-over", made(409, node.post(Role.STEWARD, "erasures", erasure)).text("problem"));
        made(200, node.put(Role.REQUESTER, "listings/" + listing.text("id") + "/state",
            "{\"state\":\"withdrawn\",\"reason\":\"A name was in it.\"}"));
        Answer erased = node.post(Role.STEWARD, "erasures", erasure);
        while (erased.status() == 409) {
            erased = node.post(Role.STEWARD, "erasures", erasure);
        }
        assertEquals(2, number(made(200, erased).json(), "messages"));
        assertEquals(0, number(made(200, node.post(Role.STEWARD, "erasures", erasure)).json(), "messages"));
        while (node.get(Role.WORKER, "board/" + Reachable.SELF + "/" + listing.text("id")).status() != 404) {
            Thread.onSpinWait();
        }
        assertEquals("listing-not-found", made(404, node.post(Role.STEWARD, "erasures",
            erasure.replace(listing.text("id"), "01M87BEFS0HQSYHRMC1NHFFJBQ"))).text("problem"));
    }

    @Test
    void nothingStandsAgainstWhoNeverSaidAnything() {
        assertEquals(List.of(), list(made(200, node.get(Role.STEWARD, "forks")), "forks"));
        Answer evidence = made(200, node.get(Role.STEWARD, "peers/bologna.example/evidence"));
        assertEquals(List.of(), list(evidence, "forks"));
        assertEquals(List.of(), list(evidence, "equivocations"));
        assertEquals(List.of(), list(evidence, "comparisons"));
    }

    @Test
    void aTemplateAsLongAsAMessageCarriesIsTakenInEitherForm() {
        node.deposit(10_000);
        String choices = IntStream.range(0, 90)
            .mapToObj(i -> "{\"value\":\"" + i + "\",\"label\":\"" + "é".repeat(200) + "\"}")
            .collect(Collectors.joining(","));
        String draft = node.draft(node.upload(1)).replaceFirst("(?s)\"choices\":.*?]", "\"choices\":[" + choices + "]");
        made(201, node.post(Role.REQUESTER, "listings", draft));
        Json.Obj object = (Json.Obj) Json.read(draft.getBytes(StandardCharsets.UTF_8), JsonLimits.API);
        String template = object.get("template").text();
        assertTrue(template.getBytes(StandardCharsets.UTF_8).length > 36_000);
        made(201, node.post(Role.REQUESTER, "listings", object.with("template", Json.text(template)).text()));
    }

    @Test
    void severalUnitsAreTakenByTheirNames() {
        Answer listing = published(3);
        List<Json> units = list(made(200, node.get(Role.REQUESTER, "listings/" + listing.text("id") + "/units?limit=2")),
            "units");
        assertEquals(2, units.size());
        Answer claims = made(201, node.post(Role.WORKER, "claims", "{\"listing\":\"" + listing.text("url")
            + "\",\"units\":[\"" + text(units.get(0), "unit") + "\",\"" + text(units.get(1), "unit") + "\"]}"));
        assertEquals(2, list(claims, "claims").size());
        made(204, node.post(Role.WORKER, "claims/" + text(list(claims, "claims").getFirst(), "id") + "/decline",
            "{\"cause\":\"broken\"}"));
        made(204, node.send("POST", "claims/" + text(list(claims, "claims").getLast(), "id") + "/release",
            node.token(Role.WORKER), null, new byte[0]));
        assertEquals("released", node.get(Role.WORKER, "claims/" + text(list(claims, "claims").getLast(), "id"))
            .text("state"));
    }

    @Test
    void anImageReachesItsWorkerUnderItsHash() {
        node.deposit(10_000);
        String items = node.upload("review\r\nélan.png\r\n".getBytes(StandardCharsets.UTF_8)).text("items");
        Answer image = made(200, node.send("PUT", "items/" + items + "/files/%C3%A9lan.png", node.token(Role.REQUESTER),
            "image/png", PNG));
        Answer listing = made(201, node.post(Role.REQUESTER, "listings",
            node.draft(items).replace("\"as\":\"text\"", "\"as\":\"image\"")));
        while (node.get(Role.WORKER, "board/lyon.example/" + listing.text("id")).status() == 404) {
            Thread.onSpinWait();
        }
        Answer claim = made(201, node.post(Role.WORKER, "claims", "{\"listing\":\"" + listing.text("url") + "\"}"));
        assertEquals(image.text("sha256"), text(list(claim, "content").getFirst(), "sha256"));
        Answer file = made(200, node.get(Role.WORKER, "claims/" + claim.text("id") + "/files/" + image.text("sha256")));
        assertEquals("image/png", file.headers().firstValue("Content-Type").orElse(""));
        assertTrue(file.headers().firstValue("Content-Disposition").orElse("").startsWith("attachment"));
    }

    @Test
    void peopleAreAdmittedAndKnowWhoTheyAre() {
        Answer museum = made(201, node.post(Role.STEWARD, "requesters",
            "{\"name\":\"Library\",\"country\":\"IT\",\"register\":\"REA 1\"}"));
        Answer ana = made(201, node.post(Role.STEWARD, "people", "{\"name\":\"Ana\",\"roles\":[\"worker\",\"requester\"],"
            + "\"requester\":\"" + museum.text("id") + "\"}"));
        Answer me = made(200, node.send("GET", "me", ana.text("token"), null, new byte[0]));
        assertEquals("Ana", me.text("name"));
        assertEquals("Library", text(me.json().get("requester"), "name"));
        assertNull(node.get(Role.WORKER, "me").json().get("requester"));
        assertEquals(1, number(made(200, node.get(Role.WORKER, "policy")).json(), "number"));
        assertEquals(List.of(), list(made(200, node.get(Role.STEWARD, "peers")), "peers"));
    }

    @Test
    void aConnectionGoesOnAfterARefusedBody() {
        String head = "Host: lyon.example\r\nAuthorization: Bearer " + node.token(Role.WORKER) + "\r\n";
        String both = "POST /api/1/people HTTP/1.1\r\n" + head + "Content-Type: application/json\r\n"
            + "Content-Length: 2\r\n\r\n{}GET /api/1/me HTTP/1.1\r\n" + head + "Connection: close\r\n\r\n";
        String answers = node.rawToTheEnd(both);
        assertTrue(answers.startsWith("HTTP/1.1 403"), answers);
        assertTrue(answers.contains("HTTP/1.1 200"), answers);
    }
}
