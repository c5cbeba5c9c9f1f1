package coop.canut.node.keys;

import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** Our own statements of keys: those of our log, then those that wait for their place in it. */
final class StatementStore {

    /** One statement of SQL, since sealing moves them from one table to the other. */
    private static final String STATEMENTS = """
        select message from (
          select 0 as part, epoch, index, message from log_entry
          where host = $1 and kind = $2 and message is not null
          union all
          select 1, 0, row_number, signed from outbox where kind = $2 and signed is not null) said
        order by part, epoch, index""";
    private static final String ONE_AT_A_TIME = "select host from node for update";

    Future<List<byte[]>> statements(Sql sql, Host self) {
        return sql.run(STATEMENTS, Tuple.of(self.toString(), Kind.KEYS_STATED.code())).map(rows -> {
            List<byte[]> statements = new ArrayList<>();
            rows.forEach(row -> statements.add(row.getBuffer("message").getBytes()));
            return statements;
        });
    }

    /** Until the commit nobody else states keys of this node. */
    Future<Void> alone(Tx tx) {
        return tx.run(ONE_AT_A_TIME).mapEmpty();
    }
}
