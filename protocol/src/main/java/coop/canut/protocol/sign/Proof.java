package coop.canut.protocol.sign;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.Members;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.KeyId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/**
 * The proof inside a message: W3C Data Integrity with cryptosuite {@code eddsa-jcs-2022}, as FEP-8b32 uses it. What is
 * signed is SHA-256(JCS(proof without {@code proofValue})) followed by SHA-256(JCS(document without {@code proof})), 64
 * bytes. A proof has exactly seven members; there is no expiry, nonce, domain or second proof to disagree about.
 */
public final class Proof {
    private static final String MEMBER = "proof";
    private static final String SUITE = "eddsa-jcs-2022";
    private static final String PURPOSE = "assertionMethod";
    private static final String TYPE = "DataIntegrityProof";

    private Proof() {
    }

    /**
     * A proof whose form is right and whose signature has not been looked at.
     *
     * @param key who claims to have signed
     * @param created when, by the signer's clock
     * @param signature 64 bytes
     * @param signedBytes the 64 bytes that it should be over
     */
    public record Opened(KeyId key, Instant created, byte[] signature, byte[] signedBytes) {
    }

    /** The document with a proof by a key of the actor, made at {@code created} (whole seconds). */
    public static Json.Obj sign(Json.Obj document, Host actor, SigningKey key, Instant created) {
        Json.Obj config = Json.object()
                .put("@context", document.get("@context"))
                .put("created", created)
                .put("cryptosuite", SUITE)
                .put("proofPurpose", PURPOSE)
                .put("type", TYPE)
                .put("verificationMethod", new KeyId(actor, key.key()))
                .build();
        byte[] signature = key.sign(signedBytes(config.canonical(), document.canonical()));
        return document.with(MEMBER, config.with("proofValue", Json.text(Signatures.encode(signature))));
    }

    /**
     * Takes the proof out of a document and checks its form only.
     *
     * @throws Refused {@code member-missing}, {@code member-unknown} (also for another suite, purpose, type or context
     *     than the document's), {@code time-form}, {@code name-not-canonical} (key id, signature)
     */
    public static Opened open(Json.Obj document) {
        Members proof = new Members(document, "").object(MEMBER);
        Json context = proof.value("@context");
        Instant created = proof.time("created");
        proof.constant("cryptosuite", SUITE);
        proof.constant("proofPurpose", PURPOSE);
        byte[] signature = proof.named("proofValue", Signatures::decode);
        proof.constant("type", TYPE);
        KeyId key = proof.keyId("verificationMethod");
        proof.done();
        if (!context.equals(document.get("@context"))) {
            throw Refused.at(Problem.MEMBER_UNKNOWN, MEMBER + ".@context", "not the document's context");
        }
        Json.Obj config = ((Json.Obj) document.get(MEMBER)).without("proofValue");
        return new Opened(key, created, signature, signedBytes(config.canonical(),
                document.without(MEMBER).canonical()));
    }

    /** Does nothing if the key that the proof names made it, else throws {@code proof-invalid}. */
    public static void verify(Opened proof) {
        if (!Signatures.holds(proof.key.key(), proof.signedBytes, proof.signature)) {
            throw new Refused(Problem.PROOF_INVALID, "the proof by " + proof.key + " does not verify");
        }
    }

    /** The 64 bytes that a proof of this suite signs, from the canonical forms of its two halves. */
    public static byte[] signedBytes(byte[] canonicalConfig, byte[] canonicalDocument) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] both = new byte[64];
            System.arraycopy(sha256.digest(canonicalConfig), 0, both, 0, 32);
            System.arraycopy(sha256.digest(canonicalDocument), 0, both, 32, 32);
            return both;
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
