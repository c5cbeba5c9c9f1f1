package coop.canut.node.attack;

import coop.canut.protocol.http.RefusalBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came back over a socket.
 *
 * @param status  0 if the connection was closed without an answer
 * @param headers by their names in lower case
 */
record Answer(int status, Map<String, String> headers, byte[] body) {

    /** The connection was closed, and nothing was said before. */
    static final Answer NONE = new Answer(0, Map.of(), new byte[0]);

    /** Reads one answer from a connection that may stay open. */
    static Answer read(InputStream in) throws IOException {
        String statusLine = line(in);
        if (statusLine.isEmpty()) {
            return NONE;
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Answer(Integer.parseInt(statusLine.split(" ")[1]), headers, body);
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** The problem code, or the whole body if it is no refusal. */
    String problem() {
        RefusalBody refusal = RefusalBody.read(body);
        return refusal == null ? text() : refusal.problem();
    }

    /** The cursor in a refusal, or null. */
    RefusalBody.Cursor cursor() {
        return RefusalBody.read(body).cursor();
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
