package coop.canut.ops.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.RunningNode;
import coop.canut.ops.federation.Federation;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.name.Host;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our own node is asked what any node may be asked. */
final class ConformityTest {

    private static final Host STRANGER = Host.of("conformance.localhost");

    @TempDir
    private Path folder;

    @Test
    void ourNodeGivesEveryAnswerThatTheProtocolWants() throws Exception {
        var listen = new InetSocketAddress("127.0.0.1", Federation.freePorts(1).getFirst());
        Vertx vertx = Vertx.vertx();
        try (RunningNode node = RunningNode.start(vertx, folder.resolve("keys"), Map.of(STRANGER, listen))) {
            var said = new StringWriter();
            var asking = CompletableFuture.supplyAsync(() -> {
                try {
                    return new Conformity(URI.create("http://127.0.0.1:" + node.port()), STRANGER, listen,
                        Path.of("../protocol/vectors"), Duration.ofSeconds(30)).ask(new PrintWriter(said));
                } catch (Exception failed) {
                    throw new IllegalStateException(failed);
                }
            });
            RunningNode.until("the stranger answers", () -> said.toString().contains("Asking"));
            node.say(STRANGER, Level.SEE);
            assertEquals(0, asking.get(), said::toString);
            assertTrue(said.toString().lines().count() > 200, said::toString);
        } finally {
            RunningNode.await(vertx.close());
        }
    }

    @Test
    void whoIsNotLetInIsToldSo() throws Exception {
        var listen = new InetSocketAddress("127.0.0.1", Federation.freePorts(1).getFirst());
        Vertx vertx = Vertx.vertx();
        try (RunningNode node = RunningNode.start(vertx, folder.resolve("keys"), Map.of(STRANGER, listen))) {
            var said = new StringWriter();
            assertEquals(-1, new Conformity(URI.create("http://127.0.0.1:" + node.port()), STRANGER, listen,
                Path.of("../protocol/vectors"), Duration.ZERO).ask(new PrintWriter(said)));
            assertTrue(said.toString().contains("was not let in"), said.toString());
        } finally {
            RunningNode.await(vertx.close());
        }
    }
}
