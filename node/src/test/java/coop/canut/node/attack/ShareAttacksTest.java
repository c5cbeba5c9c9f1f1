package coop.canut.node.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.RunningNode;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.message.Signed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers, and strangers, who would have the node to themselves. */
final class ShareAttacksTest {

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

    private long stored() {
        return attacked.node.peers(peers -> peers.storage(evil.host));
    }

    @Test
    @Tag("F-67")
    void whatAPeerStoresIsCountedByTheByte() {
        assertEquals(evil.said.getFirst().wire().length, stored());
        Signed told = evil.tell(Attacked.credit(1));
        assertEquals(202, attacked.send(evil.post(evil.channel(1, List.of(told)))).status());
        Signed said = evil.say(Statements.peering(RunningNode.HOST, 1));
        assertEquals(202, attacked.send(evil.post(evil.logFrom(1))).status());
        assertEquals(evil.said.getFirst().wire().length + told.wire().length + said.wire().length, stored());
        assertEquals(0L, attacked.node.<Long>peers(peers -> peers.storage(RunningNode.HOST)).longValue(), "what is ours is ours");
    }

    @Test
    @Tag("F-67")
    void whoHasStoredItsShareStoresNothingMore() {
        assertEquals(Limits.PEER_STORED_BYTES - 100, attacked.node.number(
            "update peer_storage set bytes = $1 where host = $2 returning bytes", Limits.PEER_STORED_BYTES - 100,
            evil.host.toString()));
        Answer first = attacked.assertRefused(Problem.PEER_QUOTA, evil.post(attacked.oneFact()));
        assertEquals("3600", first.headers().get("retry-after"));
        Answer again = attacked.assertRefused(Problem.PEER_QUOTA, evil.post(attacked.oneFact()));
        assertTrue(Integer.parseInt(again.headers().get("retry-after")) > 3_500, again.toString());
        evil.say(Statements.peering(RunningNode.HOST, 1));
        attacked.assertRefused(Problem.PEER_QUOTA, evil.post(evil.logFrom(1)));
        assertEquals(200, attacked.send(evil.get("/canut/1/ack")).status(), "it may still read");
        StrangeNode bologna = attacked.bologna;
        assertEquals(202, attacked.send(bologna.post(bologna.channel(1, List.of(bologna.tell(Attacked.credit(1)))))).status());
    }

    @Test
    @Tag("F-67")
    void aListingMoreThanAPeerMayHaveOpenIsNotShownAndOneThatEndsMakesRoom() {
        evil.say(Statements.policy());
        evil.say(Statements.listing(evil.host, 1, "First"));
        assertEquals(202, attacked.send(evil.post(evil.logFrom(1))).status());
        fill(Limits.PEER_OPEN_LISTINGS - 1);
        evil.say(Statements.other(evil.host, "One too many"));
        assertEquals(202, attacked.send(evil.post(evil.logFrom(3))).status());
        assertEquals("peer-quota", refusedAt(3));
        evil.say(Statements.listing(evil.host, 2, "First, revised"));
        assertEquals(202, attacked.send(evil.post(evil.logFrom(4))).status());
        assertEquals(null, refusedAt(4), "what is shown may be revised");
        evil.say(Statements.closed(evil.host, 1));
        evil.say(Statements.other(evil.host, "Now there is room"));
        assertEquals(202, attacked.send(evil.post(evil.logFrom(5))).status());
        assertEquals(null, refusedAt(6));
        assertEquals(Limits.PEER_OPEN_LISTINGS, attacked.node.number(
            "select count(*) from board_listing where host = $1 and state = 'open'", evil.host.toString()));
    }

    /** As if evil had published so many listings more, each like its first. */
    private void fill(int listings) {
        assertEquals(listings, attacked.node.number("""
            with more as (insert into board_listing (url, host, message, hash, revision, requester_name, title, end_use, price,
                currency, hourly, estimated_seconds, units, answers_per_unit, severity, languages, skills, machine_help, deadline,
                published_at, offered, shown, words)
              select l.url || n, host, message, hash, revision, requester_name, title, end_use, price, currency, hourly,
                estimated_seconds, units, answers_per_unit, severity, languages, skills, machine_help, deadline, published_at,
                offered, shown, words
              from board_listing l, generate_series(1, $2::int) n where host = $1 returning 1)
            select count(*) from more""", evil.host.toString(), listings));
    }

    private String refusedAt(long index) {
        return attacked.node.text("select refused from log_entry where host = $1 and index = $2", evil.host.toString(), index);
    }

    @Test
    @Tag("F-68")
    void whoFloodsIsToldToWaitAndNobodyElseWaits() throws InterruptedException {
        List<Signed> facts = new ArrayList<>();
        for (int i = 1; i <= 250; i++) {
            facts.add(evil.tell(Attacked.credit(i)));
        }
        RawRequest flood = evil.post(evil.channel(1, facts));
        assertEquals(202, attacked.send(flood).status());
        int burst = Limits.PEER_MESSAGES_PER_SECOND * Limits.PEER_BURST_SECONDS;
        Answer last = attacked.send(flood);
        for (int sent = 0; sent < 2 * burst && last.status() == 202; sent += facts.size()) {
            last = attacked.send(flood);
        }
        Attacked.assertRefusal(Problem.PEER_QUOTA, last);
        assertTrue(Integer.parseInt(last.headers().get("retry-after")) >= 1, last.toString());
        var goesOn = new AtomicBoolean(true);
        Thread flooding = Thread.ofVirtual().start(() -> {
            while (goesOn.get()) {
                attacked.send(flood);
            }
        });
        // That it hardly takes longer is measured by a bench; here, that nobody else is refused or forgotten.
        for (int i = 0; i < 51; i++) {
            assertEquals(200, attacked.send(attacked.bologna.get("/canut/1/ack")).status());
        }
        goesOn.set(false);
        flooding.join();
    }

    @Test
    @Tag("F-66")
    void anAddressReadsSoMuchOfWhatIsEverybodys() {
        RawRequest read = RawRequest.of("GET", "/canut/1/log/1/checkpoint", RunningNode.HOST.toString());
        int taken = 0;
        while (taken < 3_000 && attacked.send(read.add("X-Forwarded-For", "198.51.100.7")).status() == 200) {
            taken++;
        }
        assertTrue(taken >= 2_000 && taken < 3_000, taken + " reads");
        RawRequest tooMuch = read.add("X-Forwarded-For", "192.0.2.1, 198.51.100.7");
        for (String path : List.of("/canut/1/keys", "/actor", "/canut/1/log/1/messages?from=0&limit=1")) {
            Answer refusal = exhausted(tooMuch.start("GET " + path + " HTTP/1.1"));
            Attacked.assertRefusal(Problem.PEER_QUOTA, refusal);
            assertEquals("1", refusal.headers().get("retry-after"));
        }
        assertEquals(200, attacked.send(read.add("X-Forwarded-For", "198.51.100.8")).status());
        assertEquals(200, attacked.send(read).status());
        assertNotEquals(429, attacked.send(evil.get("/canut/1/ack").add("X-Forwarded-For", "198.51.100.7")).status(),
            "a peer has a share of its own");
    }

    /** The first answer that is another than 200: meanwhile a second may have passed, and brought some reads. */
    private Answer exhausted(RawRequest request) {
        Answer answer = attacked.send(request);
        for (int more = 0; more < 200 && answer.status() == 200; more++) {
            answer = attacked.send(request);
        }
        return answer;
    }
}
