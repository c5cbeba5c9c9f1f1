/**
 * Keys and what they sign: Ed25519 (RFC 8032), and proofs on messages (W3C eddsa-jcs-2022).
 *
 * <p>{@link coop.canut.protocol.sign.Signatures} verifies, after refusing the keys with which a signature means
 * nothing: points of small order, encodings that are not the canonical one, keys whose secret is published. A
 * verification returns nothing; whoever forgets to look at its answer has still been stopped. {@link
 * coop.canut.protocol.sign.Proof} makes and opens the proof inside a message; every option of it is inside the signed
 * bytes and no other option is allowed. Whose a key is and when it was good is not known here: that is
 * {@code message.KeyHistory}, folded from a host's own statements.
 *
 * <p>Algorithms are never named by the other side: they follow from the key. Secrets print as {@code [REDACTED]}. No
 * randomness is needed, because Ed25519 signatures are deterministic; keys are made from seeds that the caller draws.
 * The package calls {@code .name} and {@code .json}.
 */
package coop.canut.protocol.sign;
