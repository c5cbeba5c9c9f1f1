package coop.canut.protocol.sign;

import static coop.canut.protocol.Vectors.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.canut.protocol.Problem;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.KeyId;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ProofTest {
    private static final Host LYON = Host.of("lyon.example");
    private static final SigningKey KEY = SigningKey.fromSeed(new byte[32]);
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final Json.Obj DOCUMENT = Json.object().putTexts("@context", List.of("a", "b"))
            .put("said", "something").build();
    private static final Json.Obj SIGNED = Proof.sign(DOCUMENT, LYON, KEY, NOON);

    private static Json.Obj withProof(UnaryOperator<Json.Obj> change) {
        return SIGNED.with("proof", change.apply((Json.Obj) SIGNED.get("proof")));
    }

    private static void formRefused(Problem problem, String field, UnaryOperator<Json.Obj> change) {
        assertEquals(field, refused(problem, () -> Proof.open(withProof(change))).field());
    }

    @Test
    void aProofVerifiesAndSaysWhoAndWhen() {
        Proof.Opened opened = Proof.open(SIGNED);
        Proof.verify(opened);
        assertEquals(new KeyId(LYON, KEY.key()), opened.key());
        assertEquals(NOON, opened.created());
    }

    @Test
    void anyOtherContentBreaksIt() {
        refused(Problem.PROOF_INVALID, () -> Proof.verify(Proof.open(SIGNED.with("said", Json.text("else")))));
        refused(Problem.PROOF_INVALID, () -> Proof.verify(Proof.open(SIGNED.with("more", Json.text("x")))));
        refused(Problem.PROOF_INVALID, () -> Proof.verify(Proof.open(SIGNED.without("said"))));
    }

    @Tag("F-22")
    @Test
    void anyOtherOptionBreaksIt() {
        refused(Problem.PROOF_INVALID, () -> Proof.verify(Proof.open(
                withProof(proof -> proof.with("created", Json.text("2026-11-24T12:00:01Z"))))));
        refused(Problem.PROOF_INVALID, () -> Proof.verify(Proof.open(withProof(proof -> proof.with(
                "verificationMethod", Json.text(new KeyId(Host.of("evil.example"), KEY.key()).toString()))))));
    }

    @Tag("F-22")
    @Test
    void noOtherOptionIsAllowed() {
        formRefused(Problem.MEMBER_UNKNOWN, "proof.expires",
                proof -> proof.with("expires", Json.text("2027-11-24T12:00:00Z")));
        formRefused(Problem.MEMBER_UNKNOWN, "proof.cryptosuite",
                proof -> proof.with("cryptosuite", Json.text("eddsa-rdfc-2022")));
        formRefused(Problem.MEMBER_UNKNOWN, "proof.proofPurpose",
                proof -> proof.with("proofPurpose", Json.text("authentication")));
        formRefused(Problem.MEMBER_UNKNOWN, "proof.type",
                proof -> proof.with("type", Json.text("Ed25519Signature2020")));
        formRefused(Problem.MEMBER_UNKNOWN, "proof.@context", proof -> proof.with("@context", Json.text("a")));
        formRefused(Problem.MEMBER_MISSING, "proof.created", proof -> proof.without("created"));
        formRefused(Problem.TIME_FORM, "proof.created", proof -> proof.with("created", Json.text("noon")));
        formRefused(Problem.NAME_NOT_CANONICAL, "proof.proofValue",
                proof -> proof.with("proofValue", Json.text("z0")));
        formRefused(Problem.NAME_NOT_CANONICAL, "proof.verificationMethod",
                proof -> proof.with("verificationMethod", Json.text("did:key:z6Mk")));
        refused(Problem.MEMBER_MISSING, () -> Proof.open(DOCUMENT));
        refused(Problem.MEMBER_MISSING, () -> Proof.open(DOCUMENT.with("proof", new Json.Arr(List.of()))));
    }
}
