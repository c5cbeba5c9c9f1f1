package coop.canut.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.Identity;
import coop.canut.node.Node;
import coop.canut.node.NodeConfig;
import coop.canut.node.SystemWorld;
import coop.canut.node.fetch.PeerClient;
import coop.canut.node.store.EmbeddedPostgres;
import coop.canut.ops.federation.Federation;
import coop.canut.ops.federation.Supervised;
import coop.canut.web.Pages;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** A cooperative is set up by its founders, who then sign in and begin. */
final class SetupVerbTest {

    private static final String PAPER = "([0-9a-f]{4} ){16}[0-9a-f]{4}";

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final HttpClient http = HttpClient.newHttpClient();
    private String out;
    private String err;
    private int port;

    @Test
    void fiveFoundersAreSetUpByAScriptSignInAndBegin() throws Exception {
        try (var supervised = new Supervised(null)) {
            Path config = supervised.folder().resolve("lyon/canut.conf");
            port = Federation.freePorts(1).getFirst();
            assertEquals(0, say("", "setup", "--yes", "--config", config.toString(), "--host", "lyon.localhost", "--name",
                "Les canuts", "--port", "" + port, "--floor", "13.00 EUR", "--founder", "Odile <odile@example.org>",
                "--founder", "Karim", "--founder", "Anne", "--founder", "Chen", "--founder", "Amélie: worker"), err);
            List<String> papers = out.lines().map(String::strip).filter(line -> line.matches(PAPER)).toList();
            assertEquals(1, papers.size(), out);
            List<String> links = out.lines().map(String::strip).filter(line -> line.contains("/sign-in/")).toList();
            assertEquals(5, links.size(), out);
            assertTrue(out.contains("Karim (worker, treasurer)") && out.contains("Amélie (worker)"), out);
            assertTrue(out.contains("http://lyon.localhost:" + port + "/start"), out);
            requireNowhere(config.getParent(), papers.getFirst().replace(" ", ""));
            assertEquals(1, say("", "setup", "--yes", "--config", config.toString(), "--founder", "Eve"));
            assertTrue(err.contains("There is a file " + config + " already"), err);
            assertEquals(1, say("", "setup", "--yes", "--config", config.resolveSibling("other.conf").toString(), "--founder",
                "Eve"));
            assertTrue(err.contains("There is a folder") && Files.notExists(config.resolveSibling("other.conf")), err);

            NodeConfig read = NodeConfig.read(config);
            assertEquals(1_300, read.founding().payFloor().getFirst().amount());
            running(read, () -> {
                String path = URI.create(links.get(1)).getPath();
                HttpResponse<String> in = post(path, "", null);
                assertEquals("/start", in.headers().firstValue("Location").orElse(in.body()));
                String cookie = in.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
                String start = get("/start", cookie);
                assertTrue(start.contains("<b>Karim</b>: has signed in"), start);
                assertTrue(start.contains("<b>Odile</b>: has not signed in yet"), start);
                assertFalse(start.contains("Put it away"), "only a steward puts it away");
                post("/start/confirm", "_token=" + token(start), cookie);
                assertTrue(get("/start", cookie).contains("<b>Karim</b>: has confirmed it"));
                String letter = letter(config.resolveSibling("mail"));
                assertTrue(letter.contains("To: odile@example.org"), letter);
                assertTrue(letter.replace("=\n", "").contains(links.getFirst()), letter);
                String steward = post(URI.create(links.getFirst()).getPath(), "", null).headers().firstValue("Set-Cookie")
                    .orElseThrow().split(";")[0];
                assertTrue(get("/letters", steward).contains("<b>odile@example.org</b>"), "the link has confirmed the address");
                post("/start/close", "_token=" + token(get("/start", steward)), steward);
                assertFalse(get("/start", cookie).contains("Karim</b>"), "it is gone when it is done");
            });
        } finally {
            vertx.close().await();
        }
    }

    @Test
    void questionsAreExplainedAskedAgainAndAnsweredByEmptyLines() throws Exception {
        try (var supervised = new Supervised(null)) {
            Path config = supervised.folder().resolve("canut.conf");
            assertEquals(1, say("Not A Host\n", "setup", "--config", config.toString()));
            assertTrue(err.contains("The answers ended before the questions; nothing was changed"), err);
            String answers = "Not A Host\nlyon.localhost\nLes canuts\nmany\n7001\n12\n12.50 EUR\n2000\n90\n\nrepublic\nmembers\n"
                + "Odile Perrin <odile>\nOdile Perrin <odile@example.org>\nKarim\n\n";
            assertEquals(0, say(answers, "setup", "--config", config.toString()), err + out);
            assertTrue(out.contains("a host name in lower case") && out.contains("a number from 1 to 65535")
                && out.contains("a whole number from 0 to 1000") && out.contains("'odile' is no address of mail"), out);
            NodeConfig read = NodeConfig.read(config);
            assertEquals(90, read.founding().feePermille());
            assertEquals(20, read.founding().fundPermille());
            assertEquals(1_250, read.founding().payFloor().getFirst().amount());
            assertEquals("Les canuts", read.name());
            assertEquals("members", read.founding().statutes());
        } finally {
            vertx.close().await();
        }
    }

    @Test
    void whatIsWrongLeavesNothingBehind() throws Exception {
        try (var supervised = new Supervised(null)) {
            Path config = supervised.folder().resolve("canut.conf");
            String[][] wrongs = {{"--host", "Lyon"}, {"--floor", "12"}, {"--floor", "12.005 EUR"}, {"--fee", "1001"},
                {"--set", "colour=blue"}, {"--founder", "Eve <eve>"}, {"--founder", "Eve: emperor"}, {"--founder", "Eve: worker"},
                {"--founder", "Eve: requester"}, {"--set", "mail=server"}, {"--language", "de"}};
            for (String[] wrong : wrongs) {
                String[] founder = wrong[0].equals("--founder") ? new String[0] : new String[] {"--founder", "Odile"};
                String[] all = Stream.of(new String[] {"setup", "--yes", "--config", config.toString()}, wrong, founder)
                    .flatMap(Stream::of).toArray(String[]::new);
                assertEquals(1, say("", all), String.join(" ", wrong));
                try (Stream<Path> files = Files.list(supervised.folder())) {
                    assertEquals(List.of(), files.toList(), String.join(" ", wrong));
                }
            }
            assertEquals(1, say("", "setup", "--yes", "--config", config.toString()));
            assertTrue(err.contains("Nobody founds it"), err);
        } finally {
            vertx.close().await();
        }
    }

    @Test
    void aLetterIsTriedByTheWayThatTheConfigurationNames() throws Exception {
        try (var supervised = new Supervised(null)) {
            Path config = supervised.folder().resolve("canut.conf");
            Files.copy(Path.of("canut.conf"), config);
            assertEquals(0, say("", "mail", "test", "--config", config.toString(), "odile@example.org"), err);
            assertTrue(letter(supervised.folder().resolve("mail")).contains("To: odile@example.org"));
            assertEquals(2, say("", "mail", "test", "--config", config.toString(), "odile at example"));
            Files.writeString(config, Files.readString(config).replace("#mail = server", "mail = off"));
            assertEquals(1, say("", "mail", "test", "--config", config.toString(), "odile@example.org"));
            assertTrue(err.contains("This node writes no letters"), err);
            int nobody = Federation.freePorts(1).getFirst();
            Files.writeString(config,
                Files.readString(config).replaceFirst("(?m)^mail = off$", "mail = server\nmail.host = 127.0.0.1\n"
                + "mail.port = " + nobody + "\nmail.security = none\nmail.from = canut@lyon.example"));
            assertEquals(1, say("", "mail", "test", "--config", config.toString(), "odile@example.org"));
            assertTrue(err.contains("was not taken: Connection refused"), err);
        } finally {
            vertx.close().await();
        }
    }

    private void running(NodeConfig read, Work work) throws Exception {
        NodeConfig.Database database = read.database();
        try (var server = EmbeddedPostgres.start(database.embeddedData(), EmbeddedPostgres.Options.forTests())) {
            NodeConfig whole = read.with(database.at(server.socketFolder(), server.port()));
            var world = new SystemWorld(vertx, context, new PeerClient(vertx, Map.of()));
            Node node = on(() -> Node.start(vertx, world, whole, Identity.read(read.keys(), read.host()), new Pages()));
            try {
                work.run();
            } finally {
                on(node::stop);
            }
        }
    }

    /** What a test does while a node runs. */
    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    private String get(String path, String cookie) throws Exception {
        return send(request(path, cookie).GET()).body();
    }

    private HttpResponse<String> post(String path, String body, String cookie) throws Exception {
        return send(request(path, cookie).header("Content-Type", "application/x-www-form-urlencoded")
            .header("Sec-Fetch-Site", "same-origin").POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path, String cookie) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Host", "lyon.localhost:" + port).header("Accept", "text/html").header("Accept-Language", "en");
        return cookie == null ? builder : builder.header("Cookie", cookie);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String token(String page) {
        return page.replaceAll("(?s).*?name=\"_token\" value=\"([^\"]*)\".*", "$1");
    }

    /** The one letter in a folder, once it is there. */
    private static String letter(Path mail) throws IOException {
        for (long end = System.nanoTime() + 20_000_000_000L; System.nanoTime() < end; ) {
            if (Files.isDirectory(mail)) {
                try (Stream<Path> files = Files.list(mail)) {
                    List<Path> letters = files.filter(file -> file.toString().endsWith(".eml")).toList();
                    if (!letters.isEmpty()) {
                        return Files.readString(letters.getFirst());
                    }
                }
            }
        }
        throw new AssertionError("no letter in " + mail);
    }

    private static void requireNowhere(Path folder, String secret) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertFalse(text.replace(" ", "").contains(secret.substring(0, 64)), file.toString());
            }
        }
    }

    private <T> T on(Supplier<Future<T>> work) throws Exception {
        Promise<T> done = Promise.promise();
        context.runOnContext(now -> work.get().onComplete(done));
        return done.future().toCompletionStage().toCompletableFuture().get();
    }

    private int say(String answers, String... arguments) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(answers.getBytes(StandardCharsets.UTF_8)));
        var saidOut = new StringWriter();
        var saidErr = new StringWriter();
        try {
            CommandLine commands =
                Canut.commandLine().setOut(new PrintWriter(saidOut, true)).setErr(new PrintWriter(saidErr, true));
            return commands.execute(arguments);
        } finally {
            System.setIn(before);
            out = saidOut.toString();
            err = saidErr.toString();
        }
    }
}
