package coop.canut.node.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.Rooms;
import coop.canut.node.RunningNode;
import coop.canut.node.attack.StrangeNode;
import coop.canut.node.peer.PeerLists.Fate;
import coop.canut.node.peer.PeerLists.Result;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Taking over a list: nothing is stated by looking, and nothing of a host whose keys nobody has compared. */
final class PeerListsTest {

    private static final Host SILENT = Host.of("silent.localhost");

    @TempDir
    private Path folder;
    private final Vertx vertx = Vertx.vertx();
    private StrangeNode bologna;
    private StrangeNode nairobi;
    private RunningNode node;
    private Rooms rooms;

    @BeforeEach
    void start() {
        bologna = new StrangeNode(vertx, "bologna.localhost");
        nairobi = new StrangeNode(vertx, "nairobi.localhost");
        node = RunningNode.start(vertx, folder.resolve("keys"), Map.of(bologna.host, bologna.address(), nairobi.host,
            nairobi.address()), (router, all) -> {
                rooms = all;
                return () -> { };
            });
        node.state(bologna.host, Level.CLAIM);
    }

    @AfterEach
    void stop() {
        node.close();
        RunningNode.await(vertx.close());
    }

    private Result preview(String list) {
        return RunningNode.await(rooms.peerLists().preview(list));
    }

    private Result apply(String list) {
        Result applied = RunningNode.await(rooms.peerLists().apply(list, "2026-030"));
        node.settle();
        return applied;
    }

    private static List<Fate> fates(Result result) {
        return result.rows().stream().map(PeerLists.Row::fate).toList();
    }

    @Test
    void aListIsLookedAtThenConfirmedThenStated() {
        String list = "bologna.localhost; limited; -; 7; Late.\nnairobi.localhost; see\nsilent.localhost; claim\n";
        var before = node.stored();
        Result preview = preview(list);
        assertEquals(before, node.stored(), "looking keeps nothing");
        assertEquals(List.of(Fate.CHANGED, Fate.ADDED, Fate.PENDING), fates(preview));
        assertEquals(nairobi.said.getFirst().hash(), preview.rows().get(1).seen());
        assertEquals(Problem.NOT_YET, preview.rows().get(2).problem());

        assertEquals(fates(preview), fates(apply(preview.confirmed().text())));
        assertEquals(Level.LIMITED, node.peers(peers -> peers.peer(bologna.host)).ours());
        Statement stated = node.peers(peers -> peers.history(bologna.host)).getFirst();
        assertEquals(List.of("2026-030", "Late."), List.of(stated.decision(), stated.reason()), "on a decision of our own");
        assertEquals(Level.SEE, node.peers(peers -> peers.peer(nairobi.host)).ours());
        PendingPeer pending = RunningNode.await(rooms.peerLists().pending()).getFirst();
        assertEquals(List.of(SILENT, Level.CLAIM, "not-yet", "2026-030"),
            List.of(pending.host(), pending.level(), pending.problem(), pending.decision()));
        assertEquals(List.of(Fate.SAME, Fate.SAME, Fate.PENDING), fates(preview(list)));
        RunningNode.await(rooms.peerLists().drop(SILENT));
        assertEquals(List.of(), RunningNode.await(rooms.peerLists().pending()));
    }

    @Test
    void whoseKeysAreOthersThanTheListHasIsNotStated() {
        String other = nairobi.host + "; claim; " + Hash.sha256(new byte[2]).hex();
        assertEquals(Problem.KEY_OWNER_MISMATCH, preview(other).rows().getFirst().problem());
        assertEquals(List.of(Fate.PENDING), fates(apply(other)));
        assertEquals(0, node.number("select count(*) from peer where host = $1", nairobi.host.toString()));
        node.state(nairobi.host, Level.SEE);
        assertEquals(0, node.number("select count(*) from pending_peer"), "who is stated by hand waits no longer");
    }

    @Test
    void whoWasNotComparedIsNotStated() {
        assertEquals(List.of(Fate.PENDING), fates(apply(nairobi.host + "; claim")));
        assertEquals(0, node.number("select count(*) from peer where host = $1", nairobi.host.toString()));
    }

    @Test
    void aListWithAFaultDoesNothing() {
        var before = node.stored();
        Result applied = apply("bologna.localhost; ended\nBroken; claim\n");
        assertEquals(List.of(new PeerList.Wrong(2, "host")), applied.wrong());
        assertEquals(before, node.stored());
        assertEquals("decision", assertThrows(Refused.class, () ->
            RunningNode.await(rooms.peerLists().apply("bologna.localhost; ended", " "))).field());
        assertEquals(before, node.stored());
    }

    @Test
    void whatIsExportedCanBeImportedAndWhoIsNotOnAListStays() {
        PeerList exported = RunningNode.await(rooms.peerLists().export());
        assertEquals(List.of(bologna.host), exported.entries().stream().map(PeerList.Entry::host).toList());
        assertEquals(bologna.said.getFirst().hash(), exported.entries().getFirst().fingerprint());
        assertEquals(List.of(Fate.SAME), fates(preview(exported.json())));
        assertEquals(List.of(bologna.host), preview(nairobi.host + "; see").left());
        assertTrue(exported.text().contains("bologna.localhost; claim; "));
    }

    @Test
    void underASuspendedNameNobodyIsLetInByAList() {
        node.state(bologna.host, Level.SUSPENDED);
        Result preview = preview("under.bologna.localhost; claim");
        assertEquals(List.of(Fate.PENDING), fates(preview));
    }
}
