package coop.canut.web.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.RunningNode;
import coop.canut.node.member.Role;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.name.Host;
import coop.canut.web.Browser;
import coop.canut.web.House;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the statutes leave peers to a vote, another cooperative is let in and limited by one, and by nothing else. */
final class PeeringByVoteTest {

    @TempDir
    private static Path folder;

    private static String decided(House house, Browser ada, Browser odile, String kind, Map<String, String> fields) {
        Browser.Answer drafted = ada.send("/proposals/new/" + kind, "/proposals/new/" + kind, fields);
        assertEquals(303, drafted.status(), drafted.body());
        String proposal = drafted.location().replaceAll("\\?.*", "");
        String draft = ada.see(proposal);
        assertEquals(303, ada.send(proposal, proposal + "/discuss", Map.of()).status());
        RunningNode.until("the vote is open", () -> ada.see(proposal).contains(">Vote open<"));
        for (Browser voter : new Browser[] {ada, odile}) {
            assertEquals(303, voter.send(proposal, proposal + "/vote", Map.of("choice", "yes", "for", "")).status());
        }
        RunningNode.until("it is in force", () -> ada.see(proposal).contains(">In force<"));
        return draft;
    }

    @Test
    void aCooperativeIsLetInByItsKeysAndSuspendedByAVote() {
        try (House house = House.inOneRoom(folder.resolve("keys"), "bologna.localhost")) {
            Host bologna = Host.of("bologna.localhost");
            Browser odile = house.signedIn("Odile", Role.STEWARD, null);
            Browser ada = house.signedIn("Ada", Role.WORKER, null);
            assertEquals(Problem.VOTE_NEEDED, assertThrows(Refused.class, () ->
                House.get(() -> house.rooms().peers().state(bologna, Level.CLAIM, "by hand"))).problem());
            String draft = decided(house, ada, odile, "admit-peer", Map.of("title", "Bologna", "reasons", "Neighbours.",
                "host", "bologna.localhost", "level", "claim", "reason", "We know them."));
            assertTrue(draft.contains("/marks/"), "its mark is shown to who votes");
            assertEquals(Level.CLAIM, house.rooms().peers().ourLevel(bologna));
            assertEquals("claim", house.node().text("select our_level from peer where host = 'bologna.localhost'"));
            assertTrue(house.node().text("select our_decision from peer where host = 'bologna.localhost'").endsWith("-001"));
            decided(house, ada, odile, "limit-peer", Map.of("title", "Pause", "reasons", "They are late.",
                "host", "bologna.localhost", "level", "suspended", "reason", "Late with payment."));
            RunningNode.until("nothing of it is heard", () ->
                house.rooms().peers().ourLevel(bologna) == Level.SUSPENDED);
            assertEquals(2, house.node().number("select count(*) from minutes"));
        }
    }
}
