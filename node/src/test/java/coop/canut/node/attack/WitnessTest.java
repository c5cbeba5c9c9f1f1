package coop.canut.node.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.RunningNode;
import coop.canut.protocol.log.Checkpoint;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.name.Hash;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs that tell each reader another story, and readers who compare: bologna is the witness of evil's log. */
final class WitnessTest {

    @TempDir
    private Path folder;
    private Attacked attacked;
    private StrangeNode evil;
    private String path;

    @BeforeEach
    void start() {
        attacked = Attacked.start(folder);
        evil = attacked.evil;
        path = "/canut/1/witness/" + Hash.sha256(Checkpoint.origin(evil.host, 1).getBytes(StandardCharsets.UTF_8))
            + "/checkpoint";
    }

    @AfterEach
    void stop() {
        attacked.close();
    }

    /** Bologna says that it cosigned this, and a day has passed. */
    private void compared(String note) {
        String line = Checkpoint.cosign(note, Checkpoint.witness(attacked.bologna.host), attacked.bologna.witness,
            StrangeNode.now());
        attacked.bologna.answering(path, request -> StrangeNode.answer(request, 200, note + line));
        attacked.node.number("update log set compared_at = now() - interval '25 hours' where host = $1 returning 1",
            evil.host.toString());
        RunningNode.until("it is compared", () -> attacked.node.number(
            "select count(*) from log where compared_at > now() - interval '1 hour' and host = $1", evil.host.toString()) == 1);
    }

    private String outcome() {
        return attacked.node.text("select outcome from comparison where host = $1 and witness = $2", evil.host.toString(),
            attacked.bologna.host.toString());
    }

    private Level ours() {
        return attacked.node.peers(peers -> peers.peer(evil.host)).ours();
    }

    @Test
    void aNewPeersLogIsComparedBeforeAnythingElse() {
        assertEquals(1, attacked.bologna.askedFor(path));
        assertEquals(0, attacked.node.number(
            "select count(*) from log l join peer p on p.host = l.host where compared_at is null"));
    }

    @Test
    void aWitnessWhoSawTheSameAgrees() {
        compared(evil.checkpoint(evil.log));
        assertEquals("agrees", outcome());
        evil.say(Statements.peering(RunningNode.HOST, 1));
        evil.say(Statements.peering(RunningNode.HOST, 2));
        compared(evil.checkpoint(evil.log));
        assertEquals("agrees", outcome(), "what was new was read first");
        assertEquals(3, attacked.node.number("select size from log where host = $1", evil.host.toString()));
        assertEquals(Level.CLAIM, ours());
    }

    @Test
    void aWitnessWhoSawAnotherRootShowsAFork() {
        String other = new Checkpoint(Checkpoint.origin(evil.host, 1), 1, Hash.ZERO).sign(evil.log);
        compared(other);
        assertEquals("contradicts", outcome());
        assertEquals(Level.LIMITED, ours());
        assertEquals(attacked.bologna.host.toString(), attacked.node.text("select told_by from fork where proof"));
        RunningNode.until("it is shown to everybody", () -> attacked.node.number(
            "select count(*) from log_entry where kind = 'fork-shown' and host = $1", RunningNode.HOST.toString()) == 1);
    }

    @Test
    void aWitnessWhoSawAnEarlierStateThatNeverWasShowsAFork() {
        evil.say(Statements.peering(RunningNode.HOST, 1));
        attacked.send(evil.post(evil.logFrom(1)));
        compared(new Checkpoint(Checkpoint.origin(evil.host, 1), 1, Hash.ZERO).sign(evil.log));
        assertEquals("contradicts", outcome());
        assertEquals(1, attacked.node.number("select count(*) from fork where not proof"));
    }

    @Test
    void aLogThatHidesWhatAWitnessSawHasADayToShowIt() {
        String stale = evil.checkpoint(evil.log);
        evil.say(Statements.peering(RunningNode.HOST, 1));
        String seen = evil.checkpoint(evil.log);
        evil.answering("/canut/1/log/1/checkpoint", request -> StrangeNode.answer(request, 200, stale));
        evil.answering("/canut/1/log/1/entries", request -> StrangeNode.answer(request, 404, ""));
        compared(seen);
        assertEquals("ahead", outcome());
        RunningNode.until("it was asked", () -> attacked.node.number("select count(*) from doubt where next_try > now()") == 1);
        assertEquals(Level.CLAIM, ours());
        attacked.node.number("update doubt set since = since - interval '25 hours', next_try = now() returning 1");
        RunningNode.until("the level is lowered", () -> ours() == Level.LIMITED);
    }

    @Test
    void whatAWitnessInventsProvesNothing() {
        compared(new Checkpoint(Checkpoint.origin(evil.host, 1), 1, Hash.ZERO).sign(attacked.bologna.log));
        compared(new Checkpoint(Checkpoint.origin(attacked.bologna.host, 1), 1, Hash.ZERO).sign(evil.log));
        assertEquals(0, attacked.node.number("select count(*) from fork"));
        assertEquals(0, attacked.node.number("select count(*) from comparison"));
        assertEquals(Level.CLAIM, ours());
    }

    @Test
    void weServeWhatWeCosigned() {
        Answer answer = attacked.send(RawRequest.of("GET", path, RunningNode.HOST.toString()));
        assertEquals(200, answer.status(), answer.text());
        assertTrue(answer.text().startsWith(evil.checkpoint(evil.log)), answer.text());
        assertTrue(answer.text().contains("\n— " + Checkpoint.witness(RunningNode.HOST) + " "), answer.text());
    }
}
