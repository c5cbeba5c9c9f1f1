package coop.canut.protocol.message;

import coop.canut.protocol.sign.Proof;
import coop.canut.protocol.sign.Purpose;
import coop.canut.protocol.sign.Signatures;
import coop.canut.protocol.sign.SigningKey;
import static coop.canut.protocol.Vectors.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Vectors;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.Members;
import coop.canut.protocol.message.NodeMessage.KeysStated;
import coop.canut.protocol.message.NodeMessage.StatedKey;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Key;
import coop.canut.protocol.name.KeyId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class KeyHistoryTest {
    private static final Host LYON = Host.of("lyon.example");
    private static final Instant START = Instant.parse("2026-11-24T18:00:00Z");
    private static final SigningKey NODE = key(1);
    private static final SigningKey LOG = key(2);
    private static final SigningKey WITNESS = key(3);
    private static final SigningKey RECOVERY = key(4);
    private static final SigningKey NEXT_NODE = key(5);
    private static final SigningKey THIEF = key(6);
    private static final KeysStated FIRST = new KeysStated(1, Hash.ZERO, List.of(stated(NODE, Purpose.NODE, 1),
            stated(LOG, Purpose.LOG, 1), stated(WITNESS, Purpose.WITNESS, 1)), List.of(RECOVERY.key()));
    private static final KeyHistory HISTORY = KeyHistory.start(LYON, FIRST, hash("1"), proof(NODE, START));

    private static SigningKey key(int number) {
        byte[] seed = new byte[32];
        seed[31] = (byte) number;
        return SigningKey.fromSeed(seed);
    }

    private static Instant days(int days) {
        return START.plus(Duration.ofDays(days));
    }

    private static Hash hash(String name) {
        return Hash.sha256(name.getBytes(StandardCharsets.UTF_8));
    }

    private static StatedKey stated(SigningKey key, Purpose purpose, long since) {
        return stated(key, purpose, since, START, null, null);
    }

    private static StatedKey stated(SigningKey key, Purpose purpose, long since, Instant from, Instant until,
            Instant revoked) {
        byte[] possession = key.sign(KeyHistory.possession(LYON, since, purpose, key.key()));
        return new StatedKey(key.key(), purpose, from, until, revoked, Signatures.encode(possession));
    }

    /** A proof over bytes that stand for the message; the fold looks at nothing else of it. */
    private static Proof.Opened proof(SigningKey key, Instant created) {
        byte[] bytes = new byte[64];
        return new Proof.Opened(new KeyId(LYON, key.key()), created, key.sign(bytes), bytes);
    }

    private static KeysStated second(StatedKey... keys) {
        return new KeysStated(2, hash("1"), List.of(keys), List.of(RECOVERY.key()));
    }

    private static KeysStated rotated() {
        return second(stated(NODE, Purpose.NODE, 1, START, days(24), null),
                stated(NEXT_NODE, Purpose.NODE, 2, days(10), null, null), stated(LOG, Purpose.LOG, 1));
    }

    private static void startRefused(Problem problem, KeysStated stated, Proof.Opened proof) {
        refused(problem, () -> KeyHistory.start(LYON, stated, hash("1"), proof));
    }

    private static KeysStated first(StatedKey... keys) {
        return new KeysStated(1, Hash.ZERO, List.of(keys), List.of(RECOVERY.key()));
    }

    @Test
    void aFirstStatementGivesEachPurposeItsKey() {
        assertEquals(List.of(NODE.key()), HISTORY.current(Purpose.NODE, START));
        assertEquals(List.of(LOG.key()), HISTORY.current(Purpose.LOG, START));
        assertEquals(List.of(WITNESS.key()), HISTORY.current(Purpose.WITNESS, START));
        assertEquals(NODE.key(), HISTORY.valid(Purpose.NODE, NODE.key(), START));
        assertEquals(1, HISTORY.number());
        assertEquals(hash("1"), HISTORY.last());
        assertEquals(LYON, HISTORY.host());
        assertEquals(List.of(RECOVERY.key()), HISTORY.recovery());
        HISTORY.requireUnpublished();
    }

    @Test
    void aKeyIsGoodForItsPurposeAndItsTimeOnly() {
        refused(Problem.KEY_UNKNOWN, () -> HISTORY.valid(Purpose.NODE, LOG.key(), START));
        refused(Problem.KEY_UNKNOWN, () -> HISTORY.valid(Purpose.NODE, RECOVERY.key(), START));
        refused(Problem.KEY_UNKNOWN, () -> HISTORY.valid(Purpose.NODE, THIEF.key(), START));
        refused(Problem.KEY_UNKNOWN, () -> HISTORY.valid(Purpose.NODE, NODE.key(), START.minusSeconds(1)));
        assertEquals(List.of(), HISTORY.current(Purpose.NODE, START.minusSeconds(1)));
    }

    @Tag("F-18")
    @Test
    void theWorkedExampleFoldsAndIsRefusedAsPublished() {
        byte[] wire = Vectors.bytes("accept/keys-stated/message.json");
        Json.Obj message = Json.readCanonical(wire);
        Members object = new Members(message, "").object("object");
        var stated = new KeysStated(object.integer("number", 1, 9), object.hash("previous"),
                object.objects("keys", 20, key -> new StatedKey(key.key("publicKeyMultibase"),
                        key.choice("purpose", List.of(Purpose.values())), key.time("from"), null, null,
                        key.line("possession"))),
                object.names("recovery", 3, Key::of));
        Proof.Opened proof = Proof.open(message);
        KeyHistory history = KeyHistory.start(LYON, stated, Hash.sha256(wire), proof);
        assertEquals(proof.key().key(), history.valid(Purpose.NODE, proof.key().key(), proof.created()));
        refused(Problem.KEY_WEAK, history::requireUnpublished);
        refused(Problem.PROOF_INVALID,
                () -> KeyHistory.start(Host.of("lyon.example"), stated, Hash.ZERO, proof(NODE, START)));
    }

    @Test
    void aFirstStatementProvesItself() {
        startRefused(Problem.PROOF_INVALID, FIRST, proof(LOG, START));
        startRefused(Problem.PROOF_INVALID, FIRST, proof(RECOVERY, START));
        startRefused(Problem.PROOF_INVALID, FIRST, proof(THIEF, START));
        startRefused(Problem.PROOF_INVALID, FIRST, proof(NODE, START.minusSeconds(1)));
        startRefused(Problem.PROOF_INVALID, FIRST,
                new Proof.Opened(new KeyId(LYON, NODE.key()), START, new byte[64], new byte[64]));
        startRefused(Problem.KEY_OWNER_MISMATCH, FIRST,
                new Proof.Opened(new KeyId(Host.of("evil.example"), NODE.key()), START, new byte[64], new byte[64]));
        startRefused(Problem.CHAIN_BROKEN, new KeysStated(2, Hash.ZERO, FIRST.keys(), FIRST.recovery()),
                proof(NODE, START));
        startRefused(Problem.CHAIN_BROKEN, new KeysStated(1, hash("0"), FIRST.keys(), FIRST.recovery()),
                proof(NODE, START));
    }

    @Test
    void eachKeyShowsThatItsSecretIsHeld() {
        StatedKey good = stated(NODE, Purpose.NODE, 1);
        StatedKey log = stated(LOG, Purpose.LOG, 1);
        for (String possession : List.of(good.possession(), stated(LOG, Purpose.WITNESS, 1).possession(),
                stated(LOG, Purpose.LOG, 2).possession())) {
            var bad = new StatedKey(log.key(), Purpose.LOG, START, null, null, possession);
            assertEquals("object.keys[1].possession", refused(Problem.PROOF_INVALID,
                    () -> KeyHistory.start(LYON, first(good, bad), hash("1"), proof(NODE, START))).field());
        }
        refused(Problem.PROOF_INVALID, () -> KeyHistory.start(Host.of("paris.example"), FIRST, hash("1"),
                new Proof.Opened(new KeyId(Host.of("paris.example"), NODE.key()), START, new byte[64], new byte[64])));
    }

    @Test
    void aKeyStandsForOneThing() {
        StatedKey node = stated(NODE, Purpose.NODE, 1);
        startRefused(Problem.KEY_REUSED, first(node, stated(NODE, Purpose.LOG, 1)), proof(NODE, START));
        startRefused(Problem.KEY_REUSED, first(node, node), proof(NODE, START));
        startRefused(Problem.KEY_REUSED, first(node, stated(RECOVERY, Purpose.LOG, 1)), proof(NODE, START));
        startRefused(Problem.KEY_REUSED, new KeysStated(1, Hash.ZERO, List.of(node),
                List.of(RECOVERY.key(), RECOVERY.key())), proof(NODE, START));
        refused(Problem.KEY_REUSED, () -> HISTORY.next(second(stated(NODE, Purpose.NODE, 1),
                stated(LOG, Purpose.NODE, 1)), hash("2"), proof(NODE, days(1))));
        var nodeAsRecovery = new KeysStated(2, hash("1"), List.of(stated(NEXT_NODE, Purpose.NODE, 2)),
                List.of(NODE.key()));
        refused(Problem.KEY_REUSED, () -> HISTORY.next(nodeAsRecovery, hash("2"), proof(NODE, days(1))));
    }

    @Tag("F-09")
    @Test
    void aWeakKeyIsNeverStated() {
        Key weak = Key.of(HexFormat.of().parseHex("01" + "00".repeat(31)));
        var key = new StatedKey(weak, Purpose.LOG, START, null, null, stated(LOG, Purpose.LOG, 1).possession());
        startRefused(Problem.KEY_WEAK, first(stated(NODE, Purpose.NODE, 1), key), proof(NODE, START));
        startRefused(Problem.KEY_WEAK, new KeysStated(1, Hash.ZERO, FIRST.keys(), List.of(weak)), proof(NODE, START));
    }

    @Test
    void countsAreBounded() {
        startRefused(Problem.JSON_LIMIT, new KeysStated(1, Hash.ZERO, FIRST.keys(), List.of()), proof(NODE, START));
        List<Key> four = List.of(key(21).key(), key(22).key(), key(23).key(), key(24).key());
        startRefused(Problem.JSON_LIMIT, new KeysStated(1, Hash.ZERO, FIRST.keys(), four), proof(NODE, START));
        List<StatedKey> many = new ArrayList<>();
        for (int i = 0; i < 21; i++) {
            many.add(stated(key(30 + i), Purpose.NODE, 1));
        }
        startRefused(Problem.JSON_LIMIT, new KeysStated(1, Hash.ZERO, many, FIRST.recovery()), proof(NODE, START));
    }

    @Tag("F-17")
    @Test
    void duringAnOverlapEitherKeySignsAndAfterItOnlyTheNewOne() {
        KeyHistory history = HISTORY.next(rotated(), hash("2"), proof(NODE, days(10)));
        assertEquals(2, history.number());
        assertEquals(List.of(NODE.key(), NEXT_NODE.key()), history.current(Purpose.NODE, days(12)));
        assertEquals(List.of(NEXT_NODE.key()), history.current(Purpose.NODE, days(25)));
        history.valid(Purpose.NODE, NODE.key(), days(24));
        history.valid(Purpose.NODE, NODE.key(), days(3), days(400));
        refused(Problem.KEY_REVOKED, () -> history.valid(Purpose.NODE, NODE.key(), days(25)));
        refused(Problem.KEY_UNKNOWN, () -> history.valid(Purpose.NODE, NEXT_NODE.key(), days(9)));
        // The witness key is not named any more: it ended with the statement, and what it signed before still holds.
        assertEquals(List.of(), history.current(Purpose.WITNESS, days(11)));
        history.valid(Purpose.WITNESS, WITNESS.key(), days(9));
        refused(Problem.KEY_REVOKED, () -> history.valid(Purpose.WITNESS, WITNESS.key(), days(11)));
    }

    @Test
    void aRevokedKeyIsJudgedByWhenWeStoredTheThingBecauseAThiefDatesBack() {
        KeysStated stolen = second(stated(NODE, Purpose.NODE, 1, START, null, days(5)),
                stated(NEXT_NODE, Purpose.NODE, 2, days(6), null, null));
        KeyHistory history = HISTORY.next(stolen, hash("2"), proof(RECOVERY, days(6)));
        history.valid(Purpose.NODE, NODE.key(), days(4), days(4));
        refused(Problem.KEY_REVOKED, () -> history.valid(Purpose.NODE, NODE.key(), days(4), days(6)));
        refused(Problem.KEY_REVOKED, () -> history.valid(Purpose.NODE, NODE.key(), days(5)));
        KeysStated third = new KeysStated(3, hash("2"), List.of(stated(NODE, Purpose.NODE, 1),
                stated(NEXT_NODE, Purpose.NODE, 2, days(6), null, null)), List.of(RECOVERY.key()));
        KeyHistory later = history.next(third, hash("3"), proof(NEXT_NODE, days(7)));
        refused(Problem.KEY_REVOKED, () -> later.valid(Purpose.NODE, NODE.key(), days(8)));
    }

    @Test
    void theNextStatementFollowsTheLastAndIsSignedByItsKeys() {
        Proof.Opened proof = proof(NODE, days(10));
        refused(Problem.CHAIN_BROKEN, () -> HISTORY.next(new KeysStated(3, hash("1"), FIRST.keys(), FIRST.recovery()),
                hash("3"), proof));
        refused(Problem.CHAIN_BROKEN, () -> HISTORY.next(new KeysStated(2, hash("x"), FIRST.keys(), FIRST.recovery()),
                hash("2"), proof));
        refused(Problem.KEY_UNKNOWN, () -> HISTORY.next(rotated(), hash("2"), proof(NEXT_NODE, days(10))));
        refused(Problem.KEY_UNKNOWN, () -> HISTORY.next(rotated(), hash("2"), proof(LOG, days(10))));
        refused(Problem.PROOF_INVALID, () -> HISTORY.next(rotated(), hash("2"),
                new Proof.Opened(proof.key(), days(10), new byte[64], new byte[64])));
        KeyHistory history = HISTORY.next(rotated(), hash("2"), proof);
        assertSame(history, history.next(rotated(), hash("2"), proof));
        assertSame(history, history.next(FIRST, hash("1"), proof(NODE, START)));
    }

    @Test
    void twoStatementsOfOneNumberAreEquivocation() {
        KeyHistory history = HISTORY.next(rotated(), hash("2"), proof(NODE, days(10)));
        refused(Problem.EQUIVOCATION, () -> history.next(second(stated(NODE, Purpose.NODE, 1)), hash("2'"),
                proof(NODE, days(10))));
        refused(Problem.EQUIVOCATION, () -> history.next(first(stated(NODE, Purpose.NODE, 1)), hash("1'"),
                proof(RECOVERY, days(10))));
    }

    @Test
    void aRecoveryKeyTakesAStolenHistoryBack() {
        KeysStated theft = new KeysStated(2, hash("1"), List.of(stated(THIEF, Purpose.NODE, 2)),
                List.of(key(9).key()));
        KeysStated more = new KeysStated(3, hash("theft"), List.of(stated(THIEF, Purpose.NODE, 2)),
                List.of(key(9).key()));
        KeyHistory stolen = HISTORY.next(theft, hash("theft"), proof(NODE, days(1)))
                .next(more, hash("more"), proof(THIEF, days(2)));
        KeysStated rescue = second(stated(NODE, Purpose.NODE, 1, START, null, days(1)),
                stated(NEXT_NODE, Purpose.NODE, 2, days(3), null, null));
        KeyHistory rescued = stolen.next(rescue, hash("rescue"), proof(RECOVERY, days(3)));
        assertEquals(2, rescued.number());
        assertEquals(hash("rescue"), rescued.last());
        assertEquals(List.of(NEXT_NODE.key()), rescued.current(Purpose.NODE, days(3)));
        refused(Problem.KEY_UNKNOWN, () -> rescued.valid(Purpose.NODE, THIEF.key(), days(3)));
        refused(Problem.EQUIVOCATION, () -> rescued.next(theft, hash("theft"), proof(NODE, days(1))));
        refused(Problem.CHAIN_BROKEN, () -> rescued.next(more, hash("more"), proof(THIEF, days(2))));
        refused(Problem.EQUIVOCATION, () -> stolen.next(rescue, hash("rescue"), proof(key(9), days(3))));
    }

    private static KeyHistory rotatedHistory() {
        return HISTORY.next(rotated(), hash("2"), proof(NODE, days(10)));
    }

    @Tag("F-17")
    @Test
    void aKeyThatEndsStatesNoKeysAnyMoreWhateverDateItWrites() {
        KeysStated third = new KeysStated(3, hash("2"), List.of(stated(THIEF, Purpose.NODE, 3)), List.of(key(9).key()));
        refused(Problem.KEY_REVOKED, () -> rotatedHistory().next(third, hash("3"), proof(NODE, days(11))));
        KeysStated stolen = second(stated(NODE, Purpose.NODE, 1, START, null, days(6)),
                stated(NEXT_NODE, Purpose.NODE, 2, days(6), null, null));
        KeyHistory revoked = HISTORY.next(stolen, hash("2"), proof(NODE, days(6)));
        refused(Problem.KEY_REVOKED, () -> revoked.next(third, hash("3"), proof(NODE, days(5))));
        assertEquals(3, revoked.next(third, hash("3"), proof(NEXT_NODE, days(7))).number());
    }

    @Test
    void ofTwoHistoriesTheLongerHoldsOrTheOneThatARecoveryKeyDecided() {
        KeyHistory rotated = rotatedHistory();
        assertSame(rotated, HISTORY.or(rotated));
        assertSame(rotated, rotated.or(HISTORY));
        KeyHistory stolen = HISTORY.next(second(stated(THIEF, Purpose.NODE, 2)), hash("theft"), proof(NODE, days(1)))
                .next(new KeysStated(3, hash("theft"), List.of(stated(THIEF, Purpose.NODE, 2)), List.of(key(9).key())),
                        hash("more"), proof(THIEF, days(2)));
        refused(Problem.EQUIVOCATION, () -> rotated.or(stolen));
        KeyHistory rescued = HISTORY.next(rotated(), hash("rescue"), proof(RECOVERY, days(10)));
        assertSame(rescued, rescued.or(stolen));
        assertSame(rescued, stolen.or(rescued));
        var other = KeyHistory.start(LYON, first(stated(THIEF, Purpose.NODE, 1)), hash("1'"), proof(THIEF, START));
        refused(Problem.EQUIVOCATION, () -> other.or(rescued));
    }

    @Test
    void aRecoveryKeyFollowsTheNewestStatementThatNamesItUnlessAnotherRecoveryWasLater() {
        KeyHistory stolen = HISTORY.next(new KeysStated(2, hash("1"), List.of(stated(THIEF, Purpose.NODE, 2)),
                List.of(key(9).key())), hash("theft"), proof(NODE, days(1)));
        assertSame(HISTORY, stolen.recoverableBy(RECOVERY.key()).orElseThrow());
        assertSame(stolen, stolen.recoverableBy(key(9).key()).orElseThrow());
        assertTrue(stolen.recoverableBy(THIEF.key()).isEmpty());
        KeyHistory renewed = HISTORY.next(new KeysStated(2, hash("1"), List.of(stated(NEXT_NODE, Purpose.NODE, 2)),
                List.of(key(9).key())), hash("renewed"), proof(RECOVERY, days(1)));
        assertTrue(renewed.recoverableBy(RECOVERY.key()).isEmpty());
        assertTrue(renewed.recovered());
        assertEquals(days(1), renewed.statedAt());
    }
}
