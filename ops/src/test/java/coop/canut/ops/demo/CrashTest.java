package coop.canut.ops.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.SystemWorld;
import coop.canut.node.store.EmbeddedPostgres;
import coop.canut.ops.client.Patience;
import coop.canut.ops.federation.Cooperative;
import coop.canut.ops.federation.Federation;
import coop.canut.ops.federation.NodeProcess;
import coop.canut.ops.federation.Supervised;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.ObjectUrl;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real processes, killed while the story goes on: right after each kind of message, and at random moments. Whatever died, it
 * is started again, the story ends, nothing is lost, doubled or stuck. One federation lives through all of it, so each test
 * begins with what the deaths before it have left.
 */
@Tag("D-01")
@Tag("D-02")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class CrashTest {

    private static final long SEED = 20_261_125;
    private static final int RANDOM_KILLS = 20;
    private static final Patience PATIENCE = new Patience(Duration.ofSeconds(60));
    private static final AtomicInteger TITLES = new AtomicInteger();

    private static Supervised supervised;
    private static Federation federation;
    private static People people;
    private static Story story;

    @BeforeAll
    static void start() {
        supervised = new Supervised(null);
        federation = supervised.start(Cooperative.ALL, Federation.freePorts(3), EmbeddedPostgres.Options.forTests());
        people = People.admit(federation);
        story = new Story(people, PATIENCE);
    }

    @AfterAll
    static void stop() {
        supervised.close();
    }

    @Test
    @Order(1)
    void nodesThatDieWhileTheyMeetArePeersInTheEnd() {
        dieAt(Cooperative.LYON, "applied peering-stated");
        dieAt(Cooperative.BOLOGNA, "applied credit-stated");
        dieAt(Cooperative.NAIROBI, "applied keys-stated");
        CompletableFuture<Void> risen = riseAgain(Cooperative.ALL);
        people.peer(10_000_000, PATIENCE);
        risen.join();
        story.deposit(Cooperative.LYON, Money.of(1_000_000, "EUR"));
        assertEquals(List.of(), proof());
    }

    /** What the publishing node dies of, and what a home node does. */
    @ParameterizedTest
    @Order(2)
    @CsvSource({
        "applied slots-requested, applied listing-published",
        "applied work-submitted, applied slots-granted",
        "applied claims-declined, applied slots-recalled",
        "applied slots-returned, applied listing-state-changed",
        "sealed, applied slots-refused",
        "carried channel, applied work-accepted",
        "carried log, applied rejection-proposed",
        "numbered bologna.localhost, applied receipt-issued",
        "numbered lyon.localhost, numbered lyon.localhost",
    })
    void aNodeThatDiesAtAnyMessageLosesNothing(String lyonDiesAt, String bolognaDiesAt) {
        dieAt(Cooperative.LYON, lyonDiesAt);
        dieAt(Cooperative.BOLOGNA, bolognaDiesAt);
        CompletableFuture<Void> risen = riseAgain(List.of(Cooperative.LYON, Cooperative.BOLOGNA));
        tell();
        risen.join();
        assertEquals(List.of(), proof());
    }

    @Test
    @Order(3)
    void nodesThatDieAtRandomMomentsLoseNothing() {
        var random = new Random(SEED);
        CompletableFuture<Void> killing = kill(random, RANDOM_KILLS);
        int told = 0;
        while (!killing.isDone()) {
            tell();
            told++;
        }
        killing.join();
        assertTrue(told > 0);
        assertEquals(List.of(), proof());
    }

    /** A whole story, with every kind of message in it. */
    private static void tell() {
        Person anne = people.one(Cooperative.LYON, "requester");
        Person giulia = people.of(Cooperative.BOLOGNA, "worker").getFirst();
        int number = TITLES.incrementAndGet();

        ObjectUrl taken = publish(anne, Batch.few("Story " + number, 6, 3));
        story.workToTheEnd(anne, taken, (worker, input) -> "glad");
        story.acceptAll(anne, taken);

        ObjectUrl rejected = publish(anne, Batch.few("Doubtful story " + number, 1, 1).only(Cooperative.BOLOGNA.host()));
        story.workToTheEnd(anne, rejected, (worker, input) -> "cross");
        story.rejectOne(anne, rejected);

        ObjectUrl withdrawn = publish(anne, Batch.few("Withdrawn story " + number, 12, 2));
        story.declineOne(giulia, withdrawn);
        story.withdraw(anne, withdrawn);
    }

    private static ObjectUrl publish(Person requester, Batch batch) {
        ObjectUrl listing = story.publish(requester, batch);
        Cooperative.ALL.forEach(cooperative -> story.awaitOnBoard(cooperative, listing));
        return listing;
    }

    private static void dieAt(Cooperative cooperative, String point) {
        NodeProcess node = federation.node(cooperative);
        node.stop();
        node.start("-D" + SystemWorld.DIE_AT + "=" + point);
        node.awaitReady();
    }

    /** Waits, beside the story, until each of the nodes has died as it was told to, and starts it again. */
    private static CompletableFuture<Void> riseAgain(List<Cooperative> cooperatives) {
        return CompletableFuture.allOf(cooperatives.stream().map(cooperative -> CompletableFuture.runAsync(() -> {
            NodeProcess node = federation.node(cooperative);
            assertEquals(137, node.awaitEnd(), cooperative + " ended otherwise than it was told to");
            node.start();
            node.awaitReady();
        }, thread()).orTimeout(PATIENCE.within().toSeconds(), TimeUnit.SECONDS)).toArray(CompletableFuture[]::new));
    }

    /** Kills one node after another, each some moment after the one before is back. */
    private static CompletableFuture<Void> kill(Random random, int times) {
        if (times == 0) {
            return CompletableFuture.completedFuture(null);
        }
        Cooperative next = Cooperative.ALL.get(random.nextInt(Cooperative.ALL.size()));
        return CompletableFuture.runAsync(() -> {
            NodeProcess node = federation.node(next);
            node.kill();
            node.start();
            node.awaitReady();
        }, CompletableFuture.delayedExecutor(random.nextInt(50, 1_500), TimeUnit.MILLISECONDS, thread()))
            .thenCompose(killed -> kill(random, times - 1));
    }

    private static Executor thread() {
        return task -> Thread.ofPlatform().daemon().start(task);
    }

    private static List<String> proof() {
        return Proof.of(federation, Cooperative.ALL, PATIENCE);
    }
}
