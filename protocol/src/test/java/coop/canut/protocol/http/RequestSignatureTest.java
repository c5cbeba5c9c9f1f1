package coop.canut.protocol.http;

import static coop.canut.protocol.Vectors.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.KeyId;
import coop.canut.protocol.sign.SigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestSignatureTest {
    private static final SigningKey KEY = SigningKey.fromSeed(new byte[32]);
    private static final KeyId KEY_ID = new KeyId(Host.of("bxl.example"), KEY.key());
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final String INBOX = "https://lyon.example/canut/1/inbox";
    private static final String TYPE = "application/vnd.canut.lines";
    private static final byte[] BODY = "{}\n".getBytes(StandardCharsets.UTF_8);
    private static final Map<String, String> HEADERS =
            RequestSignature.sign("POST", INBOX, TYPE, BODY, KEY_ID, KEY, NOON);
    private static final String INPUT = HEADERS.get(RequestSignature.INPUT_HEADER);
    private static final String SIGNATURE = HEADERS.get(RequestSignature.SIGNATURE_HEADER);
    private static final String DIGEST = HEADERS.get(Digest.HEADER);

    private static RequestSignature.Parsed parse(String input, String signature, String... digests) {
        return RequestSignature.parse("POST", List.of(input), List.of(signature), List.of(digests));
    }

    private static void inputRefused(Problem problem, String input) {
        refused(problem, () -> parse(input, SIGNATURE, DIGEST));
    }

    @Test
    void aSignedRequestVerifies() {
        RequestSignature.Parsed parsed = parse(INPUT, SIGNATURE, DIGEST);
        assertEquals(KEY_ID, parsed.key());
        assertEquals(NOON, parsed.created());
        parsed.requireFresh(NOON);
        parsed.requireDigest(BODY);
        parsed.verify("POST", INBOX, TYPE);
    }

    @Tag("F-01")
    @Test
    void anUnsignedRequestIsRefused() {
        refused(Problem.SIGNATURE_MISSING, () -> RequestSignature.parse("POST", List.of(), List.of(), List.of(DIGEST)));
        refused(Problem.SIGNATURE_MISSING,
                () -> RequestSignature.parse("POST", List.of(INPUT), List.of(), List.of(DIGEST)));
        inputRefused(Problem.SIGNATURE_MISSING, INPUT.replace("canut=", "sig1="));
        refused(Problem.SIGNATURE_MISSING, () -> parse(INPUT, SIGNATURE.replace("canut=", "sig1="), DIGEST));
    }

    @Tag("F-03")
    @Test
    void aBodyWhoseDigestIsNotSignedIsRefused() {
        refused(Problem.DIGEST_NOT_SIGNED, () -> parse(INPUT, SIGNATURE));
        inputRefused(Problem.DIGEST_NOT_SIGNED, INPUT.replace(" \"content-digest\"", ""));
        refused(Problem.DIGEST_NOT_SIGNED, () -> RequestSignature.parse("POST",
                List.of(RequestSignature.sign("POST", INBOX, TYPE, BODY, KEY_ID, KEY, NOON)
                        .get(RequestSignature.INPUT_HEADER).replace(" \"content-digest\"", "")),
                List.of(SIGNATURE), List.of(DIGEST)));
    }

    @Tag("F-04")
    @Test
    void aWrongDigestOrASecondOneIsRefused() {
        String other = Digest.of(new byte[0]);
        refused(Problem.DIGEST_MISMATCH, () -> parse(INPUT, SIGNATURE, other).requireDigest(BODY));
        refused(Problem.DIGEST_MISMATCH, () -> parse(INPUT, SIGNATURE, DIGEST).requireDigest(new byte[0]));
        refused(Problem.DIGEST_MISMATCH, () -> parse(INPUT, SIGNATURE, DIGEST + ", " + other).requireDigest(BODY));
        refused(Problem.DIGEST_MISMATCH, () -> parse(INPUT, SIGNATURE, DIGEST, other).requireDigest(BODY));
        refused(Problem.DIGEST_MISMATCH,
                () -> parse(INPUT, SIGNATURE, DIGEST.replace("256", "512")).requireDigest(BODY));
        refused(Problem.SIGNATURE_INVALID, () -> parse(INPUT, SIGNATURE, other).verify("POST", INBOX, TYPE));
    }

    @Tag("F-05")
    @ParameterizedTest
    @ValueSource(strings = {"()", "(\"@method\")", "(\"@method\" \"content-digest\" \"content-type\")", "(\"date\")",
        "(\"@method\" \"@target-uri\" \"content-digest\")",
        "(\"@target-uri\" \"@method\" \"content-digest\" \"content-type\")",
        "(\"@method\" \"@target-uri\" \"content-type\" \"content-digest\")",
        "(\"@method\" \"@target-uri\" \"content-digest\" \"content-type\" \"date\")",
        "(\"@method\" \"@target-uri\";req \"content-digest\" \"content-type\")",
        "(\"@method\" \"@target-uri\" \"content-digest\";sf \"content-type\")", "\"@method\"", "(\"@method", "("})
    void otherComponentsThanTheListedOnesAreRefused(String components) {
        inputRefused(Problem.SIGNATURE_INCOMPLETE,
                "canut=" + components + INPUT.substring(INPUT.indexOf(";created")));
    }

    @Test
    void otherParametersThanTheListedOnesAreRefused() {
        String head = INPUT.substring(0, INPUT.indexOf(";created"));
        String created = ";created=" + NOON.getEpochSecond();
        String keyid = ";keyid=\"" + KEY_ID + "\"";
        String tag = ";tag=\"canut-1\"";
        assertEquals(INPUT, head + created + keyid + tag);
        for (String params : List.of("", created, created + keyid, keyid + created + tag, created + tag + keyid,
                created + keyid + ";tag=\"canut-2\"", created + keyid + tag + ";expires=1999999999",
                created + keyid + tag + ";nonce=\"n\"", created + keyid + tag + " ", created + "; keyid" + tag,
                ";created=soon" + keyid + tag, ";created=+" + NOON.getEpochSecond() + keyid + tag,
                ";created=0" + NOON.getEpochSecond() + keyid + tag, ";created=99999999999999999999" + keyid + tag,
                ";created=\"" + NOON.getEpochSecond() + "\"" + keyid + tag,
                created + ";keyid=" + KEY_ID + tag, created + keyid + ";tag=canut-1", created + keyid + tag + ";x",
                created + keyid + tag + "\"")) {
            if (!params.endsWith(" ")) {
                inputRefused(Problem.SIGNATURE_INCOMPLETE, head + params);
            }
        }
        inputRefused(Problem.SIGNATURE_INCOMPLETE, INPUT.replace(" \"@target", "  \"@target"));
        inputRefused(Problem.SIGNATURE_INCOMPLETE, INPUT + ";pad=\"" + "x".repeat(1_000) + "\"");
    }

    @Tag("F-07")
    @Test
    void twoOfAnythingIsAmbiguous() {
        inputRefused(Problem.SIGNATURE_AMBIGUOUS, INPUT + ", " + INPUT);
        inputRefused(Problem.SIGNATURE_AMBIGUOUS, INPUT + ", sig1=()");
        inputRefused(Problem.SIGNATURE_AMBIGUOUS, "sig1=()," + INPUT);
        inputRefused(Problem.SIGNATURE_AMBIGUOUS, INPUT + ";created=" + NOON.getEpochSecond());
        inputRefused(Problem.SIGNATURE_AMBIGUOUS, INPUT + ";keyid=\"" + KEY_ID + "\"");
        inputRefused(Problem.SIGNATURE_AMBIGUOUS, INPUT.replace("(\"@method\"", "(\"@method\" \"@method\""));
        refused(Problem.SIGNATURE_AMBIGUOUS, () -> parse(INPUT, SIGNATURE + ", " + SIGNATURE, DIGEST));
        refused(Problem.SIGNATURE_AMBIGUOUS, () -> RequestSignature.parse("POST", List.of(INPUT, INPUT),
                List.of(SIGNATURE), List.of(DIGEST)));
        refused(Problem.SIGNATURE_AMBIGUOUS, () -> RequestSignature.parse("POST", List.of(INPUT),
                List.of(SIGNATURE, SIGNATURE), List.of(DIGEST)));
    }

    @Tag("F-08")
    @ParameterizedTest
    @ValueSource(strings = {"none", "hmac-sha256", "rsa-v1_5-sha256", "ed25519"})
    void theRequestNamesNoAlgorithm(String algorithm) {
        inputRefused(Problem.ALGORITHM_NOT_ALLOWED, INPUT + ";alg=\"" + algorithm + "\"");
        inputRefused(Problem.ALGORITHM_NOT_ALLOWED, INPUT.replace(";keyid", ";alg=\"" + algorithm + "\";keyid"));
    }

    @Tag("F-16")
    @ParameterizedTest
    @ValueSource(strings = {"bxl.example.", "BXL.example", "u@bxl.example", "bxl.example:443", "127.0.0.1"})
    void aKeyIdHasOneSpelling(String host) {
        inputRefused(Problem.NAME_NOT_CANONICAL, INPUT.replace("bxl.example", host));
    }

    @Test
    void ofSeveralFaultsTheFirstInRankIsTheAnswer() {
        String weird = INPUT.replace("bxl.example", "BXL.example") + ";alg=\"none\"";
        inputRefused(Problem.ALGORITHM_NOT_ALLOWED, weird);
        refused(Problem.DIGEST_NOT_SIGNED, () -> parse(weird, SIGNATURE));
        inputRefused(Problem.SIGNATURE_INCOMPLETE, weird.replace(" \"content-digest\"", "").replace("canut-1", "x"));
        inputRefused(Problem.SIGNATURE_AMBIGUOUS, weird + ";alg=\"none\"");
    }

    @Tag("F-06")
    @Test
    void aCapturedRequestIsGoodForNothingElse() {
        RequestSignature.Parsed parsed = parse(INPUT, SIGNATURE, DIGEST);
        refused(Problem.SIGNATURE_INVALID,
                () -> parsed.verify("POST", "https://paris.example/canut/1/inbox", TYPE));
        refused(Problem.SIGNATURE_INVALID, () -> parsed.verify("POST", INBOX + "?x", TYPE));
        refused(Problem.SIGNATURE_INVALID, () -> parsed.verify("PUT", INBOX, TYPE));
        refused(Problem.SIGNATURE_INVALID, () -> parsed.verify("POST", INBOX, "text/html"));
        String later = INPUT.replace(";created=" + NOON.getEpochSecond(), ";created=" + (NOON.getEpochSecond() + 60));
        refused(Problem.SIGNATURE_INVALID, () -> parse(later, SIGNATURE, DIGEST).verify("POST", INBOX, TYPE));
    }

    @Tag("F-12")
    @Test
    void aSignatureIsGoodForFiveMinutesEitherWay() {
        RequestSignature.Parsed parsed = parse(INPUT, SIGNATURE, DIGEST);
        parsed.requireFresh(NOON.plusSeconds(300));
        parsed.requireFresh(NOON.minusSeconds(300));
        refused(Problem.SIGNATURE_STALE, () -> parsed.requireFresh(NOON.plusSeconds(301)));
        refused(Problem.SIGNATURE_STALE, () -> parsed.requireFresh(NOON.minusSeconds(301)));
    }

    @Test
    void aSignatureThatIsNoByteSequenceIsRefused() {
        for (String wrong : List.of("canut=:", "canut=::", "canut=:AA:", "canut=:AA=:", "canut=:A===:", "canut=:A A=:",
                "canut=\"AA==\"", "canut=:AB==:", "canut")) {
            refused(wrong.startsWith("canut=:") ? Problem.SIGNATURE_INCOMPLETE : Problem.SIGNATURE_MISSING,
                    () -> parse(INPUT, wrong, DIGEST));
        }
        refused(Problem.SIGNATURE_INVALID, () -> parse(INPUT, "canut=:AA==:", DIGEST).verify("POST", INBOX, TYPE));
    }

    @Test
    void theRefusalOfAnotherNodeIsReadOrLeftAlone() {
        byte[] newer = "{\"problem\":\"from-the-future\",\"status\":418,\"more\":{}}".getBytes(StandardCharsets.UTF_8);
        assertEquals(new RefusalBody("from-the-future", 418, null), RefusalBody.read(newer));
        byte[] behind = "{\"cursor\":{\"epoch\":1,\"seq\":40},\"problem\":\"cursor-behind\",\"status\":409}"
                .getBytes(StandardCharsets.UTF_8);
        assertEquals(new RefusalBody.Cursor(1, 40), RefusalBody.read(behind).cursor());
        for (String other : List.of("", "<html>", "[]", "{\"problem\":1,\"status\":400}", "{\"problem\":\"x\"}",
                "{\"problem\":\"x\",\"status\":200}", "x".repeat(Limits.MESSAGE_BYTES + 1))) {
            assertNull(RefusalBody.read(other.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
