package coop.canut.ops.sim;

import coop.canut.node.store.Store;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the checks of a simulation ask one node's database, beside the invariants of every node. */
final class CheckStore {

    private static final String OPEN = """
        select c.id, c.due, e.peer, s.slot
        from claim c join held_slot s on s.key = c.held_slot join held_lease e on e.key = s.lease
        where c.state = 'open' order by c.id""";
    private static final String ENDS = """
        select peer, direction, epoch, case direction when 'out' then acknowledged else seq end as at from channel""";
    private static final String STUCK = """
        select 'The slot ' || id || ' is ' || state || '.' as sentence from slot
        where state not in ('done', 'released', 'submitted')
        union all select 'The answer ' || claim || ' is ' || state || '.' from submission where state = 'submitted'
        union all select 'The claim ' || id || ' is open.' from claim where state = 'open'
        union all select 'The slot ' || slot || ' lies in stock as ' || state || '.' from held_slot
          where state in ('fetching', 'stock', 'claimed')
        union all select 'The listing ' || id || ' is ' || state || '.' from listing where state in ('open', 'paused')
        order by 1 limit 10""";
    private static final String SETTLED = """
        select not exists (
          select from channel where direction = 'out' and not settled and peer = any($1)) as settled""";
    private static final String HANDED_IN = "select id from claim where state = 'submitted'";

    private final Store sql;

    CheckStore(Store sql) {
        this.sql = sql;
    }

    /** Somebody works on a slot, as the home node has it. */
    record Working(String claim, Instant due, String publisher, String slot) {
    }

    /** How far a channel is. */
    record End(long epoch, long seq) {
    }

    /** How far a node's channels are, by peer: {@code acknowledged} to that peer, and {@code heard} from it. */
    record Ends(Map<String, End> acknowledged, Map<String, End> heard) {
    }

    Store store() {
        return sql;
    }

    Future<List<Working>> working() {
        return sql.run(OPEN).map(rows -> {
            List<Working> working = new ArrayList<>();
            rows.forEach(row -> working.add(new Working(row.getString("id"), row.getOffsetDateTime("due").toInstant(),
                row.getString("peer"), row.getString("slot"))));
            return working;
        });
    }

    /** How far all channels of this node are: ours as acknowledged, those of its peers as heard. */
    Future<Ends> ends() {
        return sql.run(ENDS).map(rows -> {
            var ends = new Ends(new HashMap<>(), new HashMap<>());
            rows.forEach(row -> (row.getString("direction").equals("out") ? ends.acknowledged : ends.heard)
                .put(row.getString("peer"), new End(row.getLong("epoch"), row.getLong("at"))));
            return ends;
        });
    }

    /** What should have ended and has not. */
    Future<List<String>> stuck() {
        return sql.run(STUCK).map(rows -> {
            List<String> sentences = new ArrayList<>();
            rows.forEach(row -> sentences.add(row.getString("sentence")));
            return sentences;
        });
    }

    /** Whether it knows all that it had said to these peers: a node that was restored learns it from one after another. */
    Future<Boolean> settled(List<Host> peers) {
        return sql.run(SETTLED, Tuple.of((Object) peers.stream().map(Host::toString).toArray(String[]::new)))
            .map(rows -> rows.iterator().next().getBoolean("settled"));
    }

    Future<Set<String>> handedIn() {
        return sql.run(HANDED_IN).map(rows -> {
            Set<String> claims = new HashSet<>();
            rows.forEach(row -> claims.add(row.getString("id")));
            return claims;
        });
    }

    void close() {
        sql.close();
    }
}
