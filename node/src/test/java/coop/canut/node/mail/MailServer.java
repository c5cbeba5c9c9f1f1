package coop.canut.node.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A small server of mail (RFC 5321) as the other side of tests: it keeps what it takes, and misbehaves when it is told to. */
public final class MailServer implements AutoCloseable {

    /** What it has taken, whole. */
    public final List<String> taken = new CopyOnWriteArrayList<>();
    /** Recipients that it answers with this line, such as {@code 550 nobody}. */
    public final Map<String, String> refused = new HashMap<>();
    /** What it says to every letter at its end, instead of taking it; or null. */
    volatile String atTheEnd;
    /** What it says to every sender; or null. */
    volatile String toSenders;
    /** How often it still dies in the middle of a letter. */
    final AtomicInteger deaths = new AtomicInteger();
    /** Connections that were made to it. */
    final AtomicInteger calls = new AtomicInteger();
    private final ServerSocket server;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final SSLContext tls;
    private final String user;
    private final String password;

    /** One at this port of this machine; 0 is any that is free. */
    public MailServer(int port) {
        this(port, null, null, null);
    }

    /** One that offers TLS, if a context is given, and asks for a password, if one is. */
    MailServer(int port, SSLContext tls, String user, String password) {
        this.tls = tls;
        this.user = user;
        this.password = password;
        try {
            server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::listen);
    }

    /** Where it listens. */
    public int port() {
        return server.getLocalPort();
    }

    private void listen() {
        while (!server.isClosed()) {
            try {
                Socket caller = server.accept();
                calls.incrementAndGet();
                open.add(caller);
                Thread.ofVirtual().start(() -> talk(caller));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void talk(Socket caller) {
        try (caller) {
            new Talk(caller).greet();
        } catch (IOException gone) {
            // The caller went away, or we did.
        }
    }

    /** One conversation. */
    private final class Talk {

        private Socket socket;
        private BufferedReader in;
        private OutputStream out;
        private boolean known = user == null;

        Talk(Socket socket) throws IOException {
            use(socket);
        }

        private void use(Socket used) throws IOException {
            socket = used;
            in = new BufferedReader(new InputStreamReader(used.getInputStream(), StandardCharsets.UTF_8));
            out = used.getOutputStream();
        }

        private void say(String line) throws IOException {
            out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        void greet() throws IOException {
            say("220 mail.localhost");
            String line = in.readLine();
            while (line != null && !line.equals("QUIT")) {
                answer(line);
                line = in.readLine();
            }
        }

        private void answer(String line) throws IOException {
            String word = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
            switch (word) {
                case "EHLO" -> {
                    say("250-mail.localhost");
                    if (tls != null && !(socket instanceof SSLSocket)) {
                        say("250-STARTTLS");
                    }
                    say(user == null ? "250 8BITMIME" : "250 AUTH PLAIN");
                }
                case "STARTTLS" -> {
                    say("220 go on");
                    var secure = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, true);
                    secure.setUseClientMode(false);
                    use(secure);
                }
                case "AUTH" -> {
                    String said = new String(Base64.getDecoder().decode(line.substring("AUTH PLAIN ".length())),
                        StandardCharsets.UTF_8);
                    known = said.equals("\u0000" + user + "\u0000" + password);
                    say(known ? "235 come in" : "535 not you");
                }
                case "MAIL" -> say(!known ? "530 who are you" : toSenders == null ? "250 go on" : toSenders);
                case "RCPT" -> say(refused.getOrDefault(line.replaceAll(".*<(.*)>.*", "$1"), "250 go on"));
                case "DATA" -> {
                    say("354 go on");
                    data();
                }
                default -> say("250 as you like");
            }
        }

        private void data() throws IOException {
            var letter = new StringBuilder();
            for (String line = in.readLine(); !".".equals(line); line = in.readLine()) {
                if (line == null) {
                    return;
                }
                if (deaths.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    socket.close();
                    return;
                }
                letter.append(line.startsWith("..") ? line.substring(1) : line).append('\n');
            }
            if (atTheEnd == null) {
                taken.add(letter.toString());
            }
            say(atTheEnd == null ? "250 taken" : atTheEnd);
        }
    }

    /** It is not there any more, for those who were talking to it either. */
    @Override
    public void close() {
        try {
            server.close();
            for (Socket caller : open) {
                caller.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
