package coop.canut.node.publish;

import coop.canut.node.publish.ReviewStore.Answered;
import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.message.WorkMessage.BonusGranted;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Bonuses that were given, and listings with which money for them is set aside. */
final class BonusStore {

    private static final String FIND = "select claim, amount, currency from bonus where id = $1";
    private static final String ADD = """
        insert into bonus (id, obligation, claim, host, listing, currency, amount, source, reason, by, due, granted_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)""";
    private static final String TOPPED_UP = "update listing set topped_up = $2 where id = $1 and topped_up <> $2";
    private static final String ENDED = """
        select id from listing where topped_up and state in ('withdrawn', 'closed') order by id limit $1""";

    /** What a bonus was given for. */
    record Granted(Id claim, Money amount) {
    }

    Future<Optional<Granted>> find(Sql sql, Id bonus) {
        return sql.run(FIND, Tuple.of(bonus.toString())).map(rows -> {
            if (rows.size() == 0) {
                return Optional.empty();
            }
            Row row = rows.iterator().next();
            return Optional.of(new Granted(Id.of(row.getString("claim")),
                Money.of(row.getLong("amount"), row.getString("currency"))));
        });
    }

    Future<Void> add(Tx tx, Answered row, BonusGranted said, String source, String by, Instant at) {
        return tx.run(ADD, Tuple.tuple().addValue(said.bonus().toString()).addValue(said.obligation().toString())
            .addValue(said.claim().toString()).addValue(row.host().toString()).addValue(row.listing().id().toString())
            .addValue(said.amount().currency()).addValue(said.amount().amount()).addValue(source).addValue(said.reason())
            .addValue(by).addValue(said.due().atOffset(ZoneOffset.UTC)).addValue(at.atOffset(ZoneOffset.UTC))).mapEmpty();
    }

    Future<Void> toppedUp(Tx tx, Id listing, boolean is) {
        return tx.run(TOPPED_UP, Tuple.of(listing.toString(), is)).mapEmpty();
    }

    /** Listings that have ended and still hold money for bonuses. */
    Future<List<Id>> ended(Sql sql, int limit) {
        return sql.run(ENDED, Tuple.of(limit)).map(rows -> {
            List<Id> ended = new ArrayList<>();
            rows.forEach(row -> ended.add(Id.of(row.getString("id"))));
            return ended;
        });
    }
}
