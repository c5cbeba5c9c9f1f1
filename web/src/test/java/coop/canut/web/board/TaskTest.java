package coop.canut.web.board;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.member.Requester;
import coop.canut.node.member.Role;
import coop.canut.protocol.message.ListingMessage.State;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.web.Browser;
import coop.canut.web.House;
import coop.canut.web.Offer;
import coop.canut.web.work.WorkPages;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A listing's page: its terms, trying it, and taking tasks of it. */
final class TaskTest {

    @TempDir
    private static Path folder;
    private static House house;
    private static Requester museum;

    @BeforeAll
    static void open() {
        house = new House(folder.resolve("keys"));
        museum = house.requester("Musée de la soie");
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void anyoneReadsTheTermsAndOnlyAWorkerCanTake() {
        String path = WorkPages.listing(new Offer(house, museum).titled("Read <this>").machines("declared").severe(2).publish());
        String page = house.stranger().see(path);
        for (String told : new String[] {"Read &lt;this&gt;", "Read it and choose.", "Signed by Anne Dubois",
            "Musée de la soie, France, SIREN 1", "€0.50 for each accepted answer", "10 min from taking it",
            "after 1 day is accepted by itself", "after 14 days without a decision", "reviews: unpleasant",
            "You may use a machine if you say which.", "Policy 1 of lyon.localhost", "/sign-in?next=" + path}) {
            assertTrue(page.contains(told), told);
        }
        assertFalse(page.contains(path + "/take"));
        assertTrue(house.signedIn("Chen", Role.WORKER, null).see(path).contains(path + "/take"));
        Browser anne = house.signedIn("Anne", Role.REQUESTER, museum);
        assertFalse(anne.see(path).contains(path + "/take"));
        assertEquals(403, anne.send("/account", path + "/take", Map.of("count", "1")).status());
    }

    @Test
    void whatIsNotHereLooksToAStrangerLikeWhatIsElsewhere() {
        Browser stranger = house.stranger();
        String missing = "/01ARZ3NDEKTSV4RRFFQ69G5FAV";
        Browser.Answer here = stranger.get("/tasks/lyon.localhost" + missing);
        Browser.Answer elsewhere = stranger.get("/tasks/bologna.example" + missing);
        assertEquals(404, here.status());
        assertEquals(here.status(), elsewhere.status());
        assertEquals(here.body().replace("lyon.localhost/01", "bologna.example/01"), elsewhere.body());
        assertEquals(404, stranger.get("/tasks/LYON.localhost" + missing).status());
        assertEquals(404, stranger.get("/tasks/lyon.localhost/1").status());
    }

    @Test
    void anExampleIsTriedWithoutATrace() {
        String path = WorkPages.listing(new Offer(house, museum).trying("All <well>.", "yes", "They say so.").publish());
        Browser stranger = house.stranger();
        assertTrue(stranger.see(path).contains("All &lt;well&gt;."));
        Map<String, String> before = house.node().stored();
        String right = stranger.see(path + "?try=yes");
        assertTrue(right.contains("“Content” is right.") && right.contains("They say so."));
        assertTrue(right.contains("value=\"yes\" checked"));
        assertTrue(stranger.see(path + "?try=no").contains("You chose “Not content”. Right would be “Content”."));
        assertTrue(stranger.see(path + "?try=%3Cb%3E").contains("Choose one of the answers."));
        Browser.Answer part = stranger.send(HttpMethod.GET, path + "?try=no", Map.of("HX-Request", "true"), Buffer.buffer());
        assertFalse(part.body().contains("<html"));
        assertTrue(part.body().contains("Right would be “Content”."));
        before.keySet().stream().filter(table -> table.startsWith("claim") || table.startsWith("held"))
            .forEach(table -> assertEquals(before.get(table), house.node().stored().get(table), table));
    }

    @Test
    void theImageOfAnExampleIsServedFromHereAndNothingElseIs() {
        String pictures = WorkPages.listing(new Offer(house, museum).pictures(2).publish());
        Browser.Answer image = house.stranger().get(pictures + "/example");
        assertEquals("image/png", image.headers().get("Content-Type"));
        assertEquals("nosniff", image.headers().get("X-Content-Type-Options"));
        assertArrayEquals(Offer.PNG, image.bytes().getBytes());
        assertTrue(house.stranger().see(pictures + "?try=no").contains("does not say which answer is right"));
        String texts = WorkPages.listing(new Offer(house, museum).publish());
        assertEquals(404, house.stranger().get(texts + "/example").status());
        assertFalse(house.stranger().see(texts).contains("Try one"));
    }

    @Test
    void takingLeadsToTheWorkbench() {
        String path = WorkPages.listing(new Offer(house, museum).publish());
        Browser amelie = house.signedIn("Amélie", Role.WORKER, null);
        String bench = amelie.send(path, path + "/take", Map.of("count", "1")).location();
        assertTrue(bench.matches("/workbench\\?claim=[0-9A-Z]{26}"), bench);
        Browser.Answer several = amelie.send(path, path + "/take", Map.of("count", "10"));
        assertTrue(several.location().matches("/workbench\\?claim=[0-9A-Z]{26}&did=taken&n=2"), several.location());
        assertTrue(amelie.see(bench).contains("data-claim=\"" + bench.substring(bench.indexOf('=') + 1) + "\""));
        assertTrue(amelie.see(several.location()).contains("2 tasks are on your workbench."));
    }

    @Test
    void whyNothingIsLeftIsToldOnThePage() {
        ObjectUrl listing = new Offer(house, museum).publish();
        String path = WorkPages.listing(listing);
        Browser amelie = house.signedIn("Amélie", Role.WORKER, null);
        amelie.send(path, path + "/take", Map.of("count", "10"));
        Browser.Answer none = amelie.send(path, path + "/take", Map.of("count", "1"));
        assertEquals(404, none.status());
        assertTrue(none.body().contains("There is no task of this batch for you right now."));
        assertTrue(none.body().contains("Read it and choose."));
        House.get(() -> house.rooms().listings().changeState(museum, listing.id(), State.PAUSED, "A pause."));
        house.node().settle();
        assertTrue(amelie.see(path).contains("The requester has paused this."));
        Browser.Answer paused = amelie.send("/account", path + "/take", Map.of("count", "1"));
        assertEquals(409, paused.status());
        assertTrue(paused.body().contains("This batch takes no work at the moment."));
    }
}
