package coop.canut.web.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.member.Person;
import coop.canut.node.member.Requester;
import coop.canut.node.member.Role;
import coop.canut.node.publish.Progress;
import coop.canut.node.publish.Reviews;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.work.ChoiceTemplate;
import coop.canut.web.Browser;
import coop.canut.web.House;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches, their review and their results, as a browser without scripts sees them. */
final class ReviewTest {

    private static final String NOBODYS = "01M87BEFS0HQSYHRMC1NHFFJBQ";
    @TempDir
    private static Path folder;
    private static House house;
    private static Requester museum;
    private static Browser anne;
    private static Browser other;
    private static Person chen;
    private static int batches;

    @BeforeAll
    static void open() {
        house = new House(folder.resolve("keys"));
        museum = house.requester("Museum");
        anne = house.signedIn("Anne", Role.REQUESTER, museum);
        other = house.signedIn("Bea", Role.REQUESTER, house.requester("Other"));
        chen = House.get(() -> house.rooms().members().admit(null, "Chen", Set.of(Role.WORKER), null)).person();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    /** A batch with so many answers that wait. */
    private static Progress answered(int answers) {
        Progress batch = house.publish(museum, "<b>Batch</b> " + ++batches, "<i>Which?</i>",
            List.of("First <u>item</u>", "Second", "Third", "Fourth"));
        house.node().settle();
        for (int i = 0; i < answers; i++) {
            var claim = House.get(() -> house.rooms().claims().open(chen, batch.url(), null));
            House.get(() -> house.rooms().claims().submit(chen, claim.id(), ChoiceTemplate.answer("1"), null, false));
        }
        house.node().settle();
        return batch;
    }

    private static String path(Progress batch) {
        return "/batches/" + batch.id();
    }

    private static List<Id> waiting(Progress batch) {
        return House.get(() -> house.rooms().reviews().waiting(museum, batch.id(), null, 100)).stream()
            .map(Reviews.Waiting::answerId).toList();
    }

    /** Accepts these answers by the form of the page. */
    private static Browser.Answer accept(Progress batch, Stream<Id> answers) {
        String form = Browser.encoded(Map.of("_token", anne.get("/account").token()))
            + answers.map(id -> "&answer=" + id).collect(Collectors.joining());
        return anne.send(HttpMethod.POST, path(batch) + "/accept", Map.of("Content-Type", "application/x-www-form-urlencoded",
            "Sec-Fetch-Site", "same-origin"), Buffer.buffer(form));
    }

    @Test
    void aBatchIsListedAndShowsHowItStands() {
        Progress batch = answered(2);
        String list = anne.see("/batches");
        assertTrue(list.contains("&lt;b&gt;Batch&lt;/b&gt;") && !list.contains("<b>Batch"));
        assertTrue(list.contains("Of 4 wanted answers 0 are done, 2 wait for your review, 0 are contested"));
        String page = anne.see(path(batch));
        assertTrue(page.contains("Review 2 answers") && page.contains("sse-connect=\"/live" + path(batch) + "\""));
        assertFalse(page.contains("<b>Batch"));
        Browser.Answer part = anne.send(HttpMethod.GET, path(batch), Map.of("HX-Request", "true"), Buffer.buffer());
        assertTrue(part.body().contains("2 to review") && !part.body().contains("<html"));
    }

    @Test
    void whatIsMarkedIsAcceptedPaidAndGone() {
        Progress batch = answered(3);
        List<Id> waiting = waiting(batch);
        String page = anne.see(path(batch) + "/review");
        assertTrue(page.contains("3 answers to review") && page.contains("&lt;i&gt;Which?&lt;/i&gt;"));
        assertFalse(page.contains("<i>Which") || page.contains("<u>item"));
        Browser.Answer done = accept(batch, waiting.stream().limit(2));
        assertEquals(path(batch) + "/review?accepted=2&paid=50", done.location());
        String after = anne.see(done.location());
        assertTrue(after.contains("2 answers accepted, €0.50 paid."));
        assertTrue(after.contains("1 answer to review"));
        assertEquals(2, House.get(() -> house.rooms().listings().progress(museum, batch.id())).accepted());
    }

    @Test
    void acceptingNothingSaysSo() {
        Progress batch = answered(1);
        Browser.Answer answer = accept(batch, Stream.of());
        assertEquals(400, answer.status());
        assertTrue(answer.body().contains("No answer is marked."));
    }

    @Test
    void acceptingTheSameTwicePaysOnce() {
        Progress batch = answered(2);
        List<Id> waiting = waiting(batch);
        accept(batch, waiting.stream());
        assertEquals(path(batch) + "/review?accepted=0&paid=0", accept(batch, waiting.stream()).location());
        assertEquals(50, House.get(() -> house.rooms().listings().progress(museum, batch.id())).paid().amount());
    }

    @Test
    void allThatWaitIsAcceptedAtOnceAndTheCostIsSaidBefore() {
        Progress batch = answered(4);
        assertTrue(anne.see(path(batch) + "/review").contains("Accepting all of them pays €1.00"));
        assertEquals(path(batch) + "/review?accepted=4&paid=100",
            anne.send(path(batch) + "/review", path(batch) + "/accept-all", Map.of()).location());
        assertTrue(anne.see(path(batch) + "/review").contains("Nothing to review"));
    }

    @Test
    void anAnswerWhoseRejectionIsProposedCannotBeAcceptedAndTheMarksStay() {
        Progress batch = answered(2);
        List<Id> waiting = waiting(batch);
        House.get(() -> house.rooms().reviews().reject(museum, waiting.getFirst(), "wrong", "No.", "Anne"));
        Browser.Answer refused = accept(batch, waiting.stream());
        assertEquals(409, refused.status());
        assertTrue(refused.body().contains("value=\"" + waiting.getLast() + "\" checked"));
        assertTrue(refused.body().contains("reviewed already"));
    }

    @Test
    void aRejectionNeedsAReasonAndKeepsWhatWasTyped() {
        Progress batch = answered(1);
        String path = "/answers/" + waiting(batch).getFirst() + "/reject";
        String page = anne.see(path + "?batch=" + batch.id());
        assertTrue(page.contains("Without a decision within 14 days") && page.contains("value=\"Anne\""));
        Browser.Answer refused = anne.send(path + "?batch=" + batch.id(), path,
            Map.of("batch", batch.id().toString(), "reason", "", "text", "<b>Because</b>", "by", "Anne"));
        assertEquals(422, refused.status());
        assertTrue(refused.body().contains("id=\"reason-fault\"") && refused.body().contains("&lt;b&gt;Because&lt;/b&gt;"));
        Browser.Answer done = anne.send(path + "?batch=" + batch.id(), path,
            Map.of("batch", batch.id().toString(), "reason", "wrong", "text", "It is the other way round.", "by", "Anne"));
        assertEquals(path(batch) + "/review?did=rejected", done.location());
        assertTrue(anne.see(path + "?batch=" + batch.id()).contains("A rejection of this answer is proposed already."));
        assertTrue(anne.see(path(batch)).contains("rejection proposed"));
        assertFalse(anne.see(path(batch) + "/results.jsonl").contains("\"answer\""), "sealed as long as it is not paid");
    }

    @Test
    void resultsAreLookedAtAndTakenAway() {
        Progress batch = answered(4);
        accept(batch, waiting(batch).stream().limit(3));
        String page = anne.see(path(batch) + "/results");
        assertTrue(page.contains("The first 3 accepted answers, of 3 items."));
        assertFalse(page.contains("<u>item") || page.contains("<i>Which"));
        Browser.Answer csv = anne.get(path(batch) + "/results.csv");
        assertEquals("text/csv; charset=utf-8", csv.headers().get("Content-Type"));
        assertEquals("attachment; filename=\"" + batch.id() + ".csv\"", csv.headers().get("Content-Disposition"));
        assertEquals(5, csv.body().split("\r\n").length);
        assertEquals(4, anne.see(path(batch) + "/results.jsonl").strip().split("\n").length);
    }

    @Test
    void aBatchIsPausedForAReasonThatWorkersRead() {
        Progress batch = answered(0);
        Browser.Answer refused = anne.send(path(batch), path(batch) + "/state", Map.of("state", "paused", "reason", ""));
        assertEquals(400, refused.status());
        assertTrue(refused.body().contains("id=\"reason-fault\""));
        assertTrue(refused.body().contains("value=\"paused\" required checked"));
        assertEquals(422, anne.send(path(batch), path(batch) + "/state", Map.of("state", "open sesame", "reason", "x")).status());
        assertEquals(path(batch) + "?did=state.paused", anne.send(path(batch), path(batch) + "/state",
            Map.of("state", "paused", "reason", "We look at the first ones.")).location());
        assertTrue(anne.see(path(batch) + "?did=state.paused").contains("Nothing new begins."));
        anne.send(path(batch), path(batch) + "/state", Map.of("state", "closed", "reason", "Enough."));
        Browser.Answer late = anne.post(path(batch) + "/state",
            Map.of("state", "open", "reason", "Again.", "_token", anne.get("/account").token()));
        assertEquals(409, late.status());
    }

    @Test
    @Tag("F-80")
    void anothersBatchIsLikeOneThatNeverWas() {
        Progress batch = answered(1);
        String answer = waiting(batch).getFirst().toString();
        String token = other.get("/account").token();
        for (String suffix : List.of("", "/review", "/results", "/results.csv", "/results.jsonl", "/files/" + "0".repeat(64))) {
            Browser.Answer theirs = other.get(path(batch) + suffix);
            assertEquals(404, theirs.status(), suffix);
            assertEquals(other.get("/batches/" + NOBODYS + suffix).body(), theirs.body(), suffix);
        }
        assertEquals(404, other.get("/live" + path(batch)).status());
        assertEquals(404, other.get("/answers/" + answer + "/reject?batch=" + batch.id()).status());
        assertEquals(404, other.get("/answers/" + answer + "/reject").status());
        assertEquals(404, anne.get("/answers/" + answer + "/reject?batch=" + answered(0).id()).status());
        Map<String, Map<String, String>> forms = Map.of(path(batch) + "/state", Map.of("state", "paused", "reason", "x"),
            path(batch) + "/accept", Map.of("answer", answer), path(batch) + "/accept-all", Map.of(),
            "/answers/" + answer + "/reject",
            Map.of("batch", batch.id().toString(), "reason", "wrong", "text", "x", "by", "x"));
        forms.forEach((path, fields) -> {
            Map<String, String> all = new HashMap<>(fields);
            all.put("_token", token);
            assertEquals(404, other.post(path, all).status(), path);
        });
        assertEquals(1, waiting(batch).size());
    }

    @Test
    void olderBatchesAreOnAPageOfTheirOwn() {
        for (int i = 0; i < 21; i++) {
            answered(0);
        }
        String page = anne.see("/batches");
        String older = page.replaceFirst("(?s).*href=\"(/batches\\?before=[^\"]*)\".*", "$1");
        assertTrue(older.startsWith("/batches?before="), "there is a way on");
        assertTrue(anne.see(older).contains("Batch"));
        assertTrue(anne.see("/batches?before=00000000000000000000000000").contains("There are no older batches."));
    }

    @Test
    void whoHasNothingYetIsToldTheOneStep() {
        String page = other.see("/batches");
        assertTrue(page.contains("nothing paid in yet") && page.contains("Begin with a new one"));
    }
}
