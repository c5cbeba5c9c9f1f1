package coop.canut.node.post;

import coop.canut.node.store.Sql;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The kinds that peers said they read. */
final class VocabularyStore {

    private static final String KEEP = """
        insert into peer_kinds (host, kinds, read_at) values ($1, $2, $3)
        on conflict (host) do update set kinds = excluded.kinds, read_at = excluded.read_at""";
    private static final String FIND = "select kinds from peer_kinds where host = $1";
    private static final String LEFT_OUT = """
        select kind, false as in_log, count(*) as count from outbox where peer = $1 and kind <> all($2::text[]) group by kind
        union all
        select kind, true, count(*) from log_entry where host = $3 and kind = any($4::text[]) group by kind
        order by in_log, kind""";

    Future<Void> keep(Sql sql, Host peer, Set<String> kinds, Instant at) {
        return sql.run(KEEP, Tuple.of(peer.toString(), kinds.toArray(String[]::new), at.atOffset(ZoneOffset.UTC))).mapEmpty();
    }

    Future<Optional<Set<String>>> find(Sql sql, Host peer) {
        return sql.run(FIND, Tuple.of(peer.toString())).map(rows -> rows.size() == 0 ? Optional.empty()
            : Optional.of(Set.of(rows.iterator().next().getArrayOfStrings("kinds"))));
    }

    /** What waits for a peer of other kinds than it reads, and what our log holds of the missing ones. */
    Future<List<LeftOut>> leftOut(Sql sql, Host self, Host peer, Set<String> read, Set<String> missing) {
        return sql.run(LEFT_OUT, Tuple.of(peer.toString(), read.toArray(String[]::new), self.toString(),
            missing.toArray(String[]::new))).map(rows -> {
                List<LeftOut> leftOut = new ArrayList<>();
                rows.forEach(row -> leftOut.add(new LeftOut(row.getString("kind"), row.getBoolean("in_log"),
                    row.getLong("count"))));
                return leftOut;
            });
    }
}
