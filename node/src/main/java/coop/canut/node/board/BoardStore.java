package coop.canut.node.board;

import coop.canut.node.board.Board.Detail;
import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.ListingMessage.Published;
import coop.canut.protocol.message.ListingMessage.State;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Listings by URL, and their revisions. */
final class BoardStore {

    /** The newest revision and state that we hold of a listing; {@code stateHash} is null before the first change. */
    record Head(long revision, Hash hash, long stateNumber, Hash stateHash) {
    }

    /** A revision as it will stand on the board. */
    record Revision(Published listing, Id message, Hash hash, Instant published, boolean offered, boolean shown,
                    long severity, String skill, String words) {
    }

    /** A listing's newest state. */
    record Turn(String url, State state, long number, Hash hash) {
    }

    /** Between the items of a list that travels as one text: arrays of arrays have one length in SQL. */
    private static final String BETWEEN = "\u001f";

    private static final String HEADS = """
        select url, revision, hash, state_number, state_hash from board_listing where url = any($1)""";

    private static final String OPEN_OF = """
        select count(*) as open from board_listing where host = $1 and state in ('open', 'paused')""";

    private static final String PUT = """
        insert into board_listing (url, host, message, hash, revision, requester_name, title, end_use, price, currency, hourly,
          estimated_seconds, units, answers_per_unit, severity, languages, skills, machine_help, deadline, published_at,
          offered, shown, words)
        select n.url, $1, n.message, n.hash, n.revision, n.requester, n.title, n.end_use, n.price, n.currency, n.hourly,
          n.seconds, n.units, n.answers, n.severity, string_to_array(n.languages, $2), string_to_array(n.skills, $2),
          n.help, n.deadline, n.published, n.offered, n.shown, to_tsvector('simple', n.words)
        from unnest($3::text[], $4::text[], $5::bytea[], $6::bigint[], $7::text[], $8::text[], $9::text[], $10::bigint[],
          $11::text[], $12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[], $17::text[], $18::text[],
          $19::text[], $20::timestamptz[], $21::timestamptz[], $22::boolean[], $23::boolean[], $24::text[])
          as n(url, message, hash, revision, requester, title, end_use, price, currency, hourly, seconds, units, answers,
            severity, languages, skills, help, deadline, published, offered, shown, words)
        on conflict on constraint one_board_row_per_listing do update set
          message = excluded.message, hash = excluded.hash, revision = excluded.revision,
          requester_name = excluded.requester_name, title = excluded.title, end_use = excluded.end_use,
          price = excluded.price, currency = excluded.currency, hourly = excluded.hourly,
          estimated_seconds = excluded.estimated_seconds, units = excluded.units,
          answers_per_unit = excluded.answers_per_unit, severity = excluded.severity, languages = excluded.languages,
          skills = excluded.skills, machine_help = excluded.machine_help, deadline = excluded.deadline,
          published_at = excluded.published_at, offered = excluded.offered, shown = excluded.shown, words = excluded.words
        where board_listing.revision < excluded.revision""";

    private static final String PUT_REVISIONS = """
        insert into board_revision (listing, revision, message, requester_url, skill, title, price, currency,
          estimated_seconds, claim_seconds, template, auto_accept_seconds)
        select l.key, n.revision, n.message, n.requester, n.skill, n.title, n.price, n.currency, n.seconds, n.claim,
          n.template, n.auto_accept
        from unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::text[],
          $9::bigint[], $10::bigint[], $11::text[], $12::bigint[])
          as n(url, revision, message, requester, skill, title, price, currency, seconds, claim, template, auto_accept)
        join board_listing l on l.url = n.url
        on conflict (listing, revision) do nothing""";

    private static final String TURN = """
        update board_listing l set state = n.state, state_number = n.number, state_hash = n.hash
        from unnest($1::text[], $2::text[], $3::bigint[], $4::bytea[]) as n(url, state, number, hash)
        where l.url = n.url and l.state_number < n.number and l.state not in ('withdrawn', 'closed')""";

    /** What its author took back leaves the board; a listing that was still open will not be opened again. */
    private static final String TAKE_BACK = """
        update board_listing set gone = 'erased', shown = false, title = '', end_use = '', requester_name = '', words = '',
          state = case when state in ('withdrawn', 'closed') then state else 'withdrawn' end
        where host = $1 and message = any($2)""";
    /** Whoever works on it, or waits for the review, still needs to see what was asked; who has earned by it, its title. */
    private static final String FORGET = """
        update board_revision r set template = '',
          title = case when exists (select from claim c where c.listing = l.key) then r.title else '' end
        from board_listing l
        where l.key = r.listing and l.gone = 'erased' and r.template <> ''
          and not exists (select from claim c where c.listing = l.key and (c.state = 'open'
            or c.state = 'submitted' and c.acceptance is null))
        returning 1""";
    /** What others published and was over long ago; own listings stay. The bytes go from the log that we hold as well. */
    private static final String EXPIRE = """
        with over as (
          select l.key, l.host from board_listing l
          where l.state in ('withdrawn', 'closed') and l.gone is null and l.deadline < $1 and l.host <> $2
          order by l.deadline limit $3 for update skip locked),
        dropped as (
          update log_entry e set message = null, gone = 'expired'
          from over join board_revision r on r.listing = over.key
          where e.host = over.host and e.id = r.message and e.message is not null returning 1)
        update board_listing l set gone = 'expired', words = ''
        from over where l.key = over.key returning 1""";

    private static final String ROW = """
        key, url, revision, state, requester_name, title, end_use, price, currency, hourly, estimated_seconds, units,
        answers_per_unit, severity, languages, skills, machine_help, deadline, published_at, offered""";

    /** The pace is looked up for the rows of the page alone, whatever plan finds them: so it is joined to them, not before. */
    private static final String PAGE = """
        select l.*, p.answers as pace_answers, p.median_seconds as pace_seconds
        from (select %s from board_listing %%s order by published_at desc, key desc limit $%%d) as l
          left join listing_pace p on p.listing = l.key
        order by l.published_at desc, l.key desc""".formatted(ROW);

    private static final String LISTING = """
        select %s, p.answers as pace_answers, p.median_seconds as pace_seconds,
          (select e.message from log_entry e where e.host = l.host and e.id = l.message) as signed
        from board_listing l left join listing_pace p on p.listing = l.key where url = $1""".formatted(ROW);

    private static final String COUNT = "select count(*) as open from (select from board_listing %s limit $%d) as counted";

    private static final String MESSAGE = """
        select e.message from board_listing l join log_entry e on e.host = l.host and e.id = l.message where l.url = $1""";

    private static final String TERMS = """
        select l.url, r.requester_url, r.skill, r.title, r.price, r.currency, r.estimated_seconds, r.claim_seconds, r.template,
          r.auto_accept_seconds
        from board_revision r join board_listing l on l.key = r.listing where r.listing = $1 and r.revision = $2""";

    private static final String CHANGES = """
        select coalesce(sum(revision + state_number), 0)::bigint as changes from board_listing""";

    private static final String MANNERS = """
        select reviewed, rejected, median_seconds from requester_manners where requester_url = $1 and reviewed >= $2""";

    private static final String MANNERS_OF_LISTING = """
        select m.reviewed, m.rejected, m.median_seconds
        from board_listing l
          join board_revision r on r.listing = l.key and r.revision = l.revision
          join requester_manners m on m.requester_url = r.requester_url
        where l.url = $1 and m.reviewed >= $2""";

    Future<Long> open(Tx tx, Host host) {
        return tx.run(OPEN_OF, Tuple.of(host.toString())).map(rows -> rows.iterator().next().getLong("open"));
    }

    Future<Map<String, Head>> heads(Tx tx, List<String> urls) {
        return tx.run(HEADS, Tuple.of((Object) urls.toArray(String[]::new))).map(rows -> {
            Map<String, Head> heads = new HashMap<>();
            for (Row row : rows) {
                Buffer state = row.getBuffer("state_hash");
                heads.put(row.getString("url"), new Head(row.getLong("revision"), Hash.of(row.getBuffer("hash").getBytes()),
                    row.getLong("state_number"), state == null ? null : Hash.of(state.getBytes())));
            }
            return heads;
        });
    }

    /** Puts the newest revision of each listing on the board and keeps the terms of all. */
    Future<Void> put(Tx tx, Host host, List<Revision> newest, List<Revision> all) {
        if (all.isEmpty()) {
            return Future.succeededFuture();
        }
        Tuple rows = Tuple.of(host.toString(), BETWEEN)
            .addValue(texts(newest, r -> r.listing().listing()))
            .addValue(texts(newest, Revision::message))
            .addValue(newest.stream().map(r -> Buffer.buffer(r.hash().bytes())).toArray(Buffer[]::new))
            .addValue(numbers(newest, r -> r.listing().revision()))
            .addValue(texts(newest, r -> r.listing().identity().name()))
            .addValue(texts(newest, r -> r.listing().name()))
            .addValue(texts(newest, r -> r.listing().endUse().statement()))
            .addValue(numbers(newest, r -> r.listing().pay().price().amount()))
            .addValue(texts(newest, r -> r.listing().pay().price().currency()))
            .addValue(numbers(newest, r -> r.listing().pay().price().hourly(r.listing().work().estimatedSeconds()).amount()))
            .addValue(numbers(newest, r -> r.listing().work().estimatedSeconds()))
            .addValue(numbers(newest, r -> r.listing().work().units()))
            .addValue(numbers(newest, r -> r.listing().work().answersPerUnit()))
            .addValue(numbers(newest, Revision::severity))
            .addValue(texts(newest, r -> String.join(BETWEEN, r.listing().languages())))
            .addValue(texts(newest, r -> String.join(BETWEEN, r.listing().skills())))
            .addValue(texts(newest, r -> r.listing().machineHelp()))
            .addValue(times(newest, r -> r.listing().deadline()))
            .addValue(times(newest, Revision::published))
            .addValue(newest.stream().map(Revision::offered).toArray(Boolean[]::new))
            .addValue(newest.stream().map(Revision::shown).toArray(Boolean[]::new))
            .addValue(texts(newest, Revision::words));
        Tuple revisions = Tuple.tuple()
            .addValue(texts(all, r -> r.listing().listing()))
            .addValue(numbers(all, r -> r.listing().revision()))
            .addValue(texts(all, Revision::message))
            .addValue(texts(all, r -> r.listing().requester()))
            .addValue(texts(all, Revision::skill))
            .addValue(texts(all, r -> r.listing().name()))
            .addValue(numbers(all, r -> r.listing().pay().price().amount()))
            .addValue(texts(all, r -> r.listing().pay().price().currency()))
            .addValue(numbers(all, r -> r.listing().work().estimatedSeconds()))
            .addValue(numbers(all, r -> r.listing().work().claimSeconds()))
            .addValue(texts(all, r -> r.listing().work().template()))
            .addValue(numbers(all, r -> r.listing().pay().autoAcceptSeconds()));
        return tx.run(PUT, rows).compose(put -> tx.run(PUT_REVISIONS, revisions)).mapEmpty();
    }

    Future<Void> turn(Tx tx, List<Turn> turns) {
        return turns.isEmpty() ? Future.succeededFuture() : tx.run(TURN, Tuple.of(
            turns.stream().map(Turn::url).toArray(String[]::new),
            turns.stream().map(turn -> turn.state().code()).toArray(String[]::new),
            turns.stream().map(Turn::number).toArray(Long[]::new),
            turns.stream().map(turn -> Buffer.buffer(turn.hash().bytes())).toArray(Buffer[]::new))).mapEmpty();
    }

    /** Takes listings off the board whose newest revision is among these messages. */
    Future<Void> takeBack(Tx tx, Host host, List<Id> messages) {
        return tx.run(TAKE_BACK, Tuple.of(host.toString(), (Object) texts(messages, id -> id))).mapEmpty();
    }

    /** Forgets the terms of what was taken back and is nobody's work any more; the number of revisions. */
    Future<Integer> forget(Sql sql) {
        return sql.run(FORGET).map(RowSet::rowCount);
    }

    /** Drops what ended before an instant, at most so many listings; the number. */
    Future<Integer> expire(Sql sql, Instant before, Host self, int limit) {
        return sql.run(EXPIRE, Tuple.of(before.atOffset(ZoneOffset.UTC), self.toString(), limit)).map(RowSet::rowCount);
    }

    Future<List<Posting>> open(Sql sql, Filter filter, List<Host> hosts, Place after, int limit) {
        Tuple values = Tuple.tuple();
        String where = where(values, filter, hosts);
        if (after != null) {
            where += " and (published_at, key) < ($%d, $%d)".formatted(
                add(values, after.published().atOffset(ZoneOffset.UTC)), add(values, after.key()));
        }
        return sql.run(PAGE.formatted(where, add(values, limit)), values).map(rows -> {
            List<Posting> page = new ArrayList<>();
            rows.forEach(row -> page.add(posting(row)));
            return page;
        });
    }

    /** How many rows all pages have, counted no further than the limit. */
    Future<Long> count(Sql sql, Filter filter, List<Host> hosts, int limit) {
        Tuple values = Tuple.tuple();
        String where = where(values, filter, hosts);
        return sql.run(COUNT.formatted(where, add(values, limit)), values)
            .map(rows -> rows.iterator().next().getLong("open"));
    }

    /** The conditions that do not narrow are left out, so that each combination has the plan that suits it. */
    private static String where(Tuple values, Filter filter, List<Host> hosts) {
        StringBuilder text = new StringBuilder("where shown and state = 'open'");
        if (hosts.size() == 1) {
            text.append(" and host = $").append(add(values, hosts.getFirst().toString()));
        } else {
            text.append(" and host = any($").append(add(values, texts(hosts, host -> host))).append(')');
        }
        if (filter.text() != null && !filter.text().isBlank()) {
            text.append(" and words @@ websearch_to_tsquery('simple', $").append(add(values, filter.text())).append(')');
        }
        if (filter.minimumHourly() != null) {
            text.append(" and currency = $").append(add(values, filter.minimumHourly().currency()))
                .append(" and hourly >= $").append(add(values, filter.minimumHourly().amount()));
        }
        if (filter.language() != null) {
            text.append(" and languages @> array[$").append(add(values, filter.language())).append("::text]");
        }
        if (filter.skill() != null) {
            text.append(" and skills @> array[$").append(add(values, filter.skill())).append("::text]");
        }
        if (filter.maxSeverity() != null) {
            text.append(" and severity <= $").append(add(values, (long) filter.maxSeverity()));
        }
        return text.toString();
    }

    /** A number that each change of the board makes larger. */
    Future<Long> changes(Sql sql) {
        return sql.run(CHANGES).map(rows -> rows.iterator().next().getLong("changes"));
    }

    /** A listing whose bytes were erased has no detail any more. */
    Future<Optional<Detail>> listing(Sql sql, ObjectUrl url) {
        return sql.run(LISTING, Tuple.of(url.toString())).map(rows -> {
            if (rows.size() == 0 || rows.iterator().next().getBuffer("signed") == null) {
                return Optional.empty();
            }
            Row row = rows.iterator().next();
            var message = Codec.read(row.getBuffer("signed").getBytes()).envelope().message();
            return Optional.of(new Detail(posting(row), (Published) message));
        });
    }

    Future<Optional<byte[]>> message(Sql sql, ObjectUrl url) {
        return sql.run(MESSAGE, Tuple.of(url.toString())).map(rows -> rows.size() == 0 ? Optional.empty()
            : Optional.ofNullable(rows.iterator().next().getBuffer("message")).map(Buffer::getBytes));
    }

    Future<Optional<Terms>> terms(Sql sql, long listing, long revision) {
        return sql.run(TERMS, Tuple.of(listing, revision)).map(rows -> {
            if (rows.size() == 0) {
                return Optional.empty();
            }
            Row row = rows.iterator().next();
            return Optional.of(new Terms(listing, ObjectUrl.of(Noun.LISTING, row.getString("url")), revision,
                ObjectUrl.of(Noun.REQUESTER, row.getString("requester_url")), row.getString("skill"), row.getString("title"),
                new Money(row.getLong("price"), row.getString("currency")), row.getLong("estimated_seconds"),
                row.getLong("claim_seconds"), row.getString("template"), row.getLong("auto_accept_seconds")));
        });
    }

    /** Null while too little is known. */
    Future<Manners> manners(Sql sql, ObjectUrl url) {
        return sql.run(url.noun() == Noun.LISTING ? MANNERS_OF_LISTING : MANNERS, Tuple.of(url.toString(),
            (long) Pace.KNOWN_FROM)).map(rows -> {
                if (rows.size() == 0) {
                    return null;
                }
                Row row = rows.iterator().next();
                return new Manners(row.getLong("reviewed"), row.getLong("rejected"), row.getLong("median_seconds"));
            });
    }

    private static Posting posting(Row row) {
        String currency = row.getString("currency");
        Money price = new Money(row.getLong("price"), currency);
        Long answers = row.getLong("pace_answers");
        Instant published = row.getOffsetDateTime("published_at").toInstant();
        State state = State.valueOf(row.getString("state").toUpperCase(Locale.ROOT));
        return new Posting(ObjectUrl.of(Noun.LISTING, row.getString("url")), row.getLong("revision"), state,
            row.getString("requester_name"), row.getString("title"), row.getString("end_use"),
            price, new Money(row.getLong("hourly"), currency),
            row.getLong("estimated_seconds"), row.getLong("units"), row.getLong("answers_per_unit"), row.getLong("severity"),
            List.of(row.getArrayOfStrings("languages")), List.of(row.getArrayOfStrings("skills")),
            row.getString("machine_help"), row.getOffsetDateTime("deadline").toInstant(), published,
            row.getBoolean("offered") && state == State.OPEN, new Place(published, row.getLong("key")),
            answers == null ? null : Pace.of(answers, row.getLong("pace_seconds"), price));
    }

    /** Adds a parameter and gives its number. */
    private static int add(Tuple values, Object value) {
        values.addValue(value);
        return values.size();
    }

    private static <T> String[] texts(List<T> items, Function<T, Object> column) {
        return items.stream().map(item -> column.apply(item).toString()).toArray(String[]::new);
    }

    private static Long[] numbers(List<Revision> items, Function<Revision, Long> column) {
        return items.stream().map(column).toArray(Long[]::new);
    }

    private static OffsetDateTime[] times(List<Revision> items, Function<Revision, Instant> column) {
        return items.stream().map(item -> column.apply(item).atOffset(ZoneOffset.UTC)).toArray(OffsetDateTime[]::new);
    }
}
