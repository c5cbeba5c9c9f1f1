package coop.canut.ops.conformance;

import coop.canut.protocol.http.Digest;
import coop.canut.protocol.http.RequestSignature;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.KeyId;
import coop.canut.protocol.sign.SigningKey;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A request as its bytes go over the wire; each change gives another.
 *
 * @param line    the first
 * @param headers in their order
 */
record Request(String line, List<String> headers, byte[] body) {

    /** The clock of the vectors' receiver. */
    private static final Instant NOW = Instant.parse("2026-11-24T18:05:00Z");
    private static final Pattern CREATED = Pattern.compile(";created=([0-9]{10})");

    static Request get(String target, Host node) {
        return new Request("GET " + target + " HTTP/1.1", List.of("Host: " + node), new byte[0]);
    }

    static Request post(String target, Host node, String type, byte[] body) {
        return new Request("POST " + target + " HTTP/1.1",
            List.of("Host: " + node, "Content-Type: " + type, "Content-Length: " + body.length), body);
    }

    /** Reads one from a vector. */
    static Request read(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        List<String> lines = List.of(text.substring(0, end).split("\r\n"));
        return new Request(lines.getFirst(), lines.subList(1, lines.size()),
            text.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The same with a signature over what it is now. */
    Request signed(Host node, KeyId keyId, SigningKey key, Instant created) {
        String[] words = line.split(" ");
        boolean bodiless = words[0].equals("GET");
        Request signed = this;
        for (Map.Entry<String, String> header : RequestSignature.sign(words[0], "https://" + node + words[1],
                value("Content-Type"), bodiless ? null : body, keyId, key, created).entrySet()) {
            signed = signed.with(header.getKey(), header.getValue());
        }
        return signed;
    }

    /**
     * As the vector it was made of, in the present: its length and its digest are the body's if they were, and it was signed as
     * long before or after now.
     */
    Request fresh(Request before) {
        Request fresh = this;
        if (Integer.toString(before.body.length).equals(before.value("Content-Length"))) {
            fresh = fresh.with("Content-Length", Integer.toString(body.length));
        }
        if (Digest.of(before.body).equals(before.value(Digest.HEADER))) {
            fresh = fresh.with(Digest.HEADER, Digest.of(body));
        }
        long passed = Stranger.now().getEpochSecond() - NOW.getEpochSecond();
        return new Request(fresh.line, fresh.headers.stream().map(header -> is(header, RequestSignature.INPUT_HEADER)
            ? CREATED.matcher(header).replaceAll(created -> ";created=" + (Long.parseLong(created.group(1)) + passed))
            : header).toList(), fresh.body);
    }

    /** With this value of a header, in its place if it is there. */
    Request with(String name, String value) {
        List<String> other = new ArrayList<>(headers.stream().map(header -> is(header, name) ? name + ": " + value : header)
            .toList());
        if (value(name) == null) {
            other.add(name + ": " + value);
        }
        return new Request(line, other, body);
    }

    Request without(String name) {
        return new Request(line, headers.stream().filter(header -> !is(header, name)).toList(), body);
    }

    /** The first value of a header, or null. */
    String value(String name) {
        return headers.stream().filter(header -> is(header, name)).findFirst()
            .map(header -> header.substring(name.length() + 2)).orElse(null);
    }

    private static boolean is(String header, String name) {
        return header.regionMatches(true, 0, name + ":", 0, name.length() + 1);
    }

    byte[] bytes() {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes((line + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }
}
