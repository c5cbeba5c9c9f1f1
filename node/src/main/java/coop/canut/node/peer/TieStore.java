package coop.canut.node.peer;

import coop.canut.node.ledger.Account;
import coop.canut.node.store.Sql;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts what hangs between us and other cooperatives, in the tables of the rooms that work, publish and keep the books. It
 * reads only, and nobody's names.
 */
final class TieStore {

    /** Of tasks in hand and of answers that nobody has decided about. */
    record Begun(long open, long answers) {
    }

    /** Once for a steward who asks; nothing here is asked by a request of a worker. */
    private static final String COUNT = """
        with theirs as (
          select c.member, c.state, r.price, r.currency from claim c
          join board_listing l on l.key = c.listing
          join board_revision r on r.listing = c.listing and r.revision = c.revision
          where l.host = $1 and (c.state = 'open' or c.state = 'submitted' and c.review is distinct from 'accepted'))
        select
          (select count(*) from board_listing where host = $1 and shown and state = 'open' and deadline > $2) as listings,
          (select count(*) from held_slot s join held_lease l on l.key = s.lease
           where l.peer = $1 and s.state in ('fetching', 'stock')) as stock,
          (select count(*) from theirs where state = 'open') as claims,
          (select count(distinct member) from theirs where state = 'open') as members,
          (select count(*) from theirs where state = 'submitted') as answers,
          (select count(*) from slot where host = $1 and state in ('leased', 'overdue')) as lent,
          (select count(distinct listing) from slot where host = $1 and state in ('leased', 'overdue')) as lent_listings,
          (select count(*) from slot where host = $1 and state = 'submitted') as their_answers""";
    /** What they owe us is an asset, which the books have below zero. */
    private static final String OWED = """
        select currency, sum(to_us)::bigint as to_us, sum(to_them)::bigint as to_them, sum(coming)::bigint as coming from (
          select currency, case code when $2 then -balance else 0 end as to_us,
            case code when $3 then balance else 0 end as to_them, 0 as coming
          from account where code in ($2, $3)
          union all
          select r.currency, 0, 0, r.price from claim c
          join board_listing l on l.key = c.listing
          join board_revision r on r.listing = c.listing and r.revision = c.revision
          where l.host = $1 and (c.state = 'open' or c.state = 'submitted' and c.review is distinct from 'accepted')) part
        group by currency order by currency""";
    /** Of the member's newest claims: who has more in hand than these is told of some of them. */
    private static final String OF_MEMBER = """
        select l.host, count(*) filter (where c.state = 'open') as open,
          count(*) filter (where c.state = 'submitted') as answers
        from (select listing, state, review from claim where member = $1 order by id desc limit $3) c
        join board_listing l on l.key = c.listing
        where l.host = any($2::text[]) and (c.state = 'open' or c.state = 'submitted' and c.review is distinct from 'accepted')
        group by l.host order by l.host""";
    private static final String OF_LISTING = """
        select h.host, coalesce(s.open, 0) as open, coalesce(s.answers, 0) as answers, l.published_at,
          h.host = any(l.audience) or b.host is not null or s.host is not null as touched
        from listing l cross join unnest($2::text[]) h(host)
        left join borrower b on b.listing = l.id and b.host = h.host
        left join (
          select host, count(*) filter (where state in ('leased', 'overdue')) as open,
            count(*) filter (where state = 'submitted') as answers
          from slot where listing = $1 and host = any($2::text[]) and state in ('leased', 'overdue', 'submitted')
          group by host) s on s.host = h.host
        where l.id = $1 and (l.audience = '{}' or h.host = any(l.audience)) order by h.host""";

    /** What a listing and a host that may not take of it now have to do with each other. */
    record Offered(Host host, Begun begun, Instant published, boolean touched) {
    }

    Future<Tie> count(Sql sql, Host host, Instant now, List<Host> under) {
        return sql.run(COUNT, Tuple.of(host.toString(), now.atOffset(ZoneOffset.UTC))).compose(rows -> {
            Row row = rows.iterator().next();
            return owed(sql, host).map(owed -> new Tie(row.getLong("listings"), row.getLong("stock"), row.getLong("claims"),
                row.getLong("members"), row.getLong("answers"), row.getLong("lent"), row.getLong("lent_listings"),
                row.getLong("their_answers"), owed, under));
        });
    }

    private Future<List<Tie.Owed>> owed(Sql sql, Host host) {
        return sql.run(OWED, Tuple.of(host.toString(), Account.dueFrom(host).code(), Account.dueTo(host).code())).map(rows -> {
            List<Tie.Owed> owed = new ArrayList<>();
            rows.forEach(row -> owed.add(new Tie.Owed(row.getString("currency"), row.getLong("to_us"), row.getLong("to_them"),
                row.getLong("coming"))));
            return owed;
        });
    }

    /** What a member has begun at these hosts, by host, among so many of the newest claims. */
    Future<Map<Host, Begun>> ofMember(Sql sql, Id member, Collection<Host> hosts, int newest) {
        return sql.run(OF_MEMBER, Tuple.of(member.toString(), texts(hosts), newest)).map(rows -> {
            Map<Host, Begun> begun = new LinkedHashMap<>();
            rows.forEach(row -> begun.put(Host.of(row.getString("host")), begun(row)));
            return begun;
        });
    }

    /** Which of these hosts a listing was offered to, and what they have begun of it. */
    Future<List<Offered>> ofListing(Sql sql, Id listing, Collection<Host> hosts) {
        return sql.run(OF_LISTING, Tuple.of(listing.toString(), (Object) texts(hosts))).map(rows -> {
            List<Offered> offered = new ArrayList<>();
            rows.forEach(row -> offered.add(new Offered(Host.of(row.getString("host")), begun(row),
                row.getOffsetDateTime("published_at").toInstant(), row.getBoolean("touched"))));
            return offered;
        });
    }

    private static Begun begun(Row row) {
        return new Begun(row.getLong("open"), row.getLong("answers"));
    }

    private static String[] texts(Collection<Host> hosts) {
        return hosts.stream().map(Host::toString).toArray(String[]::new);
    }
}
