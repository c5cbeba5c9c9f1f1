package coop.canut.node.check;

import coop.canut.node.store.Sql;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The stored bytes, page by page. */
final class ByteStore {

    /**
     * A message as a row keeps it.
     *
     * @param place    index in a log, number in a channel
     * @param message  null if it was refused or erased
     * @param storedAt null if that is not written down
     */
    record Kept(long place, String id, String kind, Hash hash, byte[] message, Instant storedAt) {
    }

    /** A log of one epoch; size, root, frontier and checkpoint are null for an epoch that is over. */
    record LogRow(Host host, long epoch, Long size, Hash root, byte[] frontier, String checkpoint) {
    }

    /** One end of a channel in one epoch. */
    record End(Host peer, boolean out, long epoch) {
    }

    /** A witness's line on our checkpoint; {@code note} is null if we have no such checkpoint. */
    record Cosigned(Host witness, long size, String line, Instant at, String note) {
    }

    /** A fork as it is kept. */
    record ForkRow(Host host, long epoch, boolean proof, String held, String shown) {
    }

    private static final String FORKS = "select host, epoch, proof, held, shown from fork order by host, epoch, proof";
    private static final String STATEMENTS = """
        select host, message from log_entry where kind = $1 and message is not null order by host, epoch, index""";
    private static final String MEMBERS = "select id from person union select member from claim";
    private static final String LOGS = """
        select coalesce(l.host, e.host) as host, coalesce(l.epoch, e.epoch) as epoch, l.size, l.root, l.frontier,
          l.checkpoint
        from log l full join (select distinct host, epoch from log_entry) e on e.host = l.host and e.epoch = l.epoch
        order by 1, 2""";
    private static final String ENTRIES = """
        select index as place, id, kind, hash, message, stored_at from log_entry
        where host = $1 and epoch = $2 and index > $3 order by index limit $4""";
    private static final String CHECKPOINTS = """
        select size, note from log_checkpoint where epoch = $1 and size > $2 and size <= $3""";
    private static final String COSIGNED = """
        select c.witness, c.size, c.line, c.at, n.note
        from cosignature c left join log_checkpoint n on n.epoch = c.epoch and n.size = c.size
        where c.epoch = $1 order by c.witness""";
    private static final String ENDS = """
        select distinct peer, direction, epoch from channel_message order by peer, direction, epoch""";
    private static final String MESSAGES = """
        select seq as place, id, kind, hash, message, stored_at from channel_message
        where peer = $1 and direction = $2 and epoch = $3 and seq > $4 order by seq limit $5""";
    private static final String ISSUERS = "select distinct peer from receipt order by peer";
    private static final String RECEIPTS = """
        select seq as place, id, 'receipt-issued' as kind, sha256(message) as hash, message, null::timestamptz as stored_at
        from receipt where peer = $1 and id > $2 order by id limit $3""";

    /** The statements of keys of every host whose log we hold, oldest first. */
    Future<Map<Host, List<byte[]>>> statements(Sql sql) {
        return sql.run(STATEMENTS, Tuple.of(Kind.KEYS_STATED.code())).map(rows -> {
            Map<Host, List<byte[]>> statements = new LinkedHashMap<>();
            rows.forEach(row -> statements.computeIfAbsent(Host.of(row.getString("host")), host -> new ArrayList<>())
                .add(row.getBuffer("message").getBytes()));
            return statements;
        });
    }

    /** The ids that nobody outside may ever see. */
    Future<Set<String>> members(Sql sql) {
        return sql.run(MEMBERS).map(rows -> {
            Set<String> members = new HashSet<>();
            rows.forEach(row -> members.add(row.getString("id")));
            return members;
        });
    }

    Future<List<LogRow>> logs(Sql sql) {
        return sql.run(LOGS).map(rows -> all(rows, row -> new LogRow(Host.of(row.getString("host")), row.getLong("epoch"),
            row.getLong("size"), hash(row.getBuffer("root")), bytes(row.getBuffer("frontier")),
            row.getString("checkpoint"))));
    }

    Future<List<Kept>> entries(Sql sql, LogRow log, long after) {
        return sql.run(ENTRIES, Tuple.of(log.host().toString(), log.epoch(), after, Pages.MESSAGES)).map(ByteStore::kept);
    }

    /** What we signed of our own log at the sizes after the first and up to the last, by size. */
    Future<Map<Long, String>> checkpoints(Sql sql, long epoch, long after, long last) {
        return sql.run(CHECKPOINTS, Tuple.of(epoch, after, last)).map(rows -> {
            Map<Long, String> notes = new HashMap<>();
            rows.forEach(row -> notes.put(row.getLong("size"), row.getString("note")));
            return notes;
        });
    }

    Future<List<Cosigned>> cosigned(Sql sql, long epoch) {
        return sql.run(COSIGNED, Tuple.of(epoch)).map(rows -> all(rows, row -> new Cosigned(
            Host.of(row.getString("witness")), row.getLong("size"), row.getString("line"),
            row.getOffsetDateTime("at").toInstant(), row.getString("note"))));
    }

    Future<List<End>> ends(Sql sql) {
        return sql.run(ENDS).map(rows -> all(rows, row -> new End(Host.of(row.getString("peer")),
            row.getString("direction").equals("out"), row.getLong("epoch"))));
    }

    Future<List<Kept>> messages(Sql sql, End end, long after) {
        return sql.run(MESSAGES, Tuple.of(end.peer().toString(), end.out() ? "out" : "in", end.epoch(), after,
            Pages.MESSAGES)).map(ByteStore::kept);
    }

    Future<List<ForkRow>> forks(Sql sql) {
        return sql.run(FORKS).map(rows -> all(rows, row -> new ForkRow(Host.of(row.getString("host")), row.getLong("epoch"),
            row.getBoolean("proof"), row.getString("held"), row.getString("shown"))));
    }

    Future<List<Host>> issuers(Sql sql) {
        return sql.run(ISSUERS).map(rows -> all(rows, row -> Host.of(row.getString("peer"))));
    }

    Future<List<Kept>> receipts(Sql sql, Host issuer, String afterId) {
        return sql.run(RECEIPTS, Tuple.of(issuer.toString(), afterId, Pages.MESSAGES)).map(ByteStore::kept);
    }

    private static List<Kept> kept(RowSet<Row> rows) {
        return all(rows, row -> {
            var stored = row.getOffsetDateTime("stored_at");
            return new Kept(row.getLong("place"), row.getString("id"), row.getString("kind"), hash(row.getBuffer("hash")),
                bytes(row.getBuffer("message")), stored == null ? null : stored.toInstant());
        });
    }

    private static <T> List<T> all(RowSet<Row> rows, Function<Row, T> read) {
        List<T> all = new ArrayList<>();
        rows.forEach(row -> all.add(read.apply(row)));
        return all;
    }

    /** Null for what is no hash: that is a finding, not a failure. */
    private static Hash hash(Buffer bytes) {
        return bytes == null || bytes.length() != Hash.BYTES ? null : Hash.of(bytes.getBytes());
    }

    private static byte[] bytes(Buffer bytes) {
        return bytes == null ? null : bytes.getBytes();
    }
}
