package coop.canut.node.fediverse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.RunningNode;
import coop.canut.protocol.message.ListingMessage.State;
import coop.canut.protocol.message.ListingMessage.StateChanged;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is told of our listings, when, and how hard we try. */
final class NotesTest {

    private Followed board;
    private StrangeServer strange;

    @BeforeEach
    void open() {
        board = new Followed();
        strange = board.strange;
        board.followed();
    }

    @AfterEach
    void close() {
        board.close();
    }

    private Id publish(String title) {
        Id id = board.world.newId();
        board.say(Told.listing(Followed.SELF, id, 1, title, 0));
        return id;
    }

    private void turn(Id listing, long number, State state) {
        board.say(new StateChanged(new ObjectUrl(Noun.LISTING, Followed.SELF, listing), number, state, "So it is.", null));
    }

    /** A minute passes, second by second as far as it matters. */
    private void later() {
        board.bring();
        board.world.pass(Duration.ofMinutes(1));
        board.bring();
    }

    private Foreign last(String type) {
        Foreign last = strange.heard.getLast();
        assertTrue(last.is("type", type), strange.heard.size() + " heard, the last " + last.text("type"));
        return last;
    }

    @Test
    void aNewListingIsAPostToTheSharedInbox() {
        Id id = publish("Sort silk");
        board.bring();
        Foreign note = last("Create").object("object");
        assertEquals(List.of("POST /inbox newer"), strange.asked);
        assertEquals("https://lyon.localhost/board/note/" + id, note.text("id"));
        assertEquals("https://lyon.localhost/listing/" + id, note.text("url"));
        assertEquals("<p><strong>Sort silk</strong></p><p>0.40 EUR an answer, about 12.00 EUR an hour, 2 min each. 300 answers "
            + "are wanted.</p><p>For Soieries &amp; Cie (FR). The answers are for: A catalogue of silk</p><p><a href=\""
            + "https://lyon.localhost/listing/" + id + "\">https://lyon.localhost/listing/" + id + "</a></p>",
            note.text("content"));
        assertEquals("0.40", note.object("reciprocal").object("resourceQuantity").text("hasNumericalValue"));
        assertEquals("300", note.object("publishes").object("resourceQuantity").text("hasNumericalValue"));
        assertNull(note.text("summary"));
        assertEquals(200, board.get("/board/note/" + id).statusCode());
        assertTrue(board.get("/board/outbox?page=first").body().contains(id.value()));
        later();
        assertEquals(1, strange.heard.size());
    }

    @Test
    @Tag("F-74")
    void whatSomebodyWroteIsTextAndNothingElse() {
        publish("<script>alert(1)</script> \u202e& \"silk\"\u200b");
        board.bring();
        assertTrue(last("Create").object("object").text("content").startsWith(
            "<p><strong>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;silk&quot;</strong></p>"));
    }

    @Test
    void hardContentIsBehindAWarning() {
        board.say(Told.listing(Followed.SELF, board.world.newId(), 1, "Look away", 3));
        board.bring();
        Foreign note = last("Create").object("object");
        assertEquals("Work with content that is hard to look at: animals", note.text("summary"));
        assertTrue(note.text("content").contains("Severity 3 of 4: animals"));
    }

    @Test
    void severalInAnHourAreOnePost() {
        publish("First");
        board.bring();
        Id second = publish("Second");
        publish("Third");
        later();
        assertEquals(1, strange.heard.size());
        board.world.pass(Notes.BETWEEN);
        board.bring();
        Foreign note = last("Create").object("object");
        assertEquals(2, strange.heard.size());
        assertEquals("https://lyon.localhost/board", note.text("url"));
        assertTrue(note.text("content").contains("/listing/" + second + "\">Second</a>: 0.40 EUR an answer"));
        assertTrue(note.text("content").contains("All tasks are on "));
        turn(second, 1, State.CLOSED);
        later();
        assertTrue(last("Update").object("object").text("content").contains("<li>Closed. <a href="));
    }

    @Test
    void manyAreCountedAndNotAllNamed() {
        for (int i = 0; i < Note.SHOWN + 5; i++) {
            publish("Number " + i);
        }
        later();
        String content = last("Create").object("object").text("content");
        assertEquals(Note.SHOWN, content.split("<li>", -1).length - 1);
        assertTrue(content.contains("And 5 more, on "));
    }

    @Test
    void aRevisionAndAnEndAreToldAndTwoInARowOnce() {
        Id id = publish("Sort silk");
        board.bring();
        board.say(Told.listing(Followed.SELF, id, 2, "Sort fine silk", 0));
        board.bring();
        turn(id, 1, State.PAUSED);
        later();
        assertEquals(2, strange.heard.size());
        Foreign note = last("Update").object("object");
        assertTrue(note.text("content").startsWith("<p>Paused for now.</p><p><strong>Sort fine silk"));
        assertFalse(last("Update").text("id").endsWith("#create"));
        turn(id, 2, State.WITHDRAWN);
        later();
        assertTrue(last("Update").object("object").text("content").startsWith("<p>Withdrawn.</p>"));
    }

    @Test
    void whatEndedBeforeItWasToldIsNotTold() {
        publish("First");
        board.bring();
        turn(publish("Second"), 1, State.CLOSED);
        board.bring();
        board.world.pass(Notes.BETWEEN);
        later();
        assertEquals(1, strange.heard.size());
    }

    @Test
    void whatIsErasedIsTakenBack() {
        Id id = board.world.newId();
        Signed signed = board.say(Told.listing(Followed.SELF, id, 1, "A secret", 0));
        board.bring();
        RunningNode.await(board.store.run("update log_entry set message = null where id = $1",
            Tuple.of(signed.envelope().id().toString())));
        board.world.pass(Duration.ofMinutes(1));
        later();
        Foreign delete = last("Delete");
        assertEquals("https://lyon.localhost/board/note/" + id, delete.reference("object"));
        assertEquals(410, board.get("/board/note/" + id).statusCode());
        assertTrue(board.get("/board/outbox").body().contains("\"totalItems\":0"));
        assertFalse(board.get("/board/note/" + id).body().contains("secret"));
    }

    @Test
    void whatIsForCertainNodesIsNobodyElsesNews() {
        board.say(Told.listing(Followed.SELF, board.world.newId(), 1, "For Bologna", 0, List.of(Host.of("bologna.localhost"))));
        later();
        assertEquals(List.of(), strange.heard);
        assertTrue(board.get("/board/outbox").body().contains("\"totalItems\":0"));
    }

    @Test
    void aServerThatDoesNotTakeItIsTriedEightTimesInTwoDays() {
        strange.status = 503;
        publish("Sort silk");
        board.bring();
        for (Duration pause : Deliveries.PAUSES) {
            board.world.pass(pause.minusSeconds(1));
            int before = strange.asked.size();
            board.bring();
            assertEquals(before, strange.asked.size());
            board.world.pass(Duration.ofSeconds(1));
            board.bring();
        }
        assertEquals(1 + Deliveries.PAUSES.size(), strange.asked.size());
        assertEquals(0, board.number("select count(*) from board_delivery"));
        assertTrue(Deliveries.PAUSES.stream().reduce(Duration.ZERO, Duration::plus).compareTo(Duration.ofHours(48)) < 0);
    }

    @Test
    void whoWasAwayHearsItAsItIsNow() {
        strange.silent = true;
        Id id = publish("Sort silk");
        board.bring();
        turn(id, 1, State.CLOSED);
        board.bring();
        strange.silent = false;
        later();
        assertEquals(1, strange.heard.size());
        assertTrue(last("Create").object("object").text("content").startsWith("<p>Closed.</p>"));
    }

    @Test
    void anInboxThatIsGoneIsNotAskedAgain() {
        strange.status = 410;
        publish("Sort silk");
        board.bring();
        assertEquals(0, board.number("select count(*) from board_delivery"));
    }

    @Test
    void pagesOfTheOutboxLeadToItsEnd() {
        for (int i = 0; i < 23; i++) {
            publish("Number " + i);
            board.bring();
            board.world.pass(Notes.BETWEEN);
        }
        assertTrue(board.get("/board/outbox").body().contains("\"totalItems\":23"));
        Foreign first = Foreign.read(Buffer.buffer(board.get("/board/outbox?page=first").body()));
        assertEquals(20, first.objects("orderedItems", 100).size());
        String next = first.text("next").substring("https://lyon.localhost".length());
        Foreign second = Foreign.read(Buffer.buffer(board.get(next).body()));
        assertEquals(3, second.objects("orderedItems", 100).size());
        assertNull(second.text("next"));
    }
}
