package coop.canut.node.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.api.Reachable.Answer;
import coop.canut.node.member.Role;
import coop.canut.protocol.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is wrong is refused by its name, and not a row of any table comes of it. */
final class RefusalTest {

    private static final byte[] PNG = "\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1);
    private Reachable node;

    @BeforeEach
    void open() {
        node = new Reachable();
    }

    @AfterEach
    void close() {
        node.close();
    }

    private void refused(String refusal, Supplier<Answer> attempt) {
        Map<String, Long> before = node.rows();
        Answer answer = attempt.get();
        assertEquals(refusal, answer.refusal(), answer.body());
        assertEquals("application/problem+json", answer.headers().firstValue("Content-Type").orElse(""));
        assertEquals(before, node.rows());
    }

    private void refusedDraft(String refusal, String from, String to) {
        String draft = node.draft(node.upload(3));
        assertTrue(draft.contains(from), from);
        refused(refusal, () -> node.post(Role.REQUESTER, "listings", draft.replace(from, to)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aFileThatCannotBeTakenSaysWhere() {
        refused("422 csv-columns-missing review", () -> node.upload(utf8("text,gold\r\nFine,1\r\n")));
        byte[] latin1 = "review\r\nTrès bien\r\n".getBytes(StandardCharsets.ISO_8859_1);
        refused("400 csv-encoding items", () -> node.upload(latin1));
        byte[] longField = utf8("review\r\n" + "x".repeat(10 * 1_048_576) + "\r\n");
        refused("413 csv-field-too-long line 2", () -> node.upload(longField));
        refused("422 field-wrong items", () -> node.upload(utf8("")));
        refused("422 csv-row-wrong line 1", () -> node.upload(utf8("review,review\r\nFine,1\r\n")));
        refused("415 media-type-wrong", () -> node.send("POST", "items", node.token(Role.REQUESTER), "text/plain",
            utf8("review\r\nFine\r\n")));
    }

    @Test
    void anImageIsOneByItsBytesAndHasAName() {
        String files = "items/" + node.upload(1) + "/files/";
        refused("422 image-not-allowed file", () ->
            node.send("PUT", files + "photo.png", node.token(Role.REQUESTER), "image/png", utf8("<svg/>")));
        refused("422 field-wrong name", () ->
            node.send("PUT", files + "a%00b", node.token(Role.REQUESTER), "image/png", PNG));
        refused("404 listing-not-found items", () -> node.send("PUT", "items/" + node.nothing() + "/files/photo.png",
            node.token(Role.REQUESTER), "image/png", PNG));
    }

    @Test
    void rowsThatDoNotFitAreListedAndNothingIsStored() {
        Supplier<Answer> attempt = () -> node.upload(utf8("review,gold\r\nFine,1\r\nTwo\r\nThree,1,2\r\n"));
        refused("422 csv-row-wrong line 3", attempt);
        Json.Arr rows = (Json.Arr) attempt.get().json().get("rows");
        assertEquals(2, rows.items().size());
        assertEquals(Json.of(4), ((Json.Obj) rows.items().get(1)).get("line"));
    }

    @Test
    void aBodyLongerThanItsCapIsNotRead() {
        String head = " HTTP/1.1\r\nHost: lyon.example\r\nAuthorization: Bearer " + node.token(Role.REQUESTER) + "\r\n";
        Map<String, Long> before = node.rows();
        assertTrue(node.raw("POST /api/1/listings" + head + "Content-Type: application/json\r\nContent-Length: "
            + (Body.JSON_BYTES + 1) + "\r\n\r\n{").startsWith("HTTP/1.1 413"));
        assertTrue(node.raw("POST /api/1/items" + head + "Content-Type: text/csv\r\nContent-Length: 16777217\r\n\r\n")
            .startsWith("HTTP/1.1 413"));
        assertTrue(node.raw("POST /api/1/listings" + head + "Content-Type: application/json\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n").startsWith("HTTP/1.1 411"));
        for (String length : new String[] {"-1", "+1", "1e3", "0x1", "1, 2", "99999999999999999999"}) {
            assertTrue(node.raw("POST /api/1/listings" + head + "Content-Type: application/json\r\nContent-Length: "
                + length + "\r\n\r\n").startsWith("HTTP/1.1 4"), length);
        }
        assertEquals(before, node.rows());
        refused("413 too-large", () -> node.post(Role.REQUESTER, "listings", " ".repeat(Body.JSON_BYTES + 1)));
        refused("415 media-type-wrong", () -> node.send("POST", "listings", node.token(Role.REQUESTER),
            "application/json; charset=utf-8", utf8("{}")));
        assertEquals(200, node.get(Role.REQUESTER, "me").status(), "the connection goes on, or a new one is had");
    }

    @Tag("W-19")
    @Test
    void aPriceIsWholeMinorUnits() {
        node.deposit(100_000);
        refusedDraft("400 number-form price.amount", "\"amount\":40", "\"amount\":0.001");
        refusedDraft("400 number-form price.amount", "\"amount\":40", "\"amount\":-1");
        refusedDraft("400 number-form price.amount", "\"amount\":40", "\"amount\":\"40\"");
        refusedDraft("422 price-too-small price", "\"amount\":40", "\"amount\":0");
        refusedDraft("422 below-floor price", "\"amount\":40", "\"amount\":33");
    }

    @Test
    void aDraftIsReadStrictly() {
        node.deposit(100_000);
        refusedDraft("400 json-duplicate-key title", "\"title\":\"Reviews\"", "\"title\":\"Reviews\",\"title\":\"More\"");
        refusedDraft("400 text-invalid title", "\"title\":\"Reviews\"", "\"title\":\"Re\\u0000views\"");
        refusedDraft("400 member-missing title", "\"title\":\"Reviews\",", "");
        refusedDraft("400 member-missing title", "\"title\":\"Reviews\"", "\"title\":null");
        refusedDraft("422 field-wrong title", "\"title\":\"Reviews\"", "\"title\":\"Two\\nlines\"");
        refusedDraft("400 member-unknown titel", "\"title\":\"Reviews\"", "\"title\":\"Reviews\",\"titel\":\"Reviews\"");
        refusedDraft("400 time-form deadline", "2026-12-24T18:00:00Z", "2026-12-24");
        refusedDraft("400 name-not-canonical items", "\"items\":\"0", "\"items\":\"X0");
        refusedDraft("422 csv-columns-missing visitor", "\"name\":\"review\"", "\"name\":\"visitor\"");
        refusedDraft("400 json-limit template", "\"ask\":\"How", "\"ask\":\"" + "How".repeat(17_000));
        refusedDraft("422 field-wrong machineHelp", "\"none\"", "\"some\"");
    }

    @Test
    void withoutFundsNothingIsPublished() {
        refusedDraft("422 funds-missing funds", "Reviews", "Reviews");
    }

    @Test
    void somebodyElsesListingDoesNotExist() {
        refused("404 listing-not-found", () -> node.get(Role.REQUESTER, "listings/" + node.nothing()));
        refused("404 listing-not-found", () -> node.get(Role.REQUESTER, "listings/" + node.nothing() + "/answers.csv"));
        refused("404 listing-not-found", () -> node.get(Role.WORKER, "board/lyon.example/" + node.nothing()));
    }

    @Test
    void peopleAndMoneyAreAdmittedInFull() {
        refused("400 member-missing roles", () -> node.post(Role.STEWARD, "people", "{\"name\":\"Ana\"}"));
        refused("422 field-wrong roles[0]", () ->
            node.post(Role.STEWARD, "people", "{\"name\":\"Ana\",\"roles\":[\"boss\"]}"));
        refused("400 field-missing requester", () ->
            node.post(Role.STEWARD, "people", "{\"name\":\"Ana\",\"roles\":[\"requester\"]}"));
        refused("422 field-wrong country", () -> node.post(Role.STEWARD, "requesters",
            "{\"name\":\"Museum\",\"country\":\"France\",\"register\":\"SIREN 1\"}"));
        refused("422 field-wrong requester", () -> node.post(Role.TREASURER, "deposits", "{\"requester\":\""
            + node.nothing() + "\",\"amount\":{\"amount\":1,\"currency\":\"EUR\"},\"reference\":\"1\"}"));
        refused("400 member-unknown amount.currency", () -> node.post(Role.TREASURER, "deposits", "{\"requester\":\""
            + node.requester.id() + "\",\"amount\":{\"amount\":1,\"currency\":\"euro\"},\"reference\":\"1\"}"));
        refused("422 field-wrong host", () ->
            node.put(Role.STEWARD, "peers/lyon.example", "{\"level\":\"see\",\"decision\":\"2026-1\"}"));
        refused("503 not-yet host", () ->
            node.put(Role.STEWARD, "peers/nairobi.example", "{\"level\":\"see\",\"decision\":\"2026-1\"}"));
        refused("404 not-found host", () ->
            node.put(Role.STEWARD, "peers/nairobi.example/credit", "{\"amount\":1,\"currency\":\"EUR\"}"));
    }
}
