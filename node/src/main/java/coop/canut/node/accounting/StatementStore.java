package coop.canut.node.accounting;

import coop.canut.node.ledger.Account;
import coop.canut.node.store.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Movements of one account, by day and kind. */
final class StatementStore {

    private static final String OPENING = """
        select a.currency,
          (coalesce((select sum(amount) from transfer where credit = a.id and at < $2), 0)
            - coalesce((select sum(amount) from transfer where debit = a.id and at < $2), 0))::bigint as opening
        from account a where a.code = $1 order by a.currency""";
    private static final String LINES = """
        select a.currency, (l.at at time zone 'UTC')::date as day, l.kind, count(*) as count, sum(l.amount)::bigint as amount
        from account a cross join lateral (
          select at, kind, amount from transfer where credit = a.id and at >= $2 and at < $3
          union all
          select at, kind, -amount from transfer where debit = a.id and at >= $2 and at < $3) l
        where a.code = $1 group by a.currency, day, l.kind order by a.currency, day, l.kind""";

    Future<List<Statement>> of(Sql sql, Account account, Instant from, Instant to) {
        return sql.run(OPENING, Tuple.of(account.code(), AccountingStore.utc(from))).compose(openings ->
            sql.run(LINES, Tuple.of(account.code(), AccountingStore.utc(from), AccountingStore.utc(to))).map(rows -> {
                Map<String, List<Statement.Line>> lines = new TreeMap<>();
                for (Row row : rows) {
                    lines.computeIfAbsent(row.getString("currency"), first -> new ArrayList<>()).add(new Statement.Line(
                        row.getLocalDate("day"), row.getString("kind"), row.getLong("count"), row.getLong("amount")));
                }
                List<Statement> statements = new ArrayList<>();
                for (Row row : openings) {
                    String currency = row.getString("currency");
                    long opening = row.getLong("opening");
                    List<Statement.Line> these = lines.getOrDefault(currency, List.of());
                    statements.add(new Statement(currency, opening, these,
                        opening + these.stream().mapToLong(Statement.Line::amount).sum()));
                }
                return statements;
            }));
    }
}
