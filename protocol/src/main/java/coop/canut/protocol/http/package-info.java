/**
 * What the protocol says about HTTP: the signature of a request, the digest of its body, the body of a refusal.
 *
 * <p>{@link coop.canut.protocol.http.RequestSignature} is a profile of RFC 9421 with nothing to choose: one label, one
 * list of components for each method, three parameters in one order, the algorithm from the key. It is read in the
 * steps in which a request is judged (headers, freshness, digest, signature), because between them the caller looks up
 * the key and reads the body. {@link coop.canut.protocol.http.RefusalBody} is what a node says when it refuses: short,
 * and nothing that the other side sent is in it.
 *
 * <p>The package opens no connection and knows no HTTP library: headers are strings. The target URI is given by the
 * caller from its configured host and never taken from a header. It calls {@code .name}, {@code .json} and {@code
 * .sign}.
 */
package coop.canut.protocol.http;
