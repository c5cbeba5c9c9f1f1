package coop.canut.node.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.RunningNode;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that would cost the node more than they cost their sender, or that HTTP itself does not allow. */
final class ResourceAttacksTest {

    private static final String KNOCK = "/canut/1/knock";

    @TempDir
    private static Path folder;
    private static Attacked attacked;

    @BeforeAll
    static void start() {
        attacked = Attacked.start(folder);
    }

    @AfterAll
    static void stop() {
        attacked.close();
    }

    private static RawRequest right() {
        return attacked.evil.post(attacked.oneFact());
    }

    private static RawRequest knock(String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        return RawRequest.of("POST", KNOCK, RunningNode.HOST.toString()).add("Content-Type", "application/json")
            .add("Content-Length", Integer.toString(body.length)).body(body);
    }

    @Test
    @Tag("F-62")
    void aBodyThatIsDeclaredTooLongIsNotWaitedFor() {
        attacked.assertRefused(Problem.TOO_LARGE, right().with("Content-Length", "262145").body(new byte[0]));
        attacked.assertRefused(Problem.TOO_LARGE, right().with("Content-Length", "9".repeat(18)).body(new byte[0]));
        attacked.assertRefused(Problem.TOO_LARGE, knock("{}").with("Content-Length", "1025").body(new byte[0]));
        attacked.assertRefused(Problem.TOO_LARGE, right().with("Content-Length", "262145").body(new byte[262_145]));
    }

    @Test
    @Tag("F-62")
    void aBodyWithoutALengthIsNotRead() {
        RawRequest chunked = right().without("Content-Length").add("Transfer-Encoding", "chunked");
        attacked.assertRefused(Problem.LENGTH_REQUIRED, chunked.body("ffffff\r\n".getBytes(StandardCharsets.US_ASCII)));
        attacked.assertRefused(Problem.LENGTH_REQUIRED, right().without("Content-Length").body(new byte[0]));
        attacked.assertRefused(Problem.LENGTH_REQUIRED, knock("{}").without("Content-Length").body(new byte[0]));
    }

    @ParameterizedTest
    @Tag("F-62")
    @ValueSource(strings = {"-1", "+5", "0x10", "abc", "1.5", "", "99999999999999999999", "5, 5", "5,6"})
    void aLengthThatIsNoLengthIsRefusedWithoutAnError(String length) {
        var before = attacked.node.stored();
        Answer answer = right().with("Content-Length", length).sendAndHangUp(attacked.node.port());
        assertTrue(answer.status() >= 400 && answer.status() < 500 || answer.equals(Answer.NONE), answer.toString());
        assertTrue(answer.body().length <= Limits.REFUSAL_BYTES);
        assertEquals(before, attacked.node.stored());
    }

    @Test
    @Tag("F-62")
    void aBodyShorterThanItsLengthIsNoDelivery() {
        var before = attacked.node.stored();
        RawRequest right = right();
        String longer = Integer.toString(right.body().length + 10);
        assertEquals(0, right.with("Content-Length", longer).sendAndHangUp(attacked.node.port()).status());
        assertEquals(before, attacked.node.stored());
    }

    @Test
    @Tag("F-62")
    void aBodyLongerThanItsLengthIsCutThereAndTheRestIsNoRequest() throws IOException {
        var before = attacked.node.stored();
        RawRequest right = right();
        String shorter = Integer.toString(right.body().length - 10);
        try (Socket socket = RawRequest.connect(attacked.node.port())) {
            right.with("Content-Length", shorter).write(socket);
            Attacked.assertRefusal(Problem.DIGEST_MISMATCH, Answer.read(socket.getInputStream()));
            Answer rest = Answer.read(socket.getInputStream());
            assertTrue(rest.status() == 400 || rest.status() == 0, rest.toString());
        }
        assertEquals(before, attacked.node.stored());
    }

    @Test
    @Tag("F-07")
    void twoLengthsOrAChunkedLengthAreNoRequest() {
        var before = attacked.node.stored();
        for (RawRequest request : List.of(right().add("Content-Length", "5"), right().add("Transfer-Encoding", "chunked"),
                right().add("Transfer-Encoding", "identity"), right().add("Host", "bologna.localhost"),
                right().add("Host", "lyon.localhost"))) {
            Answer answer = request.send(attacked.node.port());
            assertTrue(answer.status() >= 400 && answer.status() < 500, request.headers() + " " + answer);
            assertTrue(answer.body().length <= Limits.REFUSAL_BYTES);
        }
        assertEquals(before, attacked.node.stored());
    }

    @Test
    @Tag("F-63")
    void aBodyOfAnotherTypeIsNotRead() {
        for (String type : List.of("application/json", "application/activity+json", "text/html",
                "application/vnd.canut.lines; charset=utf-8", "Application/vnd.canut.lines")) {
            attacked.assertRefused(Problem.MEDIA_TYPE_WRONG, right().with("Content-Type", type)
                .with("Content-Length", "262144").body(new byte[0]));
        }
        attacked.assertRefused(Problem.MEDIA_TYPE_WRONG, right().without("Content-Type"));
    }

    @ParameterizedTest
    @Tag("F-59")
    @ValueSource(strings = {"gzip", "deflate", "br", "identity", "gzip, gzip"})
    void aCodedBodyIsNotRead(String coding) {
        attacked.assertRefused(Problem.ENCODING_REFUSED, right().add("Content-Encoding", coding));
    }

    @ParameterizedTest
    @Tag("F-62")
    @CsvSource({"Content-Type,text/plain", "Signature,nothing", "Host,bologna.localhost"})
    void aConnectionIsOfUseAfterARefusal(String header, String value) throws IOException {
        try (Socket socket = RawRequest.connect(attacked.node.port())) {
            RawRequest right = right();
            right.with(header, value).write(socket);
            Answer refusal = Answer.read(socket.getInputStream());
            assertTrue(refusal.status() >= 400, refusal.toString());
            attacked.evil.get("/canut/1/ack").write(socket);
            assertEquals(200, Answer.read(socket.getInputStream()).status());
        }
    }

    @Test
    @Tag("F-62")
    void whoIsRefusedCannotGoOnSendingForEver() throws IOException {
        try (Socket socket = RawRequest.connect(attacked.node.port())) {
            right().with("Content-Length", "999999999").body(new byte[0]).write(socket);
            Attacked.assertRefusal(Problem.TOO_LARGE, Answer.read(socket.getInputStream()));
            assertTrue(closesWithin(socket, 4 * Limits.BATCH_BYTES));
        }
    }

    /** Whether the other side ends the connection before it has been sent so many bytes. */
    private static boolean closesWithin(Socket socket, int bytes) {
        byte[] piece = new byte[16_384];
        try {
            for (int sent = 0; sent < 64 * bytes; sent += piece.length) {
                socket.getOutputStream().write(piece);
            }
            return false;
        } catch (IOException closed) {
            return true;
        }
    }

    @Test
    void everyAddressOfTheFederationKnowsItsMethods() {
        for (String method : List.of("PUT", "DELETE", "OPTIONS", "PATCH", "HEAD", "TRACE")) {
            for (String path : List.of(StrangeNode.INBOX, "/canut/1/channel", "/canut/1/ack", "/canut/1/keys",
                    "/canut/1/log/1/checkpoint", "/canut/1/log/1/messages", "/canut/1/log/1/cosignature", KNOCK,
                    "/canut/1/content/" + "0".repeat(64), "/actor", "/.well-known/canut")) {
                var request = RawRequest.of(method, path, RunningNode.HOST.toString()).add("Content-Length", "0");
                int status = request.sendAndHangUp(attacked.node.port()).status();
                assertEquals(405, status, method + " " + path);
            }
        }
        attacked.assertRefused(Problem.METHOD_NOT_ALLOWED, right().start("PUT /canut/1/inbox HTTP/1.1"));
        attacked.assertRefused(Problem.METHOD_NOT_ALLOWED, RawRequest.of("GET", KNOCK, RunningNode.HOST.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/canut/1/log/0/checkpoint", "/canut/1/log/99999999999/checkpoint", "/canut/1/log/2/messages",
        "/canut/1/log/1/messages?from=-1&limit=1", "/canut/1/log/1/messages?from=1", "/canut/1/log/1/messages",
        "/canut/1/log/1/messages?from=1&from=2&limit=1", "/canut/1/log/1/entries?from=9999999999999999&limit=1",
        "/canut/1/log/1/messages?from=1&limit=0", "/canut/1/log/1/messages?from=%31%00&limit=1", "/canut/1/m/x",
        "/canut/1/m/%00", "/canut/1/m/01M87BFPV0G32BCA9RSYEDMW5J", "/canut/1/witness/x/checkpoint",
        "/canut/1/mirror/nowhere.example/log/1/messages?from=0&limit=1", "/canut/1/mirror/UP/log/1/entries?from=0&limit=1",
        "/canut/1/nothing", "/canut/2/inbox", "/canut/1/%", "/canut/1/%zz", "/listing/x", "/policy/0", "/policy/99999999999",
        "/.well-known/webfinger", "/.well-known/webfinger?resource=a&resource=b"})
    void whatIsNotThereIsSaidInAFewBytes(String target) {
        Answer answer = attacked.send(RawRequest.of("GET", target, RunningNode.HOST.toString()));
        assertTrue(answer.status() >= 400 && answer.status() < 500, answer.text());
        Attacked.assertRefusal(Problem.of(answer.problem()), answer);
    }

    /** About twenty spellings of a host that some other program would take for one of ours. */
    static List<String> spellings() {
        return List.of("EVIL.localhost", "Evil.Localhost", "evil.localhost.", ".evil.localhost", "evil..localhost",
            "evil.local\u00adhost", "\u24d4vil.localhost", "evil\u3002localhost", "evil\uff0elocalhost",
            "stra\u00dfe.example", "evil%2elocalhost", "user@evil.localhost", "evil.localhost:443", "evil.localhost/",
            "https://evil.localhost", " evil.localhost", "evil.localhost\\n", "evil_.localhost", "-evil.localhost", "evil",
            "127.0.0.1", "127.1", "[::1]", "2130706433", "0x7f.1", "xn--a.example", "*.localhost", "");
    }

    @ParameterizedTest
    @Tag("F-31")
    @MethodSource("spellings")
    void aHostHasOneSpelling(String spelling) {
        attacked.assertRefused(Problem.NAME_NOT_CANONICAL, knock("{\"from\":\"" + spelling + "\"}"));
        String frame = new String(attacked.oneFact(), StandardCharsets.UTF_8)
            .replaceFirst("\"from\":\"evil.localhost\"", "\"from\":\"" + spelling.replace("\\", "\\\\") + "\"");
        attacked.assertRefused(Problem.FRAME_WRONG, attacked.evil.post(frame.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"`` | json-not-canonical", "[] | member-missing",
        "{} | member-missing", "{\"from\":1} | member-missing", "{\"from\":null} | member-missing",
        "{\"from\":\"a.example\",\"to\":1} | member-unknown", "{\"from\":\"a.example\",\"from\":\"b.example\"} | "
        + "json-duplicate-key", "{\"from\":\"\\u0000\"} | text-invalid", "[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]] | json-limit"})
    void aKnockHasOneForm(String body, String problem) {
        attacked.assertRefused(Problem.of(problem), knock(body));
    }

    @Test
    @Tag("F-66")
    void aHundredKnocksAreKeptAndNobodyIsAskedAnything() {
        long asked = attacked.evil.asked.size() + attacked.bologna.asked.size() + attacked.unknown.asked.size();
        IntStream.range(0, 160).parallel().forEach(number -> {
            Answer answer = attacked.send(knock("{\"from\":\"stranger" + number + ".example\"}"));
            assertEquals(202, answer.status(), answer.text());
        });
        assertEquals(100, attacked.node.number("select count(*) from knock"));
        assertEquals(asked, attacked.evil.asked.size() + attacked.bologna.asked.size() + attacked.unknown.asked.size());
    }

    @Test
    @Tag("F-66")
    void whatIsLoggedAboutRefusalsIsBoundedAndNotInSomebodyElsesName() {
        long before = attacked.node.number("select count(*) from refusal_log");
        attacked.assertRefused(Problem.SIGNATURE_INVALID,
            right().edit("Signature", text -> "canut=:" + "A".repeat(86) + "==:"));
        attacked.assertRefused(Problem.KEY_UNKNOWN, attacked.unknown.get("/canut/1/ack"));
        assertEquals(before, attacked.node.number("select count(*) from refusal_log"));
    }
}
