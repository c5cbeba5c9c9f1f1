package coop.canut.protocol.vectors;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A request as its bytes go over the wire. Each change gives another.
 *
 * @param line    the first
 * @param headers in their order
 */
record Http(String line, List<String> headers, String body) {

    static Http get(String target, String host) {
        return new Http("GET " + target + " HTTP/1.1", List.of("Host: " + host), "");
    }

    static Http post(String target, String host, String type, String body) {
        return new Http("POST " + target + " HTTP/1.1", List.of("Host: " + host, "Content-Type: " + type,
            "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length), body);
    }

    static Http read(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        List<String> lines = List.of(text.substring(0, end).split("\r\n"));
        return new Http(lines.getFirst(), lines.subList(1, lines.size()), text.substring(end + 4));
    }

    byte[] bytes() {
        return (line + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8);
    }

    Http line(String other) {
        return new Http(other, headers, body);
    }

    Http body(String other) {
        return new Http(line, headers, other);
    }

    Http add(String name, String value) {
        List<String> more = new ArrayList<>(headers);
        more.add(name + ": " + value);
        return new Http(line, more, body);
    }

    Http without(String name) {
        return new Http(line, headers.stream().filter(header -> !is(header, name)).toList(), body);
    }

    Http with(String name, String value) {
        return new Http(line, headers.stream().map(header -> is(header, name) ? name + ": " + value : header).toList(), body);
    }

    Http edit(String name, String piece, String instead) {
        return with(name, value(name).replace(piece, instead));
    }

    /** All values of a name, in their order. */
    List<String> values(String name) {
        return headers.stream().filter(header -> is(header, name)).map(header -> header.substring(name.length() + 2)).toList();
    }

    /** The first value of a name, or null. */
    String value(String name) {
        List<String> values = values(name);
        return values.isEmpty() ? null : values.getFirst();
    }

    String method() {
        return line.split(" ")[0];
    }

    String target() {
        return line.split(" ")[1];
    }

    private static boolean is(String header, String name) {
        return header.regionMatches(true, 0, name + ":", 0, name.length() + 1);
    }
}
