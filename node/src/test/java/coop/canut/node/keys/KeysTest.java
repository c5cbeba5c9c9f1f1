package coop.canut.node.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.CannotStart;
import coop.canut.node.Identity;
import coop.canut.node.RunningNode;
import coop.canut.node.Secret;
import coop.canut.node.Town;
import coop.canut.protocol.log.Checkpoint;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Key;
import coop.canut.protocol.sign.Purpose;
import coop.canut.protocol.sign.SigningKey;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two towns that talk over HTTP, and what becomes of the keys of one of them. */
final class KeysTest {

    private static final Set<Purpose> ALL = EnumSet.allOf(Purpose.class);
    private static final Duration OVERLAP = Duration.ofDays(14);
    private static final String NEWEST_CREDIT = """
        select message from channel_message where peer = $1 and direction = 'in' order by seq desc limit 1""";
    private static final String STATEMENTS_OF = "select count(*) from log_entry where host = $1 and kind = 'keys-stated'";
    private static final String CHECKPOINT_OF = "select checkpoint from log where host = $1";

    @TempDir
    private Path folder;
    private final Vertx vertx = Vertx.vertx();
    private final Town.Clock clock = new Town.Clock();
    private Town lyon;
    private Town bologna;

    @BeforeEach
    void open() throws IOException {
        Map<Host, InetSocketAddress> book = Map.of(Host.of("lyon.localhost"), free(), Host.of("bologna.localhost"), free());
        lyon = new Town(vertx, "lyon.localhost", folder.resolve("lyon"), clock, book);
        bologna = new Town(vertx, "bologna.localhost", folder.resolve("bologna"), clock, book);
        lyon.start();
        bologna.start();
        lyon.peers(peers -> peers.state(bologna.host, Level.CLAIM, "2026-001"));
        bologna.peers(peers -> peers.state(lyon.host, Level.CLAIM, "2026-001"));
        RunningNode.until("both have read each other", () -> mutual(lyon, bologna) && mutual(bologna, lyon));
    }

    private static InetSocketAddress free() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress("127.0.0.1", socket.getLocalPort());
        }
    }

    private static boolean mutual(Town one, Town other) {
        return one.peers(peers -> peers.peer(other.host)).theirs() == Level.CLAIM;
    }

    @AfterEach
    void close() {
        lyon.close();
        bologna.close();
        RunningNode.await(vertx.close());
    }

    private void wholeAndSound() {
        assertEquals(List.of(), lyon.fsck());
        assertEquals(List.of(), bologna.fsck());
    }

    private void learnt(long number) {
        RunningNode.until("bologna knows statement " + number, () -> bologna.keysOf(lyon.host).number() == number);
    }

    /** Lyon says something in its channel; the key under it, once Bologna has it. */
    private Key credit(long amount) {
        lyon.peers(peers -> peers.credit(bologna.host, Money.of(amount, "EUR")));
        return arrived(amount);
    }

    private Key arrived(long amount) {
        RunningNode.until("bologna heard of " + amount, () -> bologna.number(
            "select coalesce(max(amount), 0) from credit where peer = $1 and direction = 'received'",
            lyon.host.toString()) == amount);
        return Codec.read(bologna.bytes(NEWEST_CREDIT, lyon.host.toString()).getFirst()).proof().key().key();
    }

    private Key first(Purpose purpose) {
        return Identity.read(lyon.keys, lyon.host).first(purpose).key();
    }

    private static Key newest(KeyHistory keys, Purpose purpose) {
        return keys.known().stream().filter(known -> known.named() && known.purpose() == purpose)
            .reduce((earlier, later) -> later).orElseThrow().key();
    }

    @Tag("F-17")
    @Test
    void aRotationOverlapsAndThenTheNewKeysGoOnAlone() {
        KeyHistory after = lyon.atTheMachine(keys -> keys.rotate(ALL));
        learnt(2);
        assertEquals(first(Purpose.NODE), credit(100));
        String note = bologna.text(CHECKPOINT_OF, lyon.host.toString());
        Checkpoint.verify(note, first(Purpose.LOG));
        Checkpoint.verify(note, newest(after, Purpose.LOG));
        clock.pass(OVERLAP.plusMinutes(1));
        assertEquals(newest(after, Purpose.NODE), credit(200));
        theOldNodeKeyIsRefused();
        wholeAndSound();
    }

    private void theOldNodeKeyIsRefused() {
        var thief = new Thief(lyon, clock);
        KeyHistory known = bologna.keysOf(lyon.host);
        thief.write(thief.keys(known, Map.of(Purpose.NODE, key(1), Purpose.LOG, key(2)), key(3).key()), thief.node);
        assertEquals("401 key-revoked", Thief.problem(thief.push(bologna, thief.node, thief.log)));
        assertEquals(known.last(), bologna.keysOf(lyon.host).last());
    }

    @Tag("F-17")
    @Test
    void whatWasSignedDuringTheOverlapArrivesAfterIt() {
        KeyHistory after = lyon.atTheMachine(keys -> keys.rotate(ALL));
        learnt(2);
        bologna.stop();
        lyon.peers(peers -> peers.credit(bologna.host, Money.of(300, "EUR")));
        RunningNode.until("lyon has numbered it", () -> lyon.number(
            "select seq from channel where peer = $1 and direction = 'out'", bologna.host.toString()) > 0);
        clock.pass(OVERLAP.plusDays(1));
        lyon.stop();
        lyon.start();
        bologna.start();
        assertEquals(first(Purpose.NODE), arrived(300));
        assertEquals(newest(after, Purpose.NODE), credit(400));
        wholeAndSound();
    }

    @Test
    void aPeerThatWasAwayForTheWholeOverlapReadsOn() {
        bologna.stop();
        lyon.atTheMachine(keys -> keys.rotate(ALL));
        RunningNode.until("lyon has said it", () -> lyon.keysOf(lyon.host).number() == 2);
        clock.pass(OVERLAP.plusDays(1));
        lyon.peers(peers -> peers.state(bologna.host, Level.SEE, "2026-002"));
        bologna.start();
        learnt(2);
        RunningNode.until("bologna has heard it", () -> bologna.peers(peers -> peers.peer(lyon.host)).theirs() == Level.SEE);
        assertEquals(1, bologna.number(STATEMENTS_OF, lyon.host.toString()) - 1);
        wholeAndSound();
    }

    @Test
    void aCrashAnywhereInARotationLeavesANodeThatStarts() throws IOException {
        lyon.stop();
        Identity.read(lyon.keys, lyon.host).add(Purpose.NODE, count -> new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
            14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32});
        lyon.start();
        assertEquals(first(Purpose.NODE), credit(100));
        lyon.stop();
        KeyHistory after = lyon.atTheMachine(keys -> keys.rotate(ALL));
        assertEquals(after.last(), lyon.atTheMachine(Keys::stated).last());
        lyon.start();
        learnt(2);
        assertEquals(after.last(), bologna.keysOf(lyon.host).last());
        lyon.stop();
        clock.pass(OVERLAP.plusDays(1));
        for (String ended : List.of("node.key", "log.key", "witness.key")) {
            Files.delete(lyon.keys.resolve(ended));
        }
        lyon.start();
        assertEquals(newest(after, Purpose.NODE), credit(200));
        wholeAndSound();
    }

    @Test
    void aFolderWithoutTheStatedKeysDoesNotStart() throws IOException {
        KeyHistory after = lyon.atTheMachine(keys -> keys.rotate(Set.of(Purpose.LOG)));
        learnt(2);
        lyon.stop();
        clock.pass(OVERLAP.plusDays(1));
        String key = newest(after, Purpose.LOG).value();
        Files.delete(lyon.keys.resolve("log-" + key.substring(key.length() - 8) + ".key"));
        assertTrue(assertThrows(CannotStart.class, lyon::start).getMessage().contains("no log key that lyon.localhost states"));
    }

    @Tag("F-17")
    @Test
    void aRevokedKeyIsNotBelievedAndWhatWaitedIsSignedAgain() {
        Key stolen = first(Purpose.NODE);
        bologna.stop();
        lyon.peers(peers -> peers.credit(bologna.host, Money.of(100, "EUR")));
        RunningNode.until("lyon has numbered it", () -> lyon.number(
            "select seq from channel where peer = $1 and direction = 'out'", bologna.host.toString()) > 0);
        KeyHistory after = lyon.atTheMachine(keys -> keys.revoke(stolen));
        RunningNode.until("lyon has said it", () -> lyon.keysOf(lyon.host).number() == 2);
        clock.pass(Duration.ofMinutes(1));
        bologna.start();
        assertEquals(newest(after, Purpose.NODE), arrived(100));
        theOldNodeKeyIsRefused();
        assertTrue(assertThrows(CannotStart.class, () -> lyon.atTheMachine(keys -> keys.revoke(stolen))).getMessage()
            .contains("revoked already"));
        wholeAndSound();
    }

    @Test
    void aStrangerReadsAllThatAKeySignedBeforeItWasRevoked() {
        lyon.atTheMachine(keys -> keys.revoke(first(Purpose.NODE)));
        learnt(2);
        clock.pass(Duration.ofMinutes(1));
        var third = new Town(vertx, "turin.localhost", folder.resolve("turin"), clock, bookOf("turin.localhost"));
        try (third) {
            third.start();
            third.peers(peers -> peers.state(lyon.host, Level.SEE, "2026-001"));
            assertEquals(2, third.keysOf(lyon.host).number());
            assertEquals(lyon.number("select size from log where host = $1", lyon.host.toString()),
                third.number("select size from log where host = $1", lyon.host.toString()));
            assertEquals(List.of(), third.fsck());
            // What it has read already may be brought to it once more, from the beginning.
            var thief = new Thief(lyon, clock);
            thief.writeAllAgain();
            SigningKey now = signing(newest(lyon.keysOf(lyon.host), Purpose.NODE));
            RunningNode.until("turin hears it", () -> thief.push(third, now, thief.log).status() == 202);
        }
    }

    private Map<Host, InetSocketAddress> bookOf(String newcomer) {
        try {
            return Map.of(Host.of(newcomer), free(), lyon.host, lyon.address());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aThiefsStatementFallsWhenTheRecoveryKeySpeaks() {
        var thief = new Thief(lyon, clock);
        SigningKey thiefsNode = key(1);
        SigningKey thiefsLog = key(2);
        thief.write(thief.keys(bologna.keysOf(lyon.host), Map.of(Purpose.NODE, thiefsNode, Purpose.LOG, thiefsLog),
            key(3).key()), thief.node);
        assertEquals(202, thief.push(bologna, thief.node, thiefsLog).status());
        learnt(2);
        assertEquals(thiefsNode.key(), newest(bologna.keysOf(lyon.host), Purpose.NODE));

        KeyHistory after = lyon.atTheMachine(keys -> keys.recover(lyon.paper, null));
        RunningNode.until("lyon has said it", () -> lyon.keysOf(lyon.host).number() == 2);
        clock.pass(Duration.ofMinutes(1));
        lyon.peers(peers -> peers.state(bologna.host, Level.SEE, "2026-003"));
        RunningNode.until("bologna follows lyon again", () -> bologna.keysOf(lyon.host).last().equals(after.last()));
        RunningNode.until("bologna has heard it", () -> bologna.peers(peers -> peers.peer(lyon.host)).theirs() == Level.SEE);
        assertEquals(1, bologna.number("select count(*) from log_branch_entry"));
        assertEquals(lyon.number("select size from log where host = $1", lyon.host.toString()),
            bologna.number("select size from log where host = $1", lyon.host.toString()));
        assertEquals("503 key-unavailable", Thief.problem(thief.push(bologna, thiefsNode, thiefsLog)));
        assertEquals("401 key-revoked", Thief.problem(thief.push(bologna, thief.node, thief.log)));
        assertEquals(newest(after, Purpose.NODE), credit(500));
        wholeAndSound();
    }

    @Test
    void aForkThatWasSeenBeforeTheRecoveryStaysForAPersonToDecideAndTheLogIsReadOn() {
        var thief = new Thief(lyon, clock);
        thief.write(thief.keys(bologna.keysOf(lyon.host), Map.of(Purpose.NODE, thief.node, Purpose.LOG, thief.log),
            key(3).key()), thief.node);
        assertEquals(202, thief.push(bologna, thief.node, thief.log).status());
        lyon.peers(peers -> peers.state(bologna.host, Level.SEE, "2026-002"));
        RunningNode.until("bologna has seen two stories", () ->
            bologna.peers(peers -> peers.peer(lyon.host)).ours() == Level.LIMITED);

        KeyHistory after = lyon.atTheMachine(keys -> keys.recover(lyon.paper, null));
        RunningNode.until("lyon has said it", () -> lyon.keysOf(lyon.host).number() == 2);
        clock.pass(Duration.ofMinutes(1));
        lyon.peers(peers -> peers.state(bologna.host, Level.CLAIM, "2026-003"));
        RunningNode.until("bologna follows lyon again", () -> bologna.keysOf(lyon.host).last().equals(after.last()));
        RunningNode.until("bologna has heard it", () -> mutual(bologna, lyon));
        assertEquals(newest(after, Purpose.NODE), credit(500));
        assertEquals(Level.LIMITED, bologna.peers(peers -> peers.peer(lyon.host)).ours());
        assertEquals(1, bologna.number("select count(*) from log_branch_entry"));
        wholeAndSound();
    }

    @Test
    void aThiefAtTheMachineIsUndoneToo() {
        Identity thief = Identity.remaining(lyon.keys, lyon.host);
        KeyHistory theft = lyon.atTheMachine(keys -> keys.rotate(ALL));
        learnt(2);
        assertTrue(theft.recoverableBy(SigningKey.fromSeed(lyon.paper.reveal()).key()).isPresent());
        KeyHistory after = lyon.atTheMachine(keys -> keys.recover(lyon.paper, Secret.of(new byte[] {
            9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9})));
        learnt(3);
        assertNotEquals(theft.recovery(), after.recovery());
        clock.pass(Duration.ofMinutes(1));
        assertEquals(newest(after, Purpose.NODE), credit(100));
        assertTrue(thief.held(Purpose.NODE, newest(after, Purpose.NODE)).isEmpty());
        assertTrue(assertThrows(CannotStart.class, () -> lyon.atTheMachine(keys -> keys.recover(lyon.paper, null)))
            .getMessage().contains("another has replaced"));
        wholeAndSound();
    }

    @Test
    void lostKeysAreReplacedFromPaper() throws IOException {
        lyon.stop();
        for (String lost : List.of("node.key", "log.key", "witness.key")) {
            Files.delete(lyon.keys.resolve(lost));
        }
        assertThrows(CannotStart.class, lyon::start);
        KeyHistory after = lyon.atTheMachine(keys -> keys.recover(lyon.paper, null));
        lyon.start();
        learnt(2);
        assertEquals(newest(after, Purpose.NODE), credit(100));
        wholeAndSound();
    }

    @Tag("F-18")
    @Test
    void aStatementWithAPublishedKeyIsRefused() {
        var thief = new Thief(lyon, clock);
        // RFC 8032, section 7.1, test 1.
        SigningKey published = SigningKey.fromSeed(HexFormat.of().parseHex(
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
        thief.write(thief.keys(bologna.keysOf(lyon.host), Map.of(Purpose.NODE, published, Purpose.LOG, key(2)),
            key(3).key()), thief.node);
        assertEquals("422 key-weak", Thief.problem(thief.push(bologna, thief.node, thief.log)));
        assertEquals(1, bologna.keysOf(lyon.host).number());
        assertThrows(CannotStart.class, () -> lyon.atTheMachine(keys -> keys.recover(lyon.paper,
            Secret.of(HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")))));
        assertEquals(1, lyon.atTheMachine(Keys::stated).number());
    }

    @Test
    void whoHoldsAnotherPaperRecoversNothing() {
        assertTrue(assertThrows(CannotStart.class, () -> lyon.atTheMachine(keys -> keys.recover(bologna.paper, null)))
            .getMessage().contains("not the recovery key"));
        assertTrue(assertThrows(CannotStart.class, () -> lyon.atTheMachine(keys -> keys.revoke(key(5).key()))).getMessage()
            .contains("no key of lyon.localhost"));
    }

    @Test
    void theStewardSeesThatTheFingerprintIsAnotherSinceWhen() {
        assertEquals(1, bologna.peers(peers -> peers.peer(lyon.host)).keysNumber());
        KeyHistory after = lyon.atTheMachine(keys -> keys.rotate(Set.of(Purpose.NODE)));
        learnt(2);
        var seen = bologna.peers(peers -> peers.peer(lyon.host));
        assertEquals(2, seen.keysNumber());
        assertEquals(after.statedAt(), seen.keysSince());
        assertEquals(after.last(), seen.keys());
    }

    private SigningKey signing(Key node) {
        return Identity.read(lyon.keys, lyon.host).held(Purpose.NODE, node).orElseThrow();
    }

    private static SigningKey key(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        seed[31] = 77;
        return SigningKey.fromSeed(seed);
    }
}
