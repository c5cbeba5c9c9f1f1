package coop.canut.node.peer;

import coop.canut.node.store.Sql;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The peering statements in the logs that we hold. */
final class PeeringStore {

    /** From the end of each log, so that a log full of statements costs no more than another. */
    private static final String AMONG = """
        select distinct on (host, said ->> 'peer') host, said ->> 'peer' as peer, said ->> 'level' as level
        from unnest($1::text[]) host cross join lateral (
          select convert_from(message, 'UTF8')::jsonb -> 'object' as said from log_entry
          where log_entry.host = host.host and kind = $2 and message is not null
          order by epoch desc, index desc limit $3) statement
        where said ->> 'peer' = any($1::text[])
        order by host, said ->> 'peer', (said ->> 'number')::bigint desc""";

    Future<List<Peering>> among(Sql sql, Collection<Host> hosts, int newest) {
        String[] names = hosts.stream().map(Host::toString).toArray(String[]::new);
        return sql.run(AMONG, Tuple.of(names, Kind.PEERING_STATED.code(), newest)).map(rows -> {
            List<Peering> peerings = new ArrayList<>();
            for (Row row : rows) {
                peerings.add(new Peering(Host.of(row.getString("host")), Host.of(row.getString("peer")),
                    Level.valueOf(row.getString("level").toUpperCase(Locale.ROOT))));
            }
            return peerings;
        });
    }
}
