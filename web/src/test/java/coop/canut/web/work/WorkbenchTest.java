package coop.canut.web.work;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.member.Requester;
import coop.canut.node.member.Role;
import coop.canut.protocol.name.Hash;
import coop.canut.web.Browser;
import coop.canut.web.House;
import coop.canut.web.Offer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Working on units, as a browser without scripts does it, and as the script asks for parts. */
final class WorkbenchTest {

    private static final Pattern CLAIM = Pattern.compile("data-claim=\"([0-9A-Z]{26})\"");
    private static final Pattern IMAGE = Pattern.compile("<img src=\"(/workbench/[^\"]*)\"");
    private static final String BENCH = "/workbench";

    @TempDir
    private Path folder;
    private House house;
    private Requester museum;
    private Browser amelie;

    @BeforeEach
    void open() {
        house = new House(folder.resolve("keys"));
        museum = house.requester("Musée de la soie");
        amelie = house.signedIn("Amélie", Role.WORKER, null);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void take(Browser browser, Offer offer, int count) {
        String path = WorkPages.listing(offer.publish());
        assertEquals(303, browser.send(path, path + "/take", Map.of("count", String.valueOf(count))).status());
    }

    private static String claim(String page) {
        Matcher found = CLAIM.matcher(page);
        return found.find() ? found.group(1) : null;
    }

    private Browser.Answer part(String claim, String action, Map<String, String> fields) {
        Map<String, String> all = new HashMap<>(fields);
        all.put("_token", amelie.get("/account").token());
        return amelie.send(HttpMethod.POST, BENCH + "/" + claim + action, Map.of("Content-Type",
            "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin", "HX-Request", "true"),
            Buffer.buffer(Browser.encoded(all)));
    }

    private long count(String state) {
        return house.node().number("select count(*) from claim where state = $1", state);
    }

    @Test
    void anEmptyWorkbenchLeadsToTheBoard() {
        String bench = amelie.see(BENCH);
        assertTrue(bench.contains("Nothing is in your hands.") && bench.contains("href=\"/board\""));
    }

    @Test
    void oneUnitAfterTheOtherIsAnsweredUntilNoneIsLeft() {
        take(amelie, new Offer(house, museum).titled("<Reviews>").of("review\n\"a <b>\n  line\"\nAll was well.\nNever mind.\n"),
            1);
        String bench = amelie.see(BENCH);
        assertTrue(bench.contains("&lt;Reviews&gt;") && bench.contains("<p class=\"shown\">a &lt;b&gt;\n  line</p>"));
        for (int i = 0; i < 3; i++) {
            String claim = claim(amelie.see(BENCH));
            Browser.Answer next = amelie.send(BENCH, BENCH + "/" + claim, Map.of("choice", "yes"));
            assertEquals("/workbench?did=answered", next.location());
            assertNotEquals(claim, claim(amelie.see(BENCH)));
        }
        String done = amelie.see("/workbench?did=answered");
        assertTrue(done.contains("Handed in.") && done.contains("This session: 3 answers") && done.contains("€1.50"));
        assertEquals(3, count("submitted"));
    }

    @Test
    void anAnswerThatIsNoneKeepsTheUnitAndWhatWasTyped() {
        take(amelie, new Offer(house, museum).machines("declared"), 1);
        String claim = claim(amelie.see(BENCH));
        for (Map<String, String> typed : List.of(Map.of("help", "a <dictionary>"),
            Map.of("choice", "maybe", "help", "a <dictionary>"))) {
            Browser.Answer again = amelie.send(BENCH, BENCH + "/" + claim, typed);
            assertEquals(422, again.status());
            assertEquals(claim, claim(again.body()));
            assertTrue(again.body().contains("id=\"choice-fault\""));
            assertTrue(again.body().contains("value=\"a &lt;dictionary>\""), again.body());
        }
        Browser.Answer tooLong = amelie.send(BENCH, BENCH + "/" + claim, Map.of("choice", "no", "help", "x".repeat(1_001)));
        assertTrue(tooLong.body().contains("id=\"help-fault\""), tooLong.body());
        assertTrue(tooLong.body().contains("value=\"no\" checked"));
        Browser.Answer part = part(claim, "", Map.of("choice", ""));
        assertEquals(422, part.status());
        assertFalse(part.body().contains("<html"));
        assertEquals(claim, claim(part.body()));
        assertEquals(1, count("open"));
    }

    @Test
    void aDraftIsFoundAgainOnAnotherDevice() {
        take(amelie, new Offer(house, museum).machines("allowed"), 1);
        String claim = claim(amelie.see(BENCH));
        assertEquals(204, part(claim, "/draft", Map.of("choice", "no", "help", "a <dictionary>")).status());
        String bench = amelie.see(BENCH);
        assertTrue(bench.contains("value=\"no\" checked") && bench.contains("value=\"a &lt;dictionary>\""));
        part(claim, "", Map.of("choice", "yes"));
        assertEquals(409, part(claim, "/draft", Map.of("choice", "no")).status());
    }

    @Test
    void aScriptHasTheNextUnitBeforeItIsWanted() {
        take(amelie, new Offer(house, museum), 1);
        String first = claim(amelie.see(BENCH));
        Browser.Answer next = part(first, "/next", Map.of());
        String second = claim(next.body());
        assertEquals(2, count("open"));
        assertTrue(next.body().contains("2 tasks in hand"));
        assertEquals(second, claim(part(first, "/next", Map.of()).body()));
        assertEquals(2, count("open"));
        assertEquals(204, part(first, "", Map.of("choice", "yes")).status());
        String third = claim(part(second, "/next", Map.of()).body());
        assertEquals(204, part(second, "", Map.of("choice", "yes")).status());
        Browser.Answer none = part(third, "/next", Map.of());
        assertEquals(200, none.status());
        assertEquals(null, claim(none.body()));
        assertTrue(none.body().contains("1 task in hand"));
    }

    @Test
    void whatIsReturnedCanBeTakenAgainAndIsNotBroughtByItself() {
        take(amelie, new Offer(house, museum), 1);
        String first = claim(amelie.see(BENCH));
        String second = claim(part(first, "/next", Map.of()).body());
        assertEquals("/workbench?did=returned&n=1", amelie.send(BENCH, BENCH + "/" + first + "/return", Map.of()).location());
        String third = claim(part(second, "/next", Map.of()).body());
        assertEquals(204, part(second, "/return", Map.of()).status());
        assertEquals(null, claim(part(third, "/next", Map.of()).body()));
        assertEquals("/workbench?did=returned&n=1", amelie.send(BENCH, BENCH + "/return", Map.of()).location());
        assertTrue(amelie.see("/workbench?did=returned&n=1").contains("Returned."));
        assertEquals(3, count("released"));
    }

    @Test
    void whoStopsSaysWhyAndIsOwedTheTime() {
        take(amelie, new Offer(house, museum), 1);
        String claim = claim(amelie.see(BENCH));
        String stop = BENCH + "/" + claim + "/stop";
        Browser.Answer wrong = amelie.send(BENCH, stop, Map.of("cause", "bored", "reason", "So <dull>."));
        assertEquals(422, wrong.status());
        assertTrue(wrong.body().contains("id=\"cause-fault\"") && wrong.body().contains("value=\"So &lt;dull>.\""));
        Browser.Answer tooLong = amelie.send(BENCH, stop, Map.of("cause", "broken", "reason", "x".repeat(1_001)));
        assertTrue(tooLong.body().contains("id=\"reason-fault\""), tooLong.body());
        assertTrue(tooLong.body().contains("value=\"broken\" checked"));
        assertEquals("/workbench?did=stopped", amelie.send(BENCH, stop, Map.of("cause", "broken", "reason", "")).location());
        assertEquals(1, count("declined"));
    }

    @Test
    void whatIsOverIsToldAboveTheNext() {
        take(amelie, new Offer(house, museum), 10);
        String first = claim(amelie.see(BENCH));
        part(first, "/return", Map.of());
        Browser.Answer over = amelie.send(BENCH, BENCH + "/" + first, Map.of("choice", "yes"));
        assertEquals(409, over.status());
        assertTrue(over.body().contains("The time of this task is over"));
        assertNotEquals(first, claim(over.body()));
        Browser.Answer part = part(first, "", Map.of("choice", "yes"));
        assertEquals(409, part.status());
        assertEquals(null, claim(part.body()));
        assertTrue(part.body().contains("The time of this task is over"));
    }

    @Test
    void anImageIsShownToWhoWorksOnItAndVeiledIfItIsHard() {
        take(amelie, new Offer(house, museum).pictures(2).severe(3), 1);
        String bench = amelie.see(BENCH);
        assertTrue(bench.contains("class=\"veiled\"") && bench.contains("show=yes"));
        assertFalse(amelie.see("/workbench?claim=" + claim(bench) + "&show=yes").contains("class=\"veiled\""));
        Matcher found = IMAGE.matcher(bench);
        assertTrue(found.find());
        Browser.Answer image = amelie.get(found.group(1));
        assertEquals("image/png", image.headers().get("Content-Type"));
        assertEquals("private, max-age=3600", image.headers().get("Cache-Control"));
        assertArrayEquals(Hash.of(Hash.sha256(image.bytes().getBytes()).hex()).bytes(),
            Hash.of(found.group(1).substring(found.group(1).lastIndexOf('/') + 1)).bytes());
        Browser chen = house.signedIn("Chen", Role.WORKER, null);
        assertEquals(404, chen.get(found.group(1)).status());
        assertEquals(404, amelie.get(found.group(1).replaceAll("[0-9a-f]{64}", "0".repeat(64))).status());
    }

    @Test
    void theClaimOfAnotherIsAsLittleThereAsNone() {
        take(amelie, new Offer(house, museum).machines("allowed"), 1);
        String theirs = claim(amelie.see(BENCH));
        String none = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
        Browser chen = house.signedIn("Chen", Role.WORKER, null);
        for (String action : new String[] {"", "/draft", "/next", "/return", "/stop"}) {
            Map<String, String> fields = action.equals("/stop") ? Map.of("cause", "stopped", "reason", "")
                : action.isEmpty() || action.equals("/draft") ? Map.of("choice", "yes") : Map.of();
            Browser.Answer first = chen.send("/account", BENCH + "/" + theirs + action, fields);
            Browser.Answer second = chen.send("/account", BENCH + "/" + none + action, fields);
            assertEquals(404, first.status(), action);
            assertEquals(same(second.body(), none), same(first.body(), theirs), action);
        }
        Browser.Answer first = chen.get("/workbench?claim=" + theirs);
        assertEquals(404, first.status());
        assertEquals(404, chen.get("/workbench?claim=x").status());
        assertEquals(same(chen.get("/workbench?claim=" + none).body(), none), same(first.body(), theirs));
        assertEquals(1, count("open"));
    }

    private static String same(String body, String claim) {
        return body.replace(claim, "").replaceAll("name=\"_token\" value=\"[^\"]*\"", "");
    }
}
