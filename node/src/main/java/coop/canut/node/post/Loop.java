package coop.canut.node.post;

import coop.canut.node.World;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A turn that is repeated: at once while there is more to do, again when woken, and after a pause when it failed. At most
 * one turn is under way; a wake during a turn leads to one more. Runs on the node's own thread.
 */
final class Loop {

    /** What a turn leaves behind. */
    sealed interface Outcome {
        /** There may be more to do right now. */
        record More() implements Outcome { }

        /** Nothing to do until woken. */
        record Idle() implements Outcome { }

        /** Did not work; not before the pause is over, unless somebody hurries us. */
        record Pause(Duration pause) implements Outcome { }
    }

    static final Outcome MORE = new Outcome.More();
    static final Outcome IDLE = new Outcome.Idle();
    /** After an error that is not the other side's: long enough not to spin, short enough not to be noticed. */
    static final Duration AFTER_ERROR = Duration.ofMillis(500);

    private final World world;
    private final Supplier<Future<Outcome>> turn;
    private boolean running;
    private boolean again;
    private boolean stopped;
    private World.Timer pause;
    private Future<Outcome> current = Future.succeededFuture(IDLE);

    Loop(World world, Supplier<Future<Outcome>> turn) {
        this.world = world;
        this.turn = turn;
    }

    /** Something may wait. Does nothing during a pause: the other side asked for it, or did not answer. */
    synchronized void wake() {
        if (pause == null) {
            start();
        }
    }

    /** Ends a pause now: the other side was heard from. */
    synchronized void hurry() {
        if (pause != null) {
            pause.cancel();
            pause = null;
        }
        start();
    }

    /** Whether a pause is under way. */
    synchronized boolean pausing() {
        return pause != null;
    }

    /** No further turns; succeeds when the one under way has ended. */
    synchronized Future<Void> stop() {
        stopped = true;
        if (pause != null) {
            pause.cancel();
        }
        return current.transform(ended -> Future.succeededFuture());
    }

    private void start() {
        if (stopped) {
            return;
        }
        if (running) {
            again = true;
            return;
        }
        running = true;
        again = false;
        current = begin();
        current.onComplete(ended -> end(ended.succeeded() ? ended.result() : new Outcome.Pause(AFTER_ERROR)));
    }

    private Future<Outcome> begin() {
        try {
            return turn.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private synchronized void end(Outcome outcome) {
        running = false;
        switch (outcome) {
            case Outcome.More more -> start();
            case Outcome.Idle idle -> {
                if (again) {
                    start();
                }
            }
            case Outcome.Pause wait -> {
                if (!stopped) {
                    pause = world.after(wait.pause(), this::hurry);
                }
            }
        }
    }
}
