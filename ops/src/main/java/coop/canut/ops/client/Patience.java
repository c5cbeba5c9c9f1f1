package coop.canut.ops.client;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Repeats what a node did not answer, or could not decide just then, until an end of patience. Only for what may be done
 * twice: most of the API may, since facts have causes; where it may not, the caller looks first.
 *
 * @param within how long to go on
 */
public record Patience(Duration within) {

    private static final Duration PAUSE = Duration.ofMillis(50);

    /** What the action gives in the end; its last failure when the patience ends. */
    public <T> T until(Supplier<T> action) {
        Instant end = Instant.now().plus(within);
        while (true) {
            try {
                return action.get();
            } catch (UncheckedIOException | ApiRefused failed) {
                boolean passing = failed instanceof UncheckedIOException
                    || failed instanceof ApiRefused refused && (refused.status() == 503 || refused.status() == 429);
                if (!passing || Instant.now().isAfter(end)) {
                    throw failed;
                }
            }
            pause();
        }
    }

    /** Looks again and again until it is so; fails with what was awaited when the patience ends. */
    public void await(String what, Supplier<Boolean> so) {
        Instant end = Instant.now().plus(within);
        while (!until(so)) {
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException("waited " + within.toSeconds() + " s in vain for " + what);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a node", e);
        }
    }
}
