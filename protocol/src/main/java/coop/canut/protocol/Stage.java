package coop.canut.protocol;

/**
 * The checks that a delivery passes, in their order: the first that fails is the answer. The order is part of the
 * protocol, because two nodes that answer differently to the same bytes tell an attacker what each of them knows.
 */
public enum Stage {
    /** The request is meant for this host. */
    HOST,
    /** The path and method exist and federation is switched on. */
    ROUTE,
    /** Declared length, media type, encoding: what can be judged before the body is read. */
    FORM,
    /** The signature headers are complete, unambiguous and canonical. */
    SIGNATURE_INPUT,
    /** The signature was made recently. */
    FRESHNESS,
    /** The key is known, valid and owned by the host that uses it. */
    KEY,
    /** The body has the digest that was signed. */
    DIGEST,
    /** The signature of the request verifies. */
    SIGNATURE,
    /** The peer is approved and within its quota. */
    PEER,
    /** The first line of a batch says truly what follows. */
    FRAME,
    /** A line is one canonical message of a known kind. */
    PARSE,
    /** A message comes from the host whose words it claims to be. */
    ORIGIN,
    /** A message is the next of its channel or log. */
    STREAM,
    /** A message was not erased before. */
    DEDUPE,
    /** A message obeys the rules of its kind. */
    RULE,
    /** Rules of one node towards its own people; these codes never cross the wire as an answer to a peer. */
    LOCAL
}
