package coop.canut.node.member;

import coop.canut.node.member.Sessions.Session;
import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.name.Hash;
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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One-time links and sessions. */
final class SessionStore {

    /** Who signs in, and the language that this person chose, or null. */
    record Owner(Person person, String language) {
    }

    private static final String ADD_LINK = """
        insert into link (sha256, person, made_by, made_at, ends_at) select $1, id, $3, $4, $5 from person where id = $2""";
    private static final String LINKED = """
        select p.id, p.name, p.roles, p.member from link l join person p on p.id = l.person
        where l.sha256 = $1 and l.used_at is null and l.ends_at > $2""";
    /** Of two at once the second waits for the first to commit, looks at the row again, and finds it used. */
    private static final String USE = """
        with used as (
          update link set used_at = $2 where sha256 = $1 and used_at is null and ends_at > $2 returning person)
        select p.id, p.name, p.roles, p.member, p.language from used join person p on p.id = used.person""";
    private static final String BEGIN = """
        insert into session (id, sha256, person, browser, begun_at, seen_at, alive_until, ends_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)""";
    private static final String SESSION = """
        select s.id as session, s.begun_at, s.seen_at, s.ends_at, s.browser, p.id, p.name, p.roles, p.member, p.language
        from session s join person p on p.id = s.person""";
    private static final String FIND = SESSION + " where s.sha256 = $1 and s.alive_until > $2";
    private static final String MINE = SESSION
        + " where s.person = $1 and s.alive_until > $2 order by s.begun_at desc, s.id desc limit $3";
    private static final String SEEN = "update session set seen_at = $2, alive_until = $3 where id = $1 and seen_at < $2";
    private static final String ALIVE = "select id from session where id = any($1) and alive_until > $2";
    /** A link that a session made for its own person proves nothing: whoever has stolen the session could make one too. */
    private static final String PROVEN = """
        select exists (select from session s join link l on l.person = s.person and l.used_at = s.begun_at
          where s.id = $1 and s.begun_at > $2 and l.made_by is distinct from s.person) as proven""";
    private static final String END = "delete from session where id = $1 and ($2::text is null or person = $2)";
    private static final String END_OTHERS = "delete from session where person = $1 and id <> $2";
    private static final String END_LINKS = "delete from link where person = $1";
    private static final String END_ALL = "delete from session where person = $1";
    private static final String SPEAK = "update person set language = $2 where id = $1";
    private static final String SWEEP_LINKS = """
        delete from link where sha256 in (select sha256 from link where ends_at <= $1 order by ends_at limit $2)""";
    private static final String SWEEP = """
        delete from session where id in (select id from session where alive_until <= $1 order by alive_until limit $2)""";

    /** Whether there is such a person. */
    Future<Boolean> addLink(Sql sql, Hash link, Id person, Id by, Instant at, Instant ends) {
        return sql.run(ADD_LINK, Tuple.of(bytes(link), person.toString(), by == null ? null : by.toString(), time(at),
            time(ends))).map(rows -> rows.rowCount() == 1);
    }

    Future<Optional<Person>> linked(Sql sql, Hash link, Instant now) {
        return sql.run(LINKED, Tuple.of(bytes(link), time(now)))
            .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(MemberStore.person(rows.iterator().next())));
    }

    /** Uses the link up; empty if there is nothing to use. */
    Future<Optional<Owner>> use(Tx tx, Hash link, Instant now) {
        return tx.run(USE, Tuple.of(bytes(link), time(now))).map(rows -> {
            if (rows.size() == 0) {
                return Optional.empty();
            }
            Row row = rows.iterator().next();
            return Optional.of(new Owner(MemberStore.person(row), row.getString("language")));
        });
    }

    Future<Void> begin(Tx tx, Session session, Hash token, Instant aliveUntil) {
        return tx.run(BEGIN, Tuple.of(session.id().toString(), bytes(token), session.person().id().toString(),
                session.browser(), time(session.begunAt()), time(session.seenAt()))
            .addValue(time(aliveUntil)).addValue(time(session.endsAt()))).mapEmpty();
    }

    Future<Optional<Session>> find(Sql sql, Hash token, Instant now) {
        return sql.run(FIND, Tuple.of(bytes(token), time(now))).map(rows -> sessions(rows).stream().findFirst());
    }

    Future<List<Session>> mine(Sql sql, Id person, Instant now, int limit) {
        return sql.run(MINE, Tuple.of(person.toString(), time(now), limit)).map(SessionStore::sessions);
    }

    /** A session that was ended in the meantime stays ended. */
    Future<Void> seen(Sql sql, Id session, Instant now, Instant aliveUntil) {
        return sql.run(SEEN, Tuple.of(session.toString(), time(now), time(aliveUntil))).mapEmpty();
    }

    Future<Set<Id>> alive(Sql sql, Set<Id> sessions, Instant now) {
        String[] ids = sessions.stream().map(Id::toString).toArray(String[]::new);
        return sql.run(ALIVE, Tuple.of(ids, time(now))).map(rows -> {
            Set<Id> alive = new HashSet<>();
            rows.forEach(row -> alive.add(Id.of(row.getString("id"))));
            return alive;
        });
    }

    Future<Boolean> isProven(Sql sql, Id session, Instant after) {
        return sql.run(PROVEN, Tuple.of(session.toString(), time(after)))
            .map(rows -> rows.iterator().next().getBoolean("proven"));
    }

    /** Whether there was such a session of that owner, or of anybody if {@code owner} is null. */
    Future<Boolean> end(Sql sql, Id session, Id owner) {
        return sql.run(END, Tuple.of(session.toString(), owner == null ? null : owner.toString()))
            .map(rows -> rows.rowCount() == 1);
    }

    /**
     * The links first: whoever uses one up at this moment holds its row until the new session stands, so that the second
     * statement sees it.
     */
    Future<Void> endAll(Tx tx, Id person) {
        return tx.run(END_LINKS, Tuple.of(person.toString()))
            .compose(gone -> tx.run(END_ALL, Tuple.of(person.toString()))).mapEmpty();
    }

    /** Ends all links and sessions of a person but one. */
    Future<Void> endOthers(Tx tx, Id person, Id kept) {
        return tx.run(END_LINKS, Tuple.of(person.toString()))
            .compose(gone -> tx.run(END_OTHERS, Tuple.of(person.toString(), kept.toString()))).mapEmpty();
    }

    Future<Void> speak(Sql sql, Id person, String language) {
        return sql.run(SPEAK, Tuple.of(person.toString(), language)).mapEmpty();
    }

    /** Removes what has died, at most {@code limit} links and as many sessions. */
    Future<Void> sweep(Sql sql, Instant now, int limit) {
        return sql.run(SWEEP_LINKS, Tuple.of(time(now), limit))
            .compose(swept -> sql.run(SWEEP, Tuple.of(time(now), limit))).mapEmpty();
    }

    private static List<Session> sessions(RowSet<Row> rows) {
        List<Session> sessions = new ArrayList<>();
        for (Row row : rows) {
            sessions.add(new Session(Id.of(row.getString("session")), MemberStore.person(row), row.getString("language"),
                row.getOffsetDateTime("begun_at").toInstant(), row.getOffsetDateTime("seen_at").toInstant(),
                row.getOffsetDateTime("ends_at").toInstant(), row.getString("browser")));
        }
        return sessions;
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Buffer bytes(Hash hash) {
        return Buffer.buffer(hash.bytes());
    }
}
