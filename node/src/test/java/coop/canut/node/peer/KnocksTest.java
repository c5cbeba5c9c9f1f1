package coop.canut.node.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.canut.node.TestWorld;
import coop.canut.node.post.Outbox;
import coop.canut.node.store.Store;
import coop.canut.node.store.TestDatabase;
import coop.canut.protocol.name.Host;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hosts that ask to be heard. */
class KnocksTest {

    private static final Host SELF = Host.of("lyon.example");
    private static final Host BOLOGNA = Host.of("bologna.example");
    private static final Host NAIROBI = Host.of("nairobi.example");
    private static final Duration HOUR = Duration.ofHours(1);

    private final TestWorld world = new TestWorld(1);
    private final Vertx vertx = Vertx.vertx();
    private Store store;
    private Peers peers;

    @BeforeEach
    void open() {
        store = Store.open(vertx, TestDatabase.fresh());
        peers = new Peers(world, SELF, store, new Outbox(SELF));
    }

    @AfterEach
    void close() {
        store.close().await();
        vertx.close().await();
    }

    @Test
    void theLatestKnockStandsFirstAndEachHostOnce() {
        peers.knock(BOLOGNA).await();
        world.pass(HOUR);
        peers.knock(NAIROBI).await();
        assertEquals(List.of(new Knock(NAIROBI, TestWorld.START.plus(HOUR)), new Knock(BOLOGNA, TestWorld.START)),
            peers.knocks().await());
        world.pass(HOUR);
        peers.knock(BOLOGNA).await();
        assertEquals(List.of(BOLOGNA, NAIROBI), peers.knocks().await().stream().map(Knock::host).toList());
    }
}
