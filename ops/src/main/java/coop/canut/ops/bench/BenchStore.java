package coop.canut.ops.bench;

import coop.canut.node.store.Sql;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.ObjectUrl;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;

/** A listing with lent slots, put straight into a node's tables, and the barest way to take one. */
final class BenchStore {

    /** Its publishing node has nothing more for us, so no request is sent while claims are measured. */
    private static final String LISTING = """
        with listed as (
          insert into board_listing (url, host, message, hash, revision, requester_name, title, end_use, price, currency, hourly,
            estimated_seconds, units, answers_per_unit, severity, languages, skills, machine_help, deadline, published_at,
            offered, shown, ask_after, ask_problem, words)
          values ($1, $2, '', '', 1, 'Bench', 'Bench', 'To measure', 40, 'EUR', 2400, 60, 100000, 1, 1, '{en}', '{sorting}',
            'none', now() + interval '7 days', now(), true, true, now() + interval '7 days', 'none-left', '')
          returning key),
        revised as (
          insert into board_revision (listing, revision, message, requester_url, skill, title, price, currency,
            estimated_seconds, claim_seconds, template)
          select key, 1, '', $3, 'sorting', 'Bench', 40, 'EUR', 60, 600, '' from listed)
        insert into held_lease (peer, lease, listing, revision, open_until, until, reclaim_at)
        select $2, 'bench', key, 1, now() + interval '1 day', now() + interval '2 days', now() + interval '3 days'
        from listed
        returning key""";

    /** Each of a unit of its own; a name is a number of 26 digits, which is an id like any other. */
    private static final String STOCK = """
        insert into held_slot (lease, listing, revision, slot, unit, input, files, claim_seconds, open_until, state)
        select e.key, e.listing, 1, lpad(n::text, 26, '0'), lpad(n::text, 26, '0'), '{"photo":"number ' || n || '"}', 0, 600,
          e.open_until, 'stock'
        from held_lease e, generate_series($2::bigint, $2::bigint + $3::bigint - 1) n where e.key = $1""";

    private static final String END_CLAIMS =
        "update claim set state = 'expired', ended_at = now() where state = 'open'";

    private static final String END_SLOTS =
        "update held_slot set state = 'returned' where state in ('stock', 'claimed')";

    /** As a queue in PostgreSQL is usually written, on the index that the node has for it. */
    private static final String BARE = """
        update held_slot set state = 'claimed' where key = (
          select key from held_slot where listing = $1 and state = 'stock' order by open_until, key
          limit 1 for update skip locked)
        returning key""";

    private static final String LISTING_OF_LEASE = "select listing from held_lease where key = $1";

    private static final String TAKEN = """
        select (select count(*) from held_slot where state = 'claimed') as slots,
          (select count(*) from claim where state = 'open') as claims,
          (select count(distinct held_slot) from claim where state = 'open') as distinct_slots""";

    /**
     * What is taken now.
     *
     * @param slots         that are taken
     * @param claims        that are open
     * @param distinctSlots that these claims are on
     */
    record Taken(long slots, long claims, long distinctSlots) {
    }

    /** An open listing of that host with a lease and nothing in stock; gives the lease's key. */
    Future<Long> listing(Sql sql, Host host, ObjectUrl listing, ObjectUrl requester) {
        return sql.run(LISTING, Tuple.of(listing.toString(), host.toString(), requester.toString()))
            .map(rows -> rows.iterator().next().getLong("key"));
    }

    /** So many fresh slots, numbered from the first one on. */
    Future<Void> stock(Sql sql, long lease, long first, long count) {
        return sql.run(STOCK, Tuple.of(lease, first, count)).mapEmpty();
    }

    /** Ends what is open and gives back what is in stock, and lets the server tidy up and count its rows anew. */
    Future<Void> end(Sql sql) {
        return sql.run(END_CLAIMS).compose(ended -> sql.run(END_SLOTS)).compose(ended -> tidy(sql));
    }

    /** What autovacuum does in its time, now, so that each round begins alike. */
    Future<Void> tidy(Sql sql) {
        return sql.run("vacuum analyze held_slot").compose(done -> sql.run("vacuum analyze claim")).mapEmpty();
    }

    /** The listing of a lease. */
    Future<Long> listingOf(Sql sql, long lease) {
        return sql.run(LISTING_OF_LEASE, Tuple.of(lease)).map(rows -> rows.iterator().next().getLong("listing"));
    }

    /** Takes one slot of a listing, and nothing else; whether there was one. */
    Future<Boolean> bare(Sql sql, long listing) {
        return sql.run(BARE, Tuple.of(listing)).map(rows -> rows.size() == 1);
    }

    Future<Taken> taken(Sql sql) {
        return sql.run(TAKEN).map(rows -> {
            Row row = rows.iterator().next();
            return new Taken(row.getLong("slots"), row.getLong("claims"), row.getLong("distinct_slots"));
        });
    }
}
