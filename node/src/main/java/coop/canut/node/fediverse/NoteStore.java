package coop.canut.node.fediverse;

import coop.canut.node.fediverse.Note.Told;
import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Envelope;
import coop.canut.protocol.message.ListingMessage.Published;
import coop.canut.protocol.message.ListingMessage.State;
import coop.canut.protocol.message.ListingMessage.StateChanged;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Our log as the board reads it, and the posts made of it. */
final class NoteStore {

    /** How far the log was read, and when a post last told of new listings, or null. */
    record Voice(long epoch, long next, Instant announced) {
    }

    /** An entry of our log; {@code message} is null when it is erased or of no interest. */
    record Entry(long epoch, long index, byte[] message) {
    }

    private static final String VOICE = "select epoch, next_index, announced_at from board_voice for update";
    private static final String MOVE = "update board_voice set epoch = $1, next_index = $2";
    private static final String ANNOUNCED = "update board_voice set announced_at = $1";
    private static final String ENTRIES = """
        select epoch, index, case when kind in ('listing-published', 'listing-state-changed') then message end as message
        from log_entry where host = $1 and (epoch, index) >= ($2, $3) order by epoch, index limit $4""";
    private static final String PUBLISHED = """
        insert into board_noted (listing, message, revision, published_at) values ($1, $2, $3, $4)
        on conflict (listing) do update set message = excluded.message, revision = excluded.revision
        where board_noted.revision < excluded.revision returning note""";
    private static final String TURNED = """
        update board_noted set state = $2, state_number = $3 where listing = $1 and state_number < $3 returning note""";
    private static final String DROP_ENDED = """
        delete from board_noted where note is null and state in ('withdrawn', 'closed')""";
    private static final String WAITING = """
        select listing from board_noted where note is null and not erased order by published_at desc limit $1""";
    private static final String ADD = "insert into board_note (id, digest, made_at) values ($1, $2, $3)";
    private static final String TELL = "update board_noted set note = $1 where listing = any($2)";
    private static final String ERASE = """
        update board_noted n set erased = true from log_entry e
        where not n.erased and e.host = $1 and e.id = n.message and e.message is null returning n.note""";
    private static final String CHANGED = """
        update board_note set version = version + 1, changed_at = $2,
          erased_at = case when exists (select 1 from board_noted where note = id and not erased) then erased_at else $2 end
        where id = any($1) and erased_at is null
        returning id, case when erased_at is null then 'update' else 'delete' end as verb""";
    /** What an inbox has not heard yet is told it as it is now; a post that it never got is still new to it. */
    private static final String ENQUEUE = """
        insert into board_delivery (inbox, host, subject, verb, next_try)
        select distinct coalesce(shared_inbox, inbox), host, $1, $2, $3::timestamptz from board_follower
        on conflict (inbox, subject) do update set tries = 0, next_try = excluded.next_try,
          verb = case when excluded.verb = 'update' and board_delivery.verb = 'create' then 'create' else excluded.verb end""";
    private static final String NOTES = """
        select id, digest, version, made_at, changed_at, erased_at is not null as erased from board_note
        where %s order by made_at desc, id desc limit $%d""";
    private static final String LISTINGS = """
        select * from (select n.note, n.state, n.published_at, e.message,
            row_number() over (partition by n.note order by n.published_at desc, n.listing desc) as place,
            count(*) over (partition by n.note) as all_of_note
          from board_noted n join log_entry e on e.host = $1 and e.id = n.message
          where n.note = any($2) and not n.erased and e.message is not null) as told
        where place <= $3 order by note, place""";
    private static final String COUNT = "select count(*) as notes from board_note where erased_at is null";

    Future<Voice> lock(Tx tx) {
        return tx.run(VOICE).map(rows -> {
            Row row = rows.iterator().next();
            OffsetDateTime announced = row.getOffsetDateTime("announced_at");
            return new Voice(row.getLong("epoch"), row.getLong("next_index"), announced == null ? null : announced.toInstant());
        });
    }

    Future<List<Entry>> entries(Sql sql, Host host, Voice from, int limit) {
        return sql.run(ENTRIES, Tuple.of(host.toString(), from.epoch(), from.next(), limit)).map(rows -> {
            List<Entry> entries = new ArrayList<>();
            for (Row row : rows) {
                Buffer message = row.getBuffer("message");
                entries.add(new Entry(row.getLong("epoch"), row.getLong("index"), message == null ? null : message.getBytes()));
            }
            return entries;
        });
    }

    Future<Void> move(Tx tx, long epoch, long next) {
        return tx.run(MOVE, Tuple.of(epoch, next)).mapEmpty();
    }

    /** Gives the post that tells of it already, if there is one. */
    Future<List<String>> published(Tx tx, Envelope said, Published listing) {
        return tx.run(PUBLISHED, Tuple.of(listing.listing().id().toString(), said.id().toString(),
            listing.revision(), at(said.published()))).map(NoteStore::notes);
    }

    /** Gives the post that tells of the listing already, if there is one. */
    Future<List<String>> turned(Tx tx, StateChanged change) {
        return tx.run(TURNED, Tuple.of(change.listing().id().toString(), change.state().code(), change.number()))
            .map(NoteStore::notes);
    }

    /** Listings that no post tells of, the newest first; those that ended meanwhile are forgotten. */
    Future<List<String>> waiting(Tx tx, int limit) {
        return tx.run(DROP_ENDED).compose(dropped -> tx.run(WAITING, Tuple.of(limit))).map(rows -> {
            List<String> waiting = new ArrayList<>();
            rows.forEach(row -> waiting.add(row.getString("listing")));
            return waiting;
        });
    }

    Future<Void> announce(Tx tx, Id note, boolean digest, List<String> listings, Instant now) {
        return tx.run(ADD, Tuple.of(note.toString(), digest, at(now)))
            .compose(added -> tx.run(TELL, Tuple.of(note.toString()).addValue(listings.toArray(String[]::new))))
            .compose(told -> tx.run(ANNOUNCED, Tuple.of(at(now))))
            .compose(announced -> enqueue(tx, note.toString(), "create", now));
    }

    /** Gives the posts that told of what has been erased since. */
    Future<List<String>> erased(Tx tx, Host host) {
        return tx.run(ERASE, Tuple.of(host.toString())).map(NoteStore::notes);
    }

    /** These posts say something else now, or nothing any more: whoever got them is to hear of it. */
    Future<Void> changed(Tx tx, List<String> notes, Instant now, Instant tell) {
        if (notes.isEmpty()) {
            return Future.succeededFuture();
        }
        return tx.run(CHANGED, Tuple.of(notes.toArray(String[]::new), at(now))).compose(rows -> {
            Future<Void> done = Future.succeededFuture();
            for (Row row : rows) {
                done = done.compose(before -> enqueue(tx, row.getString("id"), row.getString("verb"), tell));
            }
            return done;
        });
    }

    private static Future<Void> enqueue(Tx tx, String note, String verb, Instant tell) {
        return tx.run(ENQUEUE, Tuple.of(note, verb, at(tell))).mapEmpty();
    }

    /** Posts, the newest first, without those of which nothing is left. @param before the last of the page before, or null */
    Future<List<Note>> recent(Sql sql, Host host, Id before, int limit) {
        Tuple values = before == null ? Tuple.of(limit) : Tuple.of(before.toString(), limit);
        String where = before == null ? "erased_at is null"
            : "erased_at is null and (made_at, id) < (select made_at, id from board_note where id = $1)";
        return sql.run(NOTES.formatted(where, values.size()), values).compose(rows -> whole(sql, host, rows));
    }

    /** One post, or none. */
    Future<List<Note>> find(Sql sql, Host host, Id id) {
        return sql.run(NOTES.formatted("id = $1", 2), Tuple.of(id.toString(), 1)).compose(rows -> whole(sql, host, rows));
    }

    Future<Long> count(Sql sql) {
        return sql.run(COUNT).map(rows -> rows.iterator().next().getLong("notes"));
    }

    private static Future<List<Note>> whole(Sql sql, Host host, RowSet<Row> notes) {
        Map<String, List<Told>> listings = new LinkedHashMap<>();
        Map<String, Long> more = new LinkedHashMap<>();
        notes.forEach(row -> listings.put(row.getString("id"), new ArrayList<>()));
        return sql.run(LISTINGS, Tuple.of(host.toString(), listings.keySet().toArray(String[]::new), Note.SHOWN)).map(told -> {
            for (Row row : told) {
                var message = Codec.read(row.getBuffer("message").getBytes()).envelope().message();
                listings.get(row.getString("note")).add(
                    new Told((Published) message, State.valueOf(row.getString("state").toUpperCase(Locale.ROOT))));
                more.put(row.getString("note"), Math.max(0, row.getLong("all_of_note") - Note.SHOWN));
            }
            List<Note> whole = new ArrayList<>();
            for (Row row : notes) {
                String id = row.getString("id");
                OffsetDateTime changed = row.getOffsetDateTime("changed_at");
                whole.add(new Note(Id.of(id), row.getBoolean("digest"), row.getLong("version"),
                    row.getOffsetDateTime("made_at").toInstant(), changed == null ? null : changed.toInstant(),
                    row.getBoolean("erased"), listings.get(id), more.getOrDefault(id, 0L)));
            }
            return whole;
        });
    }

    private static List<String> notes(RowSet<Row> rows) {
        List<String> notes = new ArrayList<>();
        for (Row row : rows) {
            if (row.getString("note") != null) {
                notes.add(row.getString("note"));
            }
        }
        return notes;
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
