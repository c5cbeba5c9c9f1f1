package coop.canut.node.store;

import coop.canut.node.NodeConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** The pool of connections to the node's database. */
public final class Store implements Sql {

    /** Connections per node: eight carry as many claims a second as thirty-two do (measured), and a server has few. */
    static final int CONNECTIONS = 8;
    /** Waiting requests beyond this are refused as {@code store-unavailable}: an answer late is worse than a retry. */
    static final int WAITING = 2_000;
    /** A statement that takes longer is cancelled by the server. */
    static final int STATEMENT_MILLIS = 15_000;
    /** Statements in flight on one connection; a run of messages is applied without waiting for each. */
    static final int PIPELINE = 64;
    /** A transaction that lost a race for a lock is tried again this many times, with the same ids. */
    static final int TRIES = 3;

    private final Pool pool;
    private final Passage passage;

    private Store(Pool pool, Passage passage) {
        this.pool = pool;
        this.passage = passage;
    }

    /** Opens the pool; connects when first used. */
    public static Store open(Vertx vertx, NodeConfig.Database database) {
        return open(vertx, database, CONNECTIONS, Passage.FREE);
    }

    /** The same with so many connections, and with something between them and the server. */
    public static Store open(Vertx vertx, NodeConfig.Database database, int connections, Passage passage) {
        var connect = new PgConnectOptions()
            .setHost(database.host()).setPort(database.port()).setDatabase(database.name()).setUser(database.user())
            .setCachePreparedStatements(true).setPipeliningLimit(PIPELINE)
            .addProperty("application_name", "canut")
            .addProperty("statement_timeout", Integer.toString(STATEMENT_MILLIS))
            .addProperty("idle_in_transaction_session_timeout", Integer.toString(STATEMENT_MILLIS));
        if (database.passwordFile() != null) {
            connect.setPassword(read(database.passwordFile()));
        }
        var options = new PoolOptions().setMaxSize(connections).setMaxWaitQueueSize(WAITING).setConnectionTimeout(10);
        return new Store(PgBuilder.pool().with(options).connectingTo(connect).using(vertx).build(), passage);
    }

    @Override
    public Future<RowSet<Row>> run(String statement, Tuple parameters) {
        return passage.pass(Passage.Step.ALONE, statement, text -> pool.preparedQuery(text).execute(parameters))
            .recover(error -> Future.failedFuture(Constraints.explain(error)));
    }

    /**
     * Runs the work in one transaction and commits when its future succeeds. If the commit's answer is lost, the caller
     * sees a failure and may find the facts there on its next try: every use case is written so that a repeat is harmless.
     */
    public <T> Future<T> write(Function<Tx, Future<T>> work) {
        return write(work, 1);
    }

    private <T> Future<T> write(Function<Tx, Future<T>> work, int attempt) {
        return passage.pass(Passage.Step.BEGIN, "begin", text -> begin())
            .recover(error -> Future.failedFuture(Constraints.explain(error)))
            .compose(open -> once(open, work).eventually(open.connection()::close))
            .recover(error -> error instanceof Contention && attempt < TRIES
                ? write(work, attempt + 1)
                : Future.failedFuture(error));
    }

    /** A transaction and the connection that it has for itself. */
    private record Open(SqlConnection connection, Transaction transaction) {
    }

    private Future<Open> begin() {
        return pool.getConnection().compose(connection -> connection.begin()
            .map(transaction -> new Open(connection, transaction))
            .onFailure(error -> connection.close()));
    }

    private <T> Future<T> once(Open open, Function<Tx, Future<T>> work) {
        var tx = new Tx(open.connection(), passage);
        return begun(work, tx)
            .compose(result -> passage.pass(Passage.Step.COMMIT, "commit", text -> open.transaction().commit())
                    .recover(error -> Future.failedFuture(Constraints.explain(error)))
                    .map(result),
                error -> passage.pass(Passage.Step.ROLLBACK, "rollback", text -> open.transaction().rollback())
                    .transform(ended -> Future.<T>failedFuture(error)))
            .onSuccess(result -> tx.committed());
    }

    private static <T> Future<T> begun(Function<Tx, Future<T>> work, Tx tx) {
        try {
            return work.apply(tx);
        } catch (RuntimeException refusal) {
            return Future.failedFuture(refusal);
        }
    }

    /** Closes all connections, once those in use are given back. */
    public Future<Void> close() {
        return pool.close();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("The database password file cannot be read: " + file, e);
        }
    }
}
