package coop.canut.node.work;

import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.message.WorkMessage.Content;
import coop.canut.protocol.message.WorkMessage.GrantedSlot;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Files of held slots, and their bytes. */
final class FileStore {

    /** A file that is to be fetched. */
    record Due(Hash sha256, Host peer, long bytes, int tries) {
    }

    /** A file as a claim's unit names it, and who published it. */
    record Named(Host peer, long bytes, String mediaType) {
    }

    private static final String NOTE = """
        insert into held_file (held_slot, position, sha256, bytes, media_type)
        select s.key, n.position, n.sha256, n.bytes, n.media_type
        from unnest($2::text[], $3::integer[], $4::bytea[], $5::bigint[], $6::text[])
          as n(slot, position, sha256, bytes, media_type)
        join held_slot s on s.lease = $1 and s.slot = n.slot
        on conflict do nothing""";

    private static final String MISSING = """
        not exists (select from held_file f where f.held_slot = s.key
          and not exists (select from held_content c where c.sha256 = f.sha256))""";

    private static final String COMPLETE =
        "update held_slot s set state = 'stock' where s.lease = $1 and s.state = 'fetching' and " + MISSING;

    private static final String EXPECT = """
        insert into content_fetch (sha256, peer, bytes, next_try)
        select f.sha256, $2, max(f.bytes), $3 from held_slot s join held_file f on f.held_slot = s.key
        where s.lease = $1 and s.state = 'fetching' and not exists (select from held_content c where c.sha256 = f.sha256)
        group by f.sha256
        on conflict (sha256, peer) do update set next_try = excluded.next_try""";

    private static final String DUE = """
        select sha256, peer, bytes, tries from content_fetch where next_try <= $1 order by next_try limit $2""";

    private static final String KEEP = """
        insert into held_content (sha256, data, fetched_at) values ($1, $2, $3) on conflict (sha256) do nothing""";

    private static final String FETCHED = "delete from content_fetch where sha256 = $1";

    private static final String ARRIVED = """
        update held_slot s set state = 'stock'
        where s.state = 'fetching' and s.key in (select held_slot from held_file where sha256 = $1) and
        """ + MISSING
        + " returning s.listing";

    private static final String SWEEP =
        "update held_slot s set state = 'stock' where s.state = 'fetching' and " + MISSING + " returning s.listing";

    private static final String LATER = """
        update content_fetch set tries = tries + 1, next_try = $3 where sha256 = $1 and peer = $2""";

    private static final String NAMED = """
        select e.peer, f.bytes, f.media_type
        from claim c join held_file f on f.held_slot = c.held_slot
          join held_slot s on s.key = c.held_slot join held_lease e on e.key = s.lease
        where c.id = $1 and c.member = $2 and f.sha256 = $3 limit 1""";

    private static final String BYTES = "select data from held_content where sha256 = $1";

    private static final String CONTENT = """
        select held_slot, sha256, bytes, media_type from held_file where held_slot = any($1) order by held_slot, position""";

    /** Answered units keep their files until their lease is over: a worker may look back at what was shown. */
    private static final String DROP_FETCHES = """
        delete from content_fetch t where tries > 0 and not exists (
          select from held_file f join held_slot s on s.key = f.held_slot
          where f.sha256 = t.sha256 and s.state = 'fetching')""";

    private static final String DROP_CONTENT = """
        delete from held_content c where not exists (
          select from held_file f join held_slot s on s.key = f.held_slot join held_lease e on e.key = s.lease
          where f.sha256 = c.sha256 and e.live)""";

    Future<Void> note(Tx tx, long lease, List<GrantedSlot> slots) {
        List<String> names = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        List<Content> contents = new ArrayList<>();
        for (GrantedSlot slot : slots) {
            for (int position = 0; position < slot.content().size(); position++) {
                names.add(slot.slot().toString());
                positions.add(position);
                contents.add(slot.content().get(position));
            }
        }
        return tx.run(NOTE, Tuple.of(lease, names.toArray(String[]::new), positions.toArray(Integer[]::new),
            contents.stream().map(file -> Buffer.buffer(file.sha256().bytes())).toArray(Buffer[]::new),
            contents.stream().map(Content::bytes).toArray(Long[]::new),
            contents.stream().map(Content::mediaType).toArray(String[]::new))).mapEmpty();
    }

    /** Puts the slots of a lease whose files are all here into the stock. */
    Future<Void> complete(Tx tx, long lease) {
        return tx.run(COMPLETE, Tuple.of(lease)).mapEmpty();
    }

    Future<Void> expect(Tx tx, long lease, Host peer, Instant now) {
        return tx.run(EXPECT, Tuple.of(lease, peer.toString(), time(now))).mapEmpty();
    }

    Future<List<Due>> due(Sql sql, Instant now, int limit) {
        return sql.run(DUE, Tuple.of(time(now), limit)).map(rows -> {
            List<Due> due = new ArrayList<>();
            for (Row row : rows) {
                due.add(new Due(Hash.of(row.getBuffer("sha256").getBytes()), Host.of(row.getString("peer")),
                    row.getLong("bytes"), row.getInteger("tries")));
            }
            return due;
        });
    }

    Future<Void> keep(Sql sql, Hash sha256, Buffer bytes, Instant now) {
        return sql.run(KEEP, Tuple.of(hash(sha256), bytes, time(now)))
            .compose(kept -> sql.run(FETCHED, Tuple.of(hash(sha256)))).mapEmpty();
    }

    /** Puts the slots that waited for this file alone into the stock, and gives their listings. */
    Future<Set<Long>> arrived(Sql sql, Hash sha256) {
        return sql.run(ARRIVED, Tuple.of(hash(sha256))).map(FileStore::listings);
    }

    /** As {@link #arrived}, for whatever files. */
    Future<Set<Long>> sweep(Sql sql) {
        return sql.run(SWEEP).map(FileStore::listings);
    }

    Future<Void> later(Sql sql, Due file, Instant next) {
        return sql.run(LATER, Tuple.of(hash(file.sha256()), file.peer().toString(), time(next))).mapEmpty();
    }

    Future<Optional<Named>> named(Sql sql, Id member, Id claim, Hash sha256) {
        return sql.run(NAMED, Tuple.of(claim.toString(), member.toString(), hash(sha256))).map(rows -> {
            if (rows.size() == 0) {
                return Optional.empty();
            }
            Row row = rows.iterator().next();
            return Optional.of(new Named(Host.of(row.getString("peer")), row.getLong("bytes"),
                row.getString("media_type")));
        });
    }

    Future<Optional<Buffer>> bytes(Sql sql, Hash sha256) {
        return sql.run(BYTES, Tuple.of(hash(sha256))).map(rows ->
            rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next().getBuffer("data")));
    }

    /** The files of slots, each slot's in their order. */
    Future<Map<Long, List<Content>>> content(Sql sql, Long[] slots) {
        return sql.run(CONTENT, Tuple.of((Object) slots)).map(rows -> {
            Map<Long, List<Content>> content = new HashMap<>();
            for (Row row : rows) {
                content.computeIfAbsent(row.getLong("held_slot"), slot -> new ArrayList<>()).add(new Content(
                    Hash.of(row.getBuffer("sha256").getBytes()), row.getLong("bytes"), row.getString("media_type")));
            }
            return content;
        });
    }

    Future<Void> drop(Sql sql) {
        return sql.run(DROP_FETCHES).compose(dropped -> sql.run(DROP_CONTENT)).mapEmpty();
    }

    private static Set<Long> listings(RowSet<Row> rows) {
        Set<Long> listings = new TreeSet<>();
        rows.forEach(row -> listings.add(row.getLong("listing")));
        return listings;
    }

    private static Buffer hash(Hash sha256) {
        return Buffer.buffer(sha256.bytes());
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
