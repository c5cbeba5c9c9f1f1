package coop.canut.protocol;

import static coop.canut.protocol.Vectors.at;
import static coop.canut.protocol.Vectors.bytes;
import static coop.canut.protocol.Vectors.items;
import static coop.canut.protocol.Vectors.number;
import static coop.canut.protocol.Vectors.refused;
import static coop.canut.protocol.Vectors.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.canut.protocol.http.Digest;
import coop.canut.protocol.http.RequestSignature;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.json.Times;
import coop.canut.protocol.log.Checkpoint;
import coop.canut.protocol.log.Frontier;
import coop.canut.protocol.log.LogEntry;
import coop.canut.protocol.log.Merkle;
import coop.canut.protocol.log.Note;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Key;
import coop.canut.protocol.name.KeyId;
import coop.canut.protocol.name.MessageUrl;
import coop.canut.protocol.sign.Proof;
import coop.canut.protocol.sign.SigningKey;
import coop.canut.protocol.sign.Signatures;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The worked example of the protocol: every computed value in it is computed again and must be equal. */
class WorkedExampleTest {
    private static final Json EXAMPLE = Vectors.workedExample();
    private static final Host LYON = Host.of("lyon.example");
    private static final Host BXL = Host.of("bxl.example");

    static Stream<Json> messages() {
        return items(EXAMPLE, "messages").stream();
    }

    static Stream<String> keyNames() {
        return ((Json.Obj) at(EXAMPLE, "keys")).members().keySet().stream();
    }

    private static SigningKey key(String name) {
        return SigningKey.fromSeed(HexFormat.of().parseHex(text(EXAMPLE, "keys", name, "seedHex")));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<Hash> hashes(String... path) {
        return items(EXAMPLE, (Object[]) path).stream().map(item -> Hash.of(((Json.Text) item).value())).toList();
    }

    @Tag("F-18")
    @ParameterizedTest
    @MethodSource("keyNames")
    void everyKeyFollowsFromItsSeedAndIsRefusedAsPublished(String name) {
        assertEquals(text(EXAMPLE, "keys", name, "seedHex"),
                Hash.sha256(utf8(text(EXAMPLE, "keys", name, "seedInput"))).hex());
        Key key = key(name).key();
        assertEquals(text(EXAMPLE, "keys", name, "publicKeyMultibase"), key.toString());
        assertEquals(text(EXAMPLE, "keys", name, "publicKeyHex"), HexFormat.of().formatHex(key.raw()));
        Signatures.requireStrong(key);
        refused(Problem.KEY_WEAK, () -> Signatures.requireUnpublished(key));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyMessageIsReproducedFromItsDocumentAndKey(Json message) {
        Json.Obj document = (Json.Obj) Json.read(utf8(text(message, "canonicalDocument")), JsonLimits.MESSAGE);
        assertEquals(text(message, "canonicalDocument"), document.text());
        Json.Obj config = (Json.Obj) Json.read(utf8(text(message, "canonicalProofConfig")), JsonLimits.MESSAGE);
        assertEquals(text(message, "canonicalProofConfig"), config.text());
        assertEquals(text(message, "documentSha256"), Hash.sha256(document.canonical()).hex());
        assertEquals(text(message, "proofConfigSha256"), Hash.sha256(config.canonical()).hex());
        byte[] signedBytes = Proof.signedBytes(config.canonical(), document.canonical());
        assertEquals(text(message, "signedBytesHex"), HexFormat.of().formatHex(signedBytes));

        MessageUrl url = MessageUrl.of(text(message, "id"));
        Instant published = Times.read(text(document, "published"));
        String cause = text(message, "cause");
        assertEquals("canut/1 message\n" + url.host() + "\n" + text(message, "kind") + "\n" + cause,
                text(message, "idInput"));
        assertEquals(url.id(), Id.derived("message", url.host(), text(message, "kind"), cause, published));

        SigningKey key = key(url.host() + " node");
        byte[] signature = key.sign(signedBytes);
        assertEquals(text(message, "signatureHex"), HexFormat.of().formatHex(signature));
        assertEquals(text(message, "proofValue"), Signatures.encode(signature));
        assertArrayEquals(signature, Signatures.decode(text(message, "proofValue")));

        byte[] wire = utf8(text(message, "wire"));
        Json.Obj signed = Proof.sign(document, url.host(), key, Times.read(text(config, "created")));
        assertArrayEquals(wire, signed.canonical());
        assertEquals(number(message, "wireLength"), wire.length);
        assertEquals(text(message, "wireSha256"), Hash.sha256(wire).hex());

        Proof.Opened opened = Proof.open(Json.readCanonical(wire));
        assertEquals(new KeyId(url.host(), Key.of(text(message, "publicKeyMultibase"))), opened.key());
        assertArrayEquals(signedBytes, opened.signedBytes());
        Proof.verify(opened);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void theDirectoryOfEachMessageHoldsTheSame(Json message) {
        String directory = "accept/" + text(message, "kind") + "/";
        assertArrayEquals(utf8(text(message, "wire")), bytes(directory + "message.json"));
        assertArrayEquals(utf8(text(message, "canonicalDocument")), bytes(directory + "canonical.txt"));
        assertArrayEquals(utf8(text(message, "wireSha256") + "\n"), bytes(directory + "hash.txt"));
        List<Json> keys = items(Json.read(bytes(directory + "keys.json"), JsonLimits.API), "keys");
        assertEquals(1, keys.stream().filter(key -> text(key, "purpose").equals("node")
                && text(key, "publicKeyMultibase").equals(text(message, "publicKeyMultibase"))).count());
    }

    @Test
    void theTreeOfTheLogIsReproduced() {
        Frontier frontier = Frontier.empty();
        for (Json leaf : items(EXAMPLE, "log", "leaves")) {
            LogEntry entry = LogEntry.of(text(leaf, "entry"));
            assertEquals(text(leaf, "entry"), entry.text());
            assertEquals(text(leaf, "leafHashHex"), entry.leaf().hex());
            assertEquals(number(leaf, "index"), frontier.size());
            Json message = items(EXAMPLE, "messages").get((int) frontier.size());
            assertEquals(new LogEntry(MessageUrl.of(text(message, "id")).id(), text(message, "kind"),
                    Hash.sha256(utf8(text(message, "wire")))), entry);
            frontier = frontier.append(entry.leaf());
            if (frontier.size() == 2) {
                assertEquals(text(EXAMPLE, "log", "node01Hex"), frontier.root().hex());
            }
        }
        assertEquals(text(EXAMPLE, "log", "rootHex"), frontier.root().hex());
        assertEquals(text(EXAMPLE, "log", "rootBase64"),
                Base64.getEncoder().encodeToString(frontier.root().bytes()));
    }

    @Test
    void theProofsOfTheLogAreReproduced() {
        List<Hash> leaves = items(EXAMPLE, "log", "leaves").stream()
                .map(leaf -> Hash.of(text(leaf, "leafHashHex"))).toList();
        Hash root = Hash.of(text(EXAMPLE, "log", "rootHex"));
        Hash root2 = Hash.of(text(EXAMPLE, "log", "node01Hex"));
        assertEquals(hashes("log", "inclusionProofLeaf2Of3Hex"), Merkle.inclusion(2, 3, leaves));
        assertEquals(hashes("log", "inclusionProofLeaf0Of3Hex"), Merkle.inclusion(0, 3, leaves));
        assertEquals(hashes("log", "consistencyProof2To3Hex"), Merkle.consistency(2, 3, leaves));
        Merkle.verifyInclusion(leaves.get(2), 2, 3, hashes("log", "inclusionProofLeaf2Of3Hex"), root);
        Merkle.verifyInclusion(leaves.get(0), 0, 3, hashes("log", "inclusionProofLeaf0Of3Hex"), root);
        Merkle.verifyConsistency(2, 3, root2, root, hashes("log", "consistencyProof2To3Hex"));
    }

    @Test
    void theCheckpointsAndTheCosignatureAreReproducedByteForByte() {
        String origin = text(EXAMPLE, "log", "origin");
        SigningKey log = key("lyon.example log");
        assertEquals(origin, Checkpoint.origin(LYON, 1));
        assertEquals(text(EXAMPLE, "log", "vkey"), Note.vkey(origin, Note.ED25519, log.key()));
        assertEquals(text(EXAMPLE, "log", "keyIdHex"),
                HexFormat.of().toHexDigits(Note.keyId(origin, Note.ED25519, log.key())));
        var two = new Checkpoint(origin, 2, Hash.of(text(EXAMPLE, "log", "node01Hex")));
        var three = new Checkpoint(origin, 3, Hash.of(text(EXAMPLE, "log", "rootHex")));
        assertEquals(text(EXAMPLE, "log", "checkpoint2"), two.sign(log));
        String note = text(EXAMPLE, "log", "checkpoint3");
        assertEquals(note, three.sign(log));
        assertEquals(three, Checkpoint.verify(note, log.key()));

        SigningKey witness = key("bxl.example witness");
        String name = text(EXAMPLE, "log", "cosignature", "name");
        Instant time = Instant.ofEpochSecond(number(EXAMPLE, "log", "cosignature", "timestamp"));
        assertEquals(name, Checkpoint.witness(BXL));
        assertEquals(text(EXAMPLE, "log", "cosignature", "vkey"), Note.vkey(name, Note.COSIGNATURE, witness.key()));
        assertEquals(text(EXAMPLE, "log", "cosignature", "signedMessage"),
                "cosignature/v1\ntime " + time.getEpochSecond() + "\n" + three.text());
        String line = Checkpoint.cosign(note, name, witness, time);
        assertEquals(text(EXAMPLE, "log", "cosignature", "line"), line);
        assertEquals(time, Checkpoint.verifyCosignature(note, line, name, witness.key()));
        assertEquals(three, Checkpoint.verify(note + line, log.key()));
    }

    @Test
    void theDeliveryIsReproducedByteForByte() {
        byte[] body = utf8(text(EXAMPLE, "delivery", "body"));
        assertEquals(number(EXAMPLE, "delivery", "bodyLength"), body.length);
        SigningKey key = key("bxl.example node");
        var keyId = new KeyId(BXL, key.key());
        String uri = "https://lyon.example/canut/1/inbox";
        String type = "application/vnd.canut.lines";
        Map<String, String> headers = RequestSignature.sign("POST", uri, type, body, keyId, key,
                Instant.ofEpochSecond(1_795_543_262L));
        assertEquals(Map.of(Digest.HEADER, text(EXAMPLE, "delivery", "contentDigest"),
                RequestSignature.INPUT_HEADER, text(EXAMPLE, "delivery", "signatureInput"),
                RequestSignature.SIGNATURE_HEADER, text(EXAMPLE, "delivery", "signature")), headers);
        byte[] signature = Base64.getDecoder().decode(text(EXAMPLE, "delivery", "signature").substring(7, 95));
        Signatures.verify(key.key(), utf8(text(EXAMPLE, "delivery", "signatureBase")), signature);

        RequestSignature.Parsed parsed = RequestSignature.parse("POST",
                List.of(text(EXAMPLE, "delivery", "signatureInput")),
                List.of(text(EXAMPLE, "delivery", "signature")), List.of(text(EXAMPLE, "delivery", "contentDigest")));
        assertEquals(keyId, parsed.key());
        parsed.requireFresh(Instant.parse("2026-11-24T18:01:02Z"));
        parsed.requireDigest(body);
        parsed.verify("POST", uri, type);
    }

    @Test
    void thePullIsReproducedByteForByte() {
        SigningKey key = key("bxl.example node");
        String uri = "https://lyon.example/canut/1/channel?epoch=1&from=1&limit=500";
        Map<String, String> headers = RequestSignature.sign("GET", uri, null, null, new KeyId(BXL, key.key()), key,
                Instant.ofEpochSecond(1_795_543_262L));
        String base = text(EXAMPLE, "pull", "signatureBase");
        assertEquals(text(EXAMPLE, "pull", "signature"), headers.get(RequestSignature.SIGNATURE_HEADER));
        assertEquals("canut=" + base.substring(base.indexOf("@signature-params") + 20),
                headers.get(RequestSignature.INPUT_HEADER));
        RequestSignature.parse("GET", List.of(headers.get(RequestSignature.INPUT_HEADER)),
                List.of(headers.get(RequestSignature.SIGNATURE_HEADER)), List.of()).verify("GET", uri, null);
    }
}
