package coop.canut.protocol.sign;

import static coop.canut.protocol.Vectors.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Vectors;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.name.Key;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SignaturesTest {
    private static final byte[] MESSAGE = "a message".getBytes(StandardCharsets.UTF_8);
    private static final SigningKey KEY = SigningKey.fromSeed(new byte[32]);
    private static final BigInteger ORDER =
            new BigInteger("7237005577332262213973186563042994240857116359379907606001950938285454250989");

    static Stream<String> weakKeys() {
        Json file = Json.read(Vectors.bytes("published/ed25519-weak-keys.json"), JsonLimits.API);
        return Stream.concat(
                Vectors.items(file, "smallOrder").stream().map(key -> Vectors.text(key, "hex")),
                Vectors.items(file, "nonCanonical").stream().map(key -> ((Json.Text) key).value()));
    }

    @Test
    void aSignatureVerifiesForItsMessageAndKeyOnly() {
        byte[] signature = KEY.sign(MESSAGE);
        Signatures.verify(KEY.key(), MESSAGE, signature);
        refused(Problem.SIGNATURE_INVALID, () -> Signatures.verify(KEY.key(), new byte[0], signature));
        byte[] other = new byte[32];
        other[0] = 1;
        refused(Problem.SIGNATURE_INVALID,
                () -> Signatures.verify(SigningKey.fromSeed(other).key(), MESSAGE, signature));
        refused(Problem.SIGNATURE_INVALID,
                () -> Signatures.verify(KEY.key(), MESSAGE, Arrays.copyOf(signature, 63)));
        refused(Problem.SIGNATURE_INVALID,
                () -> Signatures.verify(KEY.key(), MESSAGE, Arrays.copyOf(signature, 65)));
    }

    @Test
    void everyFlippedBitBreaksIt() {
        byte[] signature = KEY.sign(MESSAGE);
        for (int bit = 0; bit < 512; bit += 7) {
            byte[] flipped = signature.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            refused(Problem.SIGNATURE_INVALID, () -> Signatures.verify(KEY.key(), MESSAGE, flipped));
        }
    }

    @Tag("F-09")
    @ParameterizedTest
    @MethodSource("weakKeys")
    void aWeakKeyIsRefusedAndVerifiesNothing(String hex) {
        Key key = Key.of(HexFormat.of().parseHex(hex));
        refused(Problem.KEY_WEAK, () -> Signatures.requireStrong(key));
        // R = the identity, S = 0: with a small-order key, naive verifiers take this for many or for all messages.
        byte[] signature = new byte[64];
        signature[0] = 1;
        for (int i = 0; i < 16; i++) {
            byte[] message = {(byte) i};
            refused(Problem.SIGNATURE_INVALID, () -> Signatures.verify(key, message, signature));
        }
    }

    @Test
    void thereAreFortyEightWeakEncodings() {
        assertEquals(48, weakKeys().distinct().count());
    }

    @Test
    void bytesThatAreNoPointAreNoKey() {
        byte[] two = new byte[32];
        two[0] = 2;
        refused(Problem.KEY_WEAK, () -> Signatures.requireStrong(Key.of(two)));
        refused(Problem.SIGNATURE_INVALID, () -> Signatures.verify(Key.of(two), MESSAGE, KEY.sign(MESSAGE)));
    }

    @Tag("F-10")
    @Test
    void aSignatureWithTheOrderAddedIsRefused() {
        byte[] signature = KEY.sign(MESSAGE);
        byte[] s = Arrays.copyOfRange(signature, 32, 64);
        byte[] moved = reversed(new BigInteger(1, reversed(s)).add(ORDER).toByteArray());
        byte[] malleated = Arrays.copyOf(signature, 64);
        System.arraycopy(moved, 0, malleated, 32, 32);
        refused(Problem.SIGNATURE_INVALID, () -> Signatures.verify(KEY.key(), MESSAGE, malleated));
    }

    @Tag("F-18")
    @ParameterizedTest
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "f5e5767cf153319517630f226876b86c8160cc583bc013744c6bf255f5cc0ee5",
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
        "9f8362f87a484a954e6e740c5b4c0e84229139a20aa8ab56ff66586f6a7d29c5",
    })
    void aKeyWhoseSecretStandsInAStandardIsRefused(String seed) {
        Key key = SigningKey.fromSeed(HexFormat.of().parseHex(seed)).key();
        Signatures.requireStrong(key);
        refused(Problem.KEY_WEAK, () -> Signatures.requireUnpublished(key));
    }

    @Test
    void theKeyOfTheW3cAndOfFep8b32IsRefused() {
        refused(Problem.KEY_WEAK, () -> Signatures.requireUnpublished(
                Key.of("z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2")));
        Signatures.requireUnpublished(KEY.key());
    }

    @Test
    void aSecretPrintsNothing() {
        assertEquals("[REDACTED]", KEY.toString());
        assertThrows(IllegalArgumentException.class, () -> SigningKey.fromSeed(new byte[31]));
    }

    @Test
    void theWireFormOfASignatureIsOne() {
        byte[] signature = KEY.sign(MESSAGE);
        String text = Signatures.encode(signature);
        for (String wrong : new String[] {"", "z", text.substring(1), text + "1", "z1" + text.substring(1), "f00"}) {
            refused(Problem.NAME_NOT_CANONICAL, () -> Signatures.decode(wrong));
        }
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return Arrays.copyOf(reversed, Math.max(32, bytes.length));
    }
}
