package coop.canut.node;

import coop.canut.protocol.Refused;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What time alone brings about: every second each room does a bounded part of what has become due. A round begins when the
 * one before has ended; one that fails is reported and comes again, since what is due stays due in the store.
 */
final class Deadlines {

    private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final World world;
    private final BooleanSupplier closed;
    private final List<Supplier<Future<Void>>> rooms;
    private World.Timer next;
    private boolean stopped;

    /** @param closed while it holds nothing is brought about */
    Deadlines(World world, BooleanSupplier closed, List<Supplier<Future<Void>>> rooms) {
        this.world = world;
        this.closed = closed;
        this.rooms = rooms;
    }

    /** The first round begins a second from now. */
    void start() {
        next = world.after(world.interval(EVERY), this::round);
    }

    /** No further rounds. */
    void stop() {
        stopped = true;
        if (next != null) {
            next.cancel();
        }
    }

    private void round() {
        Future<Void> done = Future.succeededFuture();
        for (Supplier<Future<Void>> room : rooms) {
            done = done.transform(before -> stopped || closed.getAsBoolean()
                ? Future.succeededFuture() : room.get().onFailure(Deadlines::report));
        }
        done.onComplete(ended -> {
            if (!stopped) {
                start();
            }
        });
    }

    private static void report(Throwable error) {
        if (error instanceof Refused refused) {
            LOG.warn("what is due waits: {}", refused.problem().code());
        } else {
            LOG.error("what is due waits", error);
        }
    }
}
