package coop.canut.ops.fedify;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * TLS in front of a port on this machine, for one host name. The certificate is its own authority: whoever is given
 * {@link #authority} believes it, and nobody else.
 */
public final class TlsFront implements AutoCloseable {

    private static final String PASSWORD = "changeit";

    private final NetServer server;
    private final NetClient client;
    private final Path authority;

    private TlsFront(NetServer server, NetClient client, Path authority) {
        this.server = server;
        this.client = client;
        this.authority = authority;
    }

    /**
     * Listens on a free port of this machine.
     *
     * @param folder for key and certificate
     * @param host   the name that the certificate is for
     * @param port   where plain HTTP is spoken
     */
    public static TlsFront open(Vertx vertx, Path folder, String host, int port) throws IOException {
        Path store = folder.resolve("tls.p12");
        Path authority = folder.resolve("authority.pem");
        keytool("-genkeypair", "-alias", "tls", "-keyalg", "EC", "-dname", "CN=" + host, "-ext", "san=dns:" + host,
            "-validity", "30", "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD);
        keytool("-exportcert", "-rfc", "-alias", "tls", "-keystore", store.toString(), "-storepass", PASSWORD,
            "-file", authority.toString());
        NetClient client = vertx.createNetClient();
        var options = new NetServerOptions().setHost("127.0.0.1").setPort(0).setSsl(true)
            .setKeyCertOptions(new PfxOptions().setPath(store.toString()).setPassword(PASSWORD));
        NetServer server = vertx.createNetServer(options).connectHandler(outer -> {
            outer.pause();
            client.connect(port, "127.0.0.1").onSuccess(inner -> join(outer, inner)).onFailure(gone -> outer.close());
        }).listen().toCompletionStage().toCompletableFuture().join();
        return new TlsFront(server, client, authority);
    }

    /** Each hears what the other says, until one of them hangs up. */
    private static void join(NetSocket outer, NetSocket inner) {
        outer.pipeTo(inner);
        inner.pipeTo(outer);
        outer.exceptionHandler(broken -> inner.close());
        inner.exceptionHandler(broken -> outer.close());
    }

    private static void keytool(String... arguments) throws IOException {
        List<String> command = new java.util.ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool")
            .toString()));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("keytool failed: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Where TLS is spoken. */
    public int port() {
        return server.actualPort();
    }

    /** The certificate that its clients have to believe, as PEM. */
    public Path authority() {
        return authority;
    }

    @Override
    public void close() {
        server.close();
        client.close();
    }
}
