package coop.canut.ops.sim;

import io.vertx.core.Context;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Tells when the nodes have come to rest. All of them run on one event loop; whatever leaves it (a statement, an exchange
 * over HTTP) is counted on its way out and back. They are at rest when nothing is outside and the loop, asked a few times
 * over, has nothing left to do.
 */
final class Pulse {

    /** Turns of the loop without anything outside: a continuation may take one or two to come to its next statement. */
    private static final int TURNS = 4;
    /** What nothing comes back from in such a time of a machine that has other things to do never will. */
    private static final int STUCK_SECONDS = 40;
    /** The most that comes back at one instant before somebody is said to go round in circles; restored nodes ask much. */
    private static final long MOST_AT_AN_INSTANT = 200_000;

    private final Context context;
    private final Supplier<String> underWay;
    private int outside;
    /** Read by whoever waits, to see that it goes on. */
    private volatile long returned;
    private boolean waiting;
    private Throwable thrown;
    private CountDownLatch rest = new CountDownLatch(0);

    /** @param underWay says what is outside, for when it does not come back */
    Pulse(Context context, Supplier<String> underWay) {
        this.context = context;
        this.underWay = underWay;
    }

    /** Something leaves the loop. */
    void out() {
        outside++;
    }

    /** So many that were outside are back, or will not come any more. */
    void back(int count) {
        outside -= count;
        returned += count;
        if (outside == 0 && waiting) {
            waiting = false;
            context.runOnContext(on -> settle(TURNS));
        }
    }

    /** Runs something on the loop, and returns when everything that follows from it at this instant has been done. */
    void run(Runnable action) {
        var latch = new CountDownLatch(1);
        thrown = null;
        context.runOnContext(on -> {
            rest = latch;
            try {
                action.run();
            } catch (RuntimeException | AssertionError e) {
                thrown = e;
            }
            settle(TURNS);
        });
        try {
            long begun = returned;
            long seen = begun;
            while (!latch.await(STUCK_SECONDS, TimeUnit.SECONDS)) {
                if (returned == seen || returned - begun > MOST_AT_AN_INSTANT) {
                    throw new IllegalStateException("never came to rest; under way: " + underWay.get());
                }
                seen = returned;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        if (thrown != null) {
            throw new IllegalStateException(thrown);
        }
    }

    private void settle(int turns) {
        if (outside > 0) {
            waiting = true;
        } else if (turns == 0) {
            rest.countDown();
        } else {
            context.runOnContext(on -> settle(turns - 1));
        }
    }
}
