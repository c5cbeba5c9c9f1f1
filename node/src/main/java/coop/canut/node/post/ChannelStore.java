package coop.canut.node.post;

import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Problem;
import coop.canut.protocol.log.LogEntry;
import coop.canut.protocol.message.ChannelAcknowledged.Refusal;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Both ends of the channels. */
final class ChannelStore {

    /** The two ends of a channel as the table names them. */
    enum End {
        OUT, IN;

        String code() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * Where a channel stands: the last number, its hash, and, of an outgoing one, up to where the peer has it.
     *
     * @param settled whether the peer has shown what we had said to it, since our database last came from a backup
     */
    record Cursor(long epoch, long seq, Hash head, long acknowledged, boolean settled) {

        /** Before anything was said. */
        static final Cursor START = new Cursor(1, 0, Hash.ZERO, 0, true);

        /** The same chain, counted from 1 again. */
        Cursor in(long newEpoch) {
            return new Cursor(newEpoch, 0, head, 0, true);
        }
    }

    private static final String OPEN = """
        insert into channel (peer, direction, head) values ($1, $2, $3) on conflict do nothing""";
    private static final String LOCK = """
        select epoch, seq, head, acknowledged, settled from channel where peer = $1 and direction = $2 for update""";
    private static final String CURSOR = """
        select epoch, seq, head, acknowledged, settled from channel where peer = $1 and direction = $2""";
    private static final String MOVE = """
        update channel set seq = $3, head = $4, acknowledged = case epoch when $6 then greatest(acknowledged, $5) else $5 end,
          epoch = $6
        where peer = $1 and direction = $2""";
    private static final String ADD = """
        insert into channel_message (peer, direction, epoch, seq, id, kind, hash, message, refused)
        select $1, $2, $3, * from unnest($4::bigint[], $5::text[], $6::text[], $7::bytea[], $8::bytea[], $9::text[])""";
    private static final String FROM = """
        select seq, id, kind, hash, message from channel_message
        where peer = $1 and direction = $2 and epoch = $3 and seq >= $4 order by seq limit $5""";
    private static final String NEXT_EPOCH = """
        select min(epoch) from channel_message
        where peer = $1 and direction = $2 and (epoch > $3 or epoch = $3 and seq >= $4)""";
    /** What this peer had said to us, in every epoch: what it asks for when its database came from a backup. */
    private static final String RETURNED = """
        select epoch, seq, id, kind, hash, message from channel_message
        where peer = $1 and direction = 'in' and (epoch, seq) >= ($2, $3) order by epoch, seq limit $4""";
    private static final String KNOWN = """
        select id, hash, message from channel_message
        where peer = $1 and direction = 'in' and id = any($2) and refused is null""";
    private static final String REFUSALS = """
        select seq, refused from channel_message
        where peer = $1 and direction = 'in' and epoch = $2 and seq > $3 and refused is not null order by seq""";
    private static final String ACKNOWLEDGE = """
        update channel set acknowledged = $2 where peer = $1 and direction = 'out' and acknowledged < $2""";
    private static final String MARK_REFUSED = """
        update channel_message m set refused = r.problem
        from unnest($3::bigint[], $4::text[]) as r(seq, problem)
        where m.peer = $1 and m.direction = 'out' and m.epoch = $2 and m.seq = r.seq and m.refused is null
        returning m.seq, m.kind, m.refused""";

    private static final String REPLACE = """
        update channel_message m set hash = r.hash, message = r.message
        from unnest($3::bigint[], $4::bytea[], $5::bytea[]) as r(seq, hash, message)
        where m.peer = $1 and m.direction = 'out' and m.epoch = $2 and m.seq = r.seq""";
    private static final String HEAD = "update channel set head = $2 where peer = $1 and direction = 'out'";

    Future<Cursor> lock(Tx tx, Host peer, End end) {
        var key = Tuple.of(peer.toString(), end.code());
        return tx.run(LOCK, key).compose(rows -> rows.size() == 1
            ? Future.succeededFuture(rows)
            : tx.run(OPEN, Tuple.of(peer.toString(), end.code(), bytes(Hash.ZERO))).compose(made -> tx.run(LOCK, key)))
            .map(rows -> cursor(rows.iterator().next()));
    }

    Future<Cursor> cursor(Sql sql, Host peer, End end) {
        return sql.run(CURSOR, Tuple.of(peer.toString(), end.code()))
            .map(rows -> rows.size() == 0 ? Cursor.START : cursor(rows.iterator().next()));
    }

    /** Keeps the messages with their verdicts, and moves the cursor over them. Refused incoming bytes are not kept. */
    Future<Void> append(Tx tx, Host peer, End end, long epoch, List<Signed> messages, List<Verdict> verdicts,
                        boolean acknowledged) {
        int size = messages.size();
        var seqs = new Long[size];
        var ids = new String[size];
        var kinds = new String[size];
        var hashes = new Buffer[size];
        var bytes = new Buffer[size];
        var refused = new String[size];
        for (int i = 0; i < size; i++) {
            Signed signed = messages.get(i);
            boolean applied = verdicts.get(i).applied();
            seqs[i] = signed.envelope().channel().seq();
            ids[i] = signed.envelope().id().toString();
            kinds[i] = signed.envelope().message().kind().code();
            hashes[i] = bytes(signed.hash());
            bytes[i] = applied || end == End.OUT ? Buffer.buffer(signed.wire()) : null;
            refused[i] = applied ? null : verdicts.get(i).problem().code();
        }
        Signed last = messages.getLast();
        return tx.run(ADD, Tuple.from(new Object[] {peer.toString(), end.code(), epoch, seqs, ids, kinds, hashes, bytes,
                refused}))
            .compose(added -> tx.run(MOVE, Tuple.of(peer.toString(), end.code(), seqs[size - 1], bytes(last.hash()),
                acknowledged ? seqs[size - 1] : 0L, epoch)))
            .mapEmpty();
    }

    /** Other bytes for numbers that the peer has not acknowledged; the last of them is the head until more follow. */
    Future<Void> replace(Tx tx, Host peer, long epoch, List<Signed> messages) {
        Long[] seqs = messages.stream().map(signed -> signed.envelope().channel().seq()).toArray(Long[]::new);
        Buffer[] hashes = messages.stream().map(signed -> bytes(signed.hash())).toArray(Buffer[]::new);
        Buffer[] wires = messages.stream().map(signed -> Buffer.buffer(signed.wire())).toArray(Buffer[]::new);
        return tx.run(REPLACE, Tuple.of(peer.toString(), epoch, seqs, hashes, wires))
            .compose(replaced -> tx.run(HEAD, Tuple.of(peer.toString(), bytes(messages.getLast().hash())))).mapEmpty();
    }

    Future<List<Kept>> from(Sql sql, Host peer, End end, long epoch, long seq, int limit) {
        return sql.run(FROM, Tuple.of(peer.toString(), end.code(), epoch, seq, limit)).map(ChannelStore::kept);
    }

    /** The epoch in which the next message from this place on stands; empty if there is none. */
    Future<Optional<Long>> nextEpoch(Sql sql, Host peer, End end, long epoch, long seq) {
        return sql.run(NEXT_EPOCH, Tuple.of(peer.toString(), end.code(), epoch, seq))
            .map(rows -> Optional.ofNullable(rows.iterator().next().getLong(0)));
    }

    Future<List<Returned>> returned(Sql sql, Host peer, long epoch, long seq, int limit) {
        return sql.run(RETURNED, Tuple.of(peer.toString(), epoch, seq, limit)).map(rows -> returned(rows, "seq"));
    }

    static List<Returned> returned(RowSet<Row> rows, String place) {
        List<Returned> returned = new ArrayList<>();
        for (Row row : rows) {
            Buffer message = row.getBuffer("message");
            returned.add(new Returned(row.getLong("epoch"), row.getLong(place),
                new LogEntry(Id.of(row.getString("id")), row.getString("kind"), Hash.of(row.getBuffer("hash").getBytes())),
                message == null ? null : message.getBytes()));
        }
        return returned;
    }

    /** Those of these messages of a peer that we have applied before, in whatever epoch, by their ids. */
    Future<Map<String, byte[]>> known(Tx tx, Host peer, List<Signed> messages) {
        String[] ids = messages.stream().map(signed -> signed.envelope().id().toString()).toArray(String[]::new);
        return tx.run(KNOWN, Tuple.of(peer.toString(), (Object) ids)).map(rows -> {
            Map<String, byte[]> known = new HashMap<>();
            rows.forEach(row -> known.put(row.getString("id"), row.getBuffer("message").getBytes()));
            return known;
        });
    }

    Future<List<Refusal>> refusals(Sql sql, Host peer, long epoch, long afterSeq) {
        return sql.run(REFUSALS, Tuple.of(peer.toString(), epoch, afterSeq)).map(rows -> {
            List<Refusal> refusals = new ArrayList<>();
            rows.forEach(row -> refusals.add(new Refusal(row.getLong("seq"), Problem.of(row.getString("refused")))));
            return refusals;
        });
    }

    /** The peer has everything up to {@code seq}; gives the refusals that are news, as {@code seq kind problem}. */
    Future<List<String>> acknowledge(Tx tx, Host peer, long epoch, long seq, List<Refusal> refused) {
        Long[] seqs = refused.stream().map(Refusal::seq).toArray(Long[]::new);
        String[] problems = refused.stream().map(refusal -> refusal.problem().code()).toArray(String[]::new);
        return tx.run(ACKNOWLEDGE, Tuple.of(peer.toString(), seq))
            .compose(moved -> tx.run(MARK_REFUSED, Tuple.of(peer.toString(), epoch, seqs, problems)))
            .map(rows -> {
                List<String> news = new ArrayList<>();
                rows.forEach(row -> news.add(row.getLong("seq") + " " + row.getString("kind") + " "
                    + row.getString("refused")));
                return news;
            });
    }

    private static List<Kept> kept(RowSet<Row> rows) {
        List<Kept> kept = new ArrayList<>();
        for (Row row : rows) {
            Buffer message = row.getBuffer("message");
            kept.add(new Kept(row.getLong("seq"), row.getString("id"), row.getString("kind"),
                Hash.of(row.getBuffer("hash").getBytes()), message == null ? null : message.getBytes(), null));
        }
        return kept;
    }

    private static Cursor cursor(Row row) {
        return new Cursor(row.getLong("epoch"), row.getLong("seq"), Hash.of(row.getBuffer("head").getBytes()),
            row.getLong("acknowledged"), row.getBoolean("settled"));
    }

    private static Buffer bytes(Hash hash) {
        return Buffer.buffer(hash.bytes());
    }
}
