package coop.canut.node.post;

import coop.canut.node.post.ChannelStore.Cursor;
import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How far a node whose database came from a backup has found out what it had said. */
final class RecoveryStore {

    /** What the node knows of its own recovery; {@code restoredAt} is null if its database never came from a backup. */
    record Standing(String recovery, Instant restoredAt, Set<Host> unsettled) {
    }

    private static final String STANDING = "select recovery, restored_at from node";
    private static final String UNSETTLED = "select peer from channel where direction = 'out' and not settled order by peer";
    private static final String MARK = "update node set recovery = 'marked', restored_at = $1";
    private static final String UNSETTLE_ALL = """
        insert into channel (peer, direction, head, settled)
        select host, 'out', $2, false from peer where host <> $1
        on conflict (peer, direction) do update set settled = false""";
    private static final String UNSETTLE = "update channel set settled = false where peer = $1 and direction = 'out'";
    private static final String BEGUN = "update node set recovery = 'asking'";
    private static final String DONE = "update node set recovery = 'none'";
    private static final String PUSH_ANEW = "update delivery set position = 0 where stream = 'log'";

    private static final String HELD = """
        select epoch, seq, hash from channel_message
        where peer = $1 and direction = 'out' and (epoch, seq) <= ($2, $3) order by epoch desc, seq desc limit 1""";
    private static final String KEEP = """
        insert into channel_message (peer, direction, epoch, seq, id, kind, hash, message)
        select $1, 'out', * from unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::bytea[], $7::bytea[])
        on conflict (peer, direction, epoch, seq) do update set id = excluded.id, kind = excluded.kind, hash = excluded.hash,
          message = excluded.message, refused = null where channel_message.hash <> excluded.hash""";
    private static final String CONTRADICTED = """
        select m.epoch, m.seq as index, m.id, m.kind, m.hash, m.message from channel_message m
        join unnest($2::bigint[], $3::bigint[], $4::bytea[]) as n(epoch, seq, hash) on m.epoch = n.epoch and m.seq = n.seq
        where m.peer = $1 and m.direction = 'out' and m.hash <> n.hash and m.message is not null order by m.epoch, m.seq""";
    private static final String UNSAY = "delete from outbox where id = any($1) and peer is not distinct from $2";
    private static final String RETURN = """
        insert into returned_message (peer, epoch, seq, message)
        select $1, * from unnest($2::bigint[], $3::bigint[], $4::bytea[]) on conflict do nothing""";
    private static final String RETURNED = """
        select epoch, seq, message from returned_message where peer = $1 order by epoch, seq""";
    private static final String TAKEN = "delete from returned_message where peer = $1 and epoch = $2 and seq = $3";
    private static final String FORGET = "delete from returned_message where peer = $1";

    private static final String UNHELD = """
        select epoch, seq as index, id, kind, hash, message from channel_message
        where peer = $1 and direction = 'out' and (epoch, seq) > ($2, $3) and message is not null order by epoch, seq""";
    private static final String REMOVE_UNHELD = """
        delete from channel_message where peer = $1 and direction = 'out' and (epoch, seq) > ($2, $3)""";
    private static final String RESTART = """
        update channel set epoch = $2, seq = 0, head = $3, acknowledged = 0, settled = true
        where peer = $1 and direction = 'out'""";
    private static final String CONFIRM = """
        update channel set settled = true,
          acknowledged = case when epoch = $2 then greatest(acknowledged, $3) else acknowledged end
        where peer = $1 and direction = 'out'""";

    Future<Standing> standing(Sql sql) {
        return sql.run(STANDING).compose(rows -> sql.run(UNSETTLED).map(peers -> {
            Set<Host> unsettled = new HashSet<>();
            peers.forEach(row -> unsettled.add(Host.of(row.getString("peer"))));
            if (rows.size() == 0) {
                return new Standing("none", null, unsettled);
            }
            Row row = rows.iterator().next();
            var restored = row.getOffsetDateTime("restored_at");
            return new Standing(row.getString("recovery"), restored == null ? null : restored.toInstant(), unsettled);
        }));
    }

    /** The database came from a backup: no channel is believed to end where it says. False if there is no node in it. */
    Future<Boolean> mark(Tx tx, Host self, Instant now) {
        return tx.run(MARK, Tuple.of(now.atOffset(ZoneOffset.UTC))).compose(marked ->
            tx.run(UNSETTLE_ALL, Tuple.of(self.toString(), bytes(Hash.ZERO))).map(marked.rowCount() == 1));
    }

    /** One channel may not end where it says: the peer holds something else. */
    Future<Void> unsettle(Sql sql, Host peer) {
        return sql.run(UNSETTLE, Tuple.of(peer.toString())).mapEmpty();
    }

    /** Our log goes on in a new epoch, and every reader is to get it from its beginning. */
    Future<Void> begun(Tx tx) {
        return tx.run(BEGUN).compose(begun -> tx.run(PUSH_ANEW)).mapEmpty();
    }

    Future<Void> done(Sql sql) {
        return sql.run(DONE).mapEmpty();
    }

    /** The last message that the peer is known to hold: the one at this place or the last before it. */
    Future<Cursor> held(Sql sql, Host peer, Cursor cursor) {
        return sql.run(HELD, Tuple.of(peer.toString(), cursor.epoch(), cursor.acknowledged())).map(rows -> {
            if (rows.size() == 0) {
                return Cursor.START;
            }
            Row row = rows.iterator().next();
            return new Cursor(row.getLong("epoch"), row.getLong("seq"), Hash.of(row.getBuffer("hash").getBytes()), 0, true);
        });
    }

    /** Keeps what a peer gave back as what we had said, for the rooms to take in; what waits to be said is said already. */
    Future<Void> keep(Tx tx, Host peer, List<Returned> lines) {
        List<Returned> whole = lines.stream().filter(line -> line.message() != null).toList();
        return tx.run(KEEP, Tuple.tuple().addString(peer.toString())
                .addValue(lines.stream().map(Returned::epoch).toArray(Long[]::new))
                .addValue(lines.stream().map(Returned::index).toArray(Long[]::new))
                .addValue(lines.stream().map(line -> line.entry().id().toString()).toArray(String[]::new))
                .addValue(lines.stream().map(line -> line.entry().kind()).toArray(String[]::new))
                .addValue(lines.stream().map(line -> bytes(line.entry().hash())).toArray(Buffer[]::new))
                .addValue(lines.stream().map(RecoveryStore::message).toArray(Buffer[]::new)))
            .compose(kept -> unsay(tx, peer, lines))
            .compose(unsaid -> whole.isEmpty() ? Future.succeededFuture() : tx.run(RETURN, Tuple.of(peer.toString(),
                whole.stream().map(Returned::epoch).toArray(Long[]::new),
                whole.stream().map(Returned::index).toArray(Long[]::new),
                whole.stream().map(RecoveryStore::message).toArray(Buffer[]::new))).mapEmpty());
    }

    /** What we numbered at places where the peer holds something else of ours. */
    Future<List<Returned>> contradicted(Tx tx, Host peer, List<Returned> lines) {
        return tx.run(CONTRADICTED, Tuple.of(peer.toString(), lines.stream().map(Returned::epoch).toArray(Long[]::new),
            lines.stream().map(Returned::index).toArray(Long[]::new),
            lines.stream().map(line -> bytes(line.entry().hash())).toArray(Buffer[]::new)))
            .map(rows -> ChannelStore.returned(rows, "index"));
    }

    /** Takes out of the outbox what was said; {@code peer} null for the log. */
    Future<Void> unsay(Tx tx, Host peer, List<Returned> lines) {
        return tx.run(UNSAY, Tuple.of(lines.stream().map(line -> line.entry().id().toString()).toArray(String[]::new),
            peer == null ? null : peer.toString())).mapEmpty();
    }

    /** What a peer gave back and the rooms have not taken in, in the order in which it was said. */
    Future<List<Returned>> returned(Sql sql, Host peer) {
        return sql.run(RETURNED, Tuple.of(peer.toString())).map(rows -> {
            List<Returned> returned = new ArrayList<>();
            rows.forEach(row -> returned.add(new Returned(row.getLong("epoch"), row.getLong("seq"), null,
                row.getBuffer("message").getBytes())));
            return returned;
        });
    }

    Future<Void> taken(Tx tx, Host peer, Returned line) {
        return tx.run(TAKEN, Tuple.of(peer.toString(), line.epoch(), line.index())).mapEmpty();
    }

    Future<Void> forget(Tx tx, Host peer) {
        return tx.run(FORGET, Tuple.of(peer.toString())).mapEmpty();
    }

    /** Takes away and gives what we numbered beyond a place: the peer does not hold it. */
    Future<List<Returned>> removeUnheld(Tx tx, Host peer, Cursor held) {
        var beyond = Tuple.of(peer.toString(), held.epoch(), held.seq());
        return tx.run(UNHELD, beyond).map(rows -> ChannelStore.returned(rows, "index"))
            .compose(unheld -> tx.run(REMOVE_UNHELD, beyond).map(unheld));
    }

    /** The channel counts from 1 again after what the peer holds. */
    Future<Void> restart(Tx tx, Host peer, long epoch, Hash head) {
        return tx.run(RESTART, Tuple.of(peer.toString(), epoch, bytes(head))).mapEmpty();
    }

    /** The peer holds everything up to a place, and nothing that we do not know. */
    Future<Void> confirm(Tx tx, Host peer, Cursor held) {
        return tx.run(CONFIRM, Tuple.of(peer.toString(), held.epoch(), held.seq())).mapEmpty();
    }

    private static Buffer message(Returned line) {
        return line.message() == null ? null : Buffer.buffer(line.message());
    }

    private static Buffer bytes(Hash hash) {
        return Buffer.buffer(hash.bytes());
    }
}
