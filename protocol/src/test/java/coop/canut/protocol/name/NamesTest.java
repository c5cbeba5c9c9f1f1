package coop.canut.protocol.name;

import static coop.canut.protocol.Vectors.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.protocol.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    private static final Host LYON = Host.of("lyon.example");
    private static final Id ID = Id.of("01M87BFPV00MSE80T68XRGVKPT");
    private static final String KEY = "z6Mkm2tThpfSHEo4tL8dpD76Rh3TGNyXSnU6PTHuM6oSRkjo";

    @Test
    void anIdFollowsFromCauseAndTime() {
        Instant published = Instant.parse("2026-11-24T18:01:00Z");
        Host bxl = Host.of("bxl.example");
        Id id = Id.derived("message", bxl, "slots-requested", "01M87BFPV0G32BCA9RSYEDMW5J", published);
        assertEquals(ID, id);
        assertEquals(published, id.at());
        assertNotEquals(id, Id.derived("listing", bxl, "slots-requested", "01M87BFPV0G32BCA9RSYEDMW5J", published));
    }

    @Test
    void anIdHoldsEveryBitOfItsBytes() {
        byte[] ones = new byte[10];
        Arrays.fill(ones, (byte) 0xff);
        assertEquals("7ZZZZZZZZZZZZZZZZZZZZZZZZZ", Id.of((1L << 48) - 1, ones).value());
        assertEquals("00000000000000000000000000", Id.of(0, new byte[10]).value());
        assertEquals("00000000010000000000000000", Id.of(1, new byte[10]).value());
        assertThrows(IllegalArgumentException.class, () -> Id.of(1L << 48, ones));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "01M87BFPV00MSE80T68XRGVKP", "01M87BFPV00MSE80T68XRGVKPTT",
        "81M87BFPV00MSE80T68XRGVKPT", "01m87bfpv00mse80t68xrgvkpt", "O1M87BFPV00MSE80T68XRGVKPT", "01M87BFPV00MSE80T68XRGVKPU",
        "01M87BFPV0-MSE80T68XRGVKPT"})
    void anIdHasOneSpelling(String text) {
        refused(Problem.NAME_NOT_CANONICAL, () -> Id.of(text));
    }

    @Test
    void urlsAreReadBackAsTheyAreWritten() {
        assertEquals(new ActorUrl(LYON), ActorUrl.of("https://lyon.example/actor"));
        assertEquals("https://lyon.example/actor", new ActorUrl(LYON).toString());
        String message = "https://lyon.example/canut/1/m/" + ID;
        assertEquals(message, MessageUrl.of(message).toString());
        for (Noun noun : Noun.values()) {
            var url = new ObjectUrl(noun, LYON, ID);
            assertEquals(url, ObjectUrl.of(url.toString()));
            assertEquals(url, ObjectUrl.of(noun, url.toString()));
        }
        refused(Problem.NAME_NOT_CANONICAL, () -> ObjectUrl.of(Noun.LISTING, "https://lyon.example/requester/" + ID));
        String keyId = "https://lyon.example/actor#" + KEY;
        assertEquals(keyId, KeyId.of(keyId).toString());
    }

    @Tag("F-16")
    @ParameterizedTest
    @ValueSource(strings = {"http://lyon.example/actor#K", "https://user@lyon.example/actor#K",
        "https://lyon.example:443/actor#K", "https://lyon.example./actor#K", "https://LYON.example/actor#K",
        "HTTPS://lyon.example/actor#K", "https://lyon.example/actor?x=1#K", "https://lyon.example/Actor#K",
        "https://lyon.example//actor#K", "https://lyon.example/./actor#K", "https://lyon.example/actor#K#K",
        "https://lyon.example/actor#k1", "https://lyon.example/actor", "https://lyon.example/actor#",
        " https://lyon.example/actor#K",
        "https://evil.example\\@lyon.example/actor#K", "https://lyon.example#/actor#K", "//lyon.example/actor#K",
        "https://lyon.example/actor%23K", "https://lyon.example/board#K"})
    void aKeyIdInAnyOtherSpellingIsRefused(String pattern) {
        refused(Problem.NAME_NOT_CANONICAL, () -> KeyId.of(pattern.replace("K", KEY)));
    }

    @Test
    void aKeyIsItsBytes() {
        Key key = Key.of(KEY);
        assertEquals(key, Key.of(key.raw()));
        assertEquals(32, key.raw().length);
        byte[] zeros = new byte[32];
        assertArrayEquals(zeros, Key.of(zeros).raw());
        byte[] ones = new byte[32];
        Arrays.fill(ones, (byte) 0xff);
        assertArrayEquals(ones, Key.of(ones).raw());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "z6Mk", "z6MkJ", "f6Mkm2tThpfSHEo4tL8dpD76Rh3TGNyXSnU6PTHuM6oSRkjo",
        "z6Mkm2tThpfSHEo4tL8dpD76Rh3TGNyXSnU6PTHuM6oSRkj0", "z6Mzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
        "z6Mkm2tThpfSHEo4tL8dpD76Rh3TGNyXSnU6PTHuM6oSRkjo1"})
    void aKeyHasOneSpelling(String text) {
        refused(Problem.NAME_NOT_CANONICAL, () -> Key.of(text));
    }

    @Test
    void aHashIsLowerCaseHexadecimal() {
        assertEquals("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                Hash.sha256(new byte[0]).toString());
        assertEquals(Hash.ZERO, Hash.of(new byte[32]));
        refused(Problem.NAME_NOT_CANONICAL, () -> Hash.of("0".repeat(63)));
        refused(Problem.NAME_NOT_CANONICAL, () -> Hash.of("A".repeat(64)));
        refused(Problem.NAME_NOT_CANONICAL, () -> Hash.of("g".repeat(64)));
    }

    @Tag("W-30")
    @Test
    void aWorkerHasAnotherNameTowardsEveryRequesterAndNode() {
        byte[] secret = "a secret of at least thirty-two bytes".getBytes(StandardCharsets.UTF_8);
        var first = new ObjectUrl(Noun.REQUESTER, LYON, ID);
        var second = new ObjectUrl(Noun.REQUESTER, LYON, Id.of(0, new byte[10]));
        Pseudonym worker = Pseudonym.worker(secret, ID, first);
        assertEquals(worker, Pseudonym.worker(secret.clone(), ID, first));
        assertNotEquals(worker, Pseudonym.worker(secret, ID, second));
        Pseudonym subject = Pseudonym.subject(secret, ID, LYON);
        assertNotEquals(subject.value().substring(1), worker.value().substring(1));
        assertTrue(subject.isSubject());
        assertFalse(worker.isSubject());
        assertEquals(subject, Pseudonym.of(subject.toString()));
        assertEquals(26, subject.value().length());
        refused(Problem.NAME_NOT_CANONICAL, () -> Pseudonym.of("B" + "0".repeat(25)));
        refused(Problem.NAME_NOT_CANONICAL, () -> Pseudonym.of("S" + "0".repeat(24)));
        refused(Problem.NAME_NOT_CANONICAL, () -> Pseudonym.of("S" + "O".repeat(25)));
        assertThrows(IllegalArgumentException.class, () -> Pseudonym.subject(new byte[31], ID, LYON));
        assertThrows(IllegalArgumentException.class,
                () -> Pseudonym.worker(secret, ID, new ObjectUrl(Noun.LISTING, LYON, ID)));
    }

    @Test
    void base58KeepsEveryByteAndLeadingZeros() {
        var random = new Random(58);
        for (int length = 0; length < 100; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            Arrays.fill(bytes, 0, Math.min(length, length % 4), (byte) 0);
            String text = Base58.encode(bytes);
            assertArrayEquals(bytes, Base58.decode("z" + text, 1, length), text);
            assertNull(Base58.decode(text, 0, length + 1));
            assertNull(Base58.decode("1" + text, 0, length));
            if (length > 0) {
                assertNull(Base58.decode(text, 0, length - 1));
            }
        }
        // draft-msporny-base58 section 5
        assertEquals("2NEpo7TZRRrLZSi2U", Base58.encode("Hello World!".getBytes(StandardCharsets.UTF_8)));
        assertEquals("11233QC4", Base58.encode(new byte[] {0, 0, 0x28, 0x7f, (byte) 0xb4, (byte) 0xcd}));
        assertNull(Base58.decode("0OIl", 0, 3));
        assertNull(Base58.decode("\u0131", 0, 1));
    }
}
