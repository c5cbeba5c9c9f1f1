package coop.canut.node.publish;

import coop.canut.node.store.Tx;
import coop.canut.protocol.message.WorkMessage.SlotsGranted;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Leases that a backup did not know. */
final class RegainedStore {

    private static final String LISTING = "select listing from slot where id = any($1) limit 1";
    private static final String LEASE = """
        insert into lease (id, host, request, listing, revision, granted_at, open_until, until, reclaim_at)
        select $1, $2, $3, l.id, l.revision, $5, $6, $7, $8 from listing l where l.id = $4
        on conflict do nothing""";
    private static final String LOCK = "select id from slot where id = any($1) order by id for no key update";

    /** What nobody was lent later, and nobody has answered, is lent; the rest of the lease is over. */
    private static final String LEND = """
        with won as (
          select s.id from slot s left join lease l on l.id = s.lease
          where s.id = any($3) and (s.state = 'free' or s.state in ('leased', 'overdue') and l.granted_at < $5)
            and not exists (select from lease_slot ls where ls.lease = $2 and ls.slot = s.id)),
        ended as (
          update lease_slot ls set ended = 'reclaimed' from won where ls.slot = won.id and ls.ended is null returning 1),
        lent as (
          update slot set state = 'leased', host = $1, lease = $2, acts_at = $4 from won where slot.id = won.id)
        select count(*) from ended""";
    private static final String ADD_SLOTS = """
        insert into lease_slot (lease, slot, ended)
        select $1, s.id, case when s.lease = $1 then null else 'reclaimed' end from slot s where s.id = any($2)
        on conflict do nothing""";
    private static final String RECALLS = "update lease set recalls = greatest(recalls, $2) where id = $1";

    /** The listing of these slots, if they are known. */
    Future<Optional<Id>> listing(Tx tx, List<Id> slots) {
        return tx.run(LISTING, Tuple.of((Object) texts(slots))).map(rows -> rows.size() == 0
            ? Optional.empty() : Optional.of(Id.of(rows.iterator().next().getString("listing"))));
    }

    Future<Void> lease(Tx tx, Host host, SlotsGranted grant, Id listing, Instant granted) {
        return tx.run(LEASE, Tuple.tuple().addString(grant.lease().toString()).addString(host.toString())
            .addString(grant.request().toString()).addString(listing.toString()).addValue(utc(granted))
            .addValue(utc(grant.openUntil())).addValue(utc(grant.until())).addValue(utc(grant.reclaimAt()))).mapEmpty();
    }

    Future<Void> lend(Tx tx, Host host, Id lease, List<Id> slots, Instant until, Instant granted) {
        return tx.run(LOCK, Tuple.of((Object) texts(slots)))
            .compose(locked -> tx.run(LEND, Tuple.of(host.toString(), lease.toString(), texts(slots), utc(until), utc(granted))))
            .compose(lent -> tx.run(ADD_SLOTS, Tuple.of(lease.toString(), (Object) texts(slots)))).mapEmpty();
    }

    Future<Boolean> recalls(Tx tx, Id lease, long number) {
        return tx.run(RECALLS, Tuple.of(lease.toString(), number)).map(rows -> rows.rowCount() == 1);
    }

    private static String[] texts(List<Id> ids) {
        return ids.stream().map(Id::toString).toArray(String[]::new);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
