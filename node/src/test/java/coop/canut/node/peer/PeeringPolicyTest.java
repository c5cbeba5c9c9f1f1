package coop.canut.node.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.canut.node.Neighbours;
import coop.canut.node.RunningNode;
import coop.canut.node.peer.Effect.What;
import coop.canut.node.work.Claim;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.ObjectUrl;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A level changes while Ada works on one task of Lyon's and another answer of hers is not paid yet: nothing of it touches
 * running work or money due, between two whole nodes over HTTP.
 */
final class PeeringPolicyTest {

    private static final String IN = "select seq from channel where direction = 'in' and peer = $1";

    @TempDir
    private Path folder;
    private Neighbours both;
    private ObjectUrl listing;
    private Claim begun;

    @BeforeEach
    void begin() {
        both = new Neighbours(folder);
        listing = both.publish(40);
        both.answer(both.take(listing));
        begun = both.take(listing);
        RunningNode.until("the answer waits to be paid", () -> both.waiting(listing) == 1);
        both.settle();
    }

    @AfterEach
    void end() {
        both.close();
    }

    private static void say(RunningNode node, Host peer, Level level) {
        node.peers(peers -> peers.state(peer, level, "2026-050", "They were late."));
    }

    private void paid(int answers) {
        RunningNode.until(answers + " answers are paid", () -> both.earned() == answers * Neighbours.PRICE.amount());
    }

    private static void heardFrom(RunningNode node, Host peer, Level level) {
        RunningNode.until("the statement of " + peer, () -> node.peers(peers -> peers.peer(peer)).theirs() == level);
    }

    private void refusedToTake(Problem problem) {
        assertEquals(problem, assertThrows(Refused.class, () -> both.take(listing)).problem());
    }

    @Test
    void whoIsLimitedFinishesIsPaidAndTakesNothingNew() {
        say(both.lyon, Neighbours.BOLOGNA, Level.LIMITED);
        heardFrom(both.bologna, Neighbours.LYON, Level.LIMITED);
        refusedToTake(Problem.PEER_LIMITED);
        RunningNode.until("what nobody works on goes back", () -> both.lyon.number("""
            select count(*) from slot where host = $1 and state = 'leased'""", Neighbours.BOLOGNA.toString()) == 1);
        both.answer(begun);
        RunningNode.until("both wait", () -> both.waiting(listing) == 2);
        both.accept(listing);
        paid(2);
        both.settle();
        say(both.lyon, Neighbours.BOLOGNA, Level.CLAIM);
        heardFrom(both.bologna, Neighbours.LYON, Level.CLAIM);
        both.take(listing);
    }

    @ParameterizedTest
    @EnumSource(value = Level.class, names = {"SUSPENDED", "ENDED"})
    void whoIsNotHeardWorksOnIsPaidForWhatArrivedAndTheRestGoesOnWhereItStood(Level level) {
        say(both.lyon, Neighbours.BOLOGNA, level);
        heardFrom(both.bologna, Neighbours.LYON, level);
        long cursor = both.lyon.number(IN, Neighbours.BOLOGNA.toString());
        refusedToTake(Problem.PEER_LIMITED);
        both.answer(begun);
        RunningNode.until("it is turned away", () -> both.lyon.number("""
            select count(*) from refusal_log where peer = $1 and problem = $2""", Neighbours.BOLOGNA.toString(),
            level == Level.ENDED ? "peer-not-approved" : "peer-suspended") > 0);
        assertEquals(cursor, both.lyon.number(IN, Neighbours.BOLOGNA.toString()), "nothing is applied");
        assertEquals(1, both.waiting(listing));
        both.accept(listing);
        paid(1);
        say(both.lyon, Neighbours.BOLOGNA, Level.SEE);
        RunningNode.until("what waited has arrived", () -> both.waiting(listing) == 1);
        both.accept(listing);
        paid(2);
        both.settle();
        assertEquals(0, both.lyon.number("select count(*) from refusal_log where problem = 'chain-broken'"));
    }

    @ParameterizedTest
    @EnumSource(value = Level.class, names = {"SUSPENDED", "ENDED"})
    void whoWorksForANodeThatIsNotHeardHandsInAtOnceAndIsPaidWhenItIsHeardAgain(Level level) {
        say(both.bologna, Neighbours.LYON, level);
        heardFrom(both.lyon, Neighbours.BOLOGNA, level);
        both.answer(begun);
        RunningNode.until("it has arrived", () -> both.waiting(listing) == 2);
        both.accept(listing);
        RunningNode.until("the payment is turned away", () -> both.lyon.number("""
            select failures from delivery where peer = $1 and stream = 'channel'""", Neighbours.BOLOGNA.toString()) > 0);
        assertEquals(0, both.earned());
        say(both.bologna, Neighbours.LYON, Level.LIMITED);
        paid(2);
        both.settle();
    }

    @Test
    void bothSidesReadWhatWasStatedWithItsDecisionAndItsReason() {
        say(both.lyon, Neighbours.BOLOGNA, Level.SUSPENDED);
        heardFrom(both.bologna, Neighbours.LYON, Level.SUSPENDED);
        for (RunningNode node : List.of(both.lyon, both.bologna)) {
            Host other = node == both.lyon ? Neighbours.BOLOGNA : Neighbours.LYON;
            RunningNode.until("the entry", () -> node.peers(peers -> peers.history(other)).size() == 3);
            Statement last = node.peers(peers -> peers.history(other)).stream()
                .filter(each -> each.from().equals(Neighbours.LYON)).findFirst().orElseThrow();
            assertEquals(List.of(Neighbours.LYON, Neighbours.BOLOGNA, 2L, Level.SUSPENDED, "2026-050", "They were late."),
                List.of(last.from(), last.to(), last.number(), last.level(), last.decision(), last.reason()));
        }
        assertEquals(1, both.bologna.number("""
            select count(*) from log_entry where host = $1 and kind = 'peering-stated'
              and convert_from(message, 'UTF8') like '%They were late.%'""", Neighbours.LYON.toString()));
    }

    @Test
    void theEffectsAreCountedBeforeAndWhomTheyTouchIsToldAfterwards() {
        String statements = "select count(*) from log_entry";
        long before = both.bologna.number(statements);
        Ties.Effects effects = Neighbours.get(() -> both.bologna().ties().effects(Neighbours.LYON, Level.LIMITED));
        assertEquals(before, both.bologna.number(statements));
        assertEquals(List.of(Level.CLAIM, Level.LIMITED), List.of(effects.now(), effects.then()));
        assertEquals(List.of(Effect.of(What.LISTINGS_LEAVE, 1), Effect.of(What.TAKING_ENDS),
            Effect.of(What.STOCK_RETURNS, both.bologna.number("select count(*) from held_slot where state = 'stock'")),
            Effect.of(What.CLAIMS_GO_ON, 1, 1), Effect.of(What.ANSWERS_GO_ON, 1)), effects.all());
        Tie atLyon = Neighbours.get(() -> both.lyon().ties().of(Neighbours.BOLOGNA));
        assertEquals(List.of(1L, 1L), List.of(atLyon.lentListings(), atLyon.theirAnswers()));
        assertEquals(List.of(), Neighbours.get(() -> both.bologna().ties().ofMember(both.ada.id())));
        assertEquals(List.of(), Neighbours.get(() -> both.lyon().ties().ofListing(listing.id())));

        say(both.bologna, Neighbours.LYON, Level.LIMITED);
        heardFrom(both.lyon, Neighbours.BOLOGNA, Level.LIMITED);
        Notice ada = Neighbours.get(() -> both.bologna().ties().ofMember(both.ada.id())).getFirst();
        assertEquals(List.of(Neighbours.LYON, Level.LIMITED, 1L, 1L, "They were late.", Neighbours.BOLOGNA),
            List.of(ada.host(), ada.holds(), ada.open(), ada.answers(), ada.why().reason(), ada.why().from()));
        Notice museum = Neighbours.get(() -> both.lyon().ties().ofListing(listing.id())).getFirst();
        assertEquals(List.of(Neighbours.BOLOGNA, Level.LIMITED, 1L, "2026-050"),
            List.of(museum.host(), museum.holds(), museum.answers(), museum.why().decision()));
        assertEquals(List.of(), Neighbours.get(() -> both.bologna().ties().ofMember(both.museum.id())));
    }

    @Test
    void aStatementWithoutADecisionOrOfMoreThanALineIsNone() {
        for (String[] wrong : new String[][] {{" ", null, "decision"}, {"x".repeat(201), null, "decision"},
            {"1", "two\nlines", "reason"}, {"1", "x".repeat(1_001), "reason"}}) {
            Refused refused = assertThrows(Refused.class, () -> both.lyon.peers(peers ->
                peers.state(Neighbours.BOLOGNA, Level.SEE, wrong[0], wrong[1])));
            assertEquals(wrong[2], refused.field());
        }
        assertEquals(1, both.lyon.number("select our_number from peer"));
    }
}
