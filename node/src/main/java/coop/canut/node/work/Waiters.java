package coop.canut.node.work;

import coop.canut.node.World;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Members who clicked while the stock was empty, by listing. Somebody who waits is woken after the commit that changed
 * something, or by the clock; a wake lost with the process is lost with the request that waited. Nothing is decided here:
 * whoever wakes looks into the store again.
 */
final class Waiters {

    private final World world;
    private final Map<Long, List<Promise<Boolean>>> waiting = new HashMap<>();

    Waiters(World world) {
        this.world = world;
    }

    /**
     * Somebody who waits.
     *
     * @param news   true at the next wake for the listing, false when the patience ends
     * @param cancel ends the waiting early
     */
    record Wait(Future<Boolean> news, Runnable cancel) {
    }

    /** Waits from now on; to be begun before whatever the answer is awaited for. */
    synchronized Wait begin(long listing, Duration patience) {
        Promise<Boolean> promise = Promise.promise();
        waiting.computeIfAbsent(listing, key -> new ArrayList<>()).add(promise);
        World.Timer timer = world.after(patience, () -> promise.tryComplete(false));
        promise.future().onComplete(woken -> {
            timer.cancel();
            forget(listing, promise);
        });
        return new Wait(promise.future(), () -> promise.tryComplete(false));
    }

    /** Wakes all who wait for this listing. */
    void wake(long listing) {
        List<Promise<Boolean>> woken;
        synchronized (this) {
            woken = waiting.remove(listing);
        }
        if (woken != null) {
            woken.forEach(promise -> promise.tryComplete(true));
        }
    }

    private synchronized void forget(long listing, Promise<Boolean> promise) {
        List<Promise<Boolean>> others = waiting.get(listing);
        if (others != null && others.remove(promise) && others.isEmpty()) {
            waiting.remove(listing);
        }
    }
}
