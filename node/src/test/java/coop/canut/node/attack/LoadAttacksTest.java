package coop.canut.node.attack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.RunningNode;
import coop.canut.protocol.Problem;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.name.KeyId;
import coop.canut.protocol.sign.SigningKey;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What would make the node wait, ask, spin or work for nothing. Each test has a node of its own. */
final class LoadAttacksTest {

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

    @Test
    @Tag("F-19")
    void aKeyThatCannotBeReadNowIsAskedForOnceAndTheDeliveryMayComeAgain() {
        evil.answering("/canut/1/log/1/checkpoint", request -> StrangeNode.answer(request, 503, ""));
        SigningKey fresh = evil.key("fresh");
        long asked = evil.askedFor("/checkpoint");
        for (int i = 0; i < 20; i++) {
            Answer answer = attacked.send(evil.post(attacked.oneFact(), new KeyId(evil.host, fresh.key()), fresh,
                StrangeNode.now()));
            Attacked.assertRefusal(Problem.KEY_UNAVAILABLE, answer);
            assertEquals("1", answer.headers().get("retry-after"));
        }
        // Not at all, if its log is being read at this moment anyway.
        assertTrue(evil.askedFor("/checkpoint") <= asked + 1, evil.asked.toString());
        assertEquals(0, attacked.node.number("select count(*) from credit"));
    }

    @Test
    @Tag("F-24")
    void thereIsNoSwitchForTheFederationAndWhatIsNotServedIsNotRead() {
        for (String path : List.of("/canut/2/inbox", "/inbox", "/users/anne/inbox", "/canut/1/outbox")) {
            RawRequest request = evil.post(attacked.oneFact()).start("POST " + path + " HTTP/1.1");
            attacked.assertRefused(Problem.NOT_FOUND, request.with("Content-Length", "262144").body(new byte[0]));
        }
    }

    @Test
    @Tag("F-60")
    void aBatchOfUnknownThingsCausesNoRequestForAny() {
        List<Signed> others = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            others.add(attacked.unknown.tell(Attacked.credit(i)));
        }
        attacked.assertRefused(Problem.RELAY_NOT_ALLOWED, evil.post(evil.channel(1, others)));
        var unknownKey = new Delivery(evil);
        unknownKey.proofKey = evil.key("never stated");
        attacked.assertRefused(Problem.PROOF_KEY_UNKNOWN, unknownKey.build());
    }

    @Test
    @Tag("F-69")
    void whoMayNotAskIsToldSoBeforeAnythingIsLookedUp() {
        String dear = "/canut/1/channel?epoch=1&from=1&limit=500";
        attacked.assertRefused(Problem.KEY_UNKNOWN, attacked.unknown.get(dear));
        attacked.node.state(evil.host, Level.SUSPENDED);
        attacked.assertRefused(Problem.PEER_SUSPENDED, evil.get(dear));
        attacked.assertRefused(Problem.PEER_SUSPENDED, evil.get("/canut/1/content/" + "0".repeat(64)));
        long median = IntStream.range(0, 41).mapToLong(i -> {
            RawRequest request = attacked.unknown.get(dear);
            long begun = System.nanoTime();
            assertEquals(401, attacked.send(request).status());
            return System.nanoTime() - begun;
        }).sorted().skip(20).findFirst().orElseThrow();
        assertTrue(median < 100_000_000, median / 1_000 + " µs, with a connection of its own, on a machine that others use");
    }

    @Test
    @Tag("F-71")
    void aRowThatSomebodyHoldsIsWaitedForOnceAndOnlyByWhoNeedsIt() throws Exception {
        assertEquals(202, attacked.send(evil.post(evil.channel(1, List.of(evil.tell(Attacked.credit(1)))))).status());
        StrangeNode bologna = attacked.bologna;
        assertEquals(202, attacked.send(bologna.post(bologna.channel(1, List.of(bologna.tell(Attacked.credit(1)))))).status());
        var held = CompletableFuture.runAsync(() -> attacked.node.number("""
            with held as (select seq from channel where peer = 'evil.localhost' and direction = 'in' for update)
            select seq from held, pg_sleep(1)"""));
        RunningNode.until("the row is held", () -> attacked.node.number("""
            select count(*) from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()""") == 1);
        RawRequest next = evil.post(evil.channel(2, List.of(evil.tell(Attacked.credit(2)))));
        var waits = CompletableFuture.supplyAsync(() -> attacked.send(next));
        assertEquals(202, attacked.send(bologna.post(bologna.channel(2, List.of(bologna.tell(Attacked.credit(2)))))).status());
        assertFalse(held.isDone(), "bologna did not wait");
        assertEquals(202, waits.get().status());
        held.get();
        assertEquals(2, attacked.node.number("select max(number) from credit where peer = 'evil.localhost'"));
    }

    @Test
    @Tag("F-72")
    void aPeerThatNeverAnswersHoldsNobodyUp() {
        evil.answering(StrangeNode.INBOX, request -> { });
        long before = attacked.bologna.askedFor(StrangeNode.INBOX);
        for (int i = 0; i < 3; i++) {
            attacked.node.say(attacked.bologna.host, i % 2 == 0 ? Level.SEE : Level.CLAIM);
        }
        RunningNode.until("bologna has all of it", () -> attacked.node.number("""
            select count(*) from delivery d, log l where d.peer = 'bologna.localhost' and d.stream = 'log'
              and l.host = 'lyon.localhost' and d.position = l.size""") == 1);
        assertTrue(attacked.bologna.askedFor(StrangeNode.INBOX) > before);
        assertTrue(evil.askedFor(StrangeNode.INBOX) <= 4, "one in flight of each stream: " + evil.asked);
        assertEquals(2, attacked.node.number("select count(*) from delivery where peer = 'evil.localhost'"));
    }

    @Test
    @Tag("F-73")
    void manyRequestsAtOnceOnOneConnectionAreAnsweredInTheirOrder() throws IOException {
        RawRequest read = RawRequest.of("GET", "/canut/1/keys", RunningNode.HOST.toString());
        byte[] once = read.bytes();
        byte[] all = new byte[once.length * 200];
        for (int i = 0; i < 200; i++) {
            System.arraycopy(once, 0, all, i * once.length, once.length);
        }
        try (Socket socket = RawRequest.connect(attacked.node.port())) {
            socket.getOutputStream().write(all);
            for (int i = 0; i < 200; i++) {
                assertEquals(200, Answer.read(socket.getInputStream()).status(), "the answer " + i);
            }
        }
    }

    @Test
    @Tag("F-73")
    void theOtherHttpIsNotSpoken() throws IOException {
        try (Socket socket = RawRequest.connect(attacked.node.port())) {
            socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            Answer answer = Answer.read(socket.getInputStream());
            assertTrue(answer.equals(Answer.NONE) || answer.status() >= 400, answer.toString());
        }
        RawRequest upgrade = RawRequest.of("GET", "/canut/1/keys", RunningNode.HOST.toString())
            .add("Connection", "Upgrade, HTTP2-Settings").add("Upgrade", "h2c").add("HTTP2-Settings", "AAMAAABkAAQAAP__");
        assertEquals(200, attacked.send(upgrade).status(), "answered as if nobody had said so");
    }

    @Test
    @Tag("F-91")
    void nobodyLearnsWhoIsHereOrHowMany() {
        String host = RunningNode.HOST.toString();
        var missing = RawRequest.of("GET", "/.well-known/webfinger?resource=acct:nobody@lyon.localhost", host);
        Answer nobody = attacked.assertRefused(Problem.NOT_FOUND, missing);
        for (String person : List.of("acct:anne@lyon.localhost", "https://lyon.localhost/users/1", "acct:*@lyon.localhost")) {
            Answer anne = attacked.send(missing.start("GET /.well-known/webfinger?resource=" + person + " HTTP/1.1"));
            assertEquals(nobody.status(), anne.status());
            assertArrayEquals(nobody.body(), anne.body());
        }
        String nodeInfo = attacked.send(missing.start("GET /nodeinfo/2.1 HTTP/1.1")).text();
        assertTrue(nodeInfo.contains("\"usage\":{\"users\":{}}"), nodeInfo);
    }

    @Test
    @Tag("F-92")
    void thereIsNoClusterThatAStrangerCouldJoin() {
        // Cannot apply: nodes share nothing but signed messages, and no cluster is in the build.
        assertThrows(ClassNotFoundException.class, () -> Class.forName("com.hazelcast.core.Hazelcast"));
    }
}
