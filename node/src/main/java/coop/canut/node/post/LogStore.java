package coop.canut.node.post;

import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Limits;
import coop.canut.protocol.log.Frontier;
import coop.canut.protocol.log.LogEntry;
import coop.canut.protocol.log.Origin;
import coop.canut.protocol.message.NodeMessage.ContentErased;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Public logs: our own and those we read, each with its frontier. */
final class LogStore {

    /** A log as far as we have verified it; {@code checkpoint} is null before the first. */
    record Head(long epoch, Frontier frontier, String checkpoint) {
        long size() {
            return frontier.size();
        }
    }

    /** A place in a log: the entry at this index, or the end if there is none. */
    record Place(long epoch, long index) {
    }

    /** A state of our own log that we signed. */
    record Checkpointed(long size, String note) {
    }

    private static final String START_EPOCH = """
        update log set epoch = $2, size = 0, frontier = $3, root = $4, checkpoint = null where host = $1""";
    private static final String CLOSED = """
        select count(*) as size, (select note from log_checkpoint c where c.epoch = $2 order by c.size desc limit 1) as note
        from log_entry where host = $1 and epoch = $2""";
    private static final String BEFORE = """
        select epoch, count(*) as size from log_entry where host = $1 and epoch < $2
        group by epoch order by epoch desc limit 1""";
    private static final String RETURNED = """
        select epoch, index, id, kind, hash, message from log_entry
        where host = $1 and (epoch, index) >= ($2, $3) order by epoch, index limit $4""";
    private static final String KNOWN = """
        select id, message from log_entry where host = $1 and id = any($2) and message is not null""";
    private static final String OPEN = """
        insert into log (host, frontier, root) values ($1, $2, $3) on conflict do nothing""";
    private static final String LOCK = "select epoch, frontier, checkpoint from log where host = $1 for update";
    private static final String HEAD = "select epoch, frontier, checkpoint from log where host = $1";
    private static final String WITNESSED = "select host, epoch from log where checkpoint is not null and host = any($1)";
    private static final String MOVE = """
        update log set size = $2, frontier = $3, root = $4, checkpoint = $5 where host = $1""";
    private static final String ADD = """
        insert into log_entry (host, epoch, index, id, kind, hash, message, refused)
        select $1, $2, * from unnest($3::bigint[], $4::text[], $5::text[], $6::bytea[], $7::bytea[], $8::text[])""";
    private static final String ADD_GONE = """
        insert into log_entry (host, epoch, index, id, kind, hash, gone)
        select $1, $2, *, 'erased' from unnest($3::bigint[], $4::text[], $5::text[], $6::bytea[])""";
    private static final String ERASE = """
        update log_entry set message = null, gone = 'erased'
        where host = $1 and id = any($2) and kind = any($3) and refused is null""";
    private static final String FROM = """
        select index, id, kind, hash, message, gone from log_entry
        where host = $1 and epoch = $2 and index >= $3 order by index limit $4""";
    private static final String LEAVES = """
        select index, id, kind, hash, null::bytea as message, null::text as gone from log_entry
        where host = $1 and epoch = $2 and index >= $3 order by index limit $4""";
    private static final String OF_KIND = """
        select message from log_entry e
        where host = $1 and kind = $2 and message is not null and not exists (
          select from log_entry before where before.host = e.host and before.id = e.id and before.epoch < e.epoch)
        order by epoch, index""";
    private static final String BY_ID = "select kind, message from log_entry where host = $1 and id = $2 limit 1";
    private static final String ADD_CHECKPOINT = "insert into log_checkpoint (epoch, size, note) values ($1, $2, $3)";
    private static final String NEXT_CHECKPOINT = """
        select size, note from log_checkpoint where epoch = $1 and size > $2 order by size limit 1""";
    private static final String CHECKPOINT_AT = "select size, note from log_checkpoint where epoch = $1 and size = $2";
    private static final String COSIGN = """
        insert into cosignature (epoch, witness, size, line, at) values ($1, $2, $3, $4, $5)
        on conflict (epoch, witness) do update set size = excluded.size, line = excluded.line, at = excluded.at
        where cosignature.size <= excluded.size""";
    private static final String COSIGNATURES = """
        select line from cosignature where epoch = $1 and size = $2 order by at desc limit $3""";

    private static final String LEAVE = """
        insert into log_branch (host, epoch, checkpoint, left_at) select host, epoch, checkpoint, $2 from log where host = $1
        returning row_number""";
    private static final String LEAVE_ENTRIES = """
        with left_behind as (delete from log_entry where host = $2 and epoch = $3 and index >= $4 returning *)
        insert into log_branch_entry (branch, index, id, kind, hash, message, refused, stored_at)
        select $1, index, id, kind, hash, message, refused, stored_at from left_behind""";

    Future<Head> lock(Tx tx, Host host) {
        return tx.run(LOCK, Tuple.of(host.toString())).compose(rows -> rows.size() == 1
            ? Future.succeededFuture(rows)
            : tx.run(OPEN, Tuple.of(host.toString(), Buffer.buffer(Frontier.empty().encoded()),
                Buffer.buffer(Frontier.empty().root().bytes()))).compose(made -> tx.run(LOCK, Tuple.of(host.toString()))))
            .map(rows -> head(rows.iterator().next()));
    }

    Future<Optional<Head>> head(Sql sql, Host host) {
        return sql.run(HEAD, Tuple.of(host.toString()))
            .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(head(rows.iterator().next())));
    }

    /** The logs of these hosts that we have read to a checkpoint. */
    Future<List<Origin>> witnessed(Sql sql, Collection<Host> hosts) {
        return sql.run(WITNESSED, Tuple.of((Object) hosts.stream().map(Host::toString).toArray(String[]::new))).map(rows -> {
            List<Origin> origins = new ArrayList<>();
            rows.forEach(row -> origins.add(new Origin(Host.of(row.getString("host")), row.getLong("epoch"))));
            return origins;
        });
    }

    /** Appends entries from the head's size on; refused ones keep their leaf and not their bytes. */
    Future<Void> append(Tx tx, Host host, Head head, List<Signed> messages, List<Verdict> verdicts, Frontier frontier,
                        String checkpoint) {
        int size = messages.size();
        var indexes = new Long[size];
        var ids = new String[size];
        var kinds = new String[size];
        var hashes = new Buffer[size];
        var bytes = new Buffer[size];
        var refused = new String[size];
        for (int i = 0; i < size; i++) {
            Signed signed = messages.get(i);
            boolean applied = verdicts.get(i).applied();
            indexes[i] = head.size() + i;
            ids[i] = signed.envelope().id().toString();
            kinds[i] = signed.envelope().message().kind().code();
            hashes[i] = Buffer.buffer(signed.hash().bytes());
            bytes[i] = applied ? Buffer.buffer(signed.wire()) : null;
            refused[i] = applied ? null : verdicts.get(i).problem().code();
        }
        return tx.run(ADD, Tuple.of(host.toString(), head.epoch(), indexes, ids, kinds, hashes).addValue(bytes)
                .addValue(refused))
            .compose(added -> move(tx, host, frontier, checkpoint))
            .compose(moved -> erase(tx, host, messages));
    }

    /** What a message that was just appended takes back goes with it, even if it came in the same batch. */
    private static Future<Void> erase(Tx tx, Host host, List<Signed> appended) {
        String[] ids = appended.stream().map(Signed::message).filter(ContentErased.class::isInstance)
            .flatMap(message -> ((ContentErased) message).ids().stream()).filter(url -> url.host().equals(host))
            .map(url -> url.id().toString()).toArray(String[]::new);
        return ids.length == 0 ? Future.succeededFuture()
            : tx.run(ERASE, Tuple.of(host.toString(), ids, Tombstones.MAY_BE_GONE)).mapEmpty();
    }

    /** Appends entries whose bytes their author has erased. */
    Future<Void> appendGone(Tx tx, Host host, Head head, List<LogEntry> entries, Frontier frontier, String checkpoint) {
        int size = entries.size();
        var indexes = new Long[size];
        var ids = new String[size];
        var kinds = new String[size];
        var hashes = new Buffer[size];
        for (int i = 0; i < size; i++) {
            indexes[i] = head.size() + i;
            ids[i] = entries.get(i).id().toString();
            kinds[i] = entries.get(i).kind();
            hashes[i] = Buffer.buffer(entries.get(i).hash().bytes());
        }
        return tx.run(ADD_GONE, Tuple.of(host.toString(), head.epoch(), indexes, ids, kinds, hashes))
            .compose(added -> move(tx, host, frontier, checkpoint));
    }

    private static Future<Void> move(Tx tx, Host host, Frontier frontier, String checkpoint) {
        return tx.run(MOVE, Tuple.of(host.toString(), frontier.size(), Buffer.buffer(frontier.encoded()),
            Buffer.buffer(frontier.root().bytes()), checkpoint)).mapEmpty();
    }

    /** Goes back to a shorter log; what stood behind it is kept as a branch, which no reader is shown. */
    Future<Head> leave(Tx tx, Host host, Head head, Frontier shorter, Instant at) {
        return tx.run(LEAVE, Tuple.of(host.toString(), at.atOffset(ZoneOffset.UTC)))
            .compose(branch -> tx.run(LEAVE_ENTRIES, Tuple.of(branch.iterator().next().getLong(0), host.toString(),
                head.epoch(), shorter.size())))
            .compose(left -> tx.run(MOVE, Tuple.of(host.toString(), shorter.size(), Buffer.buffer(shorter.encoded()),
                Buffer.buffer(shorter.root().bytes()), null)))
            .map(moved -> new Head(head.epoch(), shorter, null));
    }

    Future<List<Kept>> from(Sql sql, Host host, long epoch, long index, int limit) {
        return sql.run(FROM, Tuple.of(host.toString(), epoch, index, limit)).map(LogStore::kept);
    }

    /** As {@link #from}, without any bytes: what leaves are made of. */
    Future<List<Kept>> leaves(Sql sql, Host host, long epoch, long index, int limit) {
        return sql.run(LEAVES, Tuple.of(host.toString(), epoch, index, limit)).map(LogStore::kept);
    }

    /** The root over the first entries of a log of some epoch, anew from what we hold; empty if that is not so many. */
    Future<Optional<Hash>> root(Sql sql, Host host, long epoch, long size) {
        return frontier(sql, host, epoch, size)
            .map(frontier -> frontier.size() == size ? Optional.of(frontier.root()) : Optional.empty());
    }

    /** The tree over those entries, or over all that we hold if that is not so many. */
    Future<Frontier> frontier(Sql sql, Host host, long epoch, long size) {
        return grown(sql, host, epoch, Frontier.empty(), size);
    }

    private Future<Frontier> grown(Sql sql, Host host, long epoch, Frontier frontier, long size) {
        int limit = (int) Math.min(Limits.LOG_ENTRIES_PER_PAGE, size - frontier.size());
        return limit == 0 ? Future.succeededFuture(frontier)
            : leaves(sql, host, epoch, frontier.size(), limit).compose(leaves -> {
                Frontier longer = frontier;
                for (Kept leaf : leaves) {
                    longer = longer.append(leaf.entry().leaf());
                }
                return leaves.isEmpty() ? Future.succeededFuture(longer) : grown(sql, host, epoch, longer, size);
            });
    }

    private static List<Kept> kept(RowSet<Row> rows) {
        List<Kept> kept = new ArrayList<>();
        for (Row row : rows) {
            Buffer message = row.getBuffer("message");
            kept.add(new Kept(row.getLong("index"), row.getString("id"), row.getString("kind"),
                Hash.of(row.getBuffer("hash").getBytes()), message == null ? null : message.getBytes(),
                row.getString("gone")));
        }
        return kept;
    }

    /** A log that has ended because a later epoch began: its size, and the last state that its author signed, if it is ours. */
    Future<Optional<Checkpointed>> closed(Sql sql, Host host, long epoch) {
        return sql.run(CLOSED, Tuple.of(host.toString(), epoch)).map(rows -> {
            Row row = rows.iterator().next();
            return row.getLong("size") == 0 ? Optional.empty()
                : Optional.of(new Checkpointed(row.getLong("size"), row.getString("note")));
        });
    }

    /** Where the epoch before the present one ended; the present end if there was none. */
    Future<Place> before(Sql sql, Host host, Head head) {
        return sql.run(BEFORE, Tuple.of(host.toString(), head.epoch())).map(rows -> rows.size() == 0
            ? new Place(head.epoch(), head.size())
            : new Place(rows.iterator().next().getLong("epoch"), rows.iterator().next().getLong("size")));
    }

    /** The log goes on in a new epoch, in which nothing stands yet. */
    Future<Void> startEpoch(Tx tx, Host host, long epoch) {
        return tx.run(START_EPOCH, Tuple.of(host.toString(), epoch, Buffer.buffer(Frontier.empty().encoded()),
            Buffer.buffer(Frontier.empty().root().bytes()))).mapEmpty();
    }

    Future<List<Returned>> returned(Sql sql, Host host, long epoch, long index, int limit) {
        return sql.run(RETURNED, Tuple.of(host.toString(), epoch, index, limit))
            .map(rows -> ChannelStore.returned(rows, "index"));
    }

    /** Those of these messages that stand in this host's log already, in whatever epoch, by their ids. */
    Future<Map<String, byte[]>> known(Sql sql, Host host, List<Signed> messages) {
        String[] ids = messages.stream().map(signed -> signed.envelope().id().toString()).toArray(String[]::new);
        return sql.run(KNOWN, Tuple.of(host.toString(), (Object) ids)).map(rows -> {
            Map<String, byte[]> known = new HashMap<>();
            rows.forEach(row -> known.put(row.getString("id"), row.getBuffer("message").getBytes()));
            return known;
        });
    }

    Future<List<byte[]>> ofKind(Sql sql, Host host, String kind) {
        return sql.run(OF_KIND, Tuple.of(host.toString(), kind)).map(rows -> {
            List<byte[]> messages = new ArrayList<>();
            rows.forEach(row -> messages.add(row.getBuffer("message").getBytes()));
            return messages;
        });
    }

    /** The bytes of a public message; empty if there was never one, a null inside if they are gone. */
    Future<Optional<Kept>> byId(Sql sql, Host host, Id id) {
        return sql.run(BY_ID, Tuple.of(host.toString(), id.toString())).map(rows -> {
            if (rows.size() == 0) {
                return Optional.empty();
            }
            Row row = rows.iterator().next();
            Buffer message = row.getBuffer("message");
            return Optional.of(new Kept(0, id.toString(), row.getString("kind"), Hash.ZERO,
                message == null ? null : message.getBytes(), null));
        });
    }

    Future<Void> addCheckpoint(Tx tx, long epoch, long size, String note) {
        return tx.run(ADD_CHECKPOINT, Tuple.of(epoch, size, note)).mapEmpty();
    }

    /** The first state that we signed after a size: what a push to a reader of that size goes up to. */
    Future<Optional<Checkpointed>> nextCheckpoint(Sql sql, long epoch, long afterSize) {
        return sql.run(NEXT_CHECKPOINT, Tuple.of(epoch, afterSize)).map(rows -> rows.size() == 0
            ? Optional.empty() : Optional.of(checkpointed(rows.iterator().next())));
    }

    Future<Optional<Checkpointed>> checkpointAt(Sql sql, long epoch, long size) {
        return sql.run(CHECKPOINT_AT, Tuple.of(epoch, size)).map(rows -> rows.size() == 0
            ? Optional.empty() : Optional.of(checkpointed(rows.iterator().next())));
    }

    Future<Void> cosign(Sql sql, long epoch, Host witness, long size, String line, Instant at) {
        return sql.run(COSIGN, Tuple.of(epoch, witness.toString(), size, line, at.atOffset(ZoneOffset.UTC))).mapEmpty();
    }

    Future<List<String>> cosignatures(Sql sql, long epoch, long size, int limit) {
        return sql.run(COSIGNATURES, Tuple.of(epoch, size, limit)).map(rows -> {
            List<String> lines = new ArrayList<>();
            rows.forEach(row -> lines.add(row.getString("line")));
            return lines;
        });
    }

    private static Head head(Row row) {
        return new Head(row.getLong("epoch"), Frontier.decode(row.getBuffer("frontier").getBytes()),
            row.getString("checkpoint"));
    }

    private static Checkpointed checkpointed(Row row) {
        return new Checkpointed(row.getLong("size"), row.getString("note"));
    }

    static LogEntry entry(Signed signed) {
        return new LogEntry(signed.envelope().id(), signed.envelope().message().kind().code(), signed.hash());
    }
}
