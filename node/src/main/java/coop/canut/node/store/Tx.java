package coop.canut.node.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * One transaction. After any failed statement it is lost as a whole, so nothing recovers inside it; a statement that may
 * meet an existing row says {@code on conflict do nothing} and looks at what came back.
 */
public final class Tx implements Sql {

    private final SqlConnection connection;
    private final Passage passage;
    private final Set<Runnable> afterCommit = new LinkedHashSet<>();

    Tx(SqlConnection connection, Passage passage) {
        this.connection = connection;
        this.passage = passage;
    }

    @Override
    public Future<RowSet<Row>> run(String statement, Tuple parameters) {
        return passage.pass(Passage.Step.WITHIN, statement, text -> connection.preparedQuery(text).execute(parameters))
            .recover(error -> Future.failedFuture(Constraints.explain(error)));
    }

    /** Runs a text of several statements, for migrations only: it takes no parameters. */
    Future<Void> script(String statements) {
        return passage.pass(Passage.Step.WITHIN, statements, text -> connection.query(text).execute()).mapEmpty();
    }

    /**
     * Runs the action once this transaction is committed, and never if it is not; the same action hung here twice runs
     * once. It may be lost with the process: what it starts must also be found again by looking at the store.
     */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    void committed() {
        afterCommit.forEach(Runnable::run);
    }
}
