package coop.canut.node.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.canut.node.RunningNode;
import coop.canut.protocol.Problem;
import coop.canut.protocol.message.Frame;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Key;
import coop.canut.protocol.name.KeyId;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests whose signature is not what it should be. One node for all of them: what each test claims is that the node is the
 * same afterwards.
 */
final class RequestAttacksTest {

    private static final String INPUT = "Signature-Input";
    private static final String SIGNATURE = "Signature";
    private static final String DIGEST = "Content-Digest";
    private static final BigInteger GROUP_ORDER =
        BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

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

    private static RawRequest right() {
        return attacked.evil.post(attacked.oneFact());
    }

    private static void refused(Problem problem, RawRequest request) {
        attacked.assertRefused(problem, request);
    }

    @Test
    @Tag("F-01")
    void anUnsignedDeliveryIsRefused() {
        refused(Problem.SIGNATURE_MISSING, right().without(INPUT).without(SIGNATURE));
        refused(Problem.SIGNATURE_MISSING, right().without(SIGNATURE));
        refused(Problem.SIGNATURE_MISSING, right().without(INPUT));
        refused(Problem.SIGNATURE_MISSING, attacked.evil.get("/canut/1/ack").without(INPUT));
        refused(Problem.SIGNATURE_MISSING, right().edit(INPUT, text -> text.replace("canut=", "sig1=")));
    }

    @Test
    @Tag("F-02")
    void whoSignsMayNotNameAnotherAsTheSender() {
        byte[] body = attacked.oneFact();
        String text = new String(body, StandardCharsets.UTF_8);
        refused(Problem.SENDER_KEY_MISMATCH, attacked.evil.post(
            text.replaceFirst("\"from\":\"evil", "\"from\":\"bologna").getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    @Tag("F-03")
    void theDigestIsThereAndIsSigned() {
        refused(Problem.DIGEST_NOT_SIGNED, right().without(DIGEST));
        refused(Problem.DIGEST_NOT_SIGNED, right().edit(INPUT, text -> text.replace(" \"content-digest\"", "")));
    }

    @Test
    @Tag("F-04")
    void theDigestIsTheOneOfTheBody() {
        byte[] changed = attacked.oneFact();
        changed[changed.length - 20] ^= 1;
        refused(Problem.DIGEST_MISMATCH, right().body(changed));
        String other = right().value(DIGEST);
        refused(Problem.DIGEST_MISMATCH, right().add(DIGEST, other));
        refused(Problem.DIGEST_MISMATCH, right().edit(DIGEST, text -> text + ", sha-512=:AAAA:"));
        refused(Problem.DIGEST_MISMATCH, right().edit(DIGEST, text -> text.replace("sha-256", "SHA-256")));
    }

    @Test
    @Tag("F-05")
    void everythingThatMattersIsSigned() {
        for (String component : List.of("\"@method\" ", "\"@target-uri\" ", " \"content-type\"")) {
            refused(Problem.SIGNATURE_INCOMPLETE, right().edit(INPUT, text -> text.replace(component, "")));
        }
        for (String parameter : List.of("keyid=\"[^\"]*\";", "created=[0-9]*;", ";tag=\"canut-1\"")) {
            refused(Problem.SIGNATURE_INCOMPLETE, right().edit(INPUT, text -> text.replaceFirst(parameter, "")));
        }
        refused(Problem.SIGNATURE_INCOMPLETE, right().edit(INPUT, text -> text.replace("canut-1", "canut-2")));
        refused(Problem.SIGNATURE_INCOMPLETE, right().edit(INPUT, text -> text + ";nonce=\"1\""));
        refused(Problem.SIGNATURE_INCOMPLETE, right().edit(INPUT, text -> text + ";expires=9999999999"));
        refused(Problem.SIGNATURE_INCOMPLETE, right().edit(INPUT, text -> "canut=" + "(".repeat(2_000)));
        refused(Problem.SIGNATURE_INCOMPLETE, right().edit(INPUT, text -> text.replaceFirst("created=", "created=9999999")));
        refused(Problem.SIGNATURE_INCOMPLETE, right().edit(SIGNATURE, text -> "canut=:=:"));
    }

    @Test
    @Tag("F-06")
    void aCapturedRequestFitsNoOtherAddressAndNoOtherNode() {
        refused(Problem.WRONG_HOST, right().with("Host", "bologna.localhost"));
        refused(Problem.WRONG_HOST, right().with("Host", "LYON.localhost"));
        refused(Problem.WRONG_HOST, right().with("Host", "lyon.localhost."));
        refused(Problem.WRONG_HOST, right().without("Host"));
        refused(Problem.SIGNATURE_INVALID, right().start("POST /canut/1/inbox?again HTTP/1.1"));
        refused(Problem.SIGNATURE_INVALID, attacked.evil.get("/canut/1/ack").start(
            "GET /canut/1/channel?epoch=1&from=1&limit=1 HTTP/1.1"));
        String toBologna = new String(attacked.oneFact(), StandardCharsets.UTF_8)
            .replaceFirst("\"to\":\"lyon", "\"to\":\"bologna");
        refused(Problem.WRONG_HOST, attacked.evil.post(toBologna.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    @Tag("F-07")
    void oneOfEachIsEnough() {
        for (String header : List.of(INPUT, SIGNATURE)) {
            refused(Problem.SIGNATURE_AMBIGUOUS, right().add(header, right().value(header)));
            refused(Problem.SIGNATURE_AMBIGUOUS, right().edit(header, text -> text + ", " + text.replace("canut=", "sig=")));
            refused(Problem.SIGNATURE_AMBIGUOUS, right().edit(header, text -> text + ", " + text));
        }
        refused(Problem.SIGNATURE_AMBIGUOUS, right().edit(INPUT, text -> text.replace(";keyid", ";created=1;keyid")));
        refused(Problem.SIGNATURE_AMBIGUOUS, right().edit(INPUT,
            text -> text.replace("\"@method\"", "\"@method\" \"@method\"")));
    }

    @ParameterizedTest
    @Tag("F-08")
    @ValueSource(strings = {"ed25519", "none", "hmac-sha256", "rsa-v1_5-sha256"})
    void theAlgorithmFollowsFromTheKey(String algorithm) {
        refused(Problem.ALGORITHM_NOT_ALLOWED, right().edit(INPUT, text -> text + ";alg=\"" + algorithm + "\""));
    }

    @Test
    @Tag("F-10")
    void aMalleatedSignatureIsNone() {
        refused(Problem.SIGNATURE_INVALID, right().edit(SIGNATURE, RequestAttacksTest::plusOrder));
        refused(Problem.SIGNATURE_INVALID, right().edit(SIGNATURE, text -> "canut=:" + Base64.getEncoder()
            .encodeToString(new byte[64]) + ":"));
        refused(Problem.SIGNATURE_INVALID, right().edit(SIGNATURE, text -> "canut=:" + Base64.getEncoder()
            .encodeToString(new byte[3]) + ":"));
    }

    private static String plusOrder(String header) {
        byte[] signature = Base64.getDecoder().decode(header.substring(7, header.length() - 1));
        byte[] big = new byte[32];
        for (int i = 0; i < 32; i++) {
            big[i] = signature[63 - i];
        }
        byte[] sum = new BigInteger(1, big).add(GROUP_ORDER).toByteArray();
        for (int i = 0; i < 32; i++) {
            signature[32 + i] = i < sum.length ? sum[sum.length - 1 - i] : 0;
        }
        return "canut=:" + Base64.getEncoder().encodeToString(signature) + ":";
    }

    @ParameterizedTest
    @Tag("F-12")
    @ValueSource(longs = {-86_400, -303, 303, 86_400, 4_000_000_000L})
    void aSignatureCountsForFiveMinutes(long seconds) {
        StrangeNode evil = attacked.evil;
        refused(Problem.SIGNATURE_STALE, evil.post(attacked.oneFact(), new KeyId(evil.host, evil.node.key()), evil.node,
            StrangeNode.now().plusSeconds(seconds)));
    }

    @Test
    @Tag("F-13")
    void aKeyIdNeverMakesAKeySomebodyElses() {
        StrangeNode evil = attacked.evil;
        // The host is known and has not stated that key: as if its newest keys were not read yet, which they may not be.
        Answer answer = attacked.send(evil.post(attacked.oneFact(), new KeyId(attacked.bologna.host, evil.node.key()),
            evil.node, StrangeNode.now()));
        Attacked.assertRefusal(Problem.KEY_UNAVAILABLE, answer);
        assertEquals(0, attacked.node.number("select count(*) from credit"));
    }

    @Test
    @Tag("F-17")
    void aRevokedKeySignsNothing() {
        StrangeNode evil = attacked.evil;
        refused(Problem.KEY_REVOKED, evil.post(attacked.oneFact(), new KeyId(evil.host, evil.revoked.key()), evil.revoked,
            StrangeNode.now()));
    }

    @ParameterizedTest
    @Tag("F-16")
    @ValueSource(strings = {"https://user@evil.localhost/actor", "https://evil.localhost:443/actor",
        "https://EVIL.localhost/actor", "https://evil.localhost./actor", "https://evil.localhost/actor/",
        "https://evil.localhost/actor?x", "http://evil.localhost/actor", "https://evil.localhost/../actor", "",
        "https:///actor", "https://%65vil.localhost/actor", "https://127.0.0.1/actor", "https://localhost/actor"})
    void aKeyIdHasOneSpelling(String actor) {
        refused(Problem.NAME_NOT_CANONICAL, right().edit(INPUT, text ->
            text.replace("https://evil.localhost/actor#", actor + "#")));
    }

    @Test
    @Tag("F-16")
    void theFragmentOfAKeyIdIsOneWholeKey() {
        String key = attacked.evil.node.key().toString();
        for (String other : List.of("", "main-key", key + "#" + key, key.substring(1), key + "1")) {
            refused(Problem.NAME_NOT_CANONICAL, right().edit(INPUT, text -> text.replace(key, other)));
        }
    }

    @Test
    @Tag("F-39")
    void aStrangerIsNotHeard() {
        StrangeNode unknown = attacked.unknown;
        byte[] body = unknown.channel(1, List.of(unknown.next(Attacked.credit(1))));
        refused(Problem.KEY_UNKNOWN, unknown.post(body));
        refused(Problem.KEY_UNKNOWN, unknown.get("/canut/1/ack"));
        refused(Problem.KEY_UNKNOWN, unknown.get("/canut/1/channel?epoch=1&from=1&limit=5"));
        refused(Problem.KEY_UNKNOWN, unknown.get("/canut/1/content/" + "0".repeat(64)));
    }

    @Test
    @Tag("F-09")
    void aWeakKeyOfNobodyOpensNothing() {
        Key weak = Key.of(HexFormat.of().parseHex("01" + "0".repeat(62)));
        StrangeNode evil = attacked.evil;
        Answer answer = attacked.send(right().edit(INPUT,
            text -> text.replace(evil.node.key().toString(), weak.toString())));
        Attacked.assertRefusal(Problem.KEY_UNAVAILABLE, answer);
    }

    @Test
    void aFrameThatCountsWronglyIsRefusedBeforeItsSender() {
        Frame frame = Frame.channel(1, 1, 2, Host.of("bologna.localhost"), RunningNode.HOST);
        refused(Problem.FRAME_WRONG, attacked.evil.post(StrangeNode.lines(frame, List.of(new byte[] {'{', '}'}))));
    }
}
