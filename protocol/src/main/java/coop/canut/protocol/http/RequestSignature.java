package coop.canut.protocol.http;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.KeyId;
import coop.canut.protocol.sign.SigningKey;
import coop.canut.protocol.sign.Signatures;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The signature of a request (RFC 9421), label {@code canut}. Covered, in this order: method and target URI, and for a
 * POST the digest and type of the body. Parameters, in this order: {@code created}, {@code keyid}, {@code
 * tag="canut-1"}. Anything else in the headers is refused, so the signature base is the one below and no other.
 */
public final class RequestSignature {
    /** The name of the header with components and parameters. */
    public static final String INPUT_HEADER = "Signature-Input";
    /** The name of the header with the signature itself. */
    public static final String SIGNATURE_HEADER = "Signature";

    static final String LABEL = "canut";
    static final String TAG = "canut-1";
    static final List<String> BODILESS = List.of("@method", "@target-uri");
    static final List<String> WITH_BODY = List.of("@method", "@target-uri", "content-digest", "content-type");

    private RequestSignature() {
    }

    /**
     * Signs a request.
     *
     * @param targetUri the full address with {@code https://} and the peer's canonical host, query included
     * @param contentType the exact header value, or null if there is no body
     * @param body or null
     * @param created whole seconds are used
     * @return the headers to add, by name
     */
    public static Map<String, String> sign(String method, String targetUri, String contentType, byte[] body,
            KeyId keyId, SigningKey key, Instant created) {
        String params = params(method, created, keyId);
        String digest = body == null ? null : Digest.of(body);
        byte[] signature = key.sign(base(method, targetUri, digest, contentType, params));
        Map<String, String> headers = new LinkedHashMap<>();
        if (digest != null) {
            headers.put(Digest.HEADER, digest);
        }
        headers.put(INPUT_HEADER, LABEL + "=" + params);
        headers.put(SIGNATURE_HEADER, LABEL + "=:" + Base64.getEncoder().encodeToString(signature) + ":");
        return headers;
    }

    /**
     * Reads the headers of a request, each as the list of its lines; names and order of the steps are the caller's.
     *
     * @throws Refused {@code signature-missing}, {@code signature-ambiguous}, {@code signature-incomplete}, {@code
     *     digest-not-signed}, {@code algorithm-not-allowed}, {@code name-not-canonical}: the first that applies
     */
    public static Parsed parse(String method, List<String> signatureInputHeaders, List<String> signatureHeaders,
            List<String> digestHeaders) {
        if (signatureInputHeaders.isEmpty() || signatureHeaders.isEmpty()) {
            throw new Refused(Problem.SIGNATURE_MISSING, "no signature headers");
        }
        if (signatureInputHeaders.size() > 1 || signatureHeaders.size() > 1) {
            throw new Refused(Problem.SIGNATURE_AMBIGUOUS, "a signature header stands twice");
        }
        SignatureInput input = SignatureInput.read(signatureInputHeaders.getFirst());
        byte[] signature = SignatureInput.signature(signatureHeaders.getFirst());
        boolean bodiless = method.equals("GET");
        input.requireComplete(bodiless ? BODILESS : WITH_BODY);
        Instant created = created(input.param("created"));
        if (!bodiless && (digestHeaders.isEmpty() || !input.components().equals(WITH_BODY))) {
            throw new Refused(Problem.DIGEST_NOT_SIGNED, "the body's digest is absent or not covered");
        }
        input.requireNoAlgorithm();
        KeyId key = KeyId.of(input.param("keyid"));
        String params = params(method, created, key);
        if (!input.text().equals(LABEL + "=" + params)) {
            throw new Refused(Problem.SIGNATURE_INCOMPLETE, "the parameters are not in their one form");
        }
        return new Parsed(key, created, signature, params, bodiless ? null : String.join(", ", digestHeaders));
    }

    /**
     * Headers whose form is right, and nothing else yet.
     *
     * @param key who claims to have signed
     * @param created when, by the signer's clock
     * @param signature as it came; 64 bytes if it is one
     * @param params the value of {@code @signature-params}
     * @param contentDigest the value of the digest header, all lines joined; null for a GET
     */
    public record Parsed(KeyId key, Instant created, byte[] signature, String params, String contentDigest) {
        /** Throws {@code signature-stale} if it was made more than 300 seconds before or after now. */
        public void requireFresh(Instant now) {
            if (Math.abs(Duration.between(created, now).toSeconds()) > Limits.SIGNATURE_WINDOW_SECONDS) {
                throw new Refused(Problem.SIGNATURE_STALE, "created " + created + ", now " + now);
            }
        }

        /** Throws {@code digest-mismatch} unless the header is exactly one SHA-256 and that of these bytes. */
        public void requireDigest(byte[] body) {
            if (!Digest.of(body).equals(contentDigest)) {
                throw new Refused(Problem.DIGEST_MISMATCH, "the body's digest is not the stated one");
            }
        }

        /**
         * Throws {@code signature-invalid} unless the key signed this request.
         *
         * @param targetUri built from our own configured host and the path and query as received
         * @param contentType the header as received, or null for a GET
         */
        public void verify(String method, String targetUri, String contentType) {
            Signatures.verify(key.key(), base(method, targetUri, contentDigest, contentType, params), signature);
        }
    }

    private static Instant created(String seconds) {
        try {
            return Instant.ofEpochSecond(Long.parseLong(seconds));
        } catch (NumberFormatException | DateTimeException e) {
            throw new Refused(Problem.SIGNATURE_INCOMPLETE, "created is no time");
        }
    }

    private static String params(String method, Instant created, KeyId key) {
        var params = new StringBuilder();
        for (String component : method.equals("GET") ? BODILESS : WITH_BODY) {
            params.append(params.isEmpty() ? "(\"" : " \"").append(component).append('"');
        }
        return params.append(");created=").append(created.getEpochSecond()).append(";keyid=\"").append(key)
                .append("\";tag=\"").append(TAG).append('"').toString();
    }

    /** RFC 9421 section 2.5: one line for each component and one for the parameters, none ended. */
    private static byte[] base(String method, String targetUri, String digest, String contentType, String params) {
        var base = new StringBuilder("\"@method\": ").append(method)
                .append("\n\"@target-uri\": ").append(targetUri);
        if (!method.equals("GET")) {
            base.append("\n\"content-digest\": ").append(digest).append("\n\"content-type\": ").append(contentType);
        }
        return base.append("\n\"@signature-params\": ").append(params).toString().getBytes(StandardCharsets.UTF_8);
    }
}
