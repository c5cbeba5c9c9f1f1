package coop.canut.node.post;

import coop.canut.node.post.Comparison.Outcome;
import coop.canut.node.store.Sql;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** When logs were compared with what witnesses say, and what came of it. */
final class WitnessStore {

    private static final String COMPARED = "select host from log where compared_at is not null";
    private static final String DUE = """
        select host from log where host = any($1) and (compared_at is null or compared_at < $2)
        order by compared_at nulls first, host limit 1""";
    private static final String DONE = "update log set compared_at = $2 where host = $1";
    private static final String SAID = """
        insert into comparison (host, witness, at, size, outcome) values ($1, $2, $3, $4, $5)
        on conflict (host, witness) do update set at = excluded.at, size = excluded.size, outcome = excluded.outcome""";
    private static final String OF = "select * from comparison where host = $1 order by at desc, witness";

    /** Every log that was ever compared. */
    Future<Set<Host>> compared(Sql sql) {
        return sql.run(COMPARED).map(rows -> {
            Set<Host> compared = new TreeSet<>();
            rows.forEach(row -> compared.add(Host.of(row.getString("host"))));
            return compared;
        });
    }

    /** Of these hosts, one whose log was not compared since; null if there is none. */
    Future<Host> due(Sql sql, Collection<Host> hosts, Instant since) {
        String[] names = hosts.stream().map(Host::toString).toArray(String[]::new);
        return sql.run(DUE, Tuple.of(names, since.atOffset(ZoneOffset.UTC)))
            .map(rows -> rows.size() == 0 ? null : Host.of(rows.iterator().next().getString("host")));
    }

    Future<Void> done(Sql sql, Host host, Instant at) {
        return sql.run(DONE, Tuple.of(host.toString(), at.atOffset(ZoneOffset.UTC))).mapEmpty();
    }

    Future<Void> said(Sql sql, Comparison comparison) {
        return sql.run(SAID, Tuple.of(comparison.host().toString(), comparison.witness().toString(),
            comparison.at().atOffset(ZoneOffset.UTC), comparison.size(), comparison.outcome().code())).mapEmpty();
    }

    Future<List<Comparison>> of(Sql sql, Host host) {
        return sql.run(OF, Tuple.of(host.toString())).map(rows -> {
            List<Comparison> all = new ArrayList<>();
            for (Row row : rows) {
                all.add(new Comparison(host, Host.of(row.getString("witness")), row.getOffsetDateTime("at").toInstant(),
                    row.getLong("size"), Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT))));
            }
            return all;
        });
    }
}
