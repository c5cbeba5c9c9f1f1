package coop.canut.protocol.http;

import coop.canut.protocol.name.Hash;
import java.util.Base64;

/** The {@code Content-Digest} of RFC 9530, of which the protocol uses exactly one {@code sha-256}. */
public final class Digest {
    /** The name of the header. */
    public static final String HEADER = "Content-Digest";

    private Digest() {
    }

    /** The header's value for a body. */
    public static String of(byte[] body) {
        return "sha-256=:" + Base64.getEncoder().encodeToString(Hash.sha256(body).bytes()) + ":";
    }
}
