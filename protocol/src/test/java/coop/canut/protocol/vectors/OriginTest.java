package coop.canut.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.message.Unproven;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.MessageUrl;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.sign.Purpose;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Stage 12 beyond its vectors: what is accepted, the order of two faults, and the statements of keys. */
class OriginTest {
    private final KeyHistory lyon = Codec.read(Cast.LYON_KEYS.wire()).keysAfter(null);

    @Test
    void aRightMessageBecomesASignedOne() {
        Unproven message = read(Cast.document(Cast.ACCEPTED));
        message.requireOrigin(Cast.LYON, Cast.BXL);
        Signed signed = message.prove(lyon, Cast.NOW, Cast.NOW);
        assertEquals(Cast.ACCEPTED, signed.envelope());
        assertEquals(message.hash(), signed.hash());
        assertEquals(Cast.LYON_1.key(), signed.key().key());
    }

    @Test
    void aNodeMayHearItselfAndTakeItsOwnMessagesBack() {
        Unproven own = read(Cast.document(Cast.ACCEPTED));
        assertDoesNotThrow(() -> own.requireOrigin(Cast.LYON, Cast.LYON));
    }

    /** Each document has the faults from its place in the order on; the first is the answer. */
    @Test
    void theFirstFaultOfTheStageIsTheAnswer() {
        Json.Obj right = Cast.document(Cast.ACCEPTED).with("published", Json.text("2026-11-24T18:03:59Z"));
        assertOrigin(Problem.ID_NOT_DERIVED, right, Cast.LYON, Cast.EVIL);
        Json.Obj elsewhere = right.with("id", id("x.example"));
        assertOrigin(Problem.ORIGIN_MISMATCH, elsewhere, Cast.LYON, Cast.BXL);
        Json.Obj ours = right.with("id", id("bxl.example"));
        assertOrigin(Problem.LOCAL_ID_FORGED, ours, Cast.LYON, Cast.BXL);
        assertOrigin(Problem.RELAY_NOT_ALLOWED, ours, Cast.EVIL, Cast.BXL);
        assertOrigin(Problem.SENDER_KEY_MISMATCH, Cast.signed(ours, Cast.EVIL, Cast.EVIL_1, Cast.FACT), Cast.EVIL, Cast.BXL);
    }

    @Test
    @Tag("F-12")
    void aProofFromTheFutureIsKeptForLaterOnlyIfItVerifies() {
        Instant ahead = Cast.NOW.plusSeconds(301);
        Json.Obj future = Cast.signed(Cast.document(Cast.ACCEPTED), Cast.LYON, Cast.LYON_1, ahead);
        assertRefused(Problem.CLOCK_SKEW, () -> read(future).prove(lyon, Cast.NOW, Cast.NOW));
        assertDoesNotThrow(() -> read(future).prove(lyon, Cast.NOW.plusSeconds(1), Cast.NOW.plusSeconds(1)));
        Json.Obj changed = future.with("to", Json.text("https://evil.example/actor"));
        assertRefused(Problem.PROOF_INVALID, () -> read(changed).prove(lyon, Cast.NOW, Cast.NOW));
    }

    @Test
    @Tag("F-17")
    void whatWasStoredBeforeARevocationStaysProven() {
        Instant revokedAt = Cast.NOW;
        Signed second = Cast.keys(Cast.LYON, Cast.LYON_1, 2, Cast.LYON_KEYS.hash(), List.of(
            Cast.stated(Cast.LYON, 1, Cast.LYON_1, Purpose.NODE, null, revokedAt),
            Cast.stated(Cast.LYON, 2, Cast.LYON_2, Purpose.NODE, null, null)), Cast.STATED.plusSeconds(1));
        KeyHistory after = Codec.read(second.wire()).keysAfter(lyon);
        Unproven message = read(Cast.document(Cast.ACCEPTED));
        assertDoesNotThrow(() -> message.prove(after, Cast.NOW.plusSeconds(9), Cast.NOW.minusSeconds(1)));
        assertRefused(Problem.KEY_REVOKED, () -> message.prove(after, Cast.NOW.plusSeconds(9), Cast.NOW));
    }

    @Test
    @Tag("F-17")
    void aRecoveryKeyStatesKeysAndSignsNothingElse() {
        Signed recovered = Cast.keys(Cast.LYON, Cast.key("lyon.example recovery 1"), 2, Cast.LYON_KEYS.hash(),
            List.of(Cast.stated(Cast.LYON, 2, Cast.LYON_2, Purpose.NODE, null, null)), Cast.FACT);
        Unproven statement = Codec.read(recovered.wire());
        assertEquals(recovered, statement.prove(lyon, Cast.NOW, Cast.NOW));
        assertEquals(2, statement.keysAfter(lyon).number());
        Json.Obj other = Cast.signed(Cast.document(Cast.ACCEPTED), Cast.LYON, Cast.key("lyon.example recovery 1"), Cast.FACT);
        assertRefused(Problem.PROOF_KEY_UNKNOWN, () -> read(other).prove(lyon, Cast.NOW, Cast.NOW));
        assertRefused(Problem.PROOF_KEY_UNKNOWN, () -> Codec.read(Cast.keys(Cast.LYON, Cast.EVIL_1, 2,
            Cast.LYON_KEYS.hash(), List.of(Cast.stated(Cast.LYON, 2, Cast.LYON_2, Purpose.NODE, null, null)), Cast.FACT)
            .wire()).prove(lyon, Cast.NOW, Cast.NOW));
    }

    private static void assertOrigin(Problem problem, Json.Obj document, Host from, Host self) {
        assertRefused(problem, () -> read(document).requireOrigin(from, self));
    }

    private static void assertRefused(Problem problem, Executable check) {
        Refused refused = assertThrows(Refused.class, check);
        assertEquals(problem, refused.problem(), refused::getMessage);
    }

    private static Json.Text id(String host) {
        return Json.text(new MessageUrl(Host.of(host), Cast.ACCEPTED.id()).toString());
    }

    private static Unproven read(Json.Obj document) {
        return Codec.read(document.canonical());
    }
}
