package coop.canut.ops.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLSocketFactory;

/**
 * The way to a node, for requests as bytes: no HTTP client, which would put right what is wrong on purpose.
 *
 * @param url where it answers: its scheme, its address and its port
 */
record Wire(URI url) {

    private static final int PATIENCE_MILLIS = 15_000;
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;
    private static final int MOST_BYTES = 16 * 1_024 * 1_024;

    /** Sends a request over a connection of its own and reads the answer. */
    Reply send(byte[] request) throws IOException {
        try (Socket socket = connect()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            try {
                socket.getOutputStream().write(request);
                socket.getOutputStream().flush();
            } catch (IOException closed) {
                // It may have answered and closed before it read all; the answer is what counts.
            }
            return read(socket.getInputStream());
        }
    }

    private Socket connect() throws IOException {
        boolean secure = url.getScheme().equals("https");
        int port = url.getPort() >= 0 ? url.getPort() : secure ? HTTPS_PORT : HTTP_PORT;
        return secure ? SSLSocketFactory.getDefault().createSocket(url.getHost(), port) : new Socket(url.getHost(), port);
    }

    private static Reply read(InputStream in) throws IOException {
        String first = line(in);
        if (first.isEmpty()) {
            return new Reply(0, Map.of(), new byte[0]);
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Reply(Integer.parseInt(first.split(" ")[1]), headers, in.readNBytes(Math.min(length, MOST_BYTES)));
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
}
