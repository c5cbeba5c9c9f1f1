package coop.canut.node.start;

import coop.canut.node.start.Start.Founder;
import coop.canut.node.start.Start.Progress;
import coop.canut.node.store.Sql;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Whether the start is open, who has confirmed, and what other rooms have. */
final class StartStore {

    private static final String OPEN = "insert into start (opened_at) values ($1) on conflict do nothing";
    private static final String IS_OPEN = "select 1 from start where closed_at is null";
    private static final String CLOSE = "update start set closed_at = $1 where closed_at is null";
    private static final String CONFIRM = "insert into start_confirmed (person, at) values ($1, $2) on conflict do nothing";
    private static final String FOUNDERS = """
        select p.id, p.name,
          exists (select 1 from session s where s.person = p.id) as signed_in,
          exists (select 1 from start_confirmed c where c.person = p.id) as confirmed
        from membership m join person p on p.id = m.person where m.ended_at is null order by m.number limit 50""";
    private static final String COUNTS = """
        select (select count(*) from requester r where r.answered_at is not null
                  and exists (select 1 from legal_check c where c.requester = r.id)) as requesters,
          (select count(*) from peer where host <> $1 and our_level in ('claim', 'see')) as peers,
          (select count(*) from listing) as listings""";

    Future<Void> open(Sql sql, Instant at) {
        return sql.run(OPEN, Tuple.of(at.atOffset(ZoneOffset.UTC))).mapEmpty();
    }

    Future<Boolean> isOpen(Sql sql) {
        return sql.run(IS_OPEN).map(rows -> rows.size() == 1);
    }

    Future<Void> close(Sql sql, Instant at) {
        return sql.run(CLOSE, Tuple.of(at.atOffset(ZoneOffset.UTC))).mapEmpty();
    }

    Future<Void> confirm(Sql sql, Id person, Instant at) {
        return sql.run(CONFIRM, Tuple.of(person.toString(), at.atOffset(ZoneOffset.UTC))).mapEmpty();
    }

    Future<Progress> look(Sql sql, Host self) {
        return sql.run(FOUNDERS).compose(people -> {
            List<Founder> founders = new ArrayList<>();
            people.forEach(row -> founders.add(new Founder(Id.of(row.getString("id")), row.getString("name"),
                row.getBoolean("signed_in"), row.getBoolean("confirmed"))));
            return sql.run(COUNTS, Tuple.of(self.toString())).map(rows -> {
                Row row = rows.iterator().next();
                return new Progress(founders, row.getLong("requesters"), row.getLong("peers"), row.getLong("listings"));
            });
        });
    }
}
