package coop.canut.node.work;

import coop.canut.node.store.Store;
import io.vertx.core.Future;

/**
 * Counts what claims tell of the work itself, for the board: how long answers took, how soon and how they were reviewed.
 * Not in the transactions of those facts: all members who answer one listing would wait for its one row.
 */
public final class Measures {

    /** Answers, and reviews, that one call of {@link #tick} counts. */
    private static final int TICK_CLAIMS = 2_000;

    private final Store store;
    private final MeasureStore measures = new MeasureStore();

    /** The measures of this node's claims. */
    public Measures(Store store) {
        this.store = store;
    }

    /**
     * Counts what was handed in and what was first looked at since the last call, a bounded part of it. Each is counted once,
     * whoever calls and whenever the node was stopped: the claim is marked in the transaction that counts it.
     */
    public Future<Void> tick() {
        return store.write(tx -> measures.pace(tx, TICK_CLAIMS))
            .compose(paced -> store.write(tx -> measures.manners(tx, TICK_CLAIMS)));
    }
}
