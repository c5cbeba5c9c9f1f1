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

    /** What waits to be sealed was stated as well; it stands in the log a moment later. */
    private static final String BETWEEN = """
        select host, number, level, decision, reason, at from (
          select host, (said #>> '{object,number}')::bigint as number, said #>> '{object,level}' as level,
            said #>> '{object,decision}' as decision, said #>> '{object,reason}' as reason,
            (said ->> 'published')::timestamptz as at, said #>> '{object,peer}' as peer
          from unnest(array[$1, $2]::text[]) host cross join lateral (
            select convert_from(message, 'UTF8')::jsonb as said from log_entry
            where log_entry.host = host.host and kind = $3 and message is not null
            order by epoch desc, index desc limit $4) entry
          union all
          select $1, (object::jsonb ->> 'number')::bigint, object::jsonb ->> 'level', object::jsonb ->> 'decision',
            object::jsonb ->> 'reason', published, object::jsonb ->> 'peer'
          from outbox where peer is null and kind = $3) stated
        where peer = case host when $1 then $2 else $1 end
        order by at desc, host = $1 desc, number desc limit $5""";

    /** What two hosts stated of each other, the newest first, among the newest statements of each log. */
    Future<List<Statement>> between(Sql sql, Host self, Host other, int newest, int limit) {
        return sql.run(BETWEEN, Tuple.of(self.toString(), other.toString(), Kind.PEERING_STATED.code(), newest, limit))
            .map(rows -> {
                List<Statement> statements = new ArrayList<>();
                for (Row row : rows) {
                    Host from = Host.of(row.getString("host"));
                    statements.add(new Statement(from, from.equals(self) ? other : self, row.getLong("number"),
                        level(row.getString("level")), row.getString("decision"), row.getString("reason"),
                        row.getOffsetDateTime("at").toInstant()));
                }
                return statements;
            });
    }

    private static Level level(String code) {
        return Level.valueOf(code.toUpperCase(Locale.ROOT));
    }

    Future<List<Peering>> among(Sql sql, Collection<Host> hosts, int newest) {
        String[] names = hosts.stream().map(Host::toString).toArray(String[]::new);
        return sql.run(AMONG, Tuple.of(names, Kind.PEERING_STATED.code(), newest)).map(rows -> {
            List<Peering> peerings = new ArrayList<>();
            for (Row row : rows) {
                peerings.add(new Peering(Host.of(row.getString("host")), Host.of(row.getString("peer")),
                    level(row.getString("level"))));
            }
            return peerings;
        });
    }
}
