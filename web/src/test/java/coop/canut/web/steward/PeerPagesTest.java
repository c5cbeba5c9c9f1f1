package coop.canut.web.steward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.RunningNode;
import coop.canut.node.attack.StrangeNode;
import coop.canut.node.member.Role;
import coop.canut.node.peer.PeerState;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Stage;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.message.NodeMessage.PeeringStated;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.web.Browser;
import coop.canut.web.House;
import coop.canut.web.page.Words;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A steward among other cooperatives. */
final class PeerPagesTest {

    @TempDir
    private static Path folder;
    private static House house;
    private static Browser odile;
    private static StrangeNode bologna;
    private static StrangeNode nairobi;
    private static StrangeNode broken;

    @BeforeAll
    static void open() {
        house = new House(folder.resolve("keys"), "bologna.localhost", "nairobi.localhost", "broken.localhost");
        odile = house.signedIn("Odile", Role.STEWARD, null);
        bologna = house.others().get(0);
        nairobi = house.others().get(1);
        broken = house.others().get(2);
        nairobi.say(new PeeringStated(bologna.host, 1, Level.LIMITED, Hash.ZERO, 0, "2026-002", null));
        house.node().say(nairobi.host, Level.CLAIM);
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static PeerState state(Host host) {
        return House.get(() -> house.rooms().peers().peer(host));
    }

    private static Map<String, String> statement(StrangeNode host, String... more) {
        Map<String, String> fields = new HashMap<>(Map.of("host", host.host.toString(), "keys",
            host.said.getFirst().hash().hex(), "level", "see", "decision", "2026-014", "amount", "", "currency", "EUR"));
        for (int i = 0; i < more.length; i += 2) {
            fields.put(more[i], more[i + 1]);
        }
        return fields;
    }

    @Test
    void howManyOfTheFediverseFollowIsSeenAndSoIsTheNameToFollow() {
        String page = odile.see("/peers");
        assertTrue(page.contains("Nobody follows our board yet from other servers"), page);
        assertTrue(page.contains("board@lyon.localhost"), page);
        assertTrue(odile.see("/board").contains("<html"), "people see the page under the address of the actor");
    }

    @Test
    void aCooperativeIsLookedAtAndThenStatedWithItsCredit() {
        String looked = odile.see("/peers/add?host=bologna.localhost");
        String print = bologna.said.getFirst().hash().hex();
        assertTrue(looked.contains("/marks/" + print), "its mark");
        assertTrue(looked.contains(print.substring(8, 16)), "its print");
        assertTrue(looked.contains(house.rooms().peers().keys(RunningNode.HOST).orElseThrow().last().hex().substring(0, 8)));
        Browser.Answer stated = odile.send("/peers/add?host=bologna.localhost", "/peers",
            statement(bologna, "level", "claim", "amount", "150,50"));
        assertEquals("/peers/bologna.localhost?did=peer.stated", stated.location());
        PeerState peer = state(bologna.host);
        assertEquals(Level.CLAIM, peer.ours());
        assertEquals(List.of(Money.of(15_050, "EUR")), peer.given());
        assertTrue(odile.see(stated.location()).contains("It stands in our log"));
        assertTrue(odile.see("/peers/bologna.localhost").contains("of €150.50"));
        String all = odile.see("/peers");
        assertTrue(all.contains("href=\"/peers/bologna.localhost\"") && all.contains("class=\"fabric\""));
        Browser.Answer again = odile.get("/peers/add?host=bologna.localhost");
        assertEquals("/peers/bologna.localhost", again.location(), "who is a peer is not added again");
    }

    @Test
    void thePictureShowsWhatOthersSayOfEachOther() {
        house.node().say(bologna.host, Level.SEE);
        RunningNode.until("its log is read", () ->
            odile.see("/peers").contains("nairobi.localhost to bologna.localhost: limited"));
        assertTrue(odile.speaking("fr").see("/peers").contains("De nairobi.localhost à bologna.localhost : limité"));
        odile.speaking("en");
    }

    @Test
    void whatIsWrongStandsBesideItsFieldAndNothingTypedIsLost() {
        for (String[] wrong : new String[][] {{"level", "", "Choose how we stand"}, {"level", "boss", "not possible"},
            {"decision", "", "Fill in this field"}, {"decision", "x".repeat(201), "too long"},
            {"amount", "1.000,00", "Write an amount such as 100.00"}, {"amount", "-1", "Write an amount"},
            {"currency", "XXX", "not possible"}}) {
            Map<String, String> fields = statement(broken, "decision", "2026-<b>99", "amount", "77");
            fields.put(wrong[0], wrong[1]);
            Browser.Answer refused = odile.send("/account", "/peers", fields);
            assertEquals(422, refused.status(), wrong[0] + " " + wrong[1]);
            assertTrue(refused.body().contains(wrong[2]), wrong[0] + " " + wrong[1]);
            assertTrue(wrong[0].equals("decision") || refused.body().contains("value=\"2026-&lt;b>99\""), refused.body());
            assertTrue(wrong[0].equals("amount") || refused.body().contains("value=\"77\""));
            assertTrue(refused.body().contains("autofocus"));
        }
        assertFalse(house.rooms().peers().known().contains(broken.host));
    }

    @Test
    void keysOtherThanThoseThatWereComparedAreNotStated() {
        Browser.Answer refused = odile.send("/account", "/peers", statement(broken, "keys", "0".repeat(64)));
        assertEquals(422, refused.status());
        assertTrue(refused.body().contains("Its keys are other ones"));
        assertFalse(house.rooms().peers().known().contains(broken.host));
    }

    @Test
    void aNameThatIsNoHostAndAHostThatDoesNotAnswerAreToldApart() {
        for (String[] wrong : new String[][] {{"Bologna.Example", "small letters"}, {"127.0.0.1", "small letters"},
            {"lyon.localhost", "That is us"}, {"nobody.localhost", "does not answer"}, {"a.b<script>", "small letters"}}) {
            String query = Browser.encoded(Map.of("host", wrong[0]));
            Browser.Answer answer = odile.get("/peers/add?" + query);
            assertTrue(answer.body().contains(wrong[1]), wrong[0] + " " + answer.status());
            assertTrue(answer.body().contains("value=\"" + wrong[0].replace("<", "&lt;") + "\""), "what was typed stays");
        }
    }

    @Test
    void aHostWhoseKeysDoNotProveThemselvesIsKeptAwayFrom() {
        nairobi.answering("/canut/1/keys", request -> StrangeNode.answer(request, 200, "{}"));
        broken.answering("/canut/1/keys", request -> StrangeNode.answer(request, 200, "{}"));
        Browser.Answer answer = odile.get("/peers/add?host=broken.localhost");
        assertTrue(answer.body().contains("does not prove itself"), answer.body());
        broken.begin();
    }

    @Test
    void aLevelIsChangedWithItsDecisionAndCreditByItself() {
        String page = "/peers/nairobi.localhost";
        assertEquals(422, odile.send("/account", page + "/level", Map.of("level", "suspended", "decision", "")).status());
        assertEquals(Level.CLAIM, state(nairobi.host).ours());
        Browser.Answer changed = odile.send("/account", page + "/level", Map.of("level", "limited", "decision", "2026-020"));
        assertEquals(page + "?did=peer.stated", changed.location());
        assertEquals(Level.LIMITED, state(nairobi.host).ours());
        odile.send("/account", page + "/level", Map.of("level", "claim", "decision", "2026-021"));
        Browser.Answer empty = odile.send("/account", page + "/credit", Map.of("amount", "", "currency", "EUR"));
        assertEquals(422, empty.status());
        Browser.Answer credited = odile.send("/account", page + "/credit", Map.of("amount", "20", "currency", "KES"));
        assertEquals(page + "?did=peer.credit", credited.location());
        assertEquals(List.of(Money.of(2_000, "KES")), state(nairobi.host).given());
    }

    @Test
    void whoIsNoPeerHasNoPage() {
        String path = "/peers/elsewhere.localhost";
        assertEquals(404, odile.get(path).status());
        assertEquals(404, odile.send("/account", path + "/level", Map.of("level", "see", "decision", "1")).status());
        assertEquals(404, odile.send("/account", path + "/credit", Map.of("amount", "1", "currency", "EUR")).status());
    }

    @Test
    void whoKnocksIsListedUntilALevelIsStated() {
        House.get(() -> house.rooms().peers().knock(Host.of("asking.localhost")));
        String page = odile.see("/peers");
        assertTrue(page.contains("/peers/add?host=asking.localhost"));
        assertTrue(page.contains("Anybody can ask in a host’s name"));
    }

    @Test
    void anOpenPageAsksForWhatChangesAndGetsThatAlone() {
        Browser.Answer part = odile.send(HttpMethod.GET, "/peers", Map.of("HX-Request", "true"), Buffer.buffer());
        assertTrue(part.body().contains("class=\"fabric\"") && !part.body().contains("<html"));
        assertTrue(odile.see("/peers").contains("sse-connect=\"/live/peers\""));
    }

    @Test
    void everyReasonBetweenNodesIsToldInWords() {
        Set<Problem> ofRules = Stream.of(Problem.values()).filter(problem -> problem.stage() != Stage.LOCAL)
            .filter(problem -> Trouble.of(problem) == Trouble.RULE).collect(Collectors.toSet());
        assertEquals(EnumSet.of(Problem.NO_SUCH_REQUEST, Problem.BELOW_FLOOR, Problem.SLOT_NOT_LEASED, Problem.WORK_FROZEN,
            Problem.PRICE_FROZEN_BY_CLAIM, Problem.RECEIPT_MISMATCH), ofRules);
        for (String language : Words.LANGUAGES) {
            Stream.of(Trouble.values()).forEach(trouble -> assertFalse(trouble.told(Words.in(language)).isBlank()));
        }
        assertEquals(Trouble.SILENCE, Trouble.of("connection refused"));
    }

    @Test
    void nobodyElseSeesPeers() {
        for (Role role : List.of(Role.WORKER, Role.TREASURER)) {
            Browser other = house.signedIn("Ada", role, null);
            assertEquals(403, other.get("/peers").status());
            assertEquals(403, other.get("/peers/nairobi.localhost").status());
        }
    }
}
