package coop.canut.node.fediverse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.Face;
import coop.canut.node.RunningNode;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose board nobody may follow, and what switching it on does to a whole node. */
final class SwitchedOffTest {

    private static final String ACCOUNT = "/.well-known/webfinger?resource=acct:board@lyon.localhost";

    @TempDir
    private Path folder;
    private Vertx vertx;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void close() {
        RunningNode.await(vertx.close());
    }

    private static int status(RunningNode node, String path) {
        return Followed.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
            .header("Accept", "application/activity+json")).statusCode();
    }

    @Test
    @Tag("F-24")
    void nothingOfItIsThereAndNoByteOfABodyIsRead() throws IOException {
        try (RunningNode node = RunningNode.start(vertx, folder.resolve("keys"), Map.of())) {
            for (String path : new String[] {"/board", "/board/inbox", "/board/outbox", "/board/followers", ACCOUNT}) {
                assertEquals(404, status(node, path), path);
            }
            try (var socket = new Socket("127.0.0.1", node.port())) {
                // The body never comes: whoever waits for it would not answer.
                socket.getOutputStream().write(("POST /board/inbox HTTP/1.1\r\nHost: lyon.localhost\r\nContent-Length: 1000\r\n"
                    + "Content-Type: application/activity+json\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                byte[] answer = socket.getInputStream().readNBytes(12);
                assertEquals("HTTP/1.1 404", new String(answer, StandardCharsets.US_ASCII));
            }
            assertFalse(Files.exists(folder.resolve("keys").resolve("board.key")));
        }
    }

    @Test
    void switchedOnItIsFoundBesideTheNodeAndHasKeysOfItsOwn() {
        try (RunningNode node = RunningNode.startFollowed(vertx, folder.resolve("keys"), Map.of(), Face.NONE)) {
            assertEquals(200, status(node, ACCOUNT));
            assertEquals(200, status(node, "/.well-known/webfinger?resource=https://lyon.localhost/board"));
            assertEquals(200, status(node, "/.well-known/webfinger?resource=https://lyon.localhost/"));
            assertEquals(404, status(node, "/.well-known/webfinger?resource=acct:Board@lyon.localhost"));
            assertEquals(200, status(node, "/board"));
            assertTrue(Files.exists(folder.resolve("keys").resolve("board-rsa.key")));
        }
    }
}
