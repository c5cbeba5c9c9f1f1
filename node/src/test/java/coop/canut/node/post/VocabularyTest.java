package coop.canut.node.post;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.canut.node.TestWorld;
import coop.canut.node.store.Migrations;
import coop.canut.node.store.Store;
import coop.canut.node.store.TestDatabase;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.Members;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a peer says that it reads. */
final class VocabularyTest {

    private static final Host BOLOGNA = Host.of("bologna.example");
    private static final Future<Members> SILENCE = Future.failedFuture("nobody is there");

    private final TestWorld world = new TestWorld(1);
    private final Vertx vertx = Vertx.vertx();
    private Store store;
    private Future<Members> answer;
    private int asked;

    @BeforeEach
    void open() {
        store = Store.open(vertx, TestDatabase.fresh());
        Migrations.apply(store).await();
    }

    @AfterEach
    void close() {
        store.close().await();
        vertx.close().await();
    }

    private Vocabulary vocabulary() {
        return new Vocabulary(world, store, host -> {
            asked++;
            return answer;
        });
    }

    private static Future<Members> saying(String... kinds) {
        return Future.succeededFuture(new Members(Json.object().putTexts("kinds", List.of(kinds)).build(), ""));
    }

    @Test
    void itIsAskedOnceAnHourAndWhenItRefusesAKind() {
        Vocabulary vocabulary = vocabulary();
        answer = saying("credit-stated", "slots-granted");
        assertEquals(Set.of("credit-stated", "slots-granted"), vocabulary.of(BOLOGNA).await());
        world.pass(Duration.ofMinutes(59));
        vocabulary.of(BOLOGNA).await();
        assertEquals(1, asked);
        world.pass(Duration.ofMinutes(2));
        answer = saying("credit-stated");
        assertEquals(Set.of("credit-stated"), vocabulary.of(BOLOGNA).await());
        vocabulary.forget(BOLOGNA);
        vocabulary.of(BOLOGNA).await();
        assertEquals(3, asked);
    }

    @Test
    void ofASilentPeerHoldsWhatItSaidLastEvenAfterARestart() {
        answer = saying("slots-granted");
        vocabulary().of(BOLOGNA).await();
        answer = SILENCE;
        assertEquals(Set.of("slots-granted"), vocabulary().of(BOLOGNA).await());
    }

    @Test
    void aPeerThatNeverSaidAnythingAndIsSilentIsToldNothing() {
        answer = SILENCE;
        assertThrows(RuntimeException.class, () -> vocabulary().of(BOLOGNA).await());
    }

    @Test
    void whoAnswersAndNamesNoKindsGetsAll() {
        answer = Future.failedFuture(new Refused(Problem.MEMBER_MISSING, "no object"));
        assertNull(vocabulary().of(BOLOGNA).await());
    }
}
