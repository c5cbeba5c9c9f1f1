package coop.canut.ops.bench;

import coop.canut.node.store.Sql;
import coop.canut.protocol.log.Frontier;
import coop.canut.protocol.message.ChannelPosition;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The tables of a node that is stopped, as they are after it has said much while nobody heard it. */
final class MissedStore {

    /** One lease for each listing, of all its slots; it has the listing's id. */
    private static final String LEND = """
        with lent as (
          insert into lease (id, host, request, listing, revision, granted_at, open_until, until, reclaim_at)
          select id, $1, id, id, 1, now(), now() + interval '1 day', now() + interval '2 days', now() + interval '3 days'
          from listing),
        taken as (
          update slot set state = 'leased', host = $1, lease = listing, acts_at = now() + interval '2 days'
          where state = 'free' returning id, listing)
        insert into lease_slot (lease, slot) select listing, id from taken""";
    private static final String LENT = "select listing, id from slot where state = 'leased' order by listing, id";
    private static final String TIDY = "vacuum analyze slot, lease_slot, lease";

    private static final String CHANNEL = "select epoch, seq, head from channel where peer = $1 and direction = 'out'";
    private static final String SAY = """
        insert into channel_message (peer, direction, epoch, seq, id, kind, hash, message)
        select $1, 'out', $2, * from unnest($3::bigint[], $4::text[], $5::text[], $6::bytea[], $7::bytea[])""";
    private static final String SAID = "update channel set seq = $2, head = $3 where peer = $1 and direction = 'out'";

    private static final String LOG = "select epoch, frontier from log where host = $1";
    private static final String PUBLISH = """
        insert into log_entry (host, epoch, index, id, kind, hash, message)
        select $1, $2, * from unnest($3::bigint[], $4::text[], $5::text[], $6::bytea[], $7::bytea[])""";
    private static final String CHECKPOINT = "insert into log_checkpoint (epoch, size, note) values ($1, $2, $3)";
    private static final String PUBLISHED =
        "update log set size = $2, frontier = $3, root = $4, checkpoint = $5 where host = $1";
    private static final String NEWEST = """
        select message from log_entry where host = $1 and kind = $2 and message is not null order by index desc limit 1""";

    private static final String HEARD = """
        select coalesce((select seq from channel where peer = $1 and direction = 'in'), 0) as seq,
          coalesce((select size from log where host = $1), 0) as size""";
    private static final String REFUSED = """
        select (select count(*) from channel_message where peer = $1 and direction = 'in' and refused is not null)
          + (select count(*) from log_entry where host = $1 and refused is not null) as refused""";

    /** A slot that is lent, under the lease of its listing. */
    record Slot(Id listing, Id id) {
    }

    /** Where a log stands. */
    record Head(long epoch, Frontier frontier) {
    }

    /**
     * How far a reader has come with one host.
     *
     * @param seq  the number in its channel
     * @param size entries of its log
     */
    record Heard(long seq, long size) {
    }

    /** Lends all that is free to a host. */
    Future<List<Slot>> lend(Sql sql, Host host) {
        return sql.run(LEND, Tuple.of(host.toString())).compose(lent -> sql.run(TIDY)).compose(tidied -> sql.run(LENT))
            .map(rows -> {
                List<Slot> slots = new ArrayList<>();
                rows.forEach(row -> slots.add(new Slot(Id.of(row.getString("listing")), Id.of(row.getString("id")))));
                return slots;
            });
    }

    /** Where the channel to a peer stands, and the hash of its last message. */
    Future<ChannelPosition> channel(Sql sql, Host peer) {
        return sql.run(CHANNEL, Tuple.of(peer.toString())).map(rows -> {
            Row row = rows.iterator().next();
            return new ChannelPosition(row.getLong("epoch"), row.getLong("seq"), Hash.of(row.getBuffer("head").getBytes()));
        });
    }

    /** Puts messages that follow each other at the end of the channel to a peer. */
    Future<Void> say(Sql sql, Host peer, List<Signed> messages) {
        Signed last = messages.getLast();
        long epoch = last.envelope().channel().epoch();
        Tuple rows = rows(peer, epoch, messages.stream().map(signed -> signed.envelope().channel().seq()).toList(), messages);
        return sql.run(SAY, rows).compose(said -> sql.run(SAID, Tuple.of(peer.toString(), last.envelope().channel().seq(),
            Buffer.buffer(last.hash().bytes())))).mapEmpty();
    }

    /** Where a host's log stands. */
    Future<Head> log(Sql sql, Host host) {
        return sql.run(LOG, Tuple.of(host.toString())).map(rows -> {
            Row row = rows.iterator().next();
            return new Head(row.getLong("epoch"), Frontier.decode(row.getBuffer("frontier").getBytes()));
        });
    }

    /** Appends messages to a host's own log; the note is that of the state at their end. */
    Future<Void> publish(Sql sql, Host host, Head before, List<Signed> messages, Frontier after, String note) {
        List<Long> places = new ArrayList<>();
        messages.forEach(each -> places.add(before.frontier().size() + places.size()));
        return sql.run(PUBLISH, rows(host, before.epoch(), places, messages))
            .compose(added -> sql.run(CHECKPOINT, Tuple.of(before.epoch(), after.size(), note)))
            .compose(signed -> sql.run(PUBLISHED, Tuple.of(host.toString(), after.size(), Buffer.buffer(after.encoded()),
                Buffer.buffer(after.root().bytes()), note))).mapEmpty();
    }

    private static Tuple rows(Host host, long epoch, List<Long> places, List<Signed> messages) {
        return Tuple.of(host.toString(), epoch, places.toArray(Long[]::new),
            texts(messages, signed -> signed.envelope().id().toString()),
            texts(messages, signed -> signed.envelope().kind().code()),
            bytes(messages, signed -> signed.hash().bytes())).addValue(bytes(messages, Signed::wire));
    }

    private static String[] texts(List<Signed> messages, Function<Signed, String> column) {
        return messages.stream().map(column).toArray(String[]::new);
    }

    private static Buffer[] bytes(List<Signed> messages, Function<Signed, byte[]> column) {
        return messages.stream().map(column).map(Buffer::buffer).toArray(Buffer[]::new);
    }

    /** The newest message of a kind in a host's log. */
    Future<byte[]> newest(Sql sql, Host host, String kind) {
        return sql.run(NEWEST, Tuple.of(host.toString(), kind)).map(rows -> rows.iterator().next().getBuffer(0).getBytes());
    }

    /** How far this reader has come with a host. */
    Future<Heard> heard(Sql sql, Host host) {
        return sql.run(HEARD, Tuple.of(host.toString())).map(rows -> {
            Row row = rows.iterator().next();
            return new Heard(row.getLong("seq"), row.getLong("size"));
        });
    }

    /** Messages of a host that a rule refused here. It looks at all of them. */
    Future<Long> refused(Sql sql, Host host) {
        return sql.run(REFUSED, Tuple.of(host.toString())).map(rows -> rows.iterator().next().getLong("refused"));
    }
}
