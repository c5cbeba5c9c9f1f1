package coop.canut.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.protocol.http.RefusalBody;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemTest {
    /** Section 6 of the protocol, row by row; a code that occurs again in a later row keeps its first place. */
    private static final String PRECEDENCE = """
            wrong-host 421
            not-found 404, method-not-allowed 405
            length-required 411, too-large 413, media-type-wrong 415, encoding-refused 415
            signature-missing 401, signature-ambiguous 400, signature-incomplete 401, digest-not-signed 401, \
            algorithm-not-allowed 401, name-not-canonical 400
            signature-stale 401
            key-unknown 401, key-unavailable 503, key-revoked 401, key-owner-mismatch 403, key-weak 422
            digest-mismatch 401
            signature-invalid 401
            peer-not-approved 403, peer-suspended 403, recovering 503, peer-quota 429
            frame-wrong 400, sender-key-mismatch 403
            text-invalid 400, json-duplicate-key 400, number-form 400, json-limit 400, json-not-canonical 400, \
            member-unknown 400, member-missing 400, time-form 400, kind-unknown 422, type-mismatch 422
            relay-not-allowed 403, local-id-forged 403, origin-mismatch 403, id-not-derived 422, \
            proof-key-unknown 503, proof-invalid 401, clock-skew 503
            cursor-behind 409, chain-broken 409, epoch-old 409, epoch-incomplete 409, equivocation 409, \
            cursor-ahead 409, log-inconsistent 409
            tombstoned 410
            """;

    @Test
    void theCatalogueIsDeclaredInTheOrderOfTheProtocol() {
        List<String> wanted = List.of(PRECEDENCE.strip().split("[,\n] *"));
        List<String> declared = new ArrayList<>();
        for (Problem problem : Problem.values()) {
            if (problem.stage().compareTo(Stage.RULE) < 0) {
                declared.add(problem.code() + " " + problem.status());
            }
        }
        assertEquals(wanted, declared);
    }

    @Test
    void stagesRiseFromOneProblemToTheNext() {
        Stage last = Stage.HOST;
        for (Problem problem : Problem.values()) {
            assertTrue(problem.stage().compareTo(last) >= 0, problem.code());
            last = problem.stage();
        }
    }

    @Test
    void everyCodeLeadsBackToItsProblemAndAnUnknownOneToNone() {
        for (Problem problem : Problem.values()) {
            assertSame(problem, Problem.of(problem.code()));
        }
        assertTrue(Problem.find("invented-by-a-newer-node").isEmpty());
        assertThrows(IllegalArgumentException.class, () -> Problem.of("nothing"));
    }

    @Test
    void everyRefusalFitsItsBodyAndSaysOneSentence() {
        var cursor = new RefusalBody.Cursor(Limits.INTEGER_MAX, Limits.INTEGER_MAX);
        for (Problem problem : Problem.values()) {
            byte[] body = RefusalBody.of(problem, cursor);
            assertTrue(body.length <= Limits.REFUSAL_BYTES, problem.code());
            assertTrue(problem.title().endsWith("."), problem.code());
            assertEquals(new RefusalBody(problem.code(), problem.status(), cursor), RefusalBody.read(body));
        }
    }

    @Test
    void onlyWhatMaySucceedLaterIsRetryable() {
        assertTrue(Problem.NOT_YET.retryable());
        assertTrue(Problem.PEER_QUOTA.retryable());
        assertFalse(Problem.PROOF_INVALID.retryable());
    }

    @Test
    void aRefusalKeepsItsDetailForTheLogAndHasNoTrace() {
        Refused refused = Refused.at(Problem.TIME_FORM, "object.until", "yesterday");
        assertEquals("object.until", refused.field());
        assertEquals("yesterday", refused.detail());
        assertEquals("time-form at object.until: yesterday", refused.getMessage());
        assertEquals(0, refused.getStackTrace().length);
    }
}
