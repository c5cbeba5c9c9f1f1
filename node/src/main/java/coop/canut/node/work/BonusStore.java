package coop.canut.node.work;

import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.node.work.Bonuses.Bonus;
import coop.canut.protocol.message.WorkMessage.BonusGranted;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Bonuses that were heard of. */
final class BonusStore {

    private static final String ADD = """
        insert into bonus_heard (peer, id, claim, member, currency, amount, reason, due, heard_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (peer, id) do nothing""";
    private static final String OF = """
        select peer, id, claim, currency, amount, reason, heard_at from bonus_heard
        where member = $1 order by heard_at desc, id desc limit $2""";

    /** Whether it is new. */
    Future<Boolean> add(Tx tx, Host from, BonusGranted bonus, Id member, Instant at) {
        return tx.run(ADD, Tuple.tuple().addValue(from.toString()).addValue(bonus.bonus().toString())
            .addValue(bonus.claim().toString()).addValue(member.toString()).addValue(bonus.amount().currency())
            .addValue(bonus.amount().amount()).addValue(bonus.reason()).addValue(bonus.due().atOffset(ZoneOffset.UTC))
            .addValue(at.atOffset(ZoneOffset.UTC))).map(rows -> rows.rowCount() == 1);
    }

    Future<List<Bonus>> of(Sql sql, Id member, int limit) {
        return sql.run(OF, Tuple.of(member.toString(), limit)).map(rows -> {
            List<Bonus> all = new ArrayList<>();
            rows.forEach(row -> all.add(new Bonus(Id.of(row.getString("id")), Host.of(row.getString("peer")),
                Id.of(row.getString("claim")), Money.of(row.getLong("amount"), row.getString("currency")),
                row.getString("reason"), row.getOffsetDateTime("heard_at").toInstant())));
            return all;
        });
    }
}
