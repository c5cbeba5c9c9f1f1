package coop.canut.web.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.member.Person;
import coop.canut.node.member.Requester;
import coop.canut.node.member.Role;
import coop.canut.node.publish.Reviews;
import coop.canut.node.work.Claim;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.web.Browser;
import coop.canut.web.House;
import coop.canut.web.Offer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker sees of what was done. */
final class MyWorkTest {

    private static final Pattern CLAIM = Pattern.compile("data-claim=\"([0-9A-Z]{26})\"");
    private static final Pattern RECEIPT = Pattern.compile("href=\"(/me/receipts/[0-9A-Z]{26})\"");

    @TempDir
    private Path folder;
    private House house;
    private Requester museum;
    private Browser amelie;

    @BeforeEach
    void open() {
        house = new House(folder.resolve("keys"));
        museum = house.requester("Musée <de> la soie");
        amelie = house.signedIn("Amélie", Role.WORKER, null);
    }

    @AfterEach
    void close() {
        house.close();
    }

    /** Takes and answers so many tasks of a new listing. */
    private ObjectUrl answer(int count, Offer offer) {
        ObjectUrl listing = offer.publish();
        String path = WorkPages.listing(listing);
        amelie.send(path, path + "/take", Map.of("count", "10"));
        for (int i = 0; i < count; i++) {
            Matcher claim = CLAIM.matcher(amelie.see("/workbench"));
            assertTrue(claim.find());
            amelie.send("/workbench", "/workbench/" + claim.group(1), Map.of("choice", "yes"));
        }
        house.node().settle();
        return listing;
    }

    private List<Id> waiting(ObjectUrl listing) {
        return House.get(() -> house.rooms().reviews().waiting(museum, listing.id(), null, 10)).stream()
            .map(Reviews.Waiting::answerId).toList();
    }

    @Test
    void beforeThereIsAnythingItSaysWhatWillBeHere() {
        assertTrue(amelie.see("/me").contains("Here you will see what you did"));
        assertTrue(amelie.see("/me/receipts").contains("none has yet"));
    }

    @Test
    void eachTaskSaysHowItStandsAndTheMoneyWithIt() {
        ObjectUrl listing = answer(2, new Offer(house, museum).titled("<Reviews>"));
        String waiting = amelie.see("/me");
        assertTrue(waiting.contains("&lt;Reviews&gt;") && waiting.contains("decided at the latest"));
        assertTrue(waiting.contains("in hand until"));
        assertTrue(waiting.contains("data-label=\"Waiting\">€1.00"));
        List<Id> answers = waiting(listing);
        House.get(() -> house.rooms().reviews().accept(museum, listing.id(), List.of(answers.get(0))));
        House.get(() -> house.rooms().reviews().reject(museum, answers.get(1), "wrong", "They <say> so.", "Anne Dubois"));
        house.node().settle();
        String decided = amelie.see("/me");
        assertTrue(decided.contains("accepted, paid"));
        assertTrue(decided.contains("By Anne Dubois: the answer is wrong") && decided.contains("They &lt;say&gt; so."));
        assertTrue(decided.contains("lapses in your favour"));
        assertTrue(decided.contains("data-label=\"Rejection proposed\">€0.50"));
        assertEquals(3, decided.split("<b class=\"received\">€0.50</b>", -1).length - 1);
        assertTrue(amelie.speaking("fr").see("/me").contains("Par Anne Dubois : la réponse est fausse"));
    }

    @Test
    void theListGoesOnWhereThePageEnded() {
        ObjectUrl listing = new Offer(house, museum).publish();
        for (int i = 0; i < 60; i++) {
            Claim claim = House.get(() -> house.rooms().claims().open(person(), listing, null));
            House.get(() -> house.rooms().claims().release(person(), claim.id()));
        }
        String first = amelie.see("/me");
        Matcher older = Pattern.compile("rel=\"next\" href=\"([^\"]*)\"").matcher(first);
        assertTrue(older.find());
        String second = amelie.see(older.group(1));
        assertFalse(second.contains("rel=\"next\""));
        assertEquals(60, first.split(">returned", -1).length + second.split(">returned", -1).length - 2);
        assertEquals(404, amelie.get("/me?before=x").status());
    }

    private Person person() {
        String id = house.node().text("select id from person where name = 'Amélie'");
        return new Person(Id.of(id), "Amélie", Set.of(Role.WORKER));
    }

    @Test
    void aReceiptIsTakenAlongByItsWorkerAndByNobodyElse() {
        ObjectUrl listing = answer(2, new Offer(house, museum).needing("reading"));
        House.get(() -> house.rooms().reviews().accept(museum, listing.id(), waiting(listing)));
        house.node().settle();
        String receipts = amelie.see("/me/receipts");
        assertTrue(receipts.contains("Musée &lt;de&gt; la soie, at lyon.localhost") && receipts.contains("2 answers accepted"));
        Matcher receipt = RECEIPT.matcher(receipts);
        assertTrue(receipt.find());
        Browser.Answer file = amelie.get(receipt.group(1));
        assertEquals(200, file.status());
        assertTrue(file.headers().get("Content-Disposition").matches("attachment; filename=\"receipt-[0-9A-Z]{26}\\.json\""));
        Browser chen = house.signedIn("Chen", Role.WORKER, null);
        Browser.Answer theirs = chen.get(receipt.group(1));
        assertEquals(404, theirs.status());
        assertEquals(chen.get("/me/receipts/01ARZ3NDEKTSV4RRFFQ69G5FAV").body(), theirs.body());
    }
}
