package coop.canut.node.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.RunningNode;
import coop.canut.node.peer.PeerState;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.log.Checkpoint;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host that our members suspended tries to be heard all the same: by another name, by others, by what it said before. */
final class SuspensionAttacksTest {

    private static final Host DOMAIN = Host.of("evil.localhost");

    @TempDir
    private Path folder;
    private final Vertx vertx = Vertx.vertx();
    private StrangeNode evil;
    private StrangeNode under;
    private RunningNode node;

    @BeforeEach
    void start() {
        evil = new StrangeNode(vertx, DOMAIN.toString());
        under = new StrangeNode(vertx, "friendly.evil.localhost");
        node = RunningNode.start(vertx, folder.resolve("keys"), Map.of(evil.host, evil.address(), under.host, under.address()));
        node.state(evil.host, Level.CLAIM);
        node.state(under.host, Level.CLAIM);
    }

    @AfterEach
    void stop() {
        node.close();
        RunningNode.await(vertx.close());
    }

    /** Suspends the domain; returns when it has been told, and nothing is on its way any more. */
    private void suspend() {
        node.say(DOMAIN, Level.SUSPENDED);
        RunningNode.until("it is told", () -> node.number("""
            select count(*) from delivery d join log l on l.host = $1 and l.size = d.position
            where d.peer = $2 and d.stream = 'log' and not exists (select 1 from outbox)""", RunningNode.HOST.toString(),
            DOMAIN.toString()) == 1);
    }

    private void assertRefused(Problem problem, RawRequest request) {
        var before = node.stored();
        Attacked.assertRefusal(problem, request.send(node.port()));
        assertEquals(before, node.stored(), "something was stored");
    }

    private RawRequest fact(StrangeNode from) {
        return from.post(from.channel(from.told.size() + 1, List.of(from.next(Attacked.credit(from.told.size() + 1)))));
    }

    @Test
    @Tag("F-32")
    void aSubDomainOfASuspendedHostIsSuspendedAndIsNotLetInByAnotherStatement() {
        assertEquals(202, under.post(under.channel(1, List.of(under.tell(Attacked.credit(1))))).send(node.port()).status());
        suspend();
        assertRefused(Problem.PEER_SUSPENDED, fact(under));
        assertRefused(Problem.PEER_SUSPENDED, under.get("/canut/1/channel?epoch=1&from=1&limit=10"));
        PeerState covered = node.peers(peers -> peers.peer(under.host));
        assertEquals(Level.CLAIM, covered.ours());
        assertEquals(DOMAIN, covered.coveredBy());
        assertEquals(Level.ENDED, covered.holds(), "it never stated anything of us");
        var before = node.stored();
        for (Level level : List.of(Level.CLAIM, Level.SEE, Level.LIMITED)) {
            Refused refused = assertThrows(Refused.class, () -> node.say(under.host, level));
            assertEquals(Problem.FIELD_WRONG, refused.problem());
            assertEquals("level", refused.field());
        }
        assertEquals(before, node.stored());
        node.state(DOMAIN, Level.LIMITED);
        assertEquals(202, under.post(under.channel(2, List.of(under.tell(Attacked.credit(2))))).send(node.port()).status());
        assertNull(node.peers(peers -> peers.peer(under.host)).coveredBy());
    }

    @Test
    @Tag("F-32")
    void anotherSpellingOfASuspendedHostIsNoName() {
        suspend();
        for (String spelling : List.of("EVIL.localhost", "evil.localhost.", "evil.localhost:443", "evil%2elocalhost")) {
            assertThrows(Refused.class, () -> Host.of(spelling));
        }
        assertRefused(Problem.PEER_SUSPENDED, fact(evil));
    }

    @Test
    @Tag("F-38")
    void ofASuspendedHostNothingIsServedOrReadByAnyWay() {
        String origin = Hash.sha256(Checkpoint.origin(evil.host, 1).getBytes(StandardCharsets.UTF_8)).hex();
        List<String> served = List.of("/canut/1/mirror/" + DOMAIN + "/log/1/entries?from=0&limit=10",
            "/canut/1/mirror/" + DOMAIN + "/log/1/messages?from=0&limit=10", "/canut/1/witness/" + origin + "/checkpoint");
        served.forEach(path -> assertEquals(200, get(path).status(), path));
        suspend();
        evil.asked.clear();
        served.forEach(path -> assertRefused(Problem.NOT_FOUND, RawRequest.of("GET", path, RunningNode.HOST.toString())));
        assertRefused(Problem.PEER_SUSPENDED, fact(evil));
        assertRefused(Problem.PEER_SUSPENDED, evil.post(evil.logFrom(0)));
        assertRefused(Problem.PEER_SUSPENDED, evil.get("/canut/1/ack"));
        // What we ourselves had said to it is not its word.
        assertTrue(evil.asked.stream().allMatch(line -> line.contains("/canut/1/returned?")), () -> "asked " + evil.asked);
    }

    @Test
    @Tag("F-38")
    void aStrangerThatIsSuspendedFromTheStartIsNotRead() {
        node.close();
        node = RunningNode.start(vertx, folder.resolve("other"), Map.of(evil.host, evil.address()));
        evil.asked.clear();
        node.state(DOMAIN, Level.SUSPENDED);
        assertEquals(0, node.number("select count(*) from log_entry where host = $1", DOMAIN.toString()));
        assertEquals(Level.SUSPENDED, node.peers(peers -> peers.peer(DOMAIN)).ours());
        assertFalse(evil.asked.stream().anyMatch(line -> line.contains("/log/")));
        node.state(DOMAIN, Level.SEE);
        assertEquals(1, node.number("select count(*) from log_entry where host = $1", DOMAIN.toString()));
    }

    private Answer get(String path) {
        return RawRequest.of("GET", path, RunningNode.HOST.toString()).send(node.port());
    }
}
