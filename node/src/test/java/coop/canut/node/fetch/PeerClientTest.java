package coop.canut.node.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.RunningNode;
import coop.canut.node.fetch.Network.Answer;
import coop.canut.node.fetch.Network.Request;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where the node connects to when somebody names a host. The internet is played: a resolver that says what an attacker wants
 * it to say, and a server with a certificate for {@code right.example} on this machine.
 */
final class PeerClientTest {

    private static final Host RIGHT = Host.of("right.example");
    private static final Host OTHER = Host.of("other.example");
    private static final String PASSWORD = "not a secret";
    private static final Request KEYS = new Request("GET", "/canut/1/keys", Map.of(), null, 1_000);

    @TempDir
    private static Path folder;
    private static Vertx vertx;
    private static PfxOptions certificate;
    private static HttpServer server;
    private static final AtomicInteger CONNECTIONS = new AtomicInteger();
    private static final List<String> ASKED = new CopyOnWriteArrayList<>();

    /** How often a name was looked up. */
    private final List<String> lookups = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        vertx = Vertx.vertx();
        Path store = folder.resolve("right.p12");
        int made = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
            "-keyalg", "EC", "-alias", "right", "-dname", "CN=right.example", "-ext", "san=dns:right.example", "-storetype",
            "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD).start().waitFor();
        assertEquals(0, made, "no certificate");
        certificate = new PfxOptions().setPath(store.toString()).setPassword(PASSWORD);
        server = RunningNode.await(vertx.createHttpServer(new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate))
            .connectionHandler(connection -> CONNECTIONS.incrementAndGet())
            .requestHandler(request -> {
                ASKED.add(request.authority().host() + request.uri());
                request.response().end("here");
            }).listen(0, "127.0.0.1"));
    }

    @AfterAll
    static void stop() {
        RunningNode.await(vertx.close());
    }

    @BeforeEach
    void begin() {
        CONNECTIONS.set(0);
        ASKED.clear();
    }

    /** A client for which each look-up gives the next of these answers, each some addresses. */
    private PeerClient client(Outside.Rule rule, List<List<String>> answers) {
        return new PeerClient(vertx, Map.of(), new Outside(name -> {
            lookups.add(name);
            List<InetAddress> addresses = new ArrayList<>();
            for (String literal : answers.get(Math.min(lookups.size(), answers.size()) - 1)) {
                addresses.add(InetAddress.getByName(literal));
            }
            return addresses.toArray(InetAddress[]::new);
        }, rule, server.actualPort(), certificate));
    }

    private void notConnected(String... addresses) {
        PeerClient client = client(PublicAddress::require, List.of(List.of(addresses)));
        Exception refusal = assertThrows(Exception.class, () -> RunningNode.await(client.send(RIGHT, KEYS)));
        assertTrue(refusal.getMessage().contains("address-not-public"), refusal.toString());
        assertEquals(0, CONNECTIONS.get());
        assertEquals(List.of(RIGHT.toString()), lookups);
    }

    @ParameterizedTest
    @Tag("F-46")
    @ValueSource(strings = {"127.0.0.1", "127.255.255.254", "::1", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "169.254.169.254", "fe80::1", "fec0::1"})
    void whatIsOnThisMachineOrInThisHouseIsNotConnectedTo(String address) {
        notConnected(address);
    }

    @ParameterizedTest
    @Tag("F-47")
    @ValueSource(strings = {"0.0.0.0", "0.1.2.3", "::"})
    void nowhereIsNotConnectedTo(String address) {
        notConnected(address);
    }

    @ParameterizedTest
    @Tag("F-48")
    @ValueSource(strings = {"::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::7f00:1",
        "2002:7f00:1::1", "2001:0:7f00:1::1", "2001:db8::1", "3fff::1", "3fff:fff::1", "5f00::1", "100::1"})
    void anAddressWithinAnAddressIsNotConnectedTo(String address) {
        notConnected(address);
    }

    @ParameterizedTest
    @Tag("F-49")
    @ValueSource(strings = {"100.64.0.1", "100.127.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1", "198.18.0.1",
        "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
        "fc00::1", "fdff::1", "ff02::1", "4000::1", "1fff::1"})
    void whatNoRouterCarriesIsNotConnectedTo(String address) {
        notConnected(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "1.0.0.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.0.0.1",
        "128.0.0.1", "169.253.0.1", "172.15.255.255", "172.32.0.0", "191.255.255.255", "192.0.1.1", "192.167.0.1", "198.17.0.1",
        "198.20.0.0", "223.255.255.255", "2000::1", "2001:200::1", "2001:4860:4860::8888", "2003::1", "2a00::1", "3ffe::1"})
    void publicAddressesAre(String address) throws UnknownHostException {
        PublicAddress.require(InetAddress.getByName(address));
    }

    @Test
    @Tag("F-51")
    void oneAddressThatIsNotPublicIsOneTooMany() {
        notConnected("8.8.8.8", "127.0.0.1");
    }

    @Test
    @Tag("F-51")
    void norDoesItMatterWhichIsTheFirst() {
        notConnected("2a00::1", "8.8.8.8", "8.8.4.4", "fc00::1");
    }

    @ParameterizedTest
    @Tag("F-50")
    @ValueSource(strings = {"2130706433", "127.1", "0x7f.1", "0x7f000001", "017700000001", "127.0.0.1", "[::1]", "1.1",
        "example.0x1", "a.1"})
    void aNumberIsNoHostWhateverAResolverWouldMakeOfIt(String host) {
        assertThrows(Refused.class, () -> Host.of(host));
    }

    @Test
    @Tag("F-52")
    void theAddressThatWasLookedAtIsTheOneThatIsConnectedTo() {
        PeerClient client = client(address -> assertEquals("127.0.0.1", address.getHostAddress()),
            List.of(List.of("127.0.0.1"), List.of("10.0.0.1")));
        Answer answer = RunningNode.await(client.send(RIGHT, KEYS));
        assertEquals("here", answer.body().toString());
        assertEquals(List.of(RIGHT.toString()), lookups, "looked up once");
        assertEquals(1, CONNECTIONS.get());
        assertEquals(List.of("right.example/canut/1/keys"), ASKED);
    }

    @Test
    @Tag("F-93")
    void aCertificateForAnotherNameIsNoCertificate() {
        PeerClient client = client(any -> { }, List.of(List.of("127.0.0.1")));
        assertThrows(Exception.class, () -> RunningNode.await(client.send(OTHER, KEYS)));
        assertEquals(List.of(), ASKED);
        RunningNode.await(client.send(RIGHT, KEYS));
        PeerClient trusting = new PeerClient(vertx, Map.of(), new Outside(name -> new InetAddress[] {
            InetAddress.getByName("127.0.0.1")}, any -> { }, server.actualPort(), null));
        assertThrows(Exception.class, () -> RunningNode.await(trusting.send(RIGHT, KEYS)), "of an authority that nobody knows");
    }

    @Test
    @Tag("F-56")
    void aRequestIsExactlyTheseBytes() throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var client = new PeerClient(vertx, Map.of(RIGHT, (InetSocketAddress) listening.getLocalSocketAddress()));
            Map<String, String> headers = new LinkedHashMap<>(Map.of("Accept", "application/vnd.canut+json"));
            Future<Answer> answer = client.send(RIGHT, new Request("GET", "/policy/1?a=%0d%0a", headers, null, 100));
            try (Socket socket = listening.accept()) {
                var text = new StringBuilder();
                while (text.indexOf("\r\n\r\n") < 0) {
                    text.append((char) socket.getInputStream().read());
                }
                assertEquals("GET /policy/1?a=%0d%0a HTTP/1.1\r\nAccept: application/vnd.canut+json\r\nhost: right.example:"
                    + listening.getLocalPort() + "\r\n\r\n", text.toString());
                socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
                RunningNode.await(answer);
            }
        }
    }

    @ParameterizedTest
    @Tag("F-56")
    @ValueSource(strings = {"", "x", "/a b", "/a\r\nX: y", "/a\nb", "/\u00e9", "/\u0000", "/ HTTP/1.1", "/a\tb", "//\u212a"})
    void aPathThatIsMoreThanOneWordIsNotSent(String path) {
        assertThrows(IllegalArgumentException.class, () -> new Request("GET", path, Map.of(), null, 100));
    }

    @Test
    @Tag("F-56")
    void norIsAHeaderThatIsMoreThanOneLine() {
        PeerClient client = client(any -> { }, List.of(List.of("127.0.0.1")));
        assertThrows(Exception.class, () -> RunningNode.await(client.send(RIGHT,
            new Request("GET", "/", Map.of("Accept", "a\r\nCookie: b"), null, 100))));
        assertEquals(List.of(), ASKED);
    }

    @Test
    @Tag("F-58")
    void anAnswerThatSaysItIsTooLongIsNotWaitedFor() throws Exception {
        var hungUp = new CountDownLatch(1);
        HttpServer liar = RunningNode.await(vertx.createHttpServer().requestHandler(request -> {
            request.connection().closeHandler(closed -> hungUp.countDown());
            request.response().putHeader("Content-Length", "9999999999").write("x");
        }).listen(0, "127.0.0.1"));
        var client = new PeerClient(vertx, Map.of(RIGHT, new InetSocketAddress("127.0.0.1", liar.actualPort())));
        assertThrows(Exception.class, () -> RunningNode.await(client.send(RIGHT, KEYS)));
        assertTrue(hungUp.await(2, TimeUnit.SECONDS), "the connection is still open");
    }

    @Test
    @Tag("F-60")
    void soMuchIsAskedOfOneHostAtOnceAndNoMore() throws Exception {
        var waiting = new CountDownLatch(PeerClient.CONNECTIONS);
        HttpServer silent = RunningNode.await(vertx.createHttpServer().requestHandler(request -> waiting.countDown())
            .listen(0, "127.0.0.1"));
        HttpServer other = RunningNode.await(vertx.createHttpServer().requestHandler(request -> request.response().end())
            .listen(0, "127.0.0.1"));
        var client = new PeerClient(vertx, Map.of(RIGHT, new InetSocketAddress("127.0.0.1", silent.actualPort()),
            OTHER, new InetSocketAddress("127.0.0.1", other.actualPort())));
        List<Future<Answer>> held = new ArrayList<>();
        for (int i = 0; i < PeerClient.UNDER_WAY; i++) {
            held.add(client.send(RIGHT, KEYS));
        }
        assertTrue(waiting.await(5, TimeUnit.SECONDS));
        Future<Answer> more = client.send(RIGHT, KEYS);
        assertTrue(more.failed(), "not sent, and not waited for");
        assertEquals(200, RunningNode.await(client.send(OTHER, KEYS)).status());
        RunningNode.await(silent.close());
        held.forEach(each -> assertThrows(Exception.class, () -> RunningNode.await(each)));
        assertThrows(Exception.class, () -> RunningNode.await(client.send(RIGHT, KEYS)), "nobody is there any more");
        assertTrue(RunningNode.await(client.send(OTHER, KEYS)).status() == 200);
    }
}
