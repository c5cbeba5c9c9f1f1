package coop.canut.node.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.canut.node.RunningNode;
import coop.canut.protocol.Problem;
import coop.canut.protocol.log.Checkpoint;
import coop.canut.protocol.message.NodeMessage.ForkShown;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.sign.SigningKey;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs and channels that tell two stories: kept, shown, and left to a person (FEDERATION.md 4). */
final class ForkAttacksTest {

    private static final String CHECKPOINT = "/canut/1/log/1/checkpoint";
    private static final String ENTRIES = "/canut/1/log/1/entries";

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

    private Level ours(Host host) {
        return attacked.node.peers(peers -> peers.peer(host)).ours();
    }

    private long forks(String condition) {
        return attacked.node.number("select count(*) from fork where " + condition);
    }

    private long said() {
        return attacked.node.number("select count(*) from log_entry where host = $1 and kind = 'fork-shown'",
            RunningNode.HOST.toString());
    }

    /** A signed state of evil's log with a root that no entries have. */
    private String invented(long size) {
        return new Checkpoint(Checkpoint.origin(evil.host, 1), size, Hash.sha256(new byte[] {(byte) size})).sign(evil.log);
    }

    private void forked() {
        Attacked.assertRefusal(Problem.LOG_INCONSISTENT, attacked.send(evil.post(evil.log(0, evil.said, invented(1)))));
        RunningNode.until("the level is lowered", () -> ours(evil.host) == Level.LIMITED);
    }

    /** A part that begins beyond what is held, so that the node reads the log itself. */
    private void read() {
        evil.say(Statements.peering(RunningNode.HOST, 8));
        evil.say(Statements.peering(RunningNode.HOST, 9));
        attacked.send(evil.post(evil.log(evil.said.size() - 1, evil.said.subList(evil.said.size() - 1, evil.said.size()),
            evil.checkpoint(evil.log))));
    }

    @Test
    void twoPushedRootsOfOneSizeAreKeptAndShownAndLimitTheirAuthorAtOnce() {
        String held = attacked.node.text("select checkpoint from log where host = $1", evil.host.toString());
        forked();
        assertEquals(1, forks("proof and size = 1 and decided_at is null and told_by is null"));
        assertEquals(held, attacked.node.text("select held from fork"));
        assertEquals(invented(1), attacked.node.text("select shown from fork"));
        RunningNode.until("everybody is shown it", () -> said() == 1);
        assertEquals(Level.CLAIM, ours(attacked.bologna.host), "nobody else is meant");
        attacked.send(evil.post(evil.log(0, evil.said, invented(1))));
        assertEquals(1, said(), "once is enough");
    }

    @Test
    void whatRunsGoesOnWithAForkedLog() {
        forked();
        Answer fact = attacked.send(evil.post(attacked.oneFact()));
        assertEquals(202, fact.status(), fact.text());
        evil.say(Statements.peering(RunningNode.HOST, 2));
        Answer entry = attacked.send(evil.post(evil.logFrom(1)));
        assertEquals(202, entry.status(), entry.text());
    }

    @Test
    void aPersonDecidesAndTheEvidenceStays() {
        forked();
        attacked.node.say(evil.host, Level.CLAIM);
        assertEquals(Level.CLAIM, ours(evil.host));
        assertEquals(1, forks("decided_by = '2026-001' and decided_at is not null"));
        attacked.send(evil.post(evil.log(0, evil.said, invented(1))));
        assertEquals(Level.CLAIM, ours(evil.host), "the same evidence again was decided about");
        for (String statement : List.of("delete from fork returning 1", "update fork set shown = '' returning 1",
                "update fork set decided_at = null, decided_by = null returning 1")) {
            assertThrows(RuntimeException.class, () -> attacked.node.number(statement));
        }
        assertEquals(1, forks("true"));
    }

    @Test
    void anotherRootIsFoundByReadingToo() {
        evil.answering(CHECKPOINT, request -> StrangeNode.answer(request, 200, invented(1)));
        read();
        RunningNode.until("the fork is kept", () -> forks("proof") == 1);
        RunningNode.until("the level is lowered", () -> ours(evil.host) == Level.LIMITED);
    }

    @Test
    void anEarlierStateThatOurEntriesDoNotHaveLimitsWithoutAWordToOthers() {
        evil.say(Statements.peering(RunningNode.HOST, 1));
        attacked.send(evil.post(evil.logFrom(1)));
        evil.answering(CHECKPOINT, request -> StrangeNode.answer(request, 200, invented(1)));
        read();
        RunningNode.until("the level is lowered", () -> ours(evil.host) == Level.LIMITED);
        assertEquals(1, forks("not proof and size = 1"));
        assertEquals(0, said());
    }

    @Test
    void aStaleStateIsNoFork() {
        String old = evil.checkpoint(evil.log);
        evil.say(Statements.peering(RunningNode.HOST, 1));
        attacked.send(evil.post(evil.logFrom(1)));
        evil.answering(CHECKPOINT, request -> StrangeNode.answer(request, 200, old));
        read();
        RunningNode.until("the state was asked for", () -> evil.askedFor(CHECKPOINT) > 1);
        assertEquals(202, attacked.send(evil.post(evil.logFrom(2))).status());
        assertEquals(0, forks("true"));
    }

    @Test
    void aLaterStateThatTheLogCannotExplainLimitsAfterADay() {
        evil.answering(ENTRIES, request -> StrangeNode.answer(request, 404, ""));
        Signed entry = evil.entry(Statements.peering(RunningNode.HOST, 1), StrangeNode.now(), evil.node);
        Attacked.assertRefusal(Problem.LOG_INCONSISTENT,
            attacked.send(evil.post(evil.log(1, List.of(entry), invented(2)))));
        RunningNode.until("it was asked", () -> attacked.node.number("select count(*) from doubt where next_try > now()") == 1);
        assertEquals(0, forks("true"));
        assertEquals(Level.CLAIM, ours(evil.host));
        attacked.node.number("update doubt set since = since - interval '25 hours', next_try = now() returning 1");
        RunningNode.until("the level is lowered", () -> ours(evil.host) == Level.LIMITED);
        assertEquals(1, forks("not proof and size = 1"));
        assertEquals(0, attacked.node.number("select count(*) from doubt"));
        assertEquals(0, said());
    }

    @Test
    void aLogThatShowsOneTreeForBothStatesIsInNoDoubt() {
        evil.answering(ENTRIES, request -> StrangeNode.answer(request, 404, ""));
        evil.say(Statements.peering(RunningNode.HOST, 1));
        Signed other = evil.entry(Statements.peering(RunningNode.HOST, 2), StrangeNode.now(), evil.node);
        Attacked.assertRefusal(Problem.LOG_INCONSISTENT,
            attacked.send(evil.post(evil.log(1, List.of(other), evil.checkpoint(evil.log)))));
        RunningNode.until("it was asked", () -> attacked.node.number("select count(*) from doubt where next_try > now()") == 1);
        evil.behave();
        attacked.node.number("update doubt set since = since - interval '25 hours', next_try = now() returning 1");
        RunningNode.until("nothing is in doubt", () -> attacked.node.number("select count(*) from doubt") == 0);
        assertEquals(0, forks("true"));
    }

    @Test
    void aLaterStateOfAnotherTreeNeedsNoDay() {
        evil.say(Statements.peering(RunningNode.HOST, 1));
        attacked.send(evil.post(evil.logFrom(1)));
        evil.said.set(1, evil.entry(Statements.peering(RunningNode.HOST, 2), StrangeNode.now(), evil.node));
        evil.say(Statements.peering(RunningNode.HOST, 3));
        Attacked.assertRefusal(Problem.EQUIVOCATION, attacked.send(evil.post(evil.logFrom(1))));
        RunningNode.until("the level is lowered", () -> ours(evil.host) == Level.LIMITED);
        assertEquals(1, forks("not proof"));
    }

    private ForkShown shown(String one, String other) {
        return new ForkShown(Checkpoint.origin(evil.host, 1), Checkpoint.parse(one).size(), List.of(one, other));
    }

    private void bolognaSays(ForkShown fork) {
        attacked.bologna.say(fork);
        Answer answer = attacked.send(attacked.bologna.post(
            attacked.bologna.logFrom(attacked.bologna.said.size() - 1)));
        assertEquals(202, answer.status(), answer.text());
    }

    private String refused() {
        return attacked.node.text("select refused from log_entry where host = $1 order by index desc limit 1",
            attacked.bologna.host.toString());
    }

    @Test
    void aForkThatAPeerShowsIsVerifiedAndLimitsLikewise() {
        bolognaSays(shown(invented(3), invented(3)));
        assertEquals("proof-invalid", refused(), "one root is no fork");
        bolognaSays(shown(invented(4), invented(5)));
        assertEquals("proof-invalid", refused(), "two sizes are no fork");
        bolognaSays(shown(invented(6), other(1, 6, evil.node)));
        assertEquals("proof-invalid", refused(), "another key is no log key");
        bolognaSays(shown(invented(7), other(2, 7, evil.log)));
        assertEquals("proof-invalid", refused(), "two logs are no fork");
        bolognaSays(new ForkShown(Checkpoint.origin(evil.host, 1), 8, List.of("hello", "you")));
        assertEquals("proof-invalid", refused());
        bolognaSays(new ForkShown(Checkpoint.origin(evil.host, 1), 10, List.of(invented(9), other(1, 9, evil.log))));
        assertEquals("proof-invalid", refused(), "a proof of something else");
        assertEquals(0, forks("true"));
        assertEquals(Level.CLAIM, ours(evil.host));

        bolognaSays(shown(invented(9), other(1, 9, evil.log)));
        assertEquals(1, forks("proof and size = 9 and told_by = '" + attacked.bologna.host + "'"));
        RunningNode.until("the level is lowered", () -> ours(evil.host) == Level.LIMITED);
        RunningNode.until("we show it as well", () -> said() == 1);
        assertEquals(Level.CLAIM, ours(attacked.bologna.host));
    }

    private String other(long epoch, long size, SigningKey key) {
        return new Checkpoint(Checkpoint.origin(evil.host, epoch), size, Hash.ZERO).sign(key);
    }

    @Test
    void aForkOfAHostThatNobodyKnowsCountsFromTheDayOnWhichItIsMet() {
        StrangeNode unknown = attacked.unknown;
        String origin = Checkpoint.origin(unknown.host, 1);
        String one = new Checkpoint(origin, 7, Hash.ZERO).sign(unknown.log);
        String other = new Checkpoint(origin, 7, Hash.sha256(new byte[0])).sign(unknown.log);
        bolognaSays(new ForkShown(origin, 7, List.of(one, other)));
        assertEquals(0, forks("true"));
        attacked.node.say(unknown.host, Level.CLAIM);
        assertEquals(Level.LIMITED, ours(unknown.host));
        attacked.node.say(unknown.host, Level.CLAIM);
        assertEquals(Level.CLAIM, ours(unknown.host), "who states it again knows of it");
    }

    @Test
    @Tag("F-34")
    void bothMessagesUnderOneNumberOfAChannelAreKept() {
        Signed first = evil.tell(Attacked.credit(1));
        assertEquals(202, attacked.send(evil.post(evil.channel(1, List.of(first)))).status());
        Signed second = evil.numbered(1, Hash.ZERO, Attacked.credit(2));
        for (int time = 0; time < 2; time++) {
            Attacked.assertRefusal(Problem.EQUIVOCATION, attacked.send(evil.post(evil.channel(1, List.of(second)))));
        }
        assertEquals(1, attacked.node.number("select count(*) from equivocation"));
        assertEquals(1, attacked.node.number("""
            select count(*) from equivocation where stream = 'channel' and place = 1 and sha256(held) = decode($1, 'hex')
              and sha256(shown) = decode($2, 'hex')""", first.hash().toString(), second.hash().toString()));
    }

    @Test
    @Tag("F-34")
    void bothTellingsOfOneRevisionAreKept() {
        evil.say(Statements.policy());
        Signed first = evil.say(Statements.listing(evil.host, 1, "First"));
        attacked.send(evil.post(evil.logFrom(1)));
        Signed second = evil.entry(Statements.listing(evil.host, 1, "Other"), StrangeNode.now().minusSeconds(9), evil.node);
        evil.said.add(second);
        assertEquals(202, attacked.send(evil.post(evil.logFrom(3))).status());
        assertEquals(1, attacked.node.number("""
            select count(*) from equivocation where stream = 'log' and place = 3 and sha256(held) = decode($1, 'hex')
              and sha256(shown) = decode($2, 'hex')""", first.hash().toString(), second.hash().toString()));
    }
}
