package coop.canut.node;

import coop.canut.node.fetch.Network;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;

/**
 * The real world: the system's clock and randomness, one event loop as the node's thread, its worker threads for heavy sums.
 */
public final class SystemWorld implements World {

    /** Names a point ({@link World#reached}) at which the process dies at once, as if power were cut; for crash tests. */
    public static final String DIE_AT = "canut.dieAt";
    private static final int EXIT_CODE = 137;

    private final Vertx vertx;
    private final Context context;
    private final Network network;
    private final SecureRandom random = new SecureRandom();
    private final String dieAt = System.getProperty(DIE_AT);

    /** A world whose node runs on the given context. */
    public SystemWorld(Vertx vertx, Context context, Network network) {
        this.vertx = vertx;
        this.context = context;
        this.network = network;
    }

    @Override
    public Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public byte[] random(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    @Override
    public Timer after(Duration delay, Runnable action) {
        long timer = vertx.setTimer(Math.max(1, delay.toMillis()), fired -> context.runOnContext(on -> action.run()));
        return () -> vertx.cancelTimer(timer);
    }

    @Override
    public <T> Future<T> compute(Callable<T> sum) {
        return context.executeBlocking(sum, false);
    }

    @Override
    public Network network() {
        return network;
    }

    @Override
    public void reached(String point) {
        if (point.equals(dieAt)) {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }
}
