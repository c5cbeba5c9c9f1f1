package coop.canut.node.work;

import coop.canut.node.store.Sql;
import coop.canut.node.work.Tasks.Session;
import coop.canut.protocol.Limits;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Claims as their members see them. */
final class TaskStore {

    /** An open claim with its unit. */
    record Open(Id id, long heldSlot, long listing, long revision, Id unit, String input, Instant opened, Instant due,
                String draft) {
    }

    private static final String TASK = """
        select c.id, l.url, r.title, c.unit, c.state, r.price, r.currency, c.opened_at, c.due, c.ended_at, c.seconds, c.review,
          c.paid, j.reason, j.text, j.by, j.proposed_at, j.lapses_at,
          case c.state when 'submitted' then case coalesce(c.review, 'waiting')
            when 'waiting' then c.ended_at + r.auto_accept_seconds * interval '1 second'
            when 'proposed' then j.lapses_at end end as decided_by
        from claim c
          join board_listing l on l.key = c.listing
          join board_revision r on r.listing = c.listing and r.revision = c.revision
          left join rejection_heard j on j.claim = c.id
        where c.member = $1""";

    private static final String MINE = TASK + " and ($2::text is null or c.id < $2) order by c.id desc limit $3";
    private static final String ONE = TASK + " and c.id = $2";

    private static final String OPEN = """
        select c.id, c.held_slot, c.listing, c.revision, c.unit, s.input, c.opened_at, c.due, c.draft
        from claim c join held_slot s on s.key = c.held_slot
        where c.member = $1 and c.state = 'open' order by c.due, c.id limit $2""";

    private static final String EARNINGS = """
        select r.currency,
          coalesce(sum(c.paid), 0)::bigint as accepted,
          coalesce(sum(r.price) filter (where c.review is null and c.state = 'submitted'), 0)::bigint as waiting,
          coalesce(sum(r.price) filter (where c.review = 'proposed'), 0)::bigint as proposed,
          count(*) filter (where c.review = 'accepted') as answers,
          coalesce(sum(c.seconds) filter (where c.review = 'accepted'), 0)::bigint as seconds
        from claim c join board_revision r on r.listing = c.listing and r.revision = c.revision
        where c.member = $1 and c.state in ('submitted', 'declined')
        group by r.currency order by r.currency""";

    /** One statement for all periods: each is a short way along one index. */
    private static final String TOTALS = """
        select n.period, r.currency, least(sum(c.paid), %1$d)::bigint as earned,
          count(*) filter (where c.state = 'submitted') as answers, coalesce(sum(c.seconds), 0)::bigint as seconds
        from unnest($2::timestamptz[]) with ordinality as n(since, period)
          join claim c on c.member = $1 and c.review = 'accepted' and c.reviewed_at >= n.since
          join board_revision r on r.listing = c.listing and r.revision = c.revision
        group by n.period, r.currency order by n.period, r.currency""".formatted(Limits.INTEGER_MAX);

    private static final String SESSION = """
        select r.currency, count(*) as answers, sum(c.seconds)::bigint as seconds, least(sum(r.price), %1$d)::bigint as price
        from claim c join board_revision r on r.listing = c.listing and r.revision = c.revision
        where c.member = $1 and c.state = 'submitted' and c.ended_at >= $2
        group by r.currency order by r.currency""".formatted(Limits.INTEGER_MAX);

    Future<List<Task>> mine(Sql sql, Id member, Id before, int limit) {
        return sql.run(MINE, Tuple.of(member.toString(), before == null ? null : before.toString(), limit))
            .map(TaskStore::tasks);
    }

    Future<Optional<Task>> one(Sql sql, Id member, Id claim) {
        return sql.run(ONE, Tuple.of(member.toString(), claim.toString())).map(rows -> tasks(rows).stream().findFirst());
    }

    Future<List<Open>> open(Sql sql, Id member, int limit) {
        return sql.run(OPEN, Tuple.of(member.toString(), limit)).map(rows -> {
            List<Open> open = new ArrayList<>();
            for (Row row : rows) {
                open.add(new Open(Id.of(row.getString("id")), row.getLong("held_slot"), row.getLong("listing"),
                    row.getLong("revision"), Id.of(row.getString("unit")), row.getString("input"),
                    instant(row, "opened_at"), instant(row, "due"), row.getString("draft")));
            }
            return open;
        });
    }

    Future<List<Earnings>> earnings(Sql sql, Id member) {
        return sql.run(EARNINGS, Tuple.of(member.toString())).map(rows -> {
            List<Earnings> earnings = new ArrayList<>();
            for (Row row : rows) {
                earnings.add(new Earnings(row.getString("currency"), row.getLong("accepted"), row.getLong("waiting"),
                    row.getLong("proposed"), row.getLong("answers"), row.getLong("seconds")));
            }
            return earnings;
        });
    }

    /** The sums since each of these instants, in their order. */
    Future<List<List<Totals.Sum>>> totals(Sql sql, Id member, List<Instant> since) {
        return sql.run(TOTALS, Tuple.of(member.toString(),
                (Object) since.stream().map(TaskStore::time).toArray(OffsetDateTime[]::new)))
            .map(rows -> {
                List<List<Totals.Sum>> totals = new ArrayList<>();
                since.forEach(each -> totals.add(new ArrayList<>()));
                rows.forEach(row -> totals.get(row.getInteger("period") - 1).add(new Totals.Sum(
                    new Money(row.getLong("earned"), row.getString("currency")), row.getLong("answers"),
                    row.getLong("seconds"))));
                return totals.stream().map(List::copyOf).toList();
            });
    }

    Future<Session> session(Sql sql, Id member, Instant since) {
        return sql.run(SESSION, Tuple.of(member.toString(), time(since))).map(rows -> {
            long answers = 0;
            long seconds = 0;
            List<Money> price = new ArrayList<>();
            for (Row row : rows) {
                answers += row.getLong("answers");
                seconds += row.getLong("seconds");
                price.add(new Money(row.getLong("price"), row.getString("currency")));
            }
            return new Session(answers, seconds, List.copyOf(price));
        });
    }

    private static List<Task> tasks(RowSet<Row> rows) {
        List<Task> tasks = new ArrayList<>();
        for (Row row : rows) {
            String currency = row.getString("currency");
            Long paid = row.getLong("paid");
            Task.Rejection rejection = row.getString("reason") == null ? null : new Task.Rejection(row.getString("reason"),
                row.getString("text"), row.getString("by"), instant(row, "proposed_at"), instant(row, "lapses_at"));
            tasks.add(new Task(Id.of(row.getString("id")), ObjectUrl.of(Noun.LISTING, row.getString("url")),
                row.getString("title"), Id.of(row.getString("unit")), ClaimStore.state(row),
                new Money(row.getLong("price"), currency), instant(row, "opened_at"), instant(row, "due"),
                instant(row, "ended_at"), row.getLong("seconds"), row.getString("review"),
                paid == null ? null : new Money(paid, currency), rejection, instant(row, "decided_by")));
        }
        return tasks;
    }

    private static Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
