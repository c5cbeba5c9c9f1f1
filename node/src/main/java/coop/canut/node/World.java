package coop.canut.node;

import coop.canut.node.fetch.Network;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;

/**
 * Everything a node needs from outside itself, passed by constructor and fetched from nowhere else. {@link SystemWorld} is
 * the real one; a simulator gives many nodes one clock and one seed.
 */
public interface World {

    /** The present instant; microseconds at the finest, as PostgreSQL keeps them. */
    Instant now();

    /** The present second: what facts that travel are dated with, since the wire has whole seconds. */
    default Instant second() {
        return now().truncatedTo(ChronoUnit.SECONDS);
    }

    /** Fresh unpredictable bytes. */
    byte[] random(int count);

    /** A fresh id of this instant, for an object whose cause is of our own choosing. */
    default Id newId() {
        return Id.of(now().toEpochMilli(), random(10));
    }

    /** Runs the action once after the delay, on the node's own thread. */
    Timer after(Duration delay, Runnable action);

    /**
     * How long something that is looked at again and again, every {@code usual}, waits for its next turn. The real world says
     * {@code usual}; one in which a day lasts a second says longer.
     */
    default Duration interval(Duration usual) {
        return usual;
    }

    /** A timer that was set. Cancelling one that has fired does nothing. */
    @FunctionalInterface
    interface Timer {
        void cancel();
    }

    /** Runs a heavy sum (proofs, big parses) on another thread; the answer comes back on the node's own. */
    <T> Future<T> compute(Callable<T> sum);

    /** The way to other nodes. */
    Network network();

    /**
     * A point in the life of a fact was reached, such as {@code applied work-submitted}: just after its commit and before
     * anybody was told. The real world does nothing here, unless it was started to die at that very point, which is how
     * the crash tests find what a badly timed death would break.
     */
    void reached(String point);
}
