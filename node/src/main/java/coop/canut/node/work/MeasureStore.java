package coop.canut.node.work;

import coop.canut.node.store.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** What claims tell of listings and requesters, kept beside the board. */
final class MeasureStore {

    /** Of how many of the last answers the median is taken: enough to be steady, few enough to follow a new revision. */
    private static final int RECENT = 200;

    /** Two replicas that count at once take different claims, and meet at the rows of the sums in one order. */
    private static final String PACE = """
        with new as (
          select id from claim where state = 'submitted' and not pace_counted
          order by ended_at limit $1 for update skip locked),
        counted as (
          update claim c set pace_counted = true from new where c.id = new.id returning c.listing, c.seconds, c.ended_at)
        insert into listing_pace as p (listing, answers, recent)
        select listing, count(*), array_agg(seconds order by ended_at) from counted group by listing order by listing
        on conflict (listing) do update set answers = p.answers + excluded.answers, recent = p.recent || excluded.recent
        returning listing""";

    private static final String PACE_MEDIAN = """
        update listing_pace set recent = %1$s,
          median_seconds = (select percentile_disc(0.5) within group (order by s) from unnest(%1$s) as s)
        where listing = any($1)""".formatted(last("recent"));

    private static final String MANNERS = """
        with new as (
          select id from claim where state = 'submitted' and review is not null and not manners_counted
          order by reviewed_at limit $1 for update skip locked),
        counted as (
          update claim c set manners_counted = true from new where c.id = new.id
          returning c.id, c.listing, c.revision, c.ended_at, c.reviewed_at),
        said as (
          select r.requester_url, j.claim as rejection, coalesce(j.proposed_at, c.reviewed_at) as said_at, c.ended_at
          from counted c
            join board_revision r on r.listing = c.listing and r.revision = c.revision
            left join rejection_heard j on j.claim = c.id)
        insert into requester_manners as m (requester_url, reviewed, rejected, recent)
        select requester_url, count(*), count(rejection),
          array_agg(greatest(floor(extract(epoch from said_at - ended_at)), 0)::bigint order by said_at)
        from said group by requester_url order by requester_url
        on conflict (requester_url) do update set reviewed = m.reviewed + excluded.reviewed,
          rejected = m.rejected + excluded.rejected, recent = m.recent || excluded.recent
        returning requester_url""";

    private static final String MANNERS_MEDIAN = """
        update requester_manners set recent = %1$s,
          median_seconds = (select percentile_disc(0.5) within group (order by s) from unnest(%1$s) as s)
        where requester_url = any($1)""".formatted(last("recent"));

    private static String last(String array) {
        return array + "[greatest(cardinality(" + array + ") - " + (RECENT - 1) + ", 1):]";
    }

    /** Counts so many answers that were handed in and not counted. */
    Future<Void> pace(Tx tx, int limit) {
        return tx.run(PACE, Tuple.of(limit)).compose(rows -> {
            List<Long> listings = new ArrayList<>();
            rows.forEach(row -> listings.add(row.getLong("listing")));
            return listings.isEmpty() ? Future.succeededFuture()
                : tx.run(PACE_MEDIAN, Tuple.of((Object) listings.toArray(Long[]::new))).mapEmpty();
        });
    }

    /** Counts so many answers that somebody has looked at and that were not counted. */
    Future<Void> manners(Tx tx, int limit) {
        return tx.run(MANNERS, Tuple.of(limit)).compose(rows -> {
            List<String> requesters = new ArrayList<>();
            rows.forEach(row -> requesters.add(row.getString("requester_url")));
            return requesters.isEmpty() ? Future.succeededFuture()
                : tx.run(MANNERS_MEDIAN, Tuple.of((Object) requesters.toArray(String[]::new))).mapEmpty();
        });
    }
}
