package coop.canut.node.post;

import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Envelope;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The rows that wait to be numbered. */
final class OutboxStore {

    private static final String ADD = """
        insert into outbox (peer, id, kind, published, object)
        select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[])
        on conflict on constraint one_message_per_cause do nothing""";

    private static final String ADD_SIGNED = """
        insert into outbox (id, kind, published, object, signed) values ($1, $2, $3, $4, $5)""";
    private static final String ANY_SIGNED = "select exists (select 1 from outbox where signed is not null)";
    private static final String SIGNED = "select signed from outbox where signed is not null order by row_number";

    /** Rows that are visible are committed; among them the row number follows cause and effect. */
    private static final String WAITING_FOR_PEER = """
        select row_number, kind, published, object, signed from outbox
        where peer = $1 and ($3::text[] is null or kind = any($3)) order by row_number limit $2 for update""";

    /** Keys first: those that would sign the rest may be gone. */
    private static final String WAITING_FOR_LOG = """
        select row_number, kind, published, object, signed from outbox where peer is null
        order by signed is null, row_number limit $1 for update""";

    /** Before everything that waits: it was said before it. */
    private static final String SAY_AGAIN = """
        insert into outbox (row_number, peer, id, kind, published, object) overriding system value
        select (select least(coalesce(min(row_number), 1), 1) from outbox) - cardinality($2::text[]) - 1 + n.place, $1, n.id,
          n.kind, n.published, n.object
        from unnest($2::text[], $3::text[], $4::timestamptz[], $5::text[]) with ordinality
          as n(id, kind, published, object, place)
        on conflict on constraint one_message_per_cause do nothing""";

    private static final String REMOVE = "delete from outbox where row_number = any($1)";

    /** A row of the outbox: what is to be said, without its place in the stream; {@code signed} is null if nobody signed it. */
    record Waiting(long row, Envelope envelope, byte[] signed) {
    }

    Future<Void> add(Tx tx, List<Envelope> envelopes) {
        int size = envelopes.size();
        var peers = new String[size];
        var ids = new String[size];
        var kinds = new String[size];
        var published = new OffsetDateTime[size];
        var objects = new String[size];
        for (int i = 0; i < size; i++) {
            Envelope envelope = envelopes.get(i);
            peers[i] = envelope.to() == null ? null : envelope.to().toString();
            ids[i] = envelope.id().toString();
            kinds[i] = envelope.message().kind().code();
            published[i] = envelope.published().atOffset(ZoneOffset.UTC);
            objects[i] = Codec.object(envelope.message()).text();
        }
        return tx.run(ADD, Tuple.of(peers, ids, kinds, published, objects)).mapEmpty();
    }

    /** Puts what was numbered for a peer, and never reached it, back in front of what waits for it. */
    Future<Void> sayAgain(Tx tx, Host peer, List<Envelope> envelopes) {
        return tx.run(SAY_AGAIN, Tuple.of(peer.toString(),
            envelopes.stream().map(envelope -> envelope.id().toString()).toArray(String[]::new),
            envelopes.stream().map(envelope -> envelope.message().kind().code()).toArray(String[]::new),
            envelopes.stream().map(envelope -> envelope.published().atOffset(ZoneOffset.UTC)).toArray(OffsetDateTime[]::new),
            envelopes.stream().map(envelope -> Codec.object(envelope.message()).text()).toArray(String[]::new))).mapEmpty();
    }

    /** Adds a message to everyone that is signed already. */
    Future<Void> add(Tx tx, Signed signed) {
        Envelope envelope = signed.envelope();
        return tx.run(ADD_SIGNED, Tuple.of(envelope.id().toString(), envelope.message().kind().code(),
            envelope.published().atOffset(ZoneOffset.UTC), Codec.object(envelope.message()).text(),
            Buffer.buffer(signed.wire()))).mapEmpty();
    }

    /** Whether anything waits that somebody else than this process signed. */
    Future<Boolean> anySigned(Sql sql) {
        return sql.run(ANY_SIGNED).map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** What waits signed, in its order. */
    Future<List<byte[]>> signed(Sql sql) {
        return sql.run(SIGNED).map(rows -> {
            List<byte[]> messages = new ArrayList<>();
            rows.forEach(row -> messages.add(row.getBuffer("signed").getBytes()));
            return messages;
        });
    }

    /** The oldest unnumbered rows for the log; locked until the commit. */
    Future<List<Waiting>> waiting(Tx tx, Host self, int limit) {
        return waiting(tx, self, null, limit, null);
    }

    /**
     * The oldest unnumbered rows for a peer, or for the log if {@code peer} is null; locked until the commit.
     *
     * @param kinds that the peer reads, or null: all. Others wait until it does
     */
    Future<List<Waiting>> waiting(Tx tx, Host self, Host peer, int limit, Set<String> kinds) {
        var rows = peer == null
            ? tx.run(WAITING_FOR_LOG, Tuple.of(limit))
            : tx.run(WAITING_FOR_PEER, Tuple.of(peer.toString(), limit,
                kinds == null ? null : kinds.toArray(String[]::new)));
        return rows.map(found -> {
            List<Waiting> waiting = new ArrayList<>();
            for (Row row : found) {
                Buffer signed = row.getBuffer("signed");
                waiting.add(new Waiting(row.getLong("row_number"), envelope(row, self, peer),
                    signed == null ? null : signed.getBytes()));
            }
            return waiting;
        });
    }

    /** Removes rows that are numbered now, in the same transaction. */
    Future<Void> remove(Tx tx, List<Waiting> numbered) {
        Long[] rows = numbered.stream().map(Waiting::row).toArray(Long[]::new);
        return tx.run(REMOVE, Tuple.of((Object) rows)).mapEmpty();
    }

    private static Envelope envelope(Row row, Host self, Host peer) {
        byte[] object = row.getString("object").getBytes(StandardCharsets.UTF_8);
        var message = Codec.message(Kind.of(row.getString("kind")), Json.readCanonical(object));
        return Envelope.of(self, row.getOffsetDateTime("published").toInstant(), peer, null, message);
    }
}
