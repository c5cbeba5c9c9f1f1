package coop.canut.ops.replay;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;

/** One line on a terminal that says how far something is; on anything else a line now and then. */
final class Progress {

    private static final Duration EVERY = Duration.ofMillis(500);
    private static final Duration EVERY_IN_A_FILE = Duration.ofSeconds(10);

    private final PrintWriter err;
    private final boolean terminal = System.console() != null && System.console().isTerminal();
    private Instant next = Instant.MIN;

    Progress(PrintWriter err) {
        this.err = err;
    }

    /** So many of so many are done. */
    synchronized void show(String what, long done, long all) {
        Instant now = Instant.now();
        if (now.isBefore(next) && done < all) {
            return;
        }
        next = now.plus(terminal ? EVERY : EVERY_IN_A_FILE);
        err.print((terminal ? "\r" : "") + "  " + what + " " + done + " of " + all + (terminal && done < all ? "" : "\n"));
        err.flush();
        if (done >= all) {
            next = Instant.MIN;
        }
    }
}
