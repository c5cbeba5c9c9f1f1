package coop.canut.web.steward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.RunningNode;
import coop.canut.node.attack.StrangeNode;
import coop.canut.node.member.Role;
import coop.canut.node.peer.Effect;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.message.NodeMessage.PeeringStated;
import coop.canut.protocol.message.NodeMessage.PolicyEnacted;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.web.Browser;
import coop.canut.web.House;
import coop.canut.web.page.Words;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A steward with one peer: comparing, seeing what a statement would do, stating it, and taking over lists. */
final class PeerPageTest {

    private static final String PAGE = "/peers/bologna.localhost";

    @TempDir
    private static Path folder;
    private static House house;
    private static Browser odile;
    private static StrangeNode bologna;
    private static StrangeNode nairobi;

    @BeforeAll
    static void open() {
        house = new House(folder.resolve("keys"), "bologna.localhost", "nairobi.localhost");
        odile = house.signedIn("Odile", Role.STEWARD, null);
        bologna = house.others().get(0);
        nairobi = house.others().get(1);
        bologna.say(new PolicyEnacted(1, Hash.ZERO, "founding", List.of(Money.of(1_200, "EUR")), 70, 20,
            List.of(480L, 480L, 240L, 120L, 60L), List.of(2_400L, 2_400L, 1_200L, 600L, 300L), 21, "show"));
        bologna.say(new PeeringStated(RunningNode.HOST, 1, Level.CLAIM, Hash.ZERO, 0, "2026-<b>9", "We <i>trust</i> them."));
        house.node().say(bologna.host, Level.CLAIM);
        RunningNode.until("it is read", () -> house.node().peers(peers -> peers.peer(bologna.host)).holds() == Level.CLAIM);
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static Level ours(Host host) {
        return House.get(() -> house.rooms().peers().peer(host)).ours();
    }

    @Test
    void bothMarksAndBothPoliciesStandSideBySideAndWhatDiffersIsMarked() {
        String page = odile.see(PAGE);
        assertTrue(page.contains("/marks/" + bologna.said.getFirst().hash().hex()));
        assertTrue(page.contains("/marks/" + house.rooms().peers().keys(RunningNode.HOST).orElseThrow().last().hex()));
        assertTrue(page.contains("7% for the cooperative") && page.contains("5% for the cooperative"), page);
        assertEquals(2, page.split("class=\"tag blue\">differs", -1).length - 1, "the fee and the days of rejection");
        assertTrue(page.contains("No. 1, since") && page.contains("3 entries read, epoch 1"));
    }

    @Test
    void theHistoryTellsWhatBothStatedWithoutBelievingItsMarkup() {
        String page = odile.see(PAGE);
        assertTrue(page.contains("We &lt;i&gt;trust&lt;/i&gt; them.") && page.contains("2026-&lt;b&gt;9"), page);
        assertTrue(page.contains("2026-001"));
        assertTrue(odile.speaking("fr").see(PAGE).contains("Ce qui a été déclaré"));
        odile.speaking("en");
    }

    @Test
    void theEffectsAreSeenBeforeAnythingIsStated() {
        var before = house.node().stored();
        String page = odile.see(PAGE + "/level?" + Browser.encoded(Map.of("level", "suspended", "decision", "2026-<b>50",
            "reason", "They <i>paid</i> nobody.")));
        assertTrue(page.contains("No new tasks are taken") && page.contains("Nothing that they say is heard"));
        assertTrue(page.contains("value=\"2026-&lt;b>50\"") && page.contains("They &lt;i&gt;paid&lt;/i&gt; nobody."), page);
        assertEquals(before, house.node().stored());
        String credit = odile.see(PAGE + "/credit?" + Browser.encoded(Map.of("amount", "20,50", "currency", "EUR")));
        assertTrue(credit.contains("They may owe us €20.50 more"), credit);
        assertEquals(before, house.node().stored());
    }

    @Test
    void whatCannotBeMeantIsSaidBesideItsFieldBeforeTheEffects() {
        for (String[] wrong : new String[][] {{"level", "boss", "not possible"}, {"level", "", "Choose how we stand"},
            {"decision", "", "Fill in this field"}, {"reason", "x".repeat(1_001), "too long"}}) {
            Map<String, String> typed = new java.util.HashMap<>(Map.of("level", "see", "decision", "2026-<b>", "reason", "why"));
            typed.put(wrong[0], wrong[1]);
            Browser.Answer answer = odile.get(PAGE + "/level?" + Browser.encoded(typed));
            assertEquals(422, answer.status(), wrong[0]);
            assertTrue(answer.body().contains(wrong[2]), wrong[0] + wrong[1]);
            assertTrue(wrong[0].equals("decision") || answer.body().contains("value=\"2026-&lt;b>\""));
        }
        assertEquals(422, odile.get(PAGE + "/credit?amount=x&currency=EUR").status());
        assertEquals(404, odile.get("/peers/elsewhere.localhost/level?level=see&decision=1").status());
    }

    @Test
    void aStatementCarriesItsReasonIntoTheHistory() {
        Browser.Answer stated = odile.send(PAGE + "/level?level=see&decision=1", PAGE + "/level",
            Map.of("level", "see", "decision", "2026-060", "reason", "While we talk."));
        assertEquals(PAGE + "?did=peer.stated", stated.location());
        String page = odile.see(PAGE);
        assertTrue(page.contains("While we talk.") && page.contains("2026-060"));
        odile.send(PAGE + "/level?level=see&decision=1", PAGE + "/level", Map.of("level", "claim", "decision", "2026-061"));
        assertEquals(Level.CLAIM, ours(bologna.host));
    }

    @Test
    void anOpenPageAsksForWhatChangesAndKeepsItsForms() {
        Browser.Answer part = odile.send(HttpMethod.GET, PAGE, Map.of("HX-Request", "true"), Buffer.buffer());
        assertTrue(part.body().contains("What we send them") && !part.body().contains("<html")
            && !part.body().contains("<form"), part.body());
    }

    @Test
    void everyEffectHasItsSentenceInEveryLanguage() {
        for (String language : Words.LANGUAGES) {
            for (Effect.What what : Effect.What.values()) {
                assertTrue(Words.in(language).has("effect." + what.code()), language + " " + what);
            }
        }
    }

    @Test
    void aListIsLookedAtThenStated() {
        String list = "bologna.localhost; claim\nnairobi.localhost; see; -; -; Good <b>people</b>.";
        var before = house.node().stored();
        Browser.Answer seen = odile.send("/peers/list", "/peers/list/preview", Map.of("list", list));
        assertEquals(200, seen.status());
        assertEquals(before, house.node().stored());
        assertTrue(seen.body().contains("New: see") && seen.body().contains("claim already"), seen.body());
        assertTrue(seen.body().contains("/marks/" + nairobi.said.getFirst().hash().hex()));
        assertTrue(seen.body().contains("Good &lt;b&gt;people&lt;/b&gt;."));
        String confirmed = "nairobi.localhost; see; " + nairobi.said.getFirst().hash().hex() + "; -; Good people.";
        assertTrue(seen.body().contains("nairobi.localhost; see; " + nairobi.said.getFirst().hash().hex()));
        Browser.Answer nothing = odile.send("/peers/list", "/peers/list", Map.of("list", confirmed, "decision", ""));
        assertEquals(422, nothing.status());
        assertTrue(nothing.body().contains("Fill in this field") && nothing.body().contains("New: see"));
        Browser.Answer done = odile.send("/peers/list", "/peers/list", Map.of("list",
            confirmed + "\nsilent.localhost; claim", "decision", "2026-070"));
        assertEquals("/peers?did=peer.list&n=1", done.location());
        assertEquals(Level.SEE, ours(nairobi.host));
        String peers = odile.see(done.location());
        assertTrue(peers.contains("silent.localhost") && peers.contains("it did not answer"), peers);
        assertEquals("/peers?did=peer.dropped", odile.send("/peers", "/peers/silent.localhost/drop", Map.of()).location());
        assertFalse(odile.see("/peers").contains("silent.localhost"));
    }

    @Test
    void whatIsWrongInAListIsToldByLineAndNothingTypedIsLost() {
        Browser.Answer wrong = odile.send("/peers/list", "/peers/list/preview",
            Map.of("list", "Bologna; claim\nb.example; boss\nlyon.localhost; see\n<script>"));
        assertEquals(422, wrong.status());
        for (String told : List.of("Line 1: this is no name", "Line 2: the level is", "Line 3: that is us", "&lt;script&gt;")) {
            assertTrue(wrong.body().contains(told), told);
        }
        Browser.Answer none = odile.send("/peers/list", "/peers/list/preview", Map.of("list", "{\"a\":1}"));
        assertEquals(422, none.status());
        assertTrue(none.body().contains("no list of peers"));
    }

    @Test
    void oursIsHandedOut() {
        assertTrue(odile.get("/peers/list/text").body().contains("bologna.localhost; "));
        assertTrue(odile.get("/peers/list/json").body().contains("\"canutPeers\":1"));
    }
}
