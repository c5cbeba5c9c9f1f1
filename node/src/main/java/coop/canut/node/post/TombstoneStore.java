package coop.canut.node.post;

import coop.canut.node.store.Tx;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.ObjectUrl;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Ids that never live again. */
final class TombstoneStore {

    private static final String ADD = """
        insert into tombstone (host, id, erased_at) select $1, id, $3 from unnest($2::text[]) as n(id)
        on conflict do nothing""";
    private static final String STAND = "select id from log_entry where host = $1 and epoch = $2 and id = any($3) limit 1";
    private static final String AMONG = "select id from tombstone where host = $1 and id = any($2)";
    /** A listing's name stands in quotes in each of its messages, and in those of no other. */
    private static final String ABOUT = """
        select id from log_entry
        where host = $1 and kind = any($2) and message is not null
          and position($3 in convert_from(message, 'UTF8')) > 0
        order by epoch, index""";

    Future<Void> add(Tx tx, Host host, String[] ids, Instant at) {
        return tx.run(ADD, Tuple.of(host.toString(), ids, at.atOffset(ZoneOffset.UTC))).mapEmpty();
    }

    Future<Set<Id>> among(Tx tx, Host host, String[] ids) {
        return tx.run(AMONG, Tuple.of(host.toString(), (Object) ids)).map(rows -> {
            Set<Id> found = new HashSet<>();
            rows.forEach(row -> found.add(Id.of(row.getString("id"))));
            return found;
        });
    }

    /** Whether any of these ids stands in the host's log of that epoch. */
    Future<Boolean> stand(Tx tx, Host host, long epoch, String[] ids) {
        return tx.run(STAND, Tuple.of(host.toString(), epoch, (Object) ids)).map(rows -> rows.size() > 0);
    }

    Future<List<Id>> about(Tx tx, ObjectUrl listing, String[] kinds) {
        return tx.run(ABOUT, Tuple.of(listing.host().toString(), kinds, "\"" + listing + "\"")).map(rows -> {
            List<Id> found = new ArrayList<>();
            rows.forEach(row -> found.add(Id.of(row.getString("id"))));
            return found;
        });
    }
}
