package coop.canut.node.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.RunningNode;
import coop.canut.node.decision.PolicyInForce;
import coop.canut.node.peer.Knock;
import coop.canut.node.peer.PeerState;
import coop.canut.node.peer.Peering;
import coop.canut.node.peer.Peers;
import coop.canut.node.peer.Refusals;
import coop.canut.node.peer.Seen;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.message.NodeMessage.PeeringStated;
import coop.canut.protocol.message.NodeMessage.PolicyEnacted;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.sign.SigningKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stewards see of hosts that are no peers yet, and of peers with which something is wrong. */
final class StrangersTest {

    private static final String KEYS = "/canut/1/keys";
    private static final String WELL_KNOWN = "/.well-known/canut";
    private static final String POLICY = "/policy/3";

    @TempDir
    private Path folder;
    private Attacked attacked;
    private StrangeNode stranger;

    @BeforeEach
    void start() {
        attacked = Attacked.start(folder);
        stranger = attacked.unknown;
    }

    @AfterEach
    void stop() {
        attacked.close();
    }

    /** Looks, and whatever comes of it, nothing is kept. */
    private Seen look(Host host) {
        var before = attacked.node.stored();
        try {
            return attacked.node.peers(peers -> peers.look(host));
        } finally {
            assertEquals(before, attacked.node.stored());
        }
    }

    private static PolicyEnacted policy(long number) {
        return new PolicyEnacted(number, Hash.sha256(new byte[1]), "2026-007", List.of(Money.of(1_500, "EUR")), 30, 10,
            List.of(480L, 480L, 240L, 120L, 60L), List.of(2_400L, 2_400L, 1_200L, 600L, 300L), 14, "warn");
    }

    private Signed shows(PolicyEnacted policy, SigningKey key) {
        Signed signed = stranger.entry(policy, StrangeNode.now(), key);
        stranger.answering(WELL_KNOWN, request -> StrangeNode.answer(request, 200,
            Json.object().put("node", stranger.host).put("policy", 3).build().text()));
        stranger.answering(POLICY, request -> StrangeNode.answer(request,
            "application/vnd.canut+json".equals(request.getHeader("Accept")) ? 200 : 404,
            new String(signed.wire(), StandardCharsets.UTF_8)));
        return signed;
    }

    private Hash stated() {
        return stranger.said.getFirst().hash();
    }

    @Test
    void aHostIsSeenWithItsKeysAndItsPolicyAndNothingIsKept() {
        Signed signed = shows(policy(3), stranger.node);
        assertEquals(new Seen(stranger.host, stated(), Optional.of(new PolicyInForce(policy(3), signed.hash()))),
            look(stranger.host));
        assertEquals(List.of("GET " + KEYS, "GET " + WELL_KNOWN, "GET " + POLICY), stranger.asked);
        attacked.assertRefused(Problem.KEY_UNKNOWN, stranger.get("/canut/1/ack"));
    }

    @Test
    void whatWasSeenIsWhatIsStatedAfterwards() {
        Hash seen = look(stranger.host).keys();
        attacked.node.state(stranger.host, Level.SEE);
        assertEquals(seen, state(stranger).keys());
    }

    @Test
    void aHostThatShowsNoPolicyIsSeenWithItsKeysAlone() {
        assertEquals(new Seen(stranger.host, stated(), Optional.empty()), look(stranger.host));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"policy\":0}", "{\"policy\":\"../actor\"}", "{\"policy\":3}"})
    void anOddDescriptionIsNoPolicy(String description) {
        stranger.answering(WELL_KNOWN, request -> StrangeNode.answer(request, 200, description));
        assertEquals(Optional.empty(), look(stranger.host).policy());
    }

    @Test
    void aPolicyThatItsKeysDoNotProveIsNone() {
        shows(policy(3), stranger.key("never stated"));
        assertEquals(Optional.empty(), look(stranger.host).policy());
        shows(policy(3), stranger.revoked);
        assertEquals(Optional.empty(), look(stranger.host).policy());
        shows(policy(2), stranger.node);
        assertEquals(Optional.empty(), look(stranger.host).policy(), "another number than it says");
        Signed another = attacked.bologna.entry(policy(3), StrangeNode.now(), attacked.bologna.node);
        stranger.answering(POLICY, request -> StrangeNode.answer(request, 200,
            new String(another.wire(), StandardCharsets.UTF_8)));
        assertEquals(Optional.empty(), look(stranger.host).policy(), "another host's");
    }

    @Test
    void aHostThatDoesNotAnswerIsNotSeenYet() {
        for (Host host : List.of(stranger.host, Host.of("nobody.localhost"))) {
            stranger.answering(KEYS, request -> StrangeNode.answer(request, 500, "no"));
            Refused refused = assertThrows(Refused.class, () -> look(host));
            assertEquals(Problem.NOT_YET, refused.problem());
            assertEquals("host", refused.field());
        }
    }

    @Test
    void theKeysOfAnotherHostAreNotSeen() {
        stranger.answering(KEYS, request -> StrangeNode.answer(request, 200,
            new String(attacked.evil.said.getFirst().wire(), StandardCharsets.UTF_8) + "\n"));
        assertEquals(Problem.RELAY_NOT_ALLOWED, assertThrows(Refused.class, () -> look(stranger.host)).problem());
    }

    @Test
    void nobodyLooksAtOneself() {
        Refused refused = assertThrows(Refused.class, () -> look(RunningNode.HOST));
        assertEquals(Problem.FIELD_WRONG, refused.problem());
        assertEquals("host", refused.field());
    }

    @Test
    @Tag("F-55")
    void aKnockIsAnsweredByStatingALevel() {
        attacked.node.peers(peers -> peers.knock(stranger.host));
        assertEquals(List.of(stranger.host), knocking());
        assertEquals(List.of(), stranger.asked);
        attacked.node.state(stranger.host, Level.SUSPENDED);
        assertEquals(List.of(), knocking());
        attacked.node.peers(peers -> peers.knock(stranger.host));
        assertEquals(List.of(stranger.host), knocking(), "it asks again");
    }

    private List<Host> knocking() {
        return attacked.node.peers(Peers::knocks).stream().map(Knock::host).toList();
    }

    private PeerState state(StrangeNode peer) {
        return attacked.node.peers(Peers::all).stream().filter(state -> state.host().equals(peer.host)).findFirst()
            .orElseThrow();
    }

    @Test
    void aPeerThatTakesNothingFallsBehindAndCatchesUp() {
        assertEquals(0, state(attacked.evil).behind());
        attacked.evil.answering(StrangeNode.INBOX, request -> StrangeNode.answer(request, 503, ""));
        attacked.node.say(stranger.host, Level.SEE);
        attacked.node.peers(peers -> peers.credit(attacked.evil.host, Money.of(100, "EUR")));
        attacked.node.peers(peers -> peers.credit(attacked.evil.host, Money.of(200, "EUR")));
        RunningNode.until("both streams wait", () -> state(attacked.evil).behind() == 3);
        RunningNode.until("the others are told", () -> state(attacked.bologna).behind() == 0);
        attacked.evil.begin();
        attacked.node.say(attacked.evil.host, Level.CLAIM);
        RunningNode.until("all is confirmed", () -> state(attacked.evil).behind() == 0);
    }

    @Test
    void aPeerIsHeardWhenSomethingOfItsIsKept() {
        PeerState met = state(attacked.evil);
        assertNotNull(met.lastHeard(), "its log was read");
        assertEquals(202, attacked.send(attacked.evil.post(attacked.oneFact())).status());
        assertTrue(state(attacked.evil).lastHeard().isAfter(met.lastHeard()));
    }

    @Test
    void theVersionIsAnotherWhenALevelACreditAMessageOrAKnockIs() {
        attacked.node.settle();
        Set<String> versions = new HashSet<>();
        versions.add(attacked.node.peers(Peers::version));
        assertEquals(Set.copyOf(versions), Set.of(attacked.node.peers(Peers::version)), "nothing has happened");
        attacked.node.state(attacked.evil.host, Level.SEE);
        versions.add(attacked.node.peers(Peers::version));
        attacked.node.peers(peers -> peers.credit(attacked.evil.host, Money.of(100, "EUR")));
        attacked.node.settle();
        versions.add(attacked.node.peers(Peers::version));
        attacked.send(attacked.evil.post(attacked.oneFact()));
        versions.add(attacked.node.peers(Peers::version));
        attacked.node.peers(peers -> peers.knock(stranger.host));
        versions.add(attacked.node.peers(Peers::version));
        assertEquals(5, versions.size(), versions + "");
    }

    @Test
    void whoWasOnlyLookedAtIsNoPeer() {
        shows(policy(3), stranger.node);
        look(stranger.host);
        assertFalse(attacked.node.peers(Peers::all).stream().anyMatch(state -> state.host().equals(stranger.host)));
        assertNull(attacked.node.text("select host from log where host = $1", stranger.host.toString()));
    }

    @Test
    void whatCooperativesSayOfEachOtherIsReadFromTheirLogs() {
        StrangeNode evil = attacked.evil;
        Host bologna = attacked.bologna.host;
        Host self = RunningNode.HOST;
        for (int number = 1; number <= 2; number++) {
            Level level = number == 1 ? Level.CLAIM : Level.LIMITED;
            evil.say(new PeeringStated(bologna, number, level, Hash.ZERO, 0, "2026-002", null));
        }
        evil.say(new PeeringStated(Host.of("elsewhere.example"), 1, Level.SEE, Hash.ZERO, 0, "2026-003", null));
        int before = attacked.node.peers(peers -> peers.peerings(Set.of(evil.host, bologna, self))).size();
        attacked.send(evil.post(evil.logFrom(1)));
        List<Peering> after = attacked.node.peers(peers -> peers.peerings(Set.of(evil.host, bologna, self)));
        assertTrue(after.contains(new Peering(evil.host, bologna, Level.LIMITED)), after + "");
        assertTrue(after.contains(new Peering(self, evil.host, attacked.node.peers(Peers::all).stream()
            .filter(peer -> peer.host().equals(evil.host)).findFirst().orElseThrow().ours())), after + "");
        assertEquals(before + 1, after.size(), "each pair once, by its newest number, and nobody else");
        assertEquals(List.of(), attacked.node.peers(peers -> peers.peerings(Set.of(bologna, stranger.host))));
    }

    @Test
    void aHostThatIsNoPeerIsNotFound() {
        assertEquals(attacked.evil.host, attacked.node.peers(peers -> peers.peer(attacked.evil.host)).host());
        assertEquals(Problem.NOT_FOUND, assertThrows(Refused.class, () ->
            attacked.node.peers(peers -> peers.peer(stranger.host))).problem());
    }

    @Test
    void refusalsAreCountedByTheirReasonTheLatestFirst() {
        StrangeNode evil = attacked.evil;
        assertEquals(List.of(), refusals(evil));
        for (int i = 0; i < 2; i++) {
            attacked.assertRefused(Problem.CHAIN_BROKEN, evil.post(evil.channel(1, List.of(
                evil.numbered(1, Hash.sha256(new byte[1]), Attacked.credit(1))))));
        }
        attacked.assertRefused(Problem.FRAME_WRONG, evil.post(new byte[0]));
        RunningNode.until("all are noted", () -> refusals(evil).stream().mapToLong(Refusals::count).sum() == 3);
        assertEquals(List.of("frame-wrong", "chain-broken"), refusals(evil).stream().map(Refusals::problem).toList());
        assertEquals(List.of(1L, 2L), refusals(evil).stream().map(Refusals::count).toList());
        assertEquals(List.of(), refusals(attacked.bologna));
    }

    private List<Refusals> refusals(StrangeNode peer) {
        return attacked.node.peers(peers -> peers.refusals(peer.host));
    }
}
