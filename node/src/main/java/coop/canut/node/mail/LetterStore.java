package coop.canut.node.mail;

import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Letters, from when they are posted until they are forgotten. */
final class LetterStore {

    /** A letter whose turn has come; the address is null if nobody wants it any more. */
    record Due(String id, Kind kind, String person, String name, String address, String language, String cause, String facts,
               Instant postedAt, Instant endsAt, int tries) {
    }

    /** What became of a letter that will not be tried again. */
    enum End { SENT, REFUSED, LAPSED, UNWANTED }

    /** Only where an address is confirmed and the kind is wanted; and so many may wait for one person. */
    private static final String POST = """
        insert into letter (id, kind, person, language, cause, facts, posted_at, next_try, ends_at)
        select $1, $2, p.id, coalesce(p.language, 'en'), $4, $5, $6, $6, $7
        from person p join mail_address a on a.person = p.id
        where p.id = $3 and a.address is not null
          and not exists (select 1 from letter_off o where o.person = p.id and o.kind = $2)
          and (select count(*) from letter l where l.person = p.id and l.state = 'waiting') < $8
        on conflict do nothing""";
    /** So many in a day to one address, of those that anybody can cause by typing it. */
    private static final String POST_ASKED = """
        insert into letter (id, kind, address, language, cause, facts, posted_at, next_try, ends_at)
        select $1, $2, $3, $4, $5, $6, $7, $7, $8
        where (select count(*) from letter l where l.address = $3 and l.posted_at > $9) < $10
        on conflict do nothing""";
    private static final String DUE = """
        select l.id, l.kind, l.person, p.name, coalesce(l.address, case when o.kind is null then a.address end) as address,
          l.language, l.cause, l.facts, l.posted_at, l.ends_at, l.tries
        from letter l left join person p on p.id = l.person left join mail_address a on a.person = l.person
          left join letter_off o on o.person = l.person and o.kind = l.kind
        where l.state = 'waiting' and l.next_try <= $1 order by l.next_try, l.id limit $2""";
    /** What it told is of no use any more, and is not kept. */
    private static final String ENDED = """
        update letter set state = $2, ended_at = $3, said = $4, facts = '{}', tries = tries + 1
        where id = $1 and state = 'waiting'""";
    private static final String LATER = """
        update letter set tries = tries + 1, next_try = $2, said = $3 where id = $1 and state = 'waiting'""";
    private static final String POSTED = """
        select count(*) as posted from letter where person = $1 and kind = $2 and posted_at > $3""";
    private static final String FORGET = """
        delete from letter where id in (select id from letter where ended_at <= $1 order by ended_at limit $2)""";
    private static final String WAITING = """
        select count(*) as waiting, min(posted_at) as since from letter where state = 'waiting'""";
    private static final String LAST = """
        select state, kind, ended_at, said from letter where person = $1 and ended_at is not null
        order by posted_at desc, id desc limit $2""";

    Future<Boolean> post(Tx tx, String id, Letter letter, Id person, Instant at, int most) {
        return tx.run(POST, Tuple.of(id, letter.kind().code(), person.toString(), letter.cause(), Facts.write(letter.facts()),
            time(at)).addValue(time(at.plus(letter.kind().life()))).addValue(most)).map(rows -> rows.rowCount() == 1);
    }

    Future<Boolean> post(Tx tx, String id, Letter letter, Letter.To.Asker to, Instant at, Instant since, int most) {
        return tx.run(POST_ASKED, Tuple.of(id, letter.kind().code(), to.address().text(), to.language(), letter.cause(),
            Facts.write(letter.facts())).addValue(time(at)).addValue(time(at.plus(letter.kind().life()))).addValue(time(since))
            .addValue(most)).map(rows -> rows.rowCount() == 1);
    }

    Future<Long> posted(Sql sql, Id person, Kind kind, Instant since) {
        return sql.run(POSTED, Tuple.of(person.toString(), kind.code(), time(since)))
            .map(rows -> rows.iterator().next().getLong("posted"));
    }

    Future<List<Due>> due(Sql sql, Instant now, int limit) {
        return sql.run(DUE, Tuple.of(time(now), limit)).map(rows -> {
            List<Due> due = new ArrayList<>();
            for (Row row : rows) {
                due.add(new Due(row.getString("id"), Kind.of(row.getString("kind")), row.getString("person"),
                    row.getString("name"), row.getString("address"), row.getString("language"), row.getString("cause"),
                    row.getString("facts"), row.getOffsetDateTime("posted_at").toInstant(),
                    row.getOffsetDateTime("ends_at").toInstant(), row.getInteger("tries")));
            }
            return due;
        });
    }

    Future<Void> ended(Sql sql, String id, End end, Instant at, String said) {
        return sql.run(ENDED, Tuple.of(id, end.name().toLowerCase(Locale.ROOT), time(at), said)).mapEmpty();
    }

    Future<Void> later(Sql sql, String id, Instant next, String said) {
        return sql.run(LATER, Tuple.of(id, time(next), said)).mapEmpty();
    }

    /** Removes what ended before then, at most {@code limit}. */
    Future<Void> forget(Sql sql, Instant before, int limit) {
        return sql.run(FORGET, Tuple.of(time(before), limit)).mapEmpty();
    }

    /** How many wait, and since when the oldest of them does, or null. */
    Future<Letters.Waiting> waiting(Sql sql) {
        return sql.run(WAITING).map(rows -> {
            Row row = rows.iterator().next();
            OffsetDateTime since = row.getOffsetDateTime("since");
            return new Letters.Waiting(row.getLong("waiting"), since == null ? null : since.toInstant());
        });
    }

    /** What became of a person's letters, the newest first. */
    Future<List<Letters.Ended>> last(Sql sql, Id person, int limit) {
        return sql.run(LAST, Tuple.of(person.toString(), limit)).map(rows -> {
            List<Letters.Ended> last = new ArrayList<>();
            rows.forEach(row -> last.add(new Letters.Ended(Kind.of(row.getString("kind")), row.getString("state"),
                row.getOffsetDateTime("ended_at").toInstant(), row.getString("said"))));
            return last;
        });
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
