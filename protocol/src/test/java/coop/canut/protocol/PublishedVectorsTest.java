package coop.canut.protocol;

import static coop.canut.protocol.Vectors.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.canut.protocol.http.Digest;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.log.Checkpoint;
import coop.canut.protocol.log.Merkle;
import coop.canut.protocol.log.Note;
import coop.canut.protocol.name.Base58;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Key;
import coop.canut.protocol.sign.Proof;
import coop.canut.protocol.sign.SigningKey;
import coop.canut.protocol.sign.Signatures;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that others published: our code must come to the same ones. */
class PublishedVectorsTest {
    private static final Object PUBLISHED = LooseJson.read(Vectors.bytes("published/published-vectors.json"));

    private static String text(String... path) {
        return (String) LooseJson.at(PUBLISHED, path);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Object> without(Object object, String name) {
        var rest = new TreeMap<String, Object>();
        ((Map<?, ?>) object).forEach((key, value) -> rest.put((String) key, value));
        rest.remove(name);
        return rest;
    }

    /** A secret key as a Multikey of codec 0x1300. */
    private static SigningKey secret(String multibase) {
        byte[] coded = Base58.decode(multibase, 1, 34);
        assertEquals("8026", HexFormat.of().formatHex(coded, 0, 2));
        return SigningKey.fromSeed(Arrays.copyOfRange(coded, 2, 34));
    }

    @Test
    void theProofOfTheW3cIsReproducedFromItsKey() {
        SigningKey key = secret(text("eddsa-jcs-2022", "keyPair", "privateKeyMultibase"));
        assertEquals(text("eddsa-jcs-2022", "keyPair", "publicKeyMultibase"), key.key().toString());

        byte[] wire = utf8(LooseJson.canonical(LooseJson.at(PUBLISHED, "eddsa-jcs-2022", "signed")));
        Json.Obj signed = (Json.Obj) Json.read(wire, JsonLimits.MESSAGE);
        Json.Obj config = ((Json.Obj) signed.get("proof")).without("proofValue");
        assertEquals(text("eddsa-jcs-2022", "canonicalDocument"), signed.without("proof").text());
        assertEquals(text("eddsa-jcs-2022", "canonicalProofConfig"), config.text());

        byte[] bytes = Proof.signedBytes(config.canonical(), signed.without("proof").canonical());
        assertEquals(text("eddsa-jcs-2022", "proofConfigSha256") + text("eddsa-jcs-2022", "documentSha256"),
                HexFormat.of().formatHex(bytes));
        byte[] signature = key.sign(bytes);
        assertEquals(text("eddsa-jcs-2022", "signatureHex"), HexFormat.of().formatHex(signature));
        assertEquals(text("eddsa-jcs-2022", "proofValue"), Signatures.encode(signature));
        Signatures.verify(key.key(), bytes, Signatures.decode(text("eddsa-jcs-2022", "proofValue")));
    }

    @Test
    void theProofOfFep8b32VerifiesOverJsonWithDecimals() {
        Object signed = LooseJson.at(PUBLISHED, "fep-8b32", "signed");
        assertEquals(LooseJson.at(PUBLISHED, "fep-8b32", "unsigned"), without(signed, "proof"));
        String document = LooseJson.canonical(without(signed, "proof"));
        String config = LooseJson.canonical(without(LooseJson.at(signed, "proof"), "proofValue"));
        byte[] bytes = Proof.signedBytes(utf8(config), utf8(document));
        Key key = secret(text("fep-8b32", "secretKeyMultibase")).key();
        Signatures.verify(key, bytes, Signatures.decode(text("fep-8b32", "signed", "proof", "proofValue")));
    }

    @Test
    void theSameDocumentIsRefusedByTheReaderOfMessages() {
        byte[] wire = utf8(LooseJson.canonical(LooseJson.at(PUBLISHED, "fep-8b32", "signed")));
        refused(Problem.NUMBER_FORM, () -> Json.readCanonical(wire));
    }

    @Test
    void theRequestSignatureOfRfc9421IsReproducedFromItsKey() {
        byte[] spki = Base64.getDecoder().decode(text("rfc9421-b.2.6", "publicKeySpkiBase64"));
        byte[] pkcs8 = Base64.getDecoder().decode(text("rfc9421-b.2.6", "privateKeyPkcs8Base64"));
        Key key = Key.of(Arrays.copyOfRange(spki, spki.length - 32, spki.length));
        SigningKey secret = SigningKey.fromSeed(Arrays.copyOfRange(pkcs8, pkcs8.length - 32, pkcs8.length));
        assertEquals(key, secret.key());
        byte[] base = utf8(text("rfc9421-b.2.6", "signatureBase"));
        byte[] signature = Base64.getDecoder().decode(text("rfc9421-b.2.6", "signature"));
        assertArrayEquals(signature, secret.sign(base));
        Signatures.verify(key, base, signature);
    }

    @Test
    void theDigestsOfRfc9530AreReproduced() throws Exception {
        byte[] body = utf8(text("rfc9530", "body"));
        assertEquals("sha-256=:" + text("rfc9530", "sha256") + ":", Digest.of(body));
        assertEquals(text("rfc9530", "sha512"),
                Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-512").digest(body)));
    }

    @Test
    void theNoteOfC2spVerifiesUnderItsVerifierKey() {
        String vkey = text("c2sp-signed-note", "vkey");
        byte[] typed = Base64.getDecoder().decode(vkey.substring(vkey.lastIndexOf('+', vkey.indexOf("AekyeR")) + 1));
        assertEquals(Note.ED25519, typed[0]);
        Key key = Key.of(Arrays.copyOfRange(typed, 1, 33));
        assertEquals(vkey, Note.vkey("example.com/foo", Note.ED25519, key));

        Note note = Note.parse(text("c2sp-signed-note", "note"));
        assertEquals("This is an example message.\n", note.text());
        assertEquals(text("c2sp-signed-note", "note"), note.note());
        Signatures.verify(key, utf8(note.text()),
                note.by("example.com/foo", Note.ED25519, key).getFirst().signature());
    }

    /** With numbers and nothings, which only the test's own writer can have; its strings and its order are ours. */
    @ParameterizedTest
    @MethodSource("canonicalized")
    void theCanonicalFormsOfRfc8785AreReproduced(Object example) {
        String input = (String) LooseJson.at(example, "input");
        String output = (String) LooseJson.at(example, "output");
        assertEquals(output, LooseJson.canonical(LooseJson.read(utf8(input))));
        assertEquals(output, LooseJson.canonical(LooseJson.read(utf8(output))));
        String strict = (String) LooseJson.at(example, "strict");
        if (strict.isEmpty()) {
            assertEquals(output, Json.read(utf8(input), JsonLimits.MESSAGE).text());
            assertEquals(output, Json.readCanonical(utf8(output)).text());
        } else {
            refused(Problem.of(strict), () -> Json.read(utf8(input), JsonLimits.MESSAGE));
        }
    }

    static List<?> canonicalized() {
        return (List<?>) LooseJson.at(LooseJson.read(Vectors.bytes("published/rfc8785.json")), "cases");
    }

    /** Neither bytes of UTF-8 nor characters: a smiley of two code units stands before a letter of one that is larger. */
    @Test
    void namesAreOrderedByTheirUtf16CodeUnits() {
        Json.Obj document = Json.object().put("\ufb33", 1).put("\ud83d\ude02", 2).put("\u20ac", 3).build();
        assertEquals("{\"\u20ac\":3,\"\ud83d\ude02\":2,\"\ufb33\":1}", document.text());
    }

    @Test
    void theProofsOfTheReferenceTreesAreReproducedAndNoOther() {
        Json proofs = Json.read(Vectors.bytes("published/rfc6962-proofs.json"), JsonLimits.API);
        List<Hash> leaves = Vectors.items(Json.read(Vectors.bytes("published/rfc6962-roots.json"), JsonLimits.API), "leavesHex")
                .stream().map(leaf -> Merkle.leaf(HexFormat.of().parseHex(((Json.Text) leaf).value()))).toList();
        for (Json each : Vectors.items(proofs, "inclusion")) {
            long index = Vectors.number(each, "index");
            long size = Vectors.number(each, "size");
            Hash root = Hash.of(Vectors.text(each, "root"));
            assertEquals(hashes(each), Merkle.inclusion(index, size, leaves));
            Merkle.verifyInclusion(Hash.of(Vectors.text(each, "leaf")), index, size, hashes(each), root);
            refused(Problem.LOG_INCONSISTENT,
                    () -> Merkle.verifyInclusion(Merkle.leaf(utf8("WrongLeaf")), index, size, hashes(each), root));
        }
        for (Json each : Vectors.items(proofs, "consistency")) {
            long first = Vectors.number(each, "first");
            long size = Vectors.number(each, "size");
            Hash firstRoot = Hash.of(Vectors.text(each, "firstRoot"));
            Hash root = Hash.of(Vectors.text(each, "root"));
            assertEquals(hashes(each), Merkle.consistency(first, size, leaves));
            Merkle.verifyConsistency(first, size, firstRoot, root, hashes(each));
            refused(Problem.LOG_INCONSISTENT, () -> Merkle.verifyConsistency(first, size, root, firstRoot, hashes(each)));
        }
    }

    private static List<Hash> hashes(Json proof) {
        return Vectors.items(proof, "proof").stream().map(hash -> Hash.of(((Json.Text) hash).value())).toList();
    }

    @Test
    void theCosignedCheckpointOfC2spIsReadAsItStands() {
        Json file = Json.read(Vectors.bytes("published/c2sp-cosignature.json"), JsonLimits.API);
        String text = Vectors.text(file, "note");
        Note note = Note.parse(text);
        assertEquals(text, note.note());
        assertEquals("example.com/behind-the-sofa", Checkpoint.parse(text).origin());
        assertEquals(20_852_163, Checkpoint.parse(text).size());
        Note.Line cosignature = note.signatures().getLast();
        assertEquals("witness.example.com/w1", cosignature.name());
        assertEquals(Long.BYTES + Signatures.BYTES, cosignature.signature().length);
        assertEquals(Vectors.number(file, "time"), ByteBuffer.wrap(cosignature.signature()).getLong());
    }

    @Test
    void theHashOfNothingIsTheHashOfNothing() {
        assertEquals("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                Hash.sha256(new byte[0]).hex());
    }
}
