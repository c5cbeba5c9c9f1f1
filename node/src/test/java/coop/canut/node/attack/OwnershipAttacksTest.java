package coop.canut.node.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.RunningNode;
import coop.canut.protocol.Problem;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.log.Checkpoint;
import coop.canut.protocol.message.ListingMessage.State;
import coop.canut.protocol.message.ListingMessage.StateChanged;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.name.Hash;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Things that are said about what belongs to somebody else, or of what is over. Each test has a node of its own. */
final class OwnershipAttacksTest {

    @TempDir
    private Path folder;
    private Attacked attacked;
    private StrangeNode evil;
    private StrangeNode bologna;

    @BeforeEach
    void start() {
        attacked = Attacked.start(folder);
        evil = attacked.evil;
        bologna = attacked.bologna;
    }

    @AfterEach
    void stop() {
        attacked.close();
    }

    private void push(StrangeNode from, int first) {
        Answer answer = attacked.send(from.post(from.logFrom(first)));
        assertEquals(202, answer.status(), answer.text());
    }

    private void listingOf(StrangeNode node) {
        node.say(Statements.policy());
        node.say(Statements.listing(node.host, 1, "Letters"));
        push(node, 1);
    }

    private String refusedAt(StrangeNode log, long index) {
        return attacked.node.text("select refused from log_entry where host = $1 and index = $2", log.host.toString(), index);
    }

    private String board() {
        return attacked.node.stored().get("board_listing") + attacked.node.stored().get("board_revision");
    }

    private String state() {
        return attacked.node.text("select state from board_listing");
    }

    @Test
    @Tag("F-36")
    void aHostHasOneVoiceAndNoUserOfItSpeaksForIt() {
        for (String user : List.of("/users/anne", "/actor/anne", "/actor#anne", "/@anne", "")) {
            var delivery = new Delivery(evil);
            delivery.document = document -> document.with("actor", Json.text("https://evil.localhost" + user));
            attacked.assertRefused(Problem.NAME_NOT_CANONICAL, delivery.build());
        }
        var byAnotherKey = new Delivery(evil);
        byAnotherKey.proofKey = evil.witness;
        attacked.assertRefused(Problem.PROOF_KEY_UNKNOWN, byAnotherKey.build());
    }

    @Test
    @Tag("F-37")
    void nobodyElseWidensOrClosesAListing() {
        listingOf(bologna);
        String before = board();
        evil.say(Statements.policy());
        evil.say(Statements.listing(bologna.host, 2, "Letters for everybody"));
        evil.say(Statements.closed(bologna.host, 1));
        push(evil, 1);
        assertEquals("not-owner", refusedAt(evil, 2));
        assertEquals("not-owner", refusedAt(evil, 3));
        assertEquals(before, board());
        assertEquals(0, attacked.node.number(
            "select count(*) from log_entry where host = $1 and index > 1 and message is not null", evil.host.toString()));
    }

    @Test
    @Tag("F-38")
    void whatASuspendedPeerSaidIsNeitherHeardNorShownNorPassedOn() {
        listingOf(evil);
        String mirror = "/canut/1/mirror/evil.localhost/log/1/messages?from=0&limit=5";
        String witness = "/canut/1/witness/" + Hash.sha256(Checkpoint.origin(evil.host, 1).getBytes(StandardCharsets.UTF_8)).hex()
            + "/checkpoint";
        RawRequest read = RawRequest.of("GET", mirror, RunningNode.HOST.toString());
        assertEquals(200, attacked.send(read).status());
        assertEquals(200, attacked.send(read.start("GET " + witness + " HTTP/1.1")).status());
        attacked.node.state(evil.host, Level.SUSPENDED);
        attacked.assertRefused(Problem.PEER_SUSPENDED, evil.post(attacked.oneFact()));
        attacked.assertRefused(Problem.NOT_FOUND, read);
        attacked.assertRefused(Problem.NOT_FOUND, read.start("GET " + witness + " HTTP/1.1"));
        Signed next = evil.next(Attacked.credit(1));
        attacked.assertRefused(Problem.RELAY_NOT_ALLOWED, bologna.post(bologna.channel(1, List.of(next))));
        var before = attacked.node.stored();
        evil.asked.clear();
        attacked.node.say(bologna.host, Level.SEE);
        attacked.node.settle();
        assertEquals(List.of(), evil.asked, "nor is it asked");
        assertEquals(before.get("board_listing"), attacked.node.stored().get("board_listing"), "and nothing is deleted");
    }

    @Test
    @Tag("F-40")
    void whatHasEndedDoesNotComeToLifeAgain() {
        listingOf(evil);
        evil.say(Statements.closed(evil.host, 1));
        push(evil, 3);
        assertEquals("closed", state());
        Signed listing = evil.said.get(2);
        evil.say(new StateChanged(Statements.listing(evil.host, 1, "Letters").listing(), 2, State.OPEN, "again", null));
        evil.say(Statements.listing(evil.host, 2, "Letters again"));
        push(evil, 4);
        assertEquals("closed", state());
        evil.said.add(listing);
        attacked.assertRefused(Problem.EQUIVOCATION, evil.post(evil.logFrom(6)));
        assertEquals("closed", state());
    }

    @Test
    @Tag("F-41")
    void whatIsSaidOfAThingBeforeItIsThereDoesNotStandInItsWay() {
        evil.say(Statements.policy());
        evil.say(Statements.closed(evil.host, 1));
        push(evil, 1);
        assertNull(refusedAt(evil, 2));
        evil.say(Statements.listing(evil.host, 1, "Letters"));
        push(evil, 3);
        assertEquals("open", state());
        bologna.say(Statements.listing(evil.host, 1, "Letters"));
        push(bologna, 1);
        assertEquals("not-owner", refusedAt(bologna, 1));
        assertEquals(evil.host.toString(), attacked.node.text("select host from board_listing"));
    }

    @Test
    @Tag("F-44")
    void aMessageWithinAMessageIsNoMessage() {
        Signed inner = bologna.next(Attacked.credit(1));
        var wrapped = new Delivery(evil);
        wrapped.document = document -> document.with("object", Json.read(inner.wire(), JsonLimits.MESSAGE));
        attacked.assertRefused(Problem.MEMBER_UNKNOWN, wrapped.build());
        var beside = new Delivery(evil);
        beside.document = document -> document.with("quote", Json.read(inner.wire(), JsonLimits.MESSAGE));
        attacked.assertRefused(Problem.MEMBER_UNKNOWN, beside.build());
    }

    @Test
    @Tag("F-28")
    void aRequesterOnAnotherHostIsNotTheSenders() {
        evil.say(Statements.policy());
        evil.say(Statements.offOrigin(evil.host, bologna.host));
        push(evil, 1);
        assertEquals("url-off-origin", refusedAt(evil, 2));
        assertTrue(attacked.node.stored().get("board_listing").startsWith("0 "));
    }
}
