package coop.canut.node.peer;

import coop.canut.node.store.Sql;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** How the post with one peer goes: what it has not confirmed, when it was last heard, what it was refused. */
final class TrafficStore {

    /** What a peer has not confirmed, when anything of its was last kept, or null, and how many bytes of it are kept. */
    record Traffic(long behind, Instant lastHeard, long stored) {
    }

    /** How far we read a host's log; zeros if we never did. */
    record Read(long epoch, long size) {
    }

    /** A peer may say that it holds more of our log than there is: that is no lead. */
    private static final String FIND = """
        select
          (select coalesce(sum(seq - acknowledged), 0) from channel where peer = $1 and direction = 'out')::bigint
          + (select count(*) from outbox where peer = $1)
          + (select coalesce(sum(greatest(l.size - d.position, 0)), 0) from delivery d, log l
             where d.peer = $1 and d.stream = 'log' and l.host = $2)::bigint as behind,
          greatest(
            (select stored_at from channel_message where peer = $1 and direction = 'in' order by epoch desc, seq desc limit 1),
            (select stored_at from log_entry where host = $1 order by epoch desc, index desc limit 1)) as last_heard,
          coalesce((select bytes from peer_storage where host = $1), 0) as stored""";
    private static final String READ = "select epoch, size from log where host = $1";
    private static final String REFUSALS = """
        select problem, count(*) as count, max(at) as last from refusal_log where peer = $1
        group by problem order by last desc, problem""";

    private static final String STORAGE = "select bytes from peer_storage where host = $1";

    /** Of small tables, a row or two for each peer; the outbox is empty but for moments. */
    private static final String VERSION = """
        select concat_ws('/',
          (select sum(our_number) + sum(their_number) from peer), (select max(number) from credit),
          (select sum(size) from log), (select sum(seq) from channel), (select sum(acknowledged) from channel),
          (select count(*) from outbox), (select sum(position) from delivery), (select sum(failures) from delivery),
          (select count(*) from knock), (select max(at) from knock), (select count(*) from pending_peer))""";

    Future<String> version(Sql sql) {
        return sql.run(VERSION).map(rows -> rows.iterator().next().getString(0));
    }

    Future<Traffic> find(Sql sql, Host peer, Host self) {
        return sql.run(FIND, Tuple.of(peer.toString(), self.toString())).map(rows -> {
            Row row = rows.iterator().next();
            OffsetDateTime heard = row.getOffsetDateTime("last_heard");
            return new Traffic(row.getLong("behind"), heard == null ? null : heard.toInstant(), row.getLong("stored"));
        });
    }

    Future<Read> read(Sql sql, Host peer) {
        return sql.run(READ, Tuple.of(peer.toString())).map(rows -> rows.size() == 0 ? new Read(0, 0)
            : new Read(rows.iterator().next().getLong("epoch"), rows.iterator().next().getLong("size")));
    }

    Future<Long> storage(Sql sql, Host peer) {
        return sql.run(STORAGE, Tuple.of(peer.toString()))
            .map(rows -> rows.size() == 0 ? 0L : rows.iterator().next().getLong("bytes"));
    }

    Future<List<Refusals>> refusals(Sql sql, Host peer) {
        return sql.run(REFUSALS, Tuple.of(peer.toString())).map(rows -> {
            List<Refusals> refusals = new ArrayList<>();
            rows.forEach(row -> refusals.add(new Refusals(row.getString("problem"), row.getLong("count"),
                row.getOffsetDateTime("last").toInstant())));
            return refusals;
        });
    }
}
