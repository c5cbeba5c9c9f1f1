package coop.canut.node.work;

import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.message.WorkMessage.GrantedSlot;
import coop.canut.protocol.message.WorkMessage.SlotsGranted;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.ObjectUrl;
import io.vertx.core.Future;
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

/** Requests, leases and slots. */
final class StockStore {

    /** A listing, as far as it decides whether to ask; {@code problem} is what its host said until a time not yet over. */
    record Asked(long key, long revision, boolean open, boolean outstanding, Problem problem) {
    }

    /** Something we asked: how many slots, how many came, and in which parts. */
    record Request(String id, long listing, long revision, long claimSeconds, String state, long slots, long granted, Long parts,
                   List<Long> seen, boolean named) {
        boolean has(long part) {
            return seen.contains(part);
        }

        /** Whether the grant answers it: not refused before, the same number of parts, no more slots than were asked. */
        boolean mayTake(SlotsGranted grant) {
            boolean fits = !state.equals("refused") && grant.part() >= 1 && grant.part() <= grant.parts()
                && (parts == null || parts == grant.parts());
            return fits && (has(grant.part()) || granted + grant.slots().size() <= slots);
        }
    }

    /** Slots that go back under one lease, as one message. */
    record Returned(Host peer, Id lease, long number, List<Id> slots) {
    }

    private static final String LISTING = """
        select key, revision, state = 'open' and offered and deadline > $2 as open,
          exists (select from slot_request r where r.listing = l.key and r.state = 'open' and r.units = '{}')
            or exists (select from held_slot s where s.listing = l.key and s.state = 'fetching' and s.open_until > $2)
            as outstanding,
          case when ask_after > $2 then ask_problem end as problem
        from board_listing l where url = $1""";

    private static final String REQUEST = """
        insert into slot_request (id, listing, revision, slots, units, asked_at) values ($1, $2, $3, $4, $5, $6)
        on conflict do nothing""";

    private static final String IS_OWED = "select from slot_request where id = $1 and state = 'open'";

    private static final String ASKED = """
        select r.id, r.listing, r.revision, b.claim_seconds, r.state, r.slots, r.granted, r.parts, r.parts_seen,
          r.units <> '{}' as named
        from slot_request r
          join board_listing l on l.key = r.listing
          join board_revision b on b.listing = r.listing and b.revision = r.revision
        where r.id = $1 and l.host = $2 for update of r""";

    private static final String LEASE = """
        insert into held_lease (peer, lease, listing, revision, open_until, until, reclaim_at)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict on constraint one_lease_per_name do update set live = true
          where held_lease.listing = excluded.listing and held_lease.open_until = excluded.open_until
            and held_lease.until = excluded.until
        returning key""";

    private static final String HOLD = """
        insert into held_slot (lease, listing, revision, slot, unit, input, files, claim_seconds, open_until, state)
        select $1, $2, $3, n.slot, n.unit, n.input, n.files, $4, $5,
          case when n.files > 0 and not $6 then 'fetching' else 'stock' end
        from unnest($7::text[], $8::text[], $9::text[], $10::integer[]) as n(slot, unit, input, files)
        on conflict do nothing returning slot""";

    private static final String PART_CAME = """
        update slot_request set parts = $2::bigint, parts_seen = parts_seen || $3::bigint, granted = granted + $4,
          state = case when cardinality(parts_seen) + 1 >= $2::bigint then 'granted' else state end
        where id = $1""";

    /** What is held under this very lease stays: whoever names a slot twice in one lease has lent it once. */
    private static final String GIVE_BACK = """
        with back as (
          select n.slot from unnest($2::text[]) as n(slot)
          where not exists (select from held_slot s where s.lease = $1 and s.slot = n.slot)),
        numbered as (
          update held_lease set returns = returns + 1 where key = $1 and exists (select from back)
          returning peer, lease, returns)
        select n.peer, n.lease, n.returns, array_agg(distinct b.slot) as slots from numbered n, back b
        group by n.peer, n.lease, n.returns""";

    private static final String REFUSED = """
        with answered as (
          update slot_request r set state = 'refused', problem = $3 from board_listing l
          where r.id = $1 and l.key = r.listing and l.host = $2 and r.state = 'open' and r.parts is null
          returning r.listing, r.units),
        pause as (
          update board_listing l set ask_after = $4, ask_problem = $3 from answered a
          where l.key = a.listing and a.units = '{}')
        select r.listing, exists (select from answered) as now
        from slot_request r join board_listing l on l.key = r.listing
        where r.id = $1 and l.host = $2""";

    private static final String RECALL = """
        with lease as (select key from held_lease where peer = $1 and lease = $2),
        stopped as (
          update held_slot s set open_until = least(s.open_until, $4) from lease
          where s.lease = lease.key and s.slot = any($3) and s.state in ('fetching', 'stock', 'claimed'))
        select key from lease""";

    private static final String GO = """
        gone as (
          update held_slot s set state = 'returned', input = '' from leaving where s.key = leaving.key
          returning s.lease, s.slot),
        numbered as (
          update held_lease set returns = returns + 1 where key in (select lease from gone)
          returning key, peer, lease, returns)
        select n.peer, n.lease, n.returns, array_agg(g.slot) as slots from numbered n join gone g on g.lease = n.key
        group by n.peer, n.lease, n.returns""";

    private static final String RETURN_RECALLED = """
        with leaving as (
          select key from held_slot where lease = $1 and slot = any($2) and state in ('fetching', 'stock')
          for update skip locked),
        """ + GO;

    private static final String RETURN_LATE = """
        with leaving as (
          select key from held_slot where state in ('fetching', 'stock') and open_until < $1
          order by open_until limit $2 for update skip locked),
        """ + GO;

    private static final String RETURN_UNWANTED = """
        with leaving as (
          select s.key from held_slot s
          where s.state in ('fetching', 'stock') and s.lease in (
            select e.key from held_lease e join board_listing l on l.key = e.listing
            where e.live and (l.state <> 'open' or l.revision <> e.revision or not l.offered or e.peer <> all($1)))
          limit $2 for update skip locked),
        """ + GO;

    private static final String LEASES_OVER = "update held_lease set live = false where live and until < $1";

    private static final String EXPIRE = """
        with late as (
          select id from claim where state = 'open' and due < $1 order by due limit $2 for update skip locked),
        ended as (
          update claim c set state = 'expired', ended_at = $3, draft = null from late where c.id = late.id
          returning c.held_slot)
        update held_slot s set state = 'stock' from ended where s.key = ended.held_slot returning s.listing""";

    private static final String COUNT = """
        select count(*) as slots
        from (select from held_slot where listing = $1 and state = 'stock' limit $2) as counted""";

    Future<Optional<Asked>> listing(Tx tx, ObjectUrl url, Instant now) {
        return tx.run(LISTING, Tuple.of(url.toString(), time(now))).map(rows -> {
            if (rows.size() == 0) {
                return Optional.empty();
            }
            Row row = rows.iterator().next();
            String problem = row.getString("problem");
            return Optional.of(new Asked(row.getLong("key"), row.getLong("revision"), row.getBoolean("open"),
                row.getBoolean("outstanding"), problem == null ? null : Problem.of(problem)));
        });
    }

    /** False if another request for any slots of this listing was made meanwhile. */
    Future<Boolean> request(Tx tx, Id request, Asked listing, int count, List<Id> units, Instant now) {
        return tx.run(REQUEST, Tuple.of(request.toString(), listing.key(), listing.revision(), (long) count, texts(units),
            time(now))).map(rows -> rows.rowCount() == 1);
    }

    Future<Boolean> isOwed(Sql sql, Id request) {
        return sql.run(IS_OWED, Tuple.of(request.toString())).map(rows -> rows.size() == 1);
    }

    Future<Optional<Request>> asked(Tx tx, Id request, Host peer) {
        return tx.run(ASKED, Tuple.of(request.toString(), peer.toString())).map(rows -> {
            if (rows.size() == 0) {
                return Optional.empty();
            }
            Row row = rows.iterator().next();
            return Optional.of(new Request(row.getString("id"), row.getLong("listing"), row.getLong("revision"),
                row.getLong("claim_seconds"), row.getString("state"), row.getLong("slots"), row.getLong("granted"),
                row.getLong("parts"), List.of(row.getArrayOfLongs("parts_seen")), row.getBoolean("named")));
        });
    }

    /** The lease's key; empty if its name stands for another lease already. */
    Future<Optional<Long>> lease(Tx tx, Host peer, Request request, SlotsGranted grant) {
        return tx.run(LEASE, Tuple.of(peer.toString(), grant.lease().toString(), request.listing(), request.revision(),
                time(grant.openUntil()), time(grant.until())).addValue(time(grant.reclaimAt())))
            .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next().getLong("key")));
    }

    /**
     * Puts the slots into the stock and gives those that we hold already, under whatever lease.
     *
     * @param openUntil when they go back if nobody has opened them
     */
    Future<List<Id>> hold(Tx tx, long lease, Request request, SlotsGranted grant, Instant openUntil, long claimSeconds,
                          boolean filesAreHere) {
        List<GrantedSlot> slots = grant.slots();
        Tuple rows = Tuple.of(lease, request.listing(), request.revision(), claimSeconds, time(openUntil), filesAreHere)
            .addValue(texts(slots.stream().map(GrantedSlot::slot).toList()))
            .addValue(texts(slots.stream().map(GrantedSlot::unit).toList()))
            .addValue(slots.stream().map(GrantedSlot::input).toArray(String[]::new))
            .addValue(slots.stream().map(slot -> slot.content().size()).toArray(Integer[]::new));
        return tx.run(HOLD, rows).compose(held -> tx.run(PART_CAME,
            Tuple.of(request.id(), grant.parts(), grant.part(), (long) slots.size())).map(came -> {
                Set<String> added = new HashSet<>();
                held.forEach(row -> added.add(row.getString("slot")));
                return slots.stream().map(GrantedSlot::slot).filter(slot -> !added.contains(slot.toString())).toList();
            }));
    }

    Future<List<Returned>> giveBack(Tx tx, long lease, List<Id> slots) {
        return slots.isEmpty() ? Future.succeededFuture(List.of())
            : tx.run(GIVE_BACK, Tuple.of(lease, (Object) texts(slots))).map(StockStore::returned);
    }

    /** Empty if we asked no such thing; the listing's key if this is the first answer, 0 if there was one before. */
    Future<Optional<Long>> refused(Tx tx, Id request, Host peer, Problem problem, Instant again) {
        return tx.run(REFUSED, Tuple.of(request.toString(), peer.toString(), problem.code(), time(again))).map(rows -> {
            if (rows.size() == 0) {
                return Optional.empty();
            }
            Row row = rows.iterator().next();
            return Optional.of(row.getBoolean("now") ? row.getLong("listing") : 0);
        });
    }

    Future<Optional<Long>> recall(Tx tx, Host peer, Id lease, List<Id> slots, Instant now) {
        return tx.run(RECALL, Tuple.of(peer.toString(), lease.toString(), texts(slots), time(now)))
            .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next().getLong("key")));
    }

    Future<List<Returned>> returnRecalled(Tx tx, long lease, List<Id> slots) {
        return tx.run(RETURN_RECALLED, Tuple.of(lease, (Object) texts(slots))).map(StockStore::returned);
    }

    /** What may not be opened any more; {@code hosts} are those at level claim. */
    Future<List<Returned>> runOut(Tx tx, Instant now, String[] hosts, int limit) {
        // From the margin before its end on nobody may open it, so it goes back then.
        Instant margin = now.plusSeconds(Limits.OPEN_MARGIN_SECONDS);
        return tx.run(RETURN_LATE, Tuple.of(time(margin), limit)).map(StockStore::returned).compose(late ->
            tx.run(RETURN_UNWANTED, Tuple.of(hosts, limit)).map(StockStore::returned).compose(unwanted ->
                tx.run(LEASES_OVER, Tuple.of(time(now))).map(over -> {
                    List<Returned> all = new ArrayList<>(late);
                    all.addAll(unwanted);
                    return all;
                })));
    }

    /** Ends claims whose grace is over, and gives the listing of each. */
    Future<List<Long>> expire(Tx tx, Instant dueBefore, Instant now, int limit) {
        return tx.run(EXPIRE, Tuple.of(time(dueBefore), limit, time(now))).map(rows -> {
            List<Long> listings = new ArrayList<>();
            rows.forEach(row -> listings.add(row.getLong("listing")));
            return listings;
        });
    }

    Future<Boolean> atLeast(Sql sql, long listing, int slots) {
        return sql.run(COUNT, Tuple.of(listing, slots)).map(rows -> rows.iterator().next().getLong("slots") >= slots);
    }

    private static List<Returned> returned(RowSet<Row> rows) {
        List<Returned> returned = new ArrayList<>();
        for (Row row : rows) {
            List<Id> slots = new ArrayList<>();
            for (String slot : row.getArrayOfStrings("slots")) {
                slots.add(Id.of(slot));
            }
            returned.add(new Returned(Host.of(row.getString("peer")), Id.of(row.getString("lease")),
                row.getLong("returns"), slots));
        }
        return returned;
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static String[] texts(List<Id> ids) {
        return ids.stream().map(Id::toString).toArray(String[]::new);
    }
}
