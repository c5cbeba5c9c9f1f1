package coop.canut.node.publish;

import coop.canut.node.store.Tx;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** Whether a listing may be taken back. */
final class ErasureStore {

    /** A listing as far as its end goes. */
    record State(boolean erased, boolean over) {
    }

    private static final String LOCK = """
        select erased_at is not null as erased, state in ('withdrawn', 'closed')
          and not exists (select from slot s where s.listing = l.id and s.state not in ('done', 'released'))
          and not exists (select from submission a where a.listing = l.id and a.state <> 'accepted')
          and not exists (select from account a where a.code = 'escrow:' || l.id and a.balance <> 0)
          and not exists (select from outbox o where o.peer is null and position('/listing/' || l.id in o.object) > 0) as over
        from listing l where id = $1 for no key update""";
    private static final String ERASED = "update listing set erased_at = $2 where id = $1";

    Future<Optional<State>> lock(Tx tx, Id listing) {
        return tx.run(LOCK, Tuple.of(listing.toString())).map(rows -> {
            if (rows.size() == 0) {
                return Optional.empty();
            }
            Row row = rows.iterator().next();
            return Optional.of(new State(row.getBoolean("erased"), row.getBoolean("over")));
        });
    }

    Future<Void> erased(Tx tx, Id listing, Instant at) {
        return tx.run(ERASED, Tuple.of(listing.toString(), at.atOffset(ZoneOffset.UTC))).mapEmpty();
    }
}
