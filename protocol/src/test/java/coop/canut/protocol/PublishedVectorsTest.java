package coop.canut.protocol;

import static coop.canut.protocol.Vectors.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.canut.protocol.http.Digest;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.log.Note;
import coop.canut.protocol.name.Base58;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Key;
import coop.canut.protocol.sign.Proof;
import coop.canut.protocol.sign.SigningKey;
import coop.canut.protocol.sign.Signatures;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

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

    /** RFC 8785 section 3.2.2 with its numbers; only the test's own writer can have them. */
    @Test
    void theExampleOfRfc8785IsReproduced() {
        String example = """
                {"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                 "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                 "literals": [null, true, false]}""";
        assertEquals("{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}", LooseJson.canonical(LooseJson.read(utf8(example))));
    }

    @Test
    void theHashOfNothingIsTheHashOfNothing() {
        assertEquals("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                Hash.sha256(new byte[0]).hex());
    }
}
