package coop.canut.node.attack;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.RunningNode;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.http.RefusalBody;
import coop.canut.protocol.message.NodeMessage.CreditStated;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A node under attack with the strangers around it: bologna is a peer, evil is a peer that misbehaves, and some others are
 * only in its address book.
 */
final class Attacked implements AutoCloseable {

    final StrangeNode bologna;
    final StrangeNode evil;
    final StrangeNode unknown;
    final RunningNode node;
    private final Vertx vertx = Vertx.vertx();

    private Attacked(Path folder) {
        bologna = new StrangeNode(vertx, "bologna.localhost");
        evil = new StrangeNode(vertx, "evil.localhost");
        unknown = new StrangeNode(vertx, "unknown.localhost");
        Map<Host, InetSocketAddress> book = new TreeMap<>();
        for (StrangeNode each : Set.of(bologna, evil, unknown)) {
            book.put(each.host, each.address());
        }
        node = RunningNode.start(vertx, folder.resolve("keys"), book);
    }

    /** A node that has bologna and evil as peers. */
    static Attacked start(Path folder) {
        var attacked = new Attacked(folder);
        attacked.node.state(attacked.bologna.host, Level.CLAIM);
        attacked.node.state(attacked.evil.host, Level.CLAIM);
        return attacked;
    }

    /** A harmless fact that a peer may tell. */
    static CreditStated credit(long number) {
        return new CreditStated(number, Money.of(1_000 + number, "EUR"));
    }

    /** A right delivery with one harmless fact, the next of evil's channel; if it is refused, nothing has happened. */
    byte[] oneFact() {
        return evil.channel(evil.told.size() + 1, List.of(evil.next(credit(evil.told.size() + 1))));
    }

    Answer send(RawRequest request) {
        return request.send(node.port());
    }

    /** The request is refused as it should be, in a few bytes, and leaves nothing behind. */
    Answer assertRefused(Problem problem, RawRequest request) {
        var before = node.stored();
        long told = asked();
        Answer answer = send(request);
        assertRefusal(problem, answer);
        assertEquals(before, node.stored(), "something was stored");
        assertEquals(told, asked(), "somebody was asked something");
        return answer;
    }

    /** As {@link #assertRefused}, but that the author told two stories under one number is kept as evidence. */
    void assertRefusedAndKept(Problem problem, RawRequest request) {
        var before = node.stored();
        assertRefusal(problem, send(request));
        var after = node.stored();
        before.put("equivocation", after.get("equivocation"));
        assertEquals(before, after, "more than evidence was stored");
    }

    private long asked() {
        return (long) bologna.asked.size() + evil.asked.size() + unknown.asked.size();
    }

    /** An answer is this refusal and nothing else. */
    static void assertRefusal(Problem problem, Answer answer) {
        RefusalBody body = RefusalBody.read(answer.body());
        assertAll(answer.status() + " " + answer.text(),
            () -> assertEquals(problem.code(), answer.problem()),
            () -> assertEquals(problem.status(), answer.status()),
            () -> assertEquals(problem.status(), body.status()),
            () -> assertEquals("application/problem+json", answer.headers().get("content-type")),
            () -> assertTrue(answer.body().length <= Limits.REFUSAL_BYTES, answer.text()));
    }

    @Override
    public void close() {
        node.close();
        RunningNode.await(vertx.close());
    }
}
