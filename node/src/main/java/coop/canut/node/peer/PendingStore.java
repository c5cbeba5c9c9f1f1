package coop.canut.node.peer;

import coop.canut.node.store.Sql;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Hosts that wait to be stated. */
final class PendingStore {

    private static final String KEEP = """
        insert into pending_peer (host, level, fingerprint, decision, reason, problem, at) values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (host) do update set level = excluded.level, fingerprint = excluded.fingerprint,
          decision = excluded.decision, reason = excluded.reason, problem = excluded.problem, at = excluded.at""";
    private static final String ALL = """
        select host, level, fingerprint, decision, reason, problem, at from pending_peer order by host limit $1""";
    private static final String DROP = "delete from pending_peer where host = $1";

    Future<Void> keep(Sql sql, PendingPeer pending) {
        return sql.run(KEEP, Tuple.of(pending.host().toString(), pending.level().code(),
            pending.fingerprint() == null ? null : pending.fingerprint().hex(), pending.decision(), pending.reason(),
            pending.problem(), pending.at().atOffset(ZoneOffset.UTC))).mapEmpty();
    }

    Future<List<PendingPeer>> all(Sql sql, int most) {
        return sql.run(ALL, Tuple.of(most)).map(rows -> {
            List<PendingPeer> pending = new ArrayList<>();
            for (Row row : rows) {
                String fingerprint = row.getString("fingerprint");
                pending.add(new PendingPeer(Host.of(row.getString("host")),
                    Level.valueOf(row.getString("level").toUpperCase(Locale.ROOT)),
                    fingerprint == null ? null : Hash.of(fingerprint), row.getString("decision"), row.getString("reason"),
                    row.getString("problem"), row.getOffsetDateTime("at").toInstant()));
            }
            return pending;
        });
    }

    Future<Void> drop(Sql sql, Host host) {
        return sql.run(DROP, Tuple.of(host.toString())).mapEmpty();
    }
}
