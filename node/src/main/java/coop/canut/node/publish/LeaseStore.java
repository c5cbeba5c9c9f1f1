package coop.canut.node.publish;

import coop.canut.node.ledger.Account;
import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.message.WorkMessage.Content;
import coop.canut.protocol.message.WorkMessage.GrantedSlot;
import coop.canut.protocol.message.WorkMessage.SlotsRequested;
import coop.canut.protocol.message.WorkMessage.SlotsReturned;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.work.LeaseTimes;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Leases and the states of slots. */
final class LeaseStore {

    private static final String FIRST = """
        insert into slots_asked (host, request, asked_at) values ($1, $2, $3) on conflict do nothing""";

    /** The node's place among those that ask. The free slots are counted as far as the stock rule can tell a difference. */
    private static final String ASK = """
        with asked as (
          insert into borrower (listing, host, asked_at) values ($1, $2, $3)
          on conflict (listing, host) do update set asked_at = excluded.asked_at returning overdue),
        others as (select count(*) as n from borrower where listing = $1 and host <> $2 and asked_at > $4)
        select asked.overdue, others.n + 1 as asking,
          (select count(*) from (
            select from slot where listing = $1 and state = 'free' limit 1000 * (others.n + 1)) f) as free,
          (select count(*) from slot where host = $2 and listing = $1 and state in ('leased', 'overdue')) as held
        from asked, others""";

    /** The slots' part, and what we owe already. One statement, so that an acceptance is in one of them, never in both. */
    private static final String OWED = """
        select coalesce((select balance from account where code = $3 and currency = $2), 0) + coalesce((
          select sum(held.n * l.price)::bigint from (
            select listing, count(*) as n from slot
            where host = $1 and state in ('leased', 'overdue', 'submitted') group by listing) held
          join listing l on l.id = held.listing where l.currency = $2), 0) as owed""";

    /** Requests of one node take turns: each must see what the one before it took of the credit. */
    private static final String TURN = "select pg_advisory_xact_lock(hashtextextended('lease ' || $1::text, 0))";

    private static final String LEND = """
        update slot set state = 'leased', host = $1, lease = $2, acts_at = $3
        from chosen where slot.id = chosen.id and slot.state = 'free'
        returning slot.id, slot.unit, slot.ordinal)
        select id, unit from lent order by ordinal""";

    /** Units that this node has no part in come first: it may have only one member who wants to work. */
    private static final String GRANT_NEW_UNITS = """
        with chosen as (
          select s.id from slot s where s.listing = $4 and s.state = 'free' and not exists (
            select from slot o where o.unit = s.unit and o.host = $1)
          order by s.ordinal limit $5 for update of s skip locked),
        lent as (""" + LEND;

    private static final String GRANT_ANY = """
        with chosen as (
          select s.id from slot s where s.listing = $4 and s.state = 'free'
          order by s.ordinal limit $5 for update of s skip locked),
        lent as (""" + LEND;

    /**
     * As many slots of a unit as it was named; when more are asked for than are named, evenly more of each. What another
     * request holds at this moment is passed over, so that two nodes that name one unit get different slots of it.
     */
    private static final String GRANT_NAMED = """
        with named as (
          select unit, count(*) as times, min(place) as place
          from unnest($6::text[]) with ordinality as n(unit, place) group by unit),
        chosen as (
          select s.id from named n cross join lateral (
            select o.id from slot o where o.unit = n.unit and o.listing = $4 and o.state = 'free'
            order by o.ordinal limit n.times * ceil($5::numeric / cardinality($6::text[]))::bigint
            for update skip locked) s
          limit $5),
        lent as (""" + LEND;

    private static final String ADD_LEASE = """
        insert into lease (id, host, request, listing, revision, granted_at, open_until, until, reclaim_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)""";
    private static final String ADD_SLOTS = "insert into lease_slot (lease, slot) select $1, unnest($2::text[])";

    private static final String INPUTS = "select id, input from unit where id = any($1)";
    private static final String CONTENTS = """
        select uc.unit, c.sha256, c.bytes, c.media_type from unit_content uc join content c using (sha256)
        where uc.unit = any($1) order by uc.unit, uc.position""";

    private static final String HOLDERS = """
        select distinct host from slot
        where listing = $1 and state in ('leased', 'overdue') and (cardinality($2::text[]) = 0 or unit = any($2))
        order by host limit 20""";

    private static final String KNOWN = "select id from lease where host = $1 and id = any($2)";

    private static final String TAKE_BACK = """
        with back as (
          update lease_slot ls set ended = 'returned' from unnest($1::text[], $2::text[]) as n(lease, slot)
          where ls.lease = n.lease and ls.slot = n.slot and ls.ended is null returning ls.lease, ls.slot),
        calm as (
          update borrower b set overdue = 0 from lease l
          where l.id = any($1) and b.listing = l.listing and b.host = l.host and b.overdue > 0 and not l.overdue)
        update slot set state = 'free', host = null, lease = null, acts_at = null
        from back where slot.id = back.slot and slot.lease = back.lease and slot.state in ('leased', 'overdue')
        returning slot.id""";

    private static final String RECALL_ALL = """
        select ls.lease, ls.slot from lease_slot ls join slot s on s.id = ls.slot
        where s.listing = $1 and s.state = 'leased' and ls.ended is null order by ls.lease, s.ordinal""";
    private static final String RECALL_SLOTS = """
        select ls.lease, ls.slot from lease_slot ls join slot s on s.id = ls.slot
        where ls.slot = any($1) and s.state = 'leased' and ls.ended is null order by ls.lease, s.ordinal""";
    private static final String COUNT_RECALL = """
        update lease set recalls = recalls + 1 where id = any($1) returning id, host, recalls""";

    private static final String OVERDUE = """
        with late as (
          select id from slot where state = 'leased' and acts_at < $1 order by acts_at limit $2 for update skip locked),
        moved as (
          update slot set state = 'overdue', acts_at = l.reclaim_at from late, lease l
          where slot.id = late.id and l.id = slot.lease returning slot.lease),
        marked as (
          update lease set overdue = true where not overdue and id in (select lease from moved)
          returning listing, host)
        update borrower b set overdue = b.overdue + m.n
        from (select listing, host, count(*) as n from marked group by listing, host) m
        where b.listing = m.listing and b.host = m.host""";

    private static final String RECLAIM = """
        with late as (
          select id, lease from slot where state = 'overdue' and acts_at < $1
          order by acts_at limit $2 for update skip locked),
        ended as (
          update lease_slot ls set ended = 'reclaimed' from late
          where ls.lease = late.lease and ls.slot = late.id and ls.ended is null)
        update slot set state = 'free', host = null, lease = null, acts_at = null
        from late where slot.id = late.id returning slot.id""";

    /** An answer that came too late for its lease waited beside the slot; now that the slot is free, it is the one. */
    private static final String ADOPT = """
        with waiting as (
          select distinct on (slot) slot, claim, host, lease from submission
          where slot = any($1) and extra and basis = 'answer' and state in ('submitted', 'proposed')
          order by slot, received_at),
        taken as (
          update slot set state = 'submitted', host = w.host, lease = w.lease
          from waiting w where slot.id = w.slot and slot.state = 'free' returning w.claim)
        update submission set extra = false from taken where submission.claim = taken.claim""";

    /** How a node stands on a listing: overdue leases, nodes that ask, free slots (as far as they matter), slots it holds. */
    record Ask(int overdue, long asking, long free, long held) {
    }

    /** What is asked back of one lease. */
    record Recalled(Id lease, Host host, long number, List<Id> slots) {
    }

    /** Whether this request is new. */
    Future<Boolean> first(Tx tx, Host host, Id request, Instant now) {
        return tx.run(FIRST, Tuple.of(host.toString(), request.toString(), utc(now)))
            .map(rows -> rows.rowCount() == 1);
    }

    /** Notes that the node asks; its requests take turns until the commit. */
    Future<Ask> ask(Tx tx, Host host, Id listing, Instant now, Instant since) {
        return tx.run(TURN, Tuple.of(host.toString()))
            .compose(turn -> tx.run(ASK, Tuple.of(listing.toString(), host.toString(), utc(now), utc(since))))
            .map(rows -> {
                Row row = rows.iterator().next();
                return new Ask(row.getInteger("overdue"), row.getLong("asking"), row.getLong("free"), row.getLong("held"));
            });
    }

    /** What we owe the node and what its held slots will cost, in minor units. */
    Future<Long> owedTo(Tx tx, Host host, String currency) {
        return tx.run(OWED, Tuple.of(host.toString(), currency, Account.dueTo(host).code()))
            .map(rows -> rows.iterator().next().getLong("owed"));
    }

    /** Lends up to so many slots and writes the lease down; empty if none was free. */
    Future<List<GrantedSlot>> grant(Tx tx, Host host, Id lease, Listing listing, SlotsRequested asked, LeaseTimes times,
                                    int limit, Instant now) {
        return choose(tx, host, lease, listing.id(), asked.units(), times, limit).compose(lent -> lent.isEmpty()
            ? Future.succeededFuture(List.of())
            : tx.run(ADD_LEASE, Tuple.tuple().addString(lease.toString()).addString(host.toString())
                    .addString(asked.request().toString()).addString(listing.id().toString())
                    .addLong(listing.revision()).addValue(utc(now)).addValue(utc(times.openUntil()))
                    .addValue(utc(times.until())).addValue(utc(times.reclaimAt())))
                .compose(added -> tx.run(ADD_SLOTS, Tuple.of(lease.toString(),
                    (Object) lent.stream().map(slot -> slot.slot().toString()).toArray(String[]::new))))
                .compose(added -> filled(tx, lent)));
    }

    private Future<List<GrantedSlot>> choose(Tx tx, Host host, Id lease, Id listing, List<Id> units, LeaseTimes times,
                                             int limit) {
        if (!units.isEmpty()) {
            return lend(tx, GRANT_NAMED, host, lease, listing, times, limit,
                units.stream().map(Id::toString).toArray(String[]::new));
        }
        return lend(tx, GRANT_NEW_UNITS, host, lease, listing, times, limit, null)
            .compose(lent -> lent.size() == limit ? Future.succeededFuture(lent)
                : lend(tx, GRANT_ANY, host, lease, listing, times, limit - lent.size(), null).map(more -> {
                    lent.addAll(more);
                    return lent;
                }));
    }

    private Future<List<GrantedSlot>> lend(Tx tx, String statement, Host host, Id lease, Id listing, LeaseTimes times,
                                           int limit, String[] units) {
        Tuple parameters = Tuple.tuple().addString(host.toString()).addString(lease.toString())
            .addValue(utc(times.until())).addString(listing.toString()).addInteger(limit);
        return tx.run(statement, units == null ? parameters : parameters.addValue(units)).map(rows -> {
            List<GrantedSlot> lent = new ArrayList<>();
            rows.forEach(row -> lent.add(
                new GrantedSlot(Id.of(row.getString("id")), Id.of(row.getString("unit")), "", List.of())));
            return lent;
        });
    }

    private Future<List<GrantedSlot>> filled(Tx tx, List<GrantedSlot> lent) {
        Object units = lent.stream().map(slot -> slot.unit().toString()).distinct().toArray(String[]::new);
        return tx.run(INPUTS, Tuple.of(units)).compose(inputs -> tx.run(CONTENTS, Tuple.of(units)).map(contents -> {
            Map<String, String> input = new HashMap<>();
            inputs.forEach(row -> input.put(row.getString("id"), row.getString("input")));
            Map<String, List<Content>> content = new HashMap<>();
            contents.forEach(row -> content.computeIfAbsent(row.getString("unit"), unit -> new ArrayList<>())
                .add(ContentStore.content(row)));
            return lent.stream().map(slot -> new GrantedSlot(slot.slot(), slot.unit(),
                input.get(slot.unit().toString()), content.getOrDefault(slot.unit().toString(), List.of()))).toList();
        }));
    }

    /** The nodes that hold slots of a listing, or of these units of it. */
    Future<List<Host>> holders(Sql sql, Id listing, List<Id> units) {
        return sql.run(HOLDERS, Tuple.of(listing.toString(), (Object) texts(units))).map(rows -> {
            List<Host> holders = new ArrayList<>();
            rows.forEach(row -> holders.add(Host.of(row.getString("host"))));
            return holders;
        });
    }

    /** Those of these leases that are this node's. */
    Future<Set<Id>> known(Tx tx, Host host, List<Id> asked) {
        return tx.run(KNOWN, Tuple.of(host.toString(), (Object) texts(asked))).map(rows -> new HashSet<>(ids(rows, "id")));
    }

    /** Frees what these messages return and gives the slots that became free. */
    Future<List<Id>> takeBack(Tx tx, List<SlotsReturned> returned) {
        List<String> leases = new ArrayList<>();
        List<String> slots = new ArrayList<>();
        returned.forEach(message -> message.slots().forEach(slot -> {
            leases.add(message.lease().toString());
            slots.add(slot.toString());
        }));
        return tx.run(TAKE_BACK, Tuple.of(leases.toArray(String[]::new),
                (Object) slots.toArray(String[]::new)))
            .map(rows -> ids(rows, "id"));
    }

    /** Gives free slots to answers that wait beside them. */
    Future<Void> adopt(Tx tx, List<Id> freed) {
        return freed.isEmpty() ? Future.succeededFuture()
            : tx.run(ADOPT, Tuple.of((Object) texts(freed))).mapEmpty();
    }

    Future<List<Recalled>> recallAll(Tx tx, Id listing) {
        return tx.run(RECALL_ALL, Tuple.of(listing.toString())).compose(rows -> recall(tx, rows));
    }

    Future<List<Recalled>> recallSlots(Tx tx, List<Id> slots) {
        return tx.run(RECALL_SLOTS, Tuple.of((Object) texts(slots))).compose(rows -> recall(tx, rows));
    }

    private Future<List<Recalled>> recall(Tx tx, RowSet<Row> live) {
        Map<String, List<Id>> slots = new HashMap<>();
        live.forEach(row -> slots.computeIfAbsent(row.getString("lease"), lease -> new ArrayList<>())
            .add(Id.of(row.getString("slot"))));
        return slots.isEmpty() ? Future.succeededFuture(List.of())
            : tx.run(COUNT_RECALL, Tuple.of((Object) slots.keySet().toArray(String[]::new))).map(rows -> {
                List<Recalled> recalled = new ArrayList<>();
                rows.forEach(row -> recalled.add(new Recalled(Id.of(row.getString("id")),
                    Host.of(row.getString("host")), row.getLong("recalls"), slots.get(row.getString("id")))));
                return recalled;
            });
    }

    Future<Void> overdue(Tx tx, Instant now, int limit) {
        return tx.run(OVERDUE, Tuple.of(utc(now), limit)).mapEmpty();
    }

    /** Frees what nobody answered, and gives the slots. */
    Future<List<Id>> reclaim(Tx tx, Instant now, int limit) {
        return tx.run(RECLAIM, Tuple.of(utc(now), limit)).map(rows -> ids(rows, "id"));
    }

    static List<Id> ids(RowSet<Row> rows, String column) {
        List<Id> ids = new ArrayList<>();
        rows.forEach(row -> ids.add(Id.of(row.getString(column))));
        return ids;
    }

    private static String[] texts(List<Id> ids) {
        return ids.stream().map(Id::toString).toArray(String[]::new);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
