package coop.canut.node.member;

import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Events about people: added, read, and never anything else. */
final class ChronicleStore {

    private static final String ADD = """
        insert into people_event (at, kind, actor, about, decision, what) values ($1, $2, $3, $4, $5, $6)""";
    private static final String NAMED = """
        select e.number, e.at, e.kind, e.actor, e.about, e.decision, e.what, a.name as actor_name,
          coalesce(p.name, r.name, n.name) as about_name
        from (%s) e
          left join person a on a.id = e.actor
          left join person p on p.id = e.about
          left join requester r on r.id = e.about
          left join application n on n.id = e.about
        order by e.number desc""";
    private static final String ALL = NAMED.formatted(
        "select * from people_event where number < $1 order by number desc limit $2");
    private static final String ABOUT = NAMED.formatted(
        "select * from people_event where number < $1 and about = $3 order by number desc limit $2");

    Future<Void> add(Tx tx, Event.Kind kind, Person actor, Id about, Instant at) {
        return add(tx, kind, actor, about, null, null, at);
    }

    Future<Void> add(Tx tx, Event.Kind kind, Person actor, Id about, String decision, String what, Instant at) {
        return tx.run(ADD, Tuple.of(at.atOffset(ZoneOffset.UTC), kind.code(), actor == null ? null : actor.id().toString(),
            about.toString(), decision, what)).mapEmpty();
    }

    Future<List<Event>> page(Sql sql, Id about, long before, int limit) {
        Tuple place = Tuple.of(before, limit);
        return (about == null ? sql.run(ALL, place) : sql.run(ABOUT, place.addValue(about.toString()))).map(rows -> {
            List<Event> page = new ArrayList<>();
            for (Row row : rows) {
                String actor = row.getString("actor");
                page.add(new Event(row.getLong("number"), row.getOffsetDateTime("at").toInstant(),
                    Event.Kind.of(row.getString("kind")), actor == null ? null : Id.of(actor), row.getString("actor_name"),
                    Id.of(row.getString("about")), row.getString("about_name"), row.getString("decision"),
                    row.getString("what")));
            }
            return page;
        });
    }
}
