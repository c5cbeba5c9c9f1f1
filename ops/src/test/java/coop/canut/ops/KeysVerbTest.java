package coop.canut.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.Face;
import coop.canut.node.Identity;
import coop.canut.node.Node;
import coop.canut.node.NodeConfig;
import coop.canut.node.SystemWorld;
import coop.canut.node.fetch.PeerClient;
import coop.canut.node.store.EmbeddedPostgres;
import coop.canut.ops.federation.Federation;
import coop.canut.ops.federation.Supervised;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What somebody at the machine says to a node that runs, and to one that is stopped. */
final class KeysVerbTest {

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private String out;
    private String err;
    private Path config;

    @Tag("F-17")
    @Test
    void keysAreShownRotatedRevokedAndRecovered() throws Exception {
        try (var supervised = new Supervised(null)) {
            config = supervised.folder().resolve("canut.conf");
            int port = Federation.freePorts(1).getFirst();
            Files.writeString(config, Files.readString(Path.of("canut.conf")).replace("port = 7001", "port = " + port));
            NodeConfig read = NodeConfig.read(config);
            var random = new SecureRandom();
            Identity.Created created = Identity.create(read.keys(), read.host(), count -> {
                byte[] bytes = new byte[count];
                random.nextBytes(bytes);
                return bytes;
            });
            NodeConfig.Database database = read.database();
            try (var server = EmbeddedPostgres.start(database.embeddedData(), EmbeddedPostgres.Options.forTests())) {
                server.createDatabase(database.name());
                assertEquals(1, keys("show"));
                assertTrue(err.contains("start it once, so that it is founded"), err);
                NodeConfig whole = read.with(database.at(server.socketFolder(), server.port()));
                var world = new SystemWorld(vertx, context, new PeerClient(vertx, Map.of()));
                Node node = on(() -> Node.start(vertx, world, whole, created.identity(), Face.NONE));
                assertEquals(0, keys("rotate", "node"));
                assertTrue(out.contains("Statement 2 of lyon.example") && out.contains(" until "), out);
                on(node::stop);
            }
            assertEquals(0, keys("show"));
            assertTrue(out.contains("Statement 2 of lyon.example"), out);
            String log = out.lines().filter(line -> line.strip().startsWith("log")).findFirst().orElseThrow()
                .replaceAll(".*(z6Mk\\w+).*", "$1");
            assertEquals(0, keys("revoke", log));
            assertTrue(out.contains(log + "  revoked from"), out);
            assertEquals(1, keys("revoke", log));
            assertTrue(err.contains("is revoked already"), err);
            assertEquals(1, recover("not what the paper says"));
            assertTrue(err.contains("seventeen groups of four"), err);
            assertEquals(0, recover(created.paper().toUpperCase(java.util.Locale.ROOT), "--renew"));
            assertTrue(out.contains("Statement 4 of lyon.example"), out);
            assertFalse(out.contains(created.paper()), out);
            String renewed = out.lines().filter(line -> line.strip().matches("([0-9a-f]{4} ){16}[0-9a-f]{4}")).findFirst()
                .orElseThrow();
            assertEquals(1, recover(created.paper()));
            assertTrue(err.contains("another has replaced"), err);
            assertEquals(0, recover(renewed));
        } finally {
            vertx.close().await();
        }
    }

    @Test
    void askingWronglyIsTwo() {
        config = Path.of("canut.conf");
        assertEquals(2, keys("rotate", "weaving"));
        assertEquals(2, keys("revoke", "z6MkNoKey"));
        assertTrue(err.contains("is no key"), err);
        for (String verb : new String[] {"show", "rotate", "revoke", "recover"}) {
            assertEquals(0, keys(verb, "--help"));
        }
    }

    private <T> T on(Supplier<Future<T>> work) throws Exception {
        Promise<T> done = Promise.promise();
        context.runOnContext(now -> work.get().onComplete(done));
        return done.future().toCompletionStage().toCompletableFuture().get();
    }

    private int recover(String paper, String... options) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream((paper + "\n").getBytes(StandardCharsets.US_ASCII)));
        try {
            return keys("recover", options);
        } finally {
            System.setIn(before);
        }
    }

    private int keys(String verb, String... arguments) {
        var saidOut = new StringWriter();
        var saidErr = new StringWriter();
        CommandLine commands = Canut.commandLine().setOut(new PrintWriter(saidOut, true)).setErr(new PrintWriter(saidErr, true));
        String[] all = new String[4 + arguments.length];
        System.arraycopy(new String[] {"keys", verb, "--config", config.toString()}, 0, all, 0, 4);
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        int code = commands.execute(all);
        out = saidOut.toString();
        err = saidErr.toString();
        return code;
    }
}
