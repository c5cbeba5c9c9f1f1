package coop.canut.node.post;

import coop.canut.node.store.Sql;
import coop.canut.node.store.Store;
import coop.canut.protocol.message.Stream;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** How deliveries go, one row per peer and stream, for ever. */
final class DeliveryStore {

    /** The state of one stream to one peer. */
    record Delivery(long position, int failures, Instant nextTry) {
    }

    private static final String FIND = """
        select position, failures, next_try from delivery where peer = $1 and stream = $2""";
    /** Asked only where there is none: a courier looks at every turn, and a look that writes waits for the disk. */
    private static final String BEGIN = """
        insert into delivery (peer, stream, next_try) values ($1, $2, $3)
        on conflict (peer, stream) do update set stream = excluded.stream
        returning position, failures, next_try""";
    private static final String SUCCEEDED = """
        update delivery set position = $3, failures = 0, next_try = $4, last_problem = null, last_success = $4
        where peer = $1 and stream = $2""";
    private static final String FAILED = """
        update delivery set position = $3, failures = failures + 1, next_try = $4, last_problem = $5
        where peer = $1 and stream = $2""";
    private static final String ALL = """
        select stream, position, failures, next_try, last_problem, last_success from delivery where peer = $1""";

    Future<Delivery> find(Sql sql, Host peer, Stream stream, Instant now) {
        return sql.run(FIND, Tuple.of(peer.toString(), stream.code())).compose(rows -> rows.size() == 1
                ? Future.succeededFuture(rows)
                : sql.run(BEGIN, Tuple.of(peer.toString(), stream.code(), now.atOffset(ZoneOffset.UTC))))
            .map(rows -> {
                Row row = rows.iterator().next();
                return new Delivery(row.getLong("position"), row.getInteger("failures"),
                    row.getOffsetDateTime("next_try").toInstant());
            });
    }

    Future<Void> succeeded(Sql sql, Host peer, Stream stream, long position, Instant now) {
        return sql.run(SUCCEEDED, Tuple.of(peer.toString(), stream.code(), position, now.atOffset(ZoneOffset.UTC)))
            .mapEmpty();
    }

    Future<Void> failed(Sql sql, Host peer, Stream stream, long position, Instant nextTry, String problem) {
        return sql.run(FAILED, Tuple.of(peer.toString(), stream.code(), position, nextTry.atOffset(ZoneOffset.UTC),
            problem)).mapEmpty();
    }

    Future<List<DeliveryState>> all(Store store, Host peer) {
        return store.run(ALL, Tuple.of(peer.toString())).map(rows -> {
            List<DeliveryState> states = new ArrayList<>();
            for (Row row : rows) {
                var success = row.getOffsetDateTime("last_success");
                states.add(new DeliveryState(row.getString("stream"), row.getLong("position"), row.getInteger("failures"),
                    row.getString("last_problem"), success == null ? null : success.toInstant()));
            }
            return states;
        });
    }
}
