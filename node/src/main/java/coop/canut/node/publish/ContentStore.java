package coop.canut.node.publish;

import coop.canut.node.publish.Contents.Stored;
import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.message.WorkMessage.Content;
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
import java.util.List;
import java.util.Optional;

/** Files by hash. */
final class ContentStore {

    private static final String ADD = """
        insert into content (sha256, bytes, media_type, data, stored_at)
        select n.sha256, n.bytes, n.media_type, n.data, $5
        from unnest($1::bytea[], $2::bigint[], $3::text[], $4::bytea[]) as n(sha256, bytes, media_type, data)
        on conflict (sha256) do nothing""";
    private static final String READ = "select media_type, data from content where sha256 = $1";
    private static final String READ_FOR = """
        select media_type, data from content where sha256 = $1 and exists (
          select from unit_content uc join slot s on s.unit = uc.unit
          where uc.sha256 = content.sha256 and s.host = $2)""";
    private static final String READ_OF = """
        select media_type, data from content where sha256 = $1 and exists (
          select from unit_content uc join unit u on u.id = uc.unit join listing l on l.id = u.listing
          where uc.sha256 = content.sha256 and l.id = $2 and l.requester = $3)""";

    /** Keeps files that are not kept already. */
    Future<Void> add(Tx tx, List<Image> images, Instant now) {
        return tx.run(ADD, Tuple.of(
            images.stream().map(image -> Buffer.buffer(image.content().sha256().bytes())).toArray(Buffer[]::new),
            images.stream().map(image -> image.content().bytes()).toArray(Long[]::new),
            images.stream().map(image -> image.content().mediaType()).toArray(String[]::new),
            images.stream().map(image -> Buffer.buffer(image.data())).toArray(Buffer[]::new),
            now.atOffset(ZoneOffset.UTC))).mapEmpty();
    }

    Future<Optional<Stored>> read(Sql sql, Hash sha256) {
        return sql.run(READ, Tuple.of(Buffer.buffer(sha256.bytes()))).map(ContentStore::stored);
    }

    Future<Optional<Stored>> readFor(Sql sql, Host peer, Hash sha256) {
        return sql.run(READ_FOR, Tuple.of(Buffer.buffer(sha256.bytes()), peer.toString())).map(ContentStore::stored);
    }

    Future<Optional<Stored>> readOf(Sql sql, Id requester, Id listing, Hash sha256) {
        return sql.run(READ_OF, Tuple.of(Buffer.buffer(sha256.bytes()), listing.toString(), requester.toString()))
            .map(ContentStore::stored);
    }

    static Content content(Row row) {
        return new Content(Hash.of(row.getBuffer("sha256").getBytes()), row.getLong("bytes"),
            row.getString("media_type"));
    }

    static Optional<Stored> stored(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(
            new Stored(rows.iterator().next().getString("media_type"), rows.iterator().next().getBuffer("data")));
    }
}
