package coop.canut.ops.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the nodes report as errors while a simulation runs: a node that is sound has nothing of that kind to say. */
final class Complaints extends Handler implements AutoCloseable {

    private final Logger nodes = Logger.getLogger("coop.canut.node");
    private final List<String> all = new ArrayList<>();

    private Complaints() {
    }

    /** From now on, and until it is closed, nothing that nodes say is printed. */
    static Complaints heard() {
        var complaints = new Complaints();
        complaints.nodes.setUseParentHandlers(false);
        complaints.nodes.addHandler(complaints);
        return complaints;
    }

    /** What was heard since the last call. */
    synchronized List<String> all() {
        List<String> heard = List.copyOf(all);
        all.clear();
        return heard;
    }

    @Override
    public synchronized void publish(LogRecord said) {
        if (said.getLevel().intValue() >= Level.SEVERE.intValue()) {
            all.add("A node complains: " + said.getMessage() + (said.getThrown() == null ? "" : ": " + said.getThrown()));
        }
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void close() {
        nodes.removeHandler(this);
        nodes.setUseParentHandlers(true);
    }
}
