package coop.canut.node.accounting;

import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Invoices, and how far they go. */
final class InvoiceStore {

    private static final String LOCKED_UNTIL = """
        select coalesce(invoiced_until, date_trunc('month', (select min(at) from transfer), 'UTC'), $1) as until
        from accounting for no key update""";
    private static final String MAKE = """
        with charged as (
          select l.requester, t.currency, count(distinct t.cause) as answers,
            coalesce(sum(t.amount) filter (where t.kind = 'FEE'), 0)::bigint as fee,
            coalesce(sum(t.amount) filter (where t.kind = 'FUND'), 0)::bigint as fund
          from transfer t join account a on a.id = t.debit join listing l on a.code = 'escrow:' || l.id
          where t.at >= $1 and t.at < $2 and t.kind in ('FEE', 'FUND')
          group by l.requester, t.currency),
        made as (
          insert into invoice (number, requester, name, country, register, currency, from_at, to_at, answers, fee, fund, note,
            made_at)
          select g.last_invoice + row_number() over (order by c.requester, c.currency), c.requester,
            coalesce(r.name, c.requester), coalesce(r.country, ''), coalesce(r.register, ''), c.currency, $1, $2, c.answers,
            c.fee, c.fund, g.note, $3
          from charged c left join requester r on r.id = c.requester cross join accounting g
          returning 1)
        update accounting set invoiced_until = $2, last_invoice = last_invoice + (select count(*) from made)
        returning (select count(*) from made) as made""";
    private static final String OF = "select * from invoice where requester = $1 order by number desc limit $2";
    private static final String ALL = "select * from invoice order by number desc limit $1";
    private static final String ONE = "select * from invoice where number = $1";

    /** Until when they are made, or, if none ever was, from which month on they are. Nobody else makes any before we commit. */
    Future<Instant> lockedUntil(Tx tx, Instant month) {
        return tx.run(LOCKED_UNTIL, Tuple.of(AccountingStore.utc(month)))
            .map(rows -> rows.iterator().next().getOffsetDateTime("until").toInstant());
    }

    Future<Long> make(Tx tx, Instant from, Instant to, Instant now) {
        return tx.run(MAKE, Tuple.of(AccountingStore.utc(from), AccountingStore.utc(to), AccountingStore.utc(now)))
            .map(rows -> rows.iterator().next().getLong("made"));
    }

    Future<List<Invoice>> of(Sql sql, Id requester, int limit) {
        return sql.run(OF, Tuple.of(requester.toString(), limit)).map(InvoiceStore::invoices);
    }

    Future<List<Invoice>> all(Sql sql, int limit) {
        return sql.run(ALL, Tuple.of(limit)).map(InvoiceStore::invoices);
    }

    Future<Optional<Invoice>> one(Sql sql, long number) {
        return sql.run(ONE, Tuple.of(number)).map(rows -> invoices(rows).stream().findFirst());
    }

    private static List<Invoice> invoices(RowSet<Row> rows) {
        List<Invoice> invoices = new ArrayList<>();
        for (Row row : rows) {
            String currency = row.getString("currency");
            invoices.add(new Invoice(row.getLong("number"), Id.of(row.getString("requester")), row.getString("name"),
                row.getString("country"), row.getString("register"), row.getOffsetDateTime("from_at").toInstant(),
                row.getOffsetDateTime("to_at").toInstant(), row.getLong("answers"), Money.of(row.getLong("fee"), currency),
                Money.of(row.getLong("fund"), currency), row.getString("note"),
                row.getOffsetDateTime("made_at").toInstant()));
        }
        return invoices;
    }
}
