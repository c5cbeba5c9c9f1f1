package coop.canut.ops.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Virtual time: what is to happen, in the order in which it does. It moves only from one happening to the next. */
final class Timeline {

    /** When every simulation begins. */
    static final Instant START = Instant.parse("2026-11-24T18:00:00Z");

    private final PriorityQueue<Happening> ahead = new PriorityQueue<>(
        Comparator.comparing((Happening next) -> next.at).thenComparingLong(next -> next.number));
    private Instant now = START;
    private long number;

    /** Something that is to happen. */
    static final class Happening {
        private final Instant at;
        private final long number;
        private final String what;
        private final Runnable action;
        private boolean over;

        private Happening(Instant at, long number, String what, Runnable action) {
            this.at = at;
            this.number = number;
            this.what = what;
            this.action = action;
        }

        String what() {
            return what;
        }

        void happen() {
            over = true;
            action.run();
        }

        void cancel() {
            over = true;
        }

        /** Whether it has happened, or will not. */
        boolean isOver() {
            return over;
        }
    }

    Instant now() {
        return now;
    }

    /** Lets something happen after a while; of two at one instant the one that was said first is first. */
    Happening after(Duration delay, String what, Runnable action) {
        var happening = new Happening(now.plus(delay), number++, what, action);
        ahead.add(happening);
        return happening;
    }

    /** The next happening before an instant, with the clock moved to it; null if there is none, with the clock moved there. */
    Happening next(Instant end) {
        while (!ahead.isEmpty() && ahead.peek().at.isBefore(end)) {
            Happening next = ahead.poll();
            if (!next.over) {
                now = next.at;
                return next;
            }
        }
        now = end;
        return null;
    }
}
