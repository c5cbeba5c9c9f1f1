package coop.canut.node.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.RunningNode;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.message.NodeMessage.StatedKey;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Key;
import coop.canut.protocol.sign.Purpose;
import coop.canut.protocol.sign.Signatures;
import coop.canut.protocol.sign.SigningKey;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the node itself asks of others: how they answer is theirs, where the node goes is not. One node for all of them: what
 * each test claims is that it is the same afterwards.
 */
final class FetchAttacksTest {

    private static final String KEYS = "/canut/1/keys";
    private static final String CHECKPOINT = "/canut/1/log/1/checkpoint";

    @TempDir
    private static Path folder;
    private static Attacked attacked;

    @BeforeAll
    static void start() {
        attacked = Attacked.start(folder);
    }

    @AfterAll
    static void stop() {
        attacked.close();
    }

    @BeforeEach
    void begin() {
        attacked.unknown.begin();
    }

    /** The stranger cannot be met, for this reason, and nothing of it stays. */
    private Refused notMet(Problem problem) {
        var before = attacked.node.stored();
        Refused refused = assertThrows(Refused.class, () -> attacked.node.say(attacked.unknown.host, Level.CLAIM));
        assertEquals(problem, refused.problem(), refused.getMessage());
        assertEquals(before, attacked.node.stored());
        return refused;
    }

    private void redirect(HttpServerRequest request, int status, StrangeNode to) {
        request.response().setStatusCode(status)
            .putHeader("Location", "http://127.0.0.1:" + to.address().getPort() + request.uri()).end();
    }

    @Test
    @Tag("F-53")
    void aReadIsNotCarriedOnToAnotherHost() {
        attacked.unknown.answering(KEYS, request -> redirect(request, 302, attacked.evil));
        long asked = attacked.evil.asked.size();
        notMet(Problem.NOT_YET);
        assertEquals(asked, attacked.evil.asked.size());
        assertEquals(List.of("GET " + KEYS), attacked.unknown.asked);
    }

    @ParameterizedTest
    @Tag("F-53")
    @ValueSource(strings = {"file:///etc/passwd", "data:text/plain,x", "http://169.254.169.254/", "//127.0.0.1/"})
    void noAddressInAnAnswerIsGoneTo(String address) {
        attacked.unknown.answering(CHECKPOINT, request ->
            request.response().setStatusCode(302).putHeader("Location", address).end());
        notMet(Problem.NOT_YET);
        assertEquals(List.of("GET " + KEYS, "GET " + CHECKPOINT), attacked.unknown.asked);
    }

    @Test
    @Tag("F-54")
    void aRedirectToItselfIsOneRequest() {
        attacked.unknown.answering(KEYS, request -> redirect(request, 301, attacked.unknown));
        notMet(Problem.NOT_YET);
        assertEquals(List.of("GET " + KEYS), attacked.unknown.asked);
    }

    @Test
    @Tag("F-57")
    void anAnswerInDropsIsNoAnswerAfterTenSeconds() throws InterruptedException {
        var hungUp = new CountDownLatch(1);
        attacked.unknown.answering(KEYS, request -> {
            request.connection().closeHandler(closed -> hungUp.countDown());
            request.response().setChunked(true).write("{");
        });
        Instant start = Instant.now();
        notMet(Problem.NOT_YET);
        assertTrue(Duration.between(start, Instant.now()).toMillis() < 12_000);
        assertTrue(hungUp.await(2, TimeUnit.SECONDS), "the connection is still open");
    }

    @Test
    @Tag("F-58")
    void anAnswerWithoutEndIsCutAtItsCap() throws InterruptedException {
        var hungUp = new CountDownLatch(1);
        Buffer piece = Buffer.buffer("x".repeat(65_536));
        attacked.unknown.answering(KEYS, request -> {
            request.connection().closeHandler(closed -> hungUp.countDown());
            request.response().setChunked(true).drainHandler(room -> request.response().write(piece));
            for (int i = 0; i < 64; i++) {
                request.response().write(piece);
            }
        });
        notMet(Problem.NOT_YET);
        assertTrue(hungUp.await(2, TimeUnit.SECONDS), "the connection is still open");
    }

    @Test
    @Tag("F-58")
    void anAnswerShorterThanItsLengthIsNone() {
        attacked.unknown.answering(KEYS, request -> request.response().putHeader("Content-Length", "1000").write("{}")
            .onComplete(written -> request.connection().close()));
        notMet(Problem.NOT_YET);
    }

    @ParameterizedTest
    @Tag("F-59")
    @ValueSource(strings = {"gzip", "deflate", "br"})
    void aCodedAnswerIsNotRead(String coding) {
        attacked.unknown.answering(KEYS, request -> request.response().putHeader("Content-Encoding", coding).end("bomb"));
        notMet(Problem.NOT_YET);
    }

    @ParameterizedTest
    @Tag("F-29")
    @ValueSource(strings = {"text/html", "application/json", "image/png", "application/vnd.canut.lines; charset=utf-8",
        "application/vnd.canut.lines;", "Application/vnd.canut.lines", ""})
    void keysOfAnotherTypeAreNotKeys(String type) {
        String keys = new String(attacked.unknown.said.getFirst().wire(), StandardCharsets.UTF_8) + "\n";
        attacked.unknown.answering(KEYS, request -> StrangeNode.answer(request, 200, type, keys));
        notMet(Problem.MEDIA_TYPE_WRONG);
        attacked.unknown.answering(KEYS, request -> request.response().end(keys));
        notMet(Problem.MEDIA_TYPE_WRONG);
    }

    @Test
    @Tag("F-29")
    void aCheckpointOfAnotherTypeIsNoCheckpoint() {
        attacked.unknown.answering(CHECKPOINT, request -> StrangeNode.answer(request, 200, "text/plain",
            attacked.unknown.checkpoint(attacked.unknown.log)));
        notMet(Problem.MEDIA_TYPE_WRONG);
    }

    @Test
    @Tag("F-15")
    void keysAreNotLookedForWhereAnotherHostSendsUs() {
        attacked.unknown.answering(KEYS, request -> redirect(request, 307, attacked.bologna));
        long asked = attacked.bologna.asked.size();
        notMet(Problem.NOT_YET);
        assertEquals(asked, attacked.bologna.asked.size());
        assertEquals(List.of("GET " + KEYS), attacked.unknown.asked);
    }

    @Test
    @Tag("F-61")
    void aLogWithoutPagesIsAskedForOnce() {
        attacked.unknown.answering("/canut/1/log/1/entries", request -> StrangeNode.answer(request, 200, ""));
        notMet(Problem.LOG_INCONSISTENT);
        assertEquals(1, attacked.unknown.askedFor("/entries"));
    }

    @Test
    @Tag("F-13")
    void keysOfAnotherAreNotBelieved() {
        attacked.unknown.said.set(0, attacked.evil.said.getFirst());
        notMet(Problem.RELAY_NOT_ALLOWED);
    }

    @Test
    @Tag("F-14")
    void aKeyDocumentThatIsSomethingElseIsNotBelieved() {
        attacked.unknown.answering(KEYS, request -> StrangeNode.answer(request, 200, "<html>\n"));
        notMet(Problem.JSON_NOT_CANONICAL);
        attacked.unknown.answering(KEYS, request -> StrangeNode.answer(request, 200, ""));
        notMet(Problem.KEY_UNKNOWN);
    }

    @ParameterizedTest
    @Tag("F-09")
    @ValueSource(strings = {"0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"})
    void aHostWithAWeakKeyIsNotMet(String raw) {
        Instant from = StrangeNode.now().minusSeconds(60);
        StrangeNode unknown = attacked.unknown;
        var weak = new StatedKey(Key.of(HexFormat.of().parseHex(raw)), Purpose.NODE, from, null, null,
            Signatures.encode(new byte[64]));
        unknown.said.clear();
        unknown.say(unknown.keys(List.of(unknown.stated(unknown.node, Purpose.NODE, from, null), weak)));
        notMet(Problem.KEY_WEAK);
    }

    @Test
    @Tag("F-18")
    void aHostWithAKeyFromABookIsNotMet() {
        Instant from = StrangeNode.now().minusSeconds(60);
        StrangeNode unknown = attacked.unknown;
        SigningKey published = SigningKey.fromSeed(Hash.sha256(
            "canut test key: lyon.example node 1".getBytes(StandardCharsets.UTF_8)).bytes());
        unknown.said.clear();
        unknown.say(unknown.keys(List.of(unknown.stated(unknown.node, Purpose.NODE, from, null),
            unknown.stated(published, Purpose.NODE, from, null), unknown.stated(unknown.log, Purpose.LOG, from, null))));
        notMet(Problem.KEY_WEAK);
    }

    @Test
    void aLogThatDoesNotLeadToItsCheckpointIsNotRead() {
        StrangeNode unknown = attacked.unknown;
        String other = attacked.evil.checkpoint(attacked.evil.log).replace("evil", "unknown");
        unknown.answering(CHECKPOINT, request -> StrangeNode.answer(request, 200, other));
        notMet(Problem.KEY_UNKNOWN);
        unknown.say(Statements.peering(RunningNode.HOST, 1));
        String two = unknown.checkpoint(unknown.log);
        unknown.said.set(1, unknown.entry(Statements.peering(RunningNode.HOST, 2), StrangeNode.now(), unknown.node));
        unknown.answering(CHECKPOINT, request -> StrangeNode.answer(request, 200, two));
        notMet(Problem.LOG_INCONSISTENT);
    }
}
