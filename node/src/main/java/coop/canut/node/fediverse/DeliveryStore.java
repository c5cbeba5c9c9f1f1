package coop.canut.node.fediverse;

import coop.canut.node.store.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What inboxes have still to hear. */
final class DeliveryStore {

    /** One thing to bring. */
    record Due(ForeignUrl inbox, String subject, String verb, long tries) {
    }

    /** Whoever takes a row has it until then; a crash in between only makes it late. */
    private static final String TAKE = """
        update board_delivery d set next_try = $3 from (
          select distinct on (host) inbox, subject from (
            select inbox, subject, host, next_try from board_delivery
            where next_try <= $1 and host <> all($2) order by next_try limit 200) as due
          order by host, next_try limit $4) as first
        where d.inbox = first.inbox and d.subject = first.subject and d.next_try <= $1
        returning d.inbox, d.subject, d.verb, d.tries""";
    /** Unless it changed meanwhile: then there is something new to say. */
    private static final String DONE = """
        delete from board_delivery where inbox = $1 and subject = $2 and verb = $3 and tries = $4 and next_try = $5""";
    private static final String TOLD = """
        update board_delivery set verb = 'update' where inbox = $1 and subject = $2 and verb = 'create'""";
    private static final String FAILED = """
        update board_delivery set tries = tries + 1, next_try = $5
        where inbox = $1 and subject = $2 and verb = $3 and next_try = $4""";
    private static final String COUNT = "select count(*) as waiting from board_delivery";

    /** The next to bring, at most one for each host, and none for a busy one. */
    Future<List<Due>> take(Sql sql, Instant now, Set<String> busy, Instant until, int limit) {
        return sql.run(TAKE, Tuple.of(now.atOffset(ZoneOffset.UTC), busy.toArray(String[]::new),
            until.atOffset(ZoneOffset.UTC), limit)).map(rows -> {
                List<Due> due = new ArrayList<>();
                for (Row row : rows) {
                    due.add(new Due(ForeignUrl.of(row.getString("inbox")), row.getString("subject"), row.getString("verb"),
                        row.getLong("tries")));
                }
                return due;
            });
    }

    /** It was brought, or never will be. */
    Future<Void> done(Sql sql, Due due, Instant taken) {
        return sql.run(DONE, Tuple.of(due.inbox().toString(), due.subject(), due.verb(), due.tries(),
            taken.atOffset(ZoneOffset.UTC))).compose(rows -> rows.rowCount() == 1 ? Future.succeededFuture()
                : sql.run(TOLD, Tuple.of(due.inbox().toString(), due.subject())).mapEmpty());
    }

    Future<Void> failed(Sql sql, Due due, Instant taken, Instant next) {
        return sql.run(FAILED, Tuple.of(due.inbox().toString(), due.subject(), due.verb(), taken.atOffset(ZoneOffset.UTC),
            next.atOffset(ZoneOffset.UTC))).mapEmpty();
    }

    Future<Long> count(Sql sql) {
        return sql.run(COUNT).map(rows -> rows.iterator().next().getLong("waiting"));
    }
}
