package coop.canut.node.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.canut.node.RunningNode;
import coop.canut.node.post.LeftOut;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.json.Json;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A peer of an older version reads fewer kinds. */
final class LeftOutTest {

    @TempDir
    private Path folder;

    @Test
    void whatAPeerDoesNotReadIsNotSentToItAndItsStewardSeesThat() {
        Vertx vertx = Vertx.vertx();
        var older = new StrangeNode(vertx, "older.localhost");
        var current = new StrangeNode(vertx, "current.localhost");
        older.answering("/.well-known/canut", request -> StrangeNode.answer(request, 200, Json.object()
            .putTexts("kinds", List.of(Kind.SLOTS_GRANTED.code(), Kind.KEYS_STATED.code(), Kind.PEERING_STATED.code()))
            .build().text()));
        try (RunningNode node = RunningNode.start(vertx, folder.resolve("keys"), Map.of(older.host, older.address(),
                current.host, current.address()))) {
            node.state(older.host, Level.CLAIM);
            node.state(current.host, Level.CLAIM);
            for (StrangeNode peer : List.of(older, current)) {
                node.peers(peers -> peers.credit(peer.host, Money.of(1_000, "EUR")));
            }
            RunningNode.until("the one that reads it has it", () -> node.number(
                "select count(*) from channel where direction = 'out' and peer = $1 and acknowledged = 1",
                current.host.toString()) == 1);
            assertEquals(List.of(new LeftOut("credit-stated", false, 1), new LeftOut("policy-enacted", true, 1)),
                node.peers(peers -> peers.detail(older.host)).leftOut());
            assertEquals(0, node.number("select count(*) from channel_message where peer = $1", older.host.toString()));
            assertEquals(List.of(), node.peers(peers -> peers.detail(current.host)).leftOut());
        }
        RunningNode.await(vertx.close());
    }
}
