package coop.canut.node.decision;

import coop.canut.node.store.Sql;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Looks at what an act would touch, and at what members did in a period. Changes nothing. */
final class EffectStore {

    /** Products of price and seconds are exact in numeric, whatever a listing says. */
    private static final String FACTS = """
        select (select count(*) from listing where state in ('open', 'paused')) as open_listings,
          (select count(*) from listing where state in ('open', 'paused') and currency = $1
            and price::numeric * 3600 < $2::bigint::numeric * estimated_seconds) as below,
          (select count(*) from board_listing where state in ('open', 'paused') and shown and currency = $1 and host <> $3
            and price::numeric * 3600 < $2::bigint::numeric * estimated_seconds) as board_below,
          (select count(*) from draft) as drafts,
          (select count(*) from proposal where state = 'vote') as votes,
          (select count(*) from claim where member = $4 and state = 'open') as tasks""";
    private static final String ESCROW = """
        select currency, sum(balance)::bigint as amount from account where code like 'escrow:%' and balance > 0
        group by currency order by currency""";
    private static final String PAYABLE = """
        select currency, balance as amount from account where code = 'member:' || $1 || ':payable' and balance > 0
        order by currency""";
    private static final String PAID = """
        select c.member, sum(c.paid)::bigint as work from claim c
          join board_revision r on (r.listing, r.revision) = (c.listing, c.revision)
        where c.review = 'accepted' and c.reviewed_at >= $1 and c.reviewed_at < $2 and r.currency = $3
        group by c.member order by c.member""";
    private static final String WORKED = """
        select member, sum(coalesce(seconds, 0))::bigint as work from claim
        where review = 'accepted' and reviewed_at >= $1 and reviewed_at < $2
        group by member order by member""";

    /** @param floor that is asked about, or null; {@code person} the same */
    Future<EffectRules.Facts> facts(Sql sql, String self, long members, Money floor, Id person) {
        String who = person == null ? "" : person.toString();
        return sql.run(FACTS, Tuple.of(floor == null ? "" : floor.currency(), floor == null ? 0L : floor.amount(), self, who))
            .compose(counted -> sql.run(ESCROW).compose(escrow -> sql.run(PAYABLE, Tuple.of(who)).map(payable -> {
                Row row = counted.iterator().next();
                return new EffectRules.Facts(members, row.getLong("open_listings"), money(escrow), row.getLong("below"),
                    row.getLong("board_below"), row.getLong("drafts"), row.getLong("votes"), row.getLong("tasks"),
                    money(payable));
            })));
    }

    /** What each member was paid for, or paid, in a period; days are those of UTC. */
    Future<List<Surplus.Work>> work(Sql sql, LocalDate from, LocalDate until, Surplus.Measure measure, String currency) {
        var period = Tuple.of(from.atStartOfDay().atOffset(ZoneOffset.UTC), until.atStartOfDay().atOffset(ZoneOffset.UTC));
        return (measure == Surplus.Measure.PAY ? sql.run(PAID, period.addValue(currency)) : sql.run(WORKED, period))
            .map(rows -> {
                List<Surplus.Work> work = new ArrayList<>();
                rows.forEach(row -> work.add(new Surplus.Work(Id.of(row.getString("member")), row.getLong("work"))));
                return work;
            });
    }

    private static List<Money> money(RowSet<Row> rows) {
        List<Money> money = new ArrayList<>();
        rows.forEach(row -> money.add(Money.of(row.getLong("amount"), row.getString("currency"))));
        return money;
    }
}
