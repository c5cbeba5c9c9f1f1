package coop.canut.ops.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.RunningNode;
import coop.canut.node.attack.StrangeNode;
import coop.canut.protocol.log.GoneLine;
import coop.canut.protocol.log.LogEntry;
import coop.canut.protocol.message.ListingMessage.State;
import coop.canut.protocol.message.ListingMessage.StateChanged;
import coop.canut.protocol.message.NodeMessage.ContentErased;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.message.NodeMessage.PeeringStated;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.MessageUrl;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A log that is checked from outside: a real node's, and a stranger's that lies in every way. */
final class VerifyLogTest {

    @TempDir
    private Path folder;
    private final Vertx vertx = Vertx.vertx();
    private StrangeNode evil;
    private String said;

    @BeforeEach
    void start() {
        evil = new StrangeNode(vertx, "evil.localhost");
        evil.say(peering(1));
        evil.say(listing("It is done."));
        evil.say(peering(2));
    }

    @AfterEach
    void stop() {
        RunningNode.await(vertx.close());
    }

    private static PeeringStated peering(long number) {
        return new PeeringStated(RunningNode.HOST, number, Level.CLAIM, Hash.ZERO, 0, "2026-001", null);
    }

    private StateChanged listing(String reason) {
        return new StateChanged(new ObjectUrl(Noun.LISTING, evil.host, Id.of("01M87BEFS0HQSYHRMC1NHFFJBQ")), 1, State.CLOSED,
            reason, null);
    }

    private int verify(String... arguments) {
        var out = new StringWriter();
        int code = new CommandLine(new VerifyLog()).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(out, true))
            .execute(arguments);
        said = out.toString();
        return code;
    }

    private int verifyEvil(String... more) {
        List<String> arguments = new ArrayList<>(List.of(url(evil), "--host", evil.host.toString(), "--epoch", "1"));
        arguments.addAll(Arrays.asList(more));
        return verify(arguments.toArray(String[]::new));
    }

    private static String url(StrangeNode node) {
        return "http://127.0.0.1:" + node.address().getPort();
    }

    private void assertWrong(String sentence) {
        assertEquals(1, verifyEvil(), said);
        assertTrue(said.contains("The log of evil.localhost does not hold: one thing is wrong."), said);
        assertTrue(said.contains(sentence), said);
    }

    @Test
    void aRealNodesLogHoldsAndItsWitnessesSawTheSame() {
        evil.begin();
        try (var node = RunningNode.start(vertx, folder.resolve("keys"), Map.of(evil.host, evil.address()))) {
            node.state(evil.host, Level.SEE);
            String url = "http://127.0.0.1:" + node.port();
            assertEquals(0, verify(url, "--host", "lyon.localhost", "--witness", evil.host + "=" + url(evil)), said);
            assertTrue(said.contains("The log of lyon.localhost holds: 3 entries, from the first to the last."), said);
            assertTrue(said.contains("3 proven, 0 taken back"), said);
            assertTrue(said.contains("Witness       evil.localhost at 2"), said);
            Path file = folder.resolve("checkpoint");
            assertEquals(0, verify(url, "--host", "lyon.localhost", "--remember", file.toString()), said);
            assertTrue(said.contains("Not asked     evil.localhost"), said);
            node.state(evil.host, Level.CLAIM);
            assertEquals(0, verify(url, "--host", "lyon.localhost", "--remember", file.toString()), said);
            assertTrue(said.contains("goes on from the 3 entries"), said);
        }
    }

    @Test
    void aStrangersLogHoldsByTheProtocolAlone() {
        assertEquals(0, verifyEvil(), said);
        assertTrue(said.contains("holds: 4 entries"), said);
    }

    @Test
    void anotherStoryThanTheRememberedOneIsFoundAndTheEvidenceStays() throws Exception {
        Path file = folder.resolve("checkpoint");
        assertEquals(0, verifyEvil("--remember", file.toString()), said);
        String before = Files.readString(file);
        Signed last = evil.said.removeLast();
        assertEquals(1, verifyEvil("--remember", file.toString()), said);
        assertTrue(said.contains("The log has 3 entries, and had 4 before."), said);
        evil.say(peering(3));
        evil.say(peering(4));
        assertEquals(1, verifyEvil("--remember", file.toString()), said);
        assertTrue(said.contains("tells another story than before"), said);
        assertEquals(before, Files.readString(file));
        evil.said.subList(3, 5).clear();
        evil.said.add(last);
        evil.say(peering(5));
        assertEquals(0, verifyEvil("--remember", file.toString()), said);
    }

    @Test
    void aFileAboutAnotherNodeIsNotUsed() throws Exception {
        Path file = folder.resolve("checkpoint");
        assertEquals(0, verifyEvil("--remember", file.toString()), said);
        var other = new StrangeNode(vertx, "other.localhost");
        assertEquals(1, verify(url(other), "--host", "other.localhost", "--epoch", "1", "--remember", file.toString()), said);
        assertTrue(said.contains("is about evil.localhost/canut/1/log/1, not about other.localhost"), said);
        Files.writeString(file, "hello");
        assertEquals(1, verifyEvil("--remember", file.toString()), said);
        assertTrue(said.contains("holds no checkpoint"), said);
    }

    private static LogEntry entry(Signed signed) {
        return new LogEntry(signed.envelope().id(), signed.envelope().kind().code(), signed.hash());
    }

    private void serveGone(int index, String reason) {
        StringBuilder page = new StringBuilder();
        for (int i = 0; i < evil.said.size(); i++) {
            page.append(i == index ? new GoneLine(entry(evil.said.get(i)), i, reason).text()
                : new String(evil.said.get(i).wire(), StandardCharsets.UTF_8)).append('\n');
        }
        evil.answering("/canut/1/log/1/messages", request -> StrangeNode.answer(request, 200, page.toString()));
    }

    private void takeBack(int index) {
        evil.say(new ContentErased(List.of(new MessageUrl(evil.host, evil.said.get(index).envelope().id())), "A name."));
    }

    @Test
    void whatItsAuthorTookBackIsNoFault() {
        takeBack(2);
        serveGone(2, "erased");
        assertEquals(0, verifyEvil(), said);
        assertTrue(said.contains("4 proven, 1 taken back"), said);
    }

    @Test
    void whatIsMissingWithoutAWordIsAFault() {
        serveGone(2, "erased");
        assertWrong("is not given, and nobody has taken it back");
    }

    @Test
    void whatMayNotBeTakenBackIsAFault() {
        takeBack(1);
        serveGone(1, "erased");
        assertWrong("Entry 1 (peering-stated) is not given, and an author may not take that back");
        evil.said.removeLast();
        serveGone(2, "expired");
        assertWrong("Entry 2 (listing-state-changed) is not given");
    }

    @Test
    void whatWasTakenBackAndIsStillGivenIsAFault() {
        takeBack(2);
        evil.answering("/canut/1/m/" + evil.said.get(2).envelope().id(), request -> StrangeNode.answer(request, 200,
            new String(evil.said.get(2).wire(), StandardCharsets.UTF_8)));
        assertWrong("was taken back and is still given");
    }

    @Test
    void otherBytesThanALeafNamesAreAFault() {
        Signed other = evil.said.get(3);
        String page = String.join("", List.of(0, 1, 3, 3).stream()
            .map(i -> new String(evil.said.get(i).wire(), StandardCharsets.UTF_8) + "\n").toList());
        evil.answering("/canut/1/log/1/messages", request -> StrangeNode.answer(request, 200, page));
        assertWrong("Entry 2 (listing-state-changed) does not hold: log-inconsistent");
        assertTrue(other != null);
    }

    @Test
    void entriesThatDoNotLeadToTheCheckpointAreAFault() {
        String entries = String.join("", evil.said.reversed().stream().map(each -> entry(each).text() + "\n").toList());
        evil.answering("/canut/1/log/1/entries", request -> StrangeNode.answer(request, 200, entries));
        assertEquals(1, verifyEvil(), said);
        assertTrue(said.contains("The entries do not lead to the checkpoint."), said);
    }

    @Test
    void aCheckpointOfAnotherKeyIsAFault() {
        var other = new StrangeNode(vertx, "other.localhost");
        var source = new Source(java.net.URI.create(url(other)), "other.localhost");
        String note = source.text("/canut/1/log/1/checkpoint", 8_192).replace("other.localhost", "evil.localhost");
        evil.answering("/canut/1/log/1/checkpoint", request -> StrangeNode.answer(request, 200, note));
        assertWrong("The checkpoint does not hold: key-unknown");
    }

    @Test
    void keysThatAreShownAndNotInTheLogAreAFault() {
        evil.answering("/.well-known/canut", request -> StrangeNode.answer(request, 200, "{\"epoch\":1}"));
        assertEquals(0, verify(url(evil), "--host", evil.host.toString()), said);
        evil.said.removeFirst();
        assertEquals(1, verify(url(evil), "--host", evil.host.toString()), said);
    }

    @Test
    void aNodeThatDoesNotAnswerSaysNothingAboutItsLog() {
        evil.answering("/canut/1/log/1/entries", request -> StrangeNode.answer(request, 500, ""));
        assertEquals(69, verifyEvil(), said);
        assertEquals(69, verify("http://127.0.0.1:1", "--host", "evil.localhost"), said);
        assertTrue(said.contains("could not be read to its end"), said);
        assertEquals(2, verify("http://127.0.0.1:1"), said);
    }
}
