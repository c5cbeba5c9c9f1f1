package coop.canut.node.accounting;

import coop.canut.node.accounting.Obligations.Aged;
import coop.canut.node.store.Sql;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Balances between cooperatives, and what came to them lately. */
final class ObligationStore {

    private static final String ALL = """
        select split_part(a.code, ':', 2) as peer, a.code like '%:due-to' as ours, a.currency, abs(a.balance) as whole,
          coalesce((select sum(t.amount) from transfer t where t.at >= $1 and case when a.code like '%:due-to'
            then t.credit = a.id else t.debit = a.id end), 0)::bigint as recent,
          coalesce((select sum(t.amount) from transfer t where t.at >= $2 and case when a.code like '%:due-to'
            then t.credit = a.id else t.debit = a.id end), 0)::bigint as lately
        from account a where (a.code like 'peer:%:due-to' or a.code like 'peer:%:due-from') and a.balance <> 0
        order by 1, 2, 3""";

    Future<List<Aged>> all(Sql sql, Instant month, Instant twoMonths) {
        return sql.run(ALL, Tuple.of(AccountingStore.utc(month), AccountingStore.utc(twoMonths))).map(rows -> {
            List<Aged> all = new ArrayList<>();
            for (Row row : rows) {
                long whole = row.getLong("whole");
                long recent = Math.min(whole, row.getLong("recent"));
                long older = Math.min(whole, row.getLong("lately")) - recent;
                all.add(new Aged(Host.of(row.getString("peer")), row.getBoolean("ours"), row.getString("currency"), recent,
                    older, whole - recent - older));
            }
            return all;
        });
    }
}
