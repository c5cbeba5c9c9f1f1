package coop.canut.node.accounting;

import coop.canut.node.accounting.Chart.ChartAccount;
import coop.canut.node.accounting.Chart.Settings;
import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The books as they are read from outside, and what an accountant sets. */
final class AccountingStore {

    /** Whose account a code names, by the name that people know. */
    private static final String OWNER = """
        case split_part(%1$s.code, ':', 1)
          when 'requester' then (select name from requester where id = split_part(%1$s.code, ':', 2))
          when 'member' then (select name from person where id = split_part(%1$s.code, ':', 2))
          when 'escrow' then (select title from listing where id = split_part(%1$s.code, ':', 2))
          when 'topup' then (select title from listing where id = split_part(%1$s.code, ':', 2))
          when 'peer' then split_part(%1$s.code, ':', 2) end""";
    /** By number after the last of the page before; the index by time leaves out what is not of the span. */
    private static final String BOOKED = """
        select t.number, t.at, t.kind, t.id, t.cause, t.amount, t.currency, d.code as debit, c.code as credit,
          coalesce(b.text, '') as text, coalesce(%s, '') as debit_of, coalesce(%s, '') as credit_of
        from (select * from transfer
              where number > $1 and at >= $2 and at < $3 and ($4::text is null or currency = $4)
              order by number limit $5) t
          join account d on d.id = t.debit join account c on c.id = t.credit left join booking b on b.transfer = t.id
        order by t.number""".formatted(OWNER.formatted("d"), OWNER.formatted("c"));
    private static final String OPENING = """
        select a.code, sum(l.amount)::bigint as balance, coalesce(%s, '') as owner
        from (select debit as account, -amount as amount from transfer where at < $1 and currency = $2
              union all select credit, amount from transfer where at < $1 and currency = $2) l
          join account a on a.id = l.account
        group by a.id, a.code having sum(l.amount) <> 0 order by a.id""".formatted(OWNER.formatted("a"));

    private static final String CHART = "select class, number, label from chart_account";
    private static final String CHANGE = """
        insert into chart_account (class, number, label, set_by, set_at) values ($1, $2, $3, $4, $5)
        on conflict (class) do update set number = $2, label = $3, set_by = $4, set_at = $5""";
    private static final String SETTINGS = "select siren, note from accounting";
    private static final String SET = "update accounting set siren = $1, note = $2";

    /** A balance at the beginning of a span. */
    record Opening(String account, long balance, String owner) {
    }

    /** Of one currency, or (null) of all. */
    Future<List<Booked>> booked(Sql sql, long after, Instant from, Instant to, String currency, int limit) {
        return sql.run(BOOKED, Tuple.of(after, utc(from), utc(to), currency, limit)).map(rows -> {
            List<Booked> booked = new ArrayList<>();
            for (Row row : rows) {
                booked.add(new Booked(row.getLong("number"), row.getOffsetDateTime("at").toInstant(), row.getString("kind"),
                    Hash.of(row.getBuffer("id").getBytes()).hex(), row.getString("debit"), row.getString("debit_of"),
                    row.getString("credit"), row.getString("credit_of"),
                    Money.of(row.getLong("amount"), row.getString("currency")), row.getString("cause"),
                    row.getString("text")));
            }
            return booked;
        });
    }

    Future<List<Opening>> opening(Sql sql, Instant before, String currency) {
        return sql.run(OPENING, Tuple.of(utc(before), currency)).map(rows -> {
            List<Opening> opening = new ArrayList<>();
            rows.forEach(row -> opening.add(
                new Opening(row.getString("code"), row.getLong("balance"), row.getString("owner"))));
            return opening;
        });
    }

    Future<List<ChartAccount>> chart(Sql sql) {
        return sql.run(CHART).map(rows -> {
            List<ChartAccount> accounts = new ArrayList<>();
            rows.forEach(row -> accounts.add(
                new ChartAccount(row.getString("class"), row.getString("number"), row.getString("label"))));
            return accounts;
        });
    }

    Future<Void> change(Tx tx, List<ChartAccount> accounts, Id by, Instant at) {
        Future<Void> done = Future.succeededFuture();
        for (ChartAccount account : accounts) {
            done = done.compose(before -> tx.run(CHANGE,
                Tuple.of(account.key(), account.number(), account.label(), by.toString(), utc(at))).mapEmpty());
        }
        return done;
    }

    Future<Settings> settings(Sql sql) {
        return sql.run(SETTINGS).map(rows -> {
            Row row = rows.iterator().next();
            return new Settings(row.getString("siren"), row.getString("note"));
        });
    }

    Future<Void> set(Sql sql, Settings settings) {
        return sql.run(SET, Tuple.of(settings.siren(), settings.note())).mapEmpty();
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
