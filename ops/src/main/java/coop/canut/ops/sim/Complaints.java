package coop.canut.ops.sim;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the nodes of one town report as errors: a node that is sound has nothing of that kind to say. */
final class Complaints extends Handler implements AutoCloseable {

    private static final Logger NODES = Logger.getLogger("coop.canut.node");

    private final Vertx town;
    private final List<String> all = new ArrayList<>();

    private Complaints(Vertx town) {
        this.town = town;
    }

    /** From now on, and until it is closed, nothing that nodes say is printed; what is no error is not even put into words. */
    static Complaints heard(Vertx town) {
        synchronized (NODES) {
            var complaints = new Complaints(town);
            NODES.setUseParentHandlers(false);
            NODES.setLevel(Level.SEVERE);
            NODES.addHandler(complaints);
            return complaints;
        }
    }

    /** What was heard since the last call. */
    synchronized List<String> all() {
        List<String> heard = List.copyOf(all);
        all.clear();
        return heard;
    }

    /** What is said nowhere in particular is heard by all towns, so that nothing is lost. */
    @Override
    public synchronized void publish(LogRecord said) {
        Context here = Vertx.currentContext();
        if (said.getLevel().intValue() >= Level.SEVERE.intValue() && (here == null || here.owner() == town)) {
            all.add("A node complains: " + said.getMessage() + (said.getThrown() == null ? "" : ": " + said.getThrown()));
        }
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void close() {
        synchronized (NODES) {
            NODES.removeHandler(this);
            if (Arrays.stream(NODES.getHandlers()).noneMatch(Complaints.class::isInstance)) {
                NODES.setUseParentHandlers(true);
                NODES.setLevel(null);
            }
        }
    }
}
