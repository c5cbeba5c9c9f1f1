package coop.canut.node.attack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A request as its bytes go over the wire, without an HTTP client that would put right what is wrong on purpose. Each change
 * gives a new request.
 *
 * @param start   the first line
 * @param headers lines in their order
 * @param body    sent as it is, whatever the headers say about it
 */
record RawRequest(String start, List<String> headers, byte[] body) {

    private static final int PATIENCE_MILLIS = 15_000;

    static RawRequest of(String method, String target, String host) {
        return new RawRequest(method + " " + target + " HTTP/1.1", List.of("Host: " + host), new byte[0]);
    }

    /** One line more, even if there is one of that name. */
    RawRequest add(String name, String value) {
        List<String> more = new ArrayList<>(headers);
        more.add(name + ": " + value);
        return new RawRequest(start, more, body);
    }

    /** Without all lines of a name. */
    RawRequest without(String name) {
        return new RawRequest(start, headers.stream().filter(line -> !is(line, name)).toList(), body);
    }

    /** The lines of a name with another value. */
    RawRequest with(String name, String value) {
        return without(name).add(name, value);
    }

    /** One header changed by hand. */
    RawRequest edit(String name, UnaryOperator<String> change) {
        return with(name, change.apply(value(name)));
    }

    String value(String name) {
        return headers.stream().filter(line -> is(line, name)).findFirst().orElseThrow()
            .substring(name.length() + 2);
    }

    RawRequest start(String line) {
        return new RawRequest(line, headers, body);
    }

    RawRequest body(byte[] other) {
        return new RawRequest(start, headers, other);
    }

    private static boolean is(String line, String name) {
        return line.regionMatches(true, 0, name + ":", 0, name.length() + 1);
    }

    byte[] bytes() {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes((start + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    /** Sends it over a connection of its own and reads the answer. */
    Answer send(int port) {
        try (Socket socket = connect(port)) {
            write(socket);
            return Answer.read(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(start, e);
        }
    }

    /** Sends it and then says that nothing more will come. */
    Answer sendAndHangUp(int port) {
        try (Socket socket = connect(port)) {
            write(socket);
            socket.shutdownOutput();
            return Answer.read(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(start, e);
        }
    }

    static Socket connect(int port) throws IOException {
        var socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** The other side may answer and close before it has read all: then its answer is what counts. */
    void write(Socket socket) {
        try {
            socket.getOutputStream().write(bytes());
            socket.getOutputStream().flush();
        } catch (IOException closed) {
            // The answer is read by the caller.
        }
    }
}
