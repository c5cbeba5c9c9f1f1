package coop.canut.node.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

/** Something that runs a prepared statement: the pool (each statement by itself) or a transaction. */
public sealed interface Sql permits Store, Tx {

    /** Runs one prepared statement. Fails with a {@code Refused} where a constraint or the server's absence says so. */
    Future<RowSet<Row>> run(String statement, Tuple parameters);

    /** Runs one statement without parameters. */
    default Future<RowSet<Row>> run(String statement) {
        return run(statement, Tuple.tuple());
    }
}
