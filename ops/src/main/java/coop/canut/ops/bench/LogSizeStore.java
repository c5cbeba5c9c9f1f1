package coop.canut.ops.bench;

import coop.canut.node.store.Sql;
import coop.canut.protocol.log.Frontier;
import coop.canut.protocol.log.LogEntry;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The log of a node, made longer by entries whose bytes their author has erased. */
final class LogSizeStore {

    private static final String LOG = "select epoch, frontier from log where host = $1 for update";
    private static final String ADD = """
        insert into log_entry (host, epoch, index, id, kind, hash, gone)
        select $1, $2, *, 'erased' from unnest($3::bigint[], $4::text[], $5::text[], $6::bytea[])""";
    private static final String MOVE =
        "update log set size = $2, frontier = $3, root = $4, checkpoint = $5 where host = $1";
    private static final String CHECKPOINT = "insert into log_checkpoint (epoch, size, note) values ($1, $2, $3)";
    private static final String BYTES = "select pg_total_relation_size('log_entry') as bytes";

    /** Appends the entries, and the note of the state at their end, which a function makes of the epoch and the tree. */
    Future<Void> lengthen(Sql sql, Host host, List<LogEntry> entries, Function<MissedStore.Head, String> note) {
        return sql.run(LOG, Tuple.of(host.toString())).compose(rows -> {
            Row row = rows.iterator().next();
            long epoch = row.getLong("epoch");
            Frontier frontier = Frontier.decode(row.getBuffer("frontier").getBytes());
            List<Long> places = new ArrayList<>();
            Frontier longer = frontier;
            for (LogEntry entry : entries) {
                places.add(longer.size());
                longer = longer.append(entry.leaf());
            }
            Frontier end = longer;
            String checkpoint = note.apply(new MissedStore.Head(epoch, end));
            return sql.run(ADD, Tuple.of(host.toString(), epoch, places.toArray(Long[]::new),
                    entries.stream().map(entry -> entry.id().toString()).toArray(String[]::new),
                    entries.stream().map(LogEntry::kind).toArray(String[]::new),
                    entries.stream().map(entry -> Buffer.buffer(entry.hash().bytes())).toArray(Buffer[]::new)))
                .compose(added -> sql.run(MOVE, Tuple.of(host.toString(), end.size(), Buffer.buffer(end.encoded()),
                    Buffer.buffer(end.root().bytes()), checkpoint)))
                .compose(moved -> sql.run(CHECKPOINT, Tuple.of(epoch, end.size(), checkpoint)));
        }).mapEmpty();
    }

    /** Bytes of the table of entries with its indexes. */
    Future<Long> bytes(Sql sql) {
        return sql.run(BYTES).map(rows -> rows.iterator().next().getLong("bytes"));
    }
}
