package coop.canut.node.peer;

import coop.canut.node.store.Sql;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The key statements in the logs that we hold. */
final class KeyStore {

    private static final String STATEMENTS = """
        select host, epoch, index, message from log_entry where kind = $1 and message is not null
        order by host, epoch, index""";

    /** A statement and its place in its log. */
    record Placed(long epoch, long index, byte[] message) {
    }

    Future<Map<Host, List<Placed>>> statements(Sql sql) {
        return sql.run(STATEMENTS, Tuple.of(Kind.KEYS_STATED.code())).map(rows -> {
            Map<Host, List<Placed>> statements = new LinkedHashMap<>();
            rows.forEach(row -> statements.computeIfAbsent(Host.of(row.getString("host")), host -> new ArrayList<>())
                .add(new Placed(row.getLong("epoch"), row.getLong("index"), row.getBuffer("message").getBytes())));
            return statements;
        });
    }
}
