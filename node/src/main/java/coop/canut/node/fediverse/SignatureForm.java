package coop.canut.node.fediverse;

import coop.canut.protocol.http.Digest;
import coop.canut.protocol.name.Hash;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The two forms in which ActivityPub servers sign their requests; each server understands at least one. Pure. */
public enum SignatureForm {

    /** RFC 9421 with {@code rsa-v1_5-sha256}. */
    RFC_9421 {
        @Override
        public Map<String, String> sign(String method, ForeignUrl url, byte[] body, String keyId, RsaKey key, Instant now) {
            Map<String, String> headers = new LinkedHashMap<>();
            var base = new StringBuilder("\"@method\": ").append(method).append("\n\"@target-uri\": ").append(url);
            String covered = "\"@method\" \"@target-uri\"";
            if (body != null) {
                headers.put(Digest.HEADER, Digest.of(body));
                base.append("\n\"content-digest\": ").append(headers.get(Digest.HEADER));
                covered += " \"content-digest\"";
            }
            String params = "(" + covered + ");created=" + now.getEpochSecond() + ";keyid=\"" + keyId + "\";alg=\"" + ALG + "\"";
            base.append("\n\"@signature-params\": ").append(params);
            headers.put("Signature-Input", LABEL + "=" + params);
            headers.put("Signature", LABEL + "=:" + base64(key.sign(bytes(base))) + ":");
            return headers;
        }
    },

    /** draft-cavage-http-signatures-12 with {@code rsa-sha256}, which most servers of today still prefer. */
    DRAFT_CAVAGE {
        @Override
        public Map<String, String> sign(String method, ForeignUrl url, byte[] body, String keyId, RsaKey key, Instant now) {
            Map<String, String> headers = new LinkedHashMap<>();
            String date = DATE.format(now.atOffset(ZoneOffset.UTC));
            headers.put("Date", date);
            var base = new StringBuilder("(request-target): ").append(method.toLowerCase(Locale.ROOT)).append(' ')
                .append(url.path()).append("\nhost: ").append(url.host()).append("\ndate: ").append(date);
            String covered = "(request-target) host date";
            if (body != null) {
                headers.put("Digest", "SHA-256=" + base64(Hash.sha256(body).bytes()));
                base.append("\ndigest: ").append(headers.get("Digest"));
                covered += " digest";
            }
            headers.put("Signature", "keyId=\"" + keyId + "\",algorithm=\"rsa-sha256\",headers=\"" + covered + "\",signature=\""
                + base64(key.sign(bytes(base))) + "\"");
            return headers;
        }
    };

    /** The name of our one algorithm in RFC 9421. */
    static final String ALG = "rsa-v1_5-sha256";
    private static final String LABEL = "sig1";
    /** RFC 9110 5.6.7: two digits for the day, which {@code RFC_1123_DATE_TIME} does not give. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    /**
     * Signs a request.
     *
     * @param body  or null
     * @param keyId where the public half is found
     * @return the headers to add, by name
     */
    public abstract Map<String, String> sign(String method, ForeignUrl url, byte[] body, String keyId, RsaKey key, Instant now);

    /** The form to try when this one was refused. */
    SignatureForm other() {
        return this == RFC_9421 ? DRAFT_CAVAGE : RFC_9421;
    }

    private static byte[] bytes(StringBuilder base) {
        return base.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
