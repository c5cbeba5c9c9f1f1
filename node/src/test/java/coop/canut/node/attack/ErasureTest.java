package coop.canut.node.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.RunningNode;
import coop.canut.protocol.Problem;
import coop.canut.protocol.log.GoneLine;
import coop.canut.protocol.message.ListingMessage.State;
import coop.canut.protocol.message.ListingMessage.StateChanged;
import coop.canut.protocol.message.NodeMessage.ContentErased;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.name.MessageUrl;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What authors take back: the leaf stays, the bytes go, the id never lives again (FEDERATION.md 4). */
final class ErasureTest {

    @TempDir
    private Path folder;
    private Attacked attacked;
    private StrangeNode evil;

    @BeforeEach
    void start() {
        attacked = Attacked.start(folder);
        evil = attacked.evil;
    }

    @AfterEach
    void stop() {
        attacked.close();
    }

    private ContentErased erased(Signed... messages) {
        return new ContentErased(Stream.of(messages).map(message ->
            new MessageUrl(message.envelope().actor(), message.envelope().id())).toList(), "A name was in it.");
    }

    private void taken(int first) {
        Answer answer = attacked.send(evil.post(evil.logFrom(first)));
        assertEquals(202, answer.status(), answer.text());
    }

    private String entry(long index, String column) {
        return attacked.node.text("select " + column + "::text from log_entry where host = $1 and index = $2",
            evil.host.toString(), index);
    }

    private String mirrored(long index) {
        return attacked.send(RawRequest.of("GET", "/canut/1/mirror/" + evil.host + "/log/1/messages?from=" + index + "&limit=1",
            RunningNode.HOST.toString())).text();
    }

    private long shown() {
        return attacked.node.number("select count(*) from board_listing where shown");
    }

    /** Index 1: a policy; 2: a listing; 3: its end. */
    private Signed listed() {
        evil.say(Statements.policy());
        Signed listing = evil.say(Statements.listing(evil.host, 1, "Letters"));
        evil.say(new StateChanged(Statements.listing(evil.host, 1, "").listing(), 1, State.CLOSED, "Done.", null));
        return listing;
    }

    @Test
    void theBytesGoAndTheTreeStays() {
        Signed listing = listed();
        taken(1);
        assertEquals(1, shown());
        String before = mirrored(2);
        evil.say(erased(listing));
        taken(4);
        assertEquals(0, shown());
        assertEquals("erased", entry(2, "gone"));
        assertEquals("true", entry(2, "message is null"));
        assertEquals(new String(listing.wire(), StandardCharsets.UTF_8) + "\n", before);
        assertEquals(new GoneLine(StrangeNode.entry(listing), 2, "erased").text() + "\n", mirrored(2));
        assertEquals(0, attacked.node.number("select count(*) from board_listing where title <> '' or words <> ''"));
        assertEquals(0, attacked.node.number("select count(*) from board_revision where title <> '' or template <> ''"));
        evil.say(Statements.peering(RunningNode.HOST, 1));
        taken(5);
    }

    @Test
    void aListingAndItsErasureInOnePartLeaveNoBytes() {
        evil.say(erased(listed()));
        taken(1);
        assertEquals("erased", entry(2, "gone"));
        assertEquals(0, shown());
    }

    @Test
    @Tag("F-40")
    void whatWasErasedIsNotSaidAgain() {
        Signed listing = listed();
        evil.say(erased(listing));
        taken(1);
        evil.said.add(listing);
        attacked.assertRefused(Problem.TOMBSTONED, evil.post(evil.logFrom(5)));
        assertEquals(0, shown());
        evil.said.removeLast();
        // Erased before it was ever said: the leaf is kept, and nothing else.
        Signed later = evil.entry(Statements.listing(evil.host, 7, "Again"), StrangeNode.now(), evil.node);
        evil.say(erased(later));
        evil.said.add(later);
        taken(5);
        assertEquals("tombstoned", entry(6, "refused"));
        assertEquals("true", entry(6, "message is null"));
        assertEquals(0, shown());
    }

    @Test
    void nobodyErasesTheWordsOfAnother() {
        Signed theirs = attacked.bologna.say(Statements.policy());
        Signed listing = attacked.bologna.say(Statements.listing(attacked.bologna.host, 1, "Letters"));
        attacked.send(attacked.bologna.post(attacked.bologna.logFrom(1)));
        evil.say(erased(listing, theirs));
        taken(1);
        assertEquals("not-owner", entry(1, "refused"));
        assertEquals(1, shown());
        assertEquals(0, attacked.node.number("select count(*) from tombstone"));
        assertEquals(0, attacked.node.number("select count(*) from log_entry where gone is not null"));
    }

    @Test
    void whatOthersRelyOnStays() {
        Signed policy = evil.say(Statements.policy());
        evil.say(erased(evil.said.getFirst(), policy));
        taken(1);
        assertEquals("false", entry(0, "message is null"));
        assertEquals("false", entry(1, "message is null"));
        assertEquals(202, attacked.send(evil.post(attacked.oneFact())).status());
    }

    /** Serves a page as a node does that has erased these. */
    private void serveWithout(List<Long> gone) {
        evil.answering("/canut/1/log/1/messages", request -> StrangeNode.answer(request, 200, page(request, gone)));
    }

    private String page(HttpServerRequest request, List<Long> gone) {
        List<String> lines = new ArrayList<>();
        for (int i = Integer.parseInt(request.getParam("from")); i < evil.said.size(); i++) {
            lines.add((gone.contains((long) i) ? new GoneLine(StrangeNode.entry(evil.said.get(i)), i, "erased").text()
                : new String(evil.said.get(i).wire(), StandardCharsets.UTF_8)) + "\n");
        }
        return String.join("", lines);
    }

    private void readBehind() {
        Answer answer = attacked.send(evil.post(evil.logFrom(evil.said.size() - 1)));
        Attacked.assertRefusal(Problem.CURSOR_BEHIND, answer);
    }

    @Test
    void aReaderWhoComesLaterReadsTheLeavesAndVerifiesTheTree() {
        Signed listing = listed();
        evil.say(erased(listing, evil.said.get(3)));
        evil.say(Statements.peering(RunningNode.HOST, 1));
        serveWithout(List.of(2L, 3L));
        readBehind();
        RunningNode.until("the log is read", () -> attacked.node.number("select size from log where host = $1",
            evil.host.toString()) == 6);
        assertEquals("erased", entry(2, "gone"));
        assertEquals("erased", entry(3, "gone"));
        assertEquals(0, attacked.node.number("select count(*) from board_listing"));
        assertTrue(mirrored(2).contains("\"gone\""), mirrored(2));
    }

    @Test
    void aLogThatHidesItsPolicyIsNotReadOn() {
        evil.say(Statements.policy());
        evil.say(Statements.peering(RunningNode.HOST, 1));
        serveWithout(List.of(1L));
        readBehind();
        RunningNode.until("it was asked", () -> evil.askedFor("/messages?from=1") > 0);
        assertEquals(1, attacked.node.number("select size from log where host = $1", evil.host.toString()));
    }

    @Test
    void whatEndedLongAgoIsDroppedByReaders() {
        listed();
        taken(1);
        attacked.node.number("update board_listing set deadline = now() - interval '181 days' returning 1");
        RunningNode.until("it is dropped", () -> "expired".equals(entry(2, "gone")));
        assertEquals(new GoneLine(StrangeNode.entry(evil.said.get(2)), 2, "expired").text() + "\n", mirrored(2));
        assertEquals("false", entry(1, "message is null"));
    }

    @Test
    void whatWasErasedIsNotPushedAndAReaderWhoIsBehindIsToldSo() {
        attacked.node.number("""
            update log_entry set message = null, gone = 'erased' where host = $1 and index = 1 returning 1""",
            RunningNode.HOST.toString());
        attacked.node.number("update delivery set position = 0 where peer = $1 and stream = 'log' returning 1",
            evil.host.toString());
        long size = attacked.node.number("select size from log where host = $1", RunningNode.HOST.toString());
        evil.delivered.clear();
        attacked.node.say(attacked.bologna.host, Level.SEE);
        RunningNode.until("evil is brought something", () -> !evil.delivered.isEmpty());
        assertTrue(evil.delivered.getFirst().first() >= size - 1, "only the last entry");
        assertEquals(1, evil.delivered.getFirst().count());
    }
}
