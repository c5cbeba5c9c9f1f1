package coop.canut.node.work;

import coop.canut.node.store.Sql;
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
          c.paid, j.reason, j.text, j.by, j.proposed_at, j.lapses_at
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
                paid == null ? null : new Money(paid, currency), rejection));
        }
        return tasks;
    }

    private static Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
