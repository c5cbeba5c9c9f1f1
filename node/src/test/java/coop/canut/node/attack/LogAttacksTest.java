package coop.canut.node.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.RunningNode;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.http.RefusalBody.Cursor;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.log.Checkpoint;
import coop.canut.protocol.message.NodeMessage.KeysStated;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.message.NodeMessage.StatedKey;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.KeyId;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.sign.Purpose;
import coop.canut.protocol.sign.Signatures;
import coop.canut.protocol.sign.SigningKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs that are pushed: what does not lead to its checkpoint, tells two stories or takes a name that is not its own. */
final class LogAttacksTest {

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

    private Answer push(int first) {
        return attacked.send(evil.post(evil.logFrom(first)));
    }

    private void taken(int first) {
        Answer answer = push(first);
        assertEquals(202, answer.status(), answer.text());
    }

    /** Refused, and of that log nothing more is held than before; what was sent may be kept as evidence. */
    private void contradicted(Problem problem, RawRequest request) {
        String before = attacked.node.text("select l::text || (select string_agg(e::text, '') from log_entry e "
            + "where e.host = l.host) from log l where host = $1", evil.host.toString());
        Attacked.assertRefusal(problem, attacked.send(request));
        assertEquals(before, attacked.node.text("select l::text || (select string_agg(e::text, '') from log_entry e "
            + "where e.host = l.host) from log l where host = $1", evil.host.toString()));
    }

    private long size() {
        return attacked.node.number("select size from log where host = $1", evil.host.toString());
    }

    private String refusedAt(long index) {
        return attacked.node.text("select refused from log_entry where host = $1 and index = $2",
            evil.host.toString(), index);
    }

    @Test
    @Tag("F-11")
    void aPushedLogIsCosignedAndARepeatChangesNothing() {
        evil.say(Statements.peering(RunningNode.HOST, 1));
        Answer answer = push(1);
        assertEquals(202, answer.status(), answer.text());
        var after = attacked.node.stored();
        var document = (Json.Obj) Json.read(answer.body(), JsonLimits.MESSAGE);
        assertEquals(Json.of(2), document.get("size"));
        taken(1);
        taken(0);
        assertEquals(after, attacked.node.stored());
    }

    @Test
    void whatDoesNotLeadToItsCheckpointIsRefused() {
        Signed next = evil.entry(Statements.peering(RunningNode.HOST, 1), StrangeNode.now(), evil.node);
        String origin = Checkpoint.origin(evil.host, 1);
        String otherSize = new Checkpoint(origin, 9, Hash.sha256(new byte[1])).sign(evil.log);
        attacked.assertRefused(Problem.LOG_INCONSISTENT, evil.post(evil.log(1, List.of(next), otherSize)));
        String otherOrigin = new Checkpoint(Checkpoint.origin(attacked.bologna.host, 1), 2, Hash.ZERO).sign(evil.log);
        attacked.assertRefused(Problem.LOG_INCONSISTENT, evil.post(evil.log(1, List.of(next), otherOrigin)));
        attacked.assertRefused(Problem.FRAME_WRONG, evil.post(evil.log(1, List.of(next), "hello\n")));
        String otherRoot = new Checkpoint(origin, 2, Hash.sha256(new byte[1])).sign(evil.log);
        contradicted(Problem.LOG_INCONSISTENT, evil.post(evil.log(1, List.of(next), otherRoot)));
    }

    @Test
    void aCheckpointByAnotherKeyIsRefused() {
        evil.say(Statements.peering(RunningNode.HOST, 1));
        for (SigningKey key : List.of(evil.node, evil.witness, attacked.bologna.log)) {
            attacked.assertRefused(Problem.PROOF_KEY_UNKNOWN, evil.post(evil.log(1, evil.said.subList(1, 2),
                evil.checkpoint(key))));
        }
        String right = evil.checkpoint(evil.log);
        String broken = right.substring(0, right.length() - 20) + "A".repeat(17) + right.substring(right.length() - 3);
        attacked.assertRefused(Problem.PROOF_INVALID, evil.post(evil.log(1, evil.said.subList(1, 2), broken)));
    }

    @Test
    void twoStoriesAboutOneEntryAreEquivocation() {
        evil.say(Statements.peering(RunningNode.HOST, 1));
        taken(1);
        evil.said.set(1, evil.entry(Statements.peering(RunningNode.HOST, 2), StrangeNode.now(), evil.node));
        contradicted(Problem.EQUIVOCATION, evil.post(evil.logFrom(1)));
        evil.say(Statements.peering(RunningNode.HOST, 3));
        contradicted(Problem.LOG_INCONSISTENT, evil.post(evil.logFrom(2)));
    }

    @Test
    void twoRootsOfOneSizeAreNotBothBelieved() {
        String fork = new Checkpoint(Checkpoint.origin(evil.host, 1), 1, Hash.sha256(new byte[1])).sign(evil.log);
        contradicted(Problem.LOG_INCONSISTENT, evil.post(evil.log(0, evil.said, fork)));
    }

    @Test
    void aGapInALogIsAnsweredWithTheCursorAndReadByPulling() {
        evil.say(Statements.peering(RunningNode.HOST, 1));
        evil.say(Statements.peering(RunningNode.HOST, 2));
        Answer answer = push(2);
        Attacked.assertRefusal(Problem.CURSOR_BEHIND, answer);
        assertEquals(new Cursor(1, 1), answer.cursor());
        RunningNode.until("the log is read", () -> size() == 3);
    }

    @Test
    void anEntryThatStandsTwiceIsEquivocationAndNoError() {
        Signed once = evil.say(Statements.peering(RunningNode.HOST, 1));
        evil.said.add(once);
        attacked.assertRefused(Problem.EQUIVOCATION, evil.post(evil.logFrom(1)));
    }

    @Test
    @Tag("F-34")
    void anOlderRevisionChangesNothingAndASecondStoryIsKeptAsEvidence() {
        evil.say(Statements.policy());
        evil.say(Statements.listing(evil.host, 1, "First"));
        evil.say(Statements.listing(evil.host, 2, "Second"));
        taken(1);
        String shown = attacked.node.stored().get("board_revision");
        assertTrue(shown.startsWith("2 "), shown);
        evil.said.add(evil.entry(Statements.listing(evil.host, 1, "Other"), StrangeNode.now().minusSeconds(9), evil.node));
        evil.said.add(evil.entry(Statements.listing(evil.host, 2, "Other"), StrangeNode.now().minusSeconds(9), evil.node));
        taken(4);
        assertEquals(shown, attacked.node.stored().get("board_revision"));
        assertNull(refusedAt(4), "an older revision is no offence");
        assertEquals("equivocation", refusedAt(5));
        assertEquals(6, size());
    }

    @Test
    @Tag("F-33")
    void aListingOfAnotherHostIsNotTaken() {
        Host bologna = attacked.bologna.host;
        evil.say(Statements.listing(bologna, 1, "Stolen"));
        taken(1);
        assertEquals("not-owner", refusedAt(1));
    }

    @Test
    @Tag("F-17")
    void aKeyThatIsStatedInALogSignsWhatFollowsInTheSamePush() {
        SigningKey second = evil.key("node 2");
        evil.said.add(evil.entry(statement(second), StrangeNode.now(), evil.node));
        evil.said.add(evil.entry(Statements.peering(RunningNode.HOST, 1), StrangeNode.now(), second));
        taken(1);
        assertEquals(3, size());
        byte[] fact = evil.channel(1, List.of(evil.next(Attacked.credit(1))));
        RunningNode.until("the second key is known", () -> attacked.send(evil.post(fact, new KeyId(evil.host, second.key()),
            second, StrangeNode.now())).status() == 202);
    }

    @Test
    void twoStatementsOfOneNumberDoNotBothStand() {
        evil.said.add(evil.entry(statement(evil.key("node 2")), StrangeNode.now(), evil.node));
        evil.said.add(evil.entry(statement(evil.key("node 3")), StrangeNode.now().minusSeconds(5), evil.node));
        attacked.assertRefused(Problem.EQUIVOCATION, evil.post(evil.logFrom(1)));
    }

    @Test
    @Tag("F-61")
    void aPageThatComesAgainIsAskedForOnceMoreAndNotForEver() {
        attacked.unknown.say(Statements.peering(RunningNode.HOST, 1));
        String first = new String(attacked.unknown.said.getFirst().wire(), StandardCharsets.UTF_8) + "\n";
        attacked.unknown.answering("/canut/1/log/1/messages", request -> StrangeNode.answer(request, 200, first));
        Refused refused = assertThrows(Refused.class, () -> attacked.node.say(attacked.unknown.host, Level.CLAIM));
        assertEquals(Problem.LOG_INCONSISTENT, refused.problem(), refused.getMessage());
        assertTrue(attacked.unknown.askedFor("/messages") <= 2, attacked.unknown.asked.toString());
    }

    /** Number 2: all keys of number 1, and one more. */
    private KeysStated statement(SigningKey added) {
        var first = (KeysStated) evil.said.getFirst().message();
        List<StatedKey> keys = new ArrayList<>(first.keys());
        keys.add(new StatedKey(added.key(), Purpose.NODE, StrangeNode.now().minusSeconds(60), null, null, Signatures.encode(
            added.sign(KeyHistory.possession(evil.host, 2, Purpose.NODE, added.key())))));
        return new KeysStated(2, evil.said.getFirst().hash(), keys, first.recovery());
    }
}
