package coop.canut.protocol;

import static coop.canut.protocol.Vectors.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.name.Key;
import coop.canut.protocol.sign.Signatures;
import coop.canut.protocol.sign.SigningKey;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ed25519 as others have tried it: what RFC 8032 signs, what Wycheproof forges, and what verifiers disagree about. */
class PublishedSignaturesTest {

    private static Json file(String name) {
        return Json.read(Vectors.bytes("published/" + name), JsonLimits.API);
    }

    static List<Json> standard() {
        return Vectors.items(file("rfc8032.json"), "tests");
    }

    static List<Json> tried() {
        return Vectors.items(file("wycheproof-ed25519.json"), "tests");
    }

    static List<Json> disputed() {
        return Vectors.items(file("ed25519-speccheck.json"), "cases");
    }

    private static byte[] bytes(Json test, String member) {
        return HexFormat.of().parseHex(Vectors.text(test, member));
    }

    private static Key key(Json test) {
        return Key.of(bytes(test, "publicKey"));
    }

    @ParameterizedTest
    @MethodSource("standard")
    void theSignaturesOfTheStandardAreReproduced(Json test) {
        SigningKey secret = SigningKey.fromSeed(bytes(test, "secretKey"));
        assertEquals(key(test), secret.key());
        assertArrayEquals(bytes(test, "signature"), secret.sign(bytes(test, "message")));
        Signatures.verify(key(test), bytes(test, "message"), bytes(test, "signature"));
        // Good signatures, and keys that nobody may use.
        Signatures.requireStrong(key(test));
        refused(Problem.KEY_WEAK, () -> Signatures.requireUnpublished(key(test)));
    }

    @Tag("F-10")
    @ParameterizedTest
    @MethodSource("tried")
    void whatWycheproofForgesIsRefusedAndWhatItSignsIsNot(Json test) {
        Signatures.requireStrong(key(test));
        if (Vectors.text(test, "result").equals("valid")) {
            Signatures.verify(key(test), bytes(test, "message"), bytes(test, "signature"));
        } else {
            refused(Problem.SIGNATURE_INVALID,
                    () -> Signatures.verify(key(test), bytes(test, "message"), bytes(test, "signature")));
        }
    }

    /** A key outside the prime-order group is never stated; with one inside it there is nothing to disagree about. */
    @Tag("F-09")
    @ParameterizedTest
    @MethodSource("disputed")
    void whereVerifiersDisagreeWeRefuseTheKeyOrTheSignature(Json test) {
        if (Vectors.text(test, "key").equals("prime")) {
            Signatures.requireStrong(key(test));
            assertEquals(new Json.Bool(false), Vectors.at(test, "sBelowOrder"));
            refused(Problem.SIGNATURE_INVALID,
                    () -> Signatures.verify(key(test), bytes(test, "message"), bytes(test, "signature")));
        } else {
            refused(Problem.KEY_WEAK, () -> Signatures.requireStrong(key(test)));
        }
    }

    @Test
    void bothOutcomesAreAmongThem() {
        assertEquals(5, standard().size());
        assertEquals(10, tried().stream().filter(test -> Vectors.text(test, "result").equals("valid")).count());
        assertEquals(44, tried().stream().filter(test -> Vectors.text(test, "result").equals("invalid")).count());
        assertEquals(2, disputed().stream().filter(test -> Vectors.text(test, "key").equals("prime")).count());
    }
}
