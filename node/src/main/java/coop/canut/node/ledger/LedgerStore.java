package coop.canut.node.ledger;

import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/** Accounts and transfers. */
final class LedgerStore {

    /** In the order of the codes, so that two transactions that open the same accounts do not wait in a circle. */
    private static final String OPEN = """
        insert into account (code, currency, side)
        select n.code, n.currency, n.side from unnest($1::text[], $2::text[], $3::text[]) as n(code, currency, side)
        where not exists (select from account a where a.code = n.code and a.currency = n.currency)
        order by n.code, n.currency
        on conflict on constraint one_account_per_code_and_currency do nothing""";

    private static final String POST = """
        insert into transfer (id, kind, cause, currency, debit, credit, amount, follows, at)
        select n.id, n.kind, n.cause, n.currency, d.id, c.id, n.amount, n.follows, $9
        from unnest($1::bytea[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bytea[])
          as n(id, kind, cause, currency, debit, credit, amount, follows)
        left join account d on d.code = n.debit and d.currency = n.currency
        left join account c on c.code = n.credit and c.currency = n.currency
        on conflict (id) do nothing""";

    private static final String EQUAL = """
        select count(distinct t.id) as equal
        from unnest($1::bytea[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bytea[])
          as n(id, kind, cause, currency, debit, credit, amount, follows)
        join transfer t on t.id = n.id and t.currency = n.currency and t.amount = n.amount
          and t.follows is not distinct from n.follows
        join account d on d.id = t.debit and d.code = n.debit
        join account c on c.id = t.credit and c.code = n.credit""";

    private static final String BALANCE = "select balance from account where code = $1 and currency = $2";
    private static final String LOCKED_BALANCE = BALANCE + " for no key update";
    private static final String BALANCES = "select code, currency, balance from account order by code, currency";

    private static final String HELD = "select currency, balance from account where code = $1 order by currency";

    private static final String OF_RESULT = "(code like 'income:%' or code like 'expense:%' or code like 'loss:%')";
    private static final String RESULTS = "select code, side, balance from account where currency = $1 and balance <> 0 and "
        + OF_RESULT + " order by id for no key update";
    private static final String RESULT_SUM = """
        select coalesce(sum(balance), 0)::bigint as balance from account where currency = $1 and (code = 'surplus' or\s"""
        + OF_RESULT + ")";

    private static final String NOTE = """
        insert into booking (transfer, by, text, booked_at) values ($1, $2, $3, $4)""";

    private static final String ENTRY = """
        select t.number, t.at, t.kind, t.id, t.cause, d.code as debit, c.code as credit, t.amount, t.currency,
          coalesce(b.text, '') as text, f.kind as answer
        from %s join account d on d.id = t.debit join account c on c.id = t.credit
          left join booking b on b.transfer = t.id left join transfer f on f.follows = t.id
        order by t.number desc limit $2""";
    private static final String ENTRIES = ENTRY.formatted("""
        (select * from transfer where number < $1 order by number desc limit $2) t""");
    /** The newest of either side of each account of that code, so that each index is read from its end and no further. */
    private static final String ENTRIES_OF_ACCOUNT = ENTRY.formatted("""
        (select id from account where code = $3) a cross join lateral (
          (select * from transfer where debit = a.id and number < $1 order by number desc limit $2)
          union all
          (select * from transfer where credit = a.id and number < $1 order by number desc limit $2)) t""");
    private static final String SEARCH = ENTRY.formatted("""
        (select s.* from transfer s left join booking n on n.transfer = s.id
         where s.number < $1 and ($3::text is null or s.debit in (select id from account where code = $3)
             or s.credit in (select id from account where code = $3))
           and ($4 = '' or strpos(lower(s.cause), lower($4)) > 0 or strpos(lower(n.text), lower($4)) > 0)
           and ($5::timestamptz is null or s.at >= $5) and ($6::timestamptz is null or s.at < $6)
         order by s.number desc limit $2) t""");

    Future<Void> open(Tx tx, List<Transfer> transfers) {
        var accounts = new TreeMap<String, String[]>();
        for (Transfer transfer : transfers) {
            for (Account account : List.of(transfer.debit(), transfer.credit())) {
                String currency = transfer.amount().currency();
                accounts.put(account.code() + " " + currency,
                    new String[] {account.code(), currency, account.side().code()});
            }
        }
        return tx.run(OPEN, Tuple.of(
            accounts.values().stream().map(account -> account[0]).toArray(String[]::new),
            accounts.values().stream().map(account -> account[1]).toArray(String[]::new),
            accounts.values().stream().map(account -> account[2]).toArray(String[]::new))).mapEmpty();
    }

    /** Inserts those that are new, and gives their number. */
    Future<Integer> post(Tx tx, List<Transfer> transfers, Instant at) {
        return tx.run(POST, columns(transfers).addValue(at.atOffset(ZoneOffset.UTC))).map(RowSet::rowCount);
    }

    /** An account of income or expenses as it stands. @param balance below zero for expenses */
    record Result(Account account, long balance) {

        Transfer closing(String decision, String currency) {
            Money amount = Money.of(Math.abs(balance), currency);
            String cause = decision + "/" + account;
            return balance > 0 ? new Transfer(Transfer.Kind.CLOSE, cause, account, Account.SURPLUS, amount)
                : new Transfer(Transfer.Kind.CLOSE, cause, Account.SURPLUS, account, amount);
        }
    }

    /** Accounts of income and expenses with something in them, locked. */
    Future<List<Result>> results(Tx tx, String currency) {
        return tx.run(RESULTS, Tuple.of(currency)).map(rows -> {
            List<Result> results = new ArrayList<>();
            rows.forEach(row -> results.add(new Result(
                new Account(row.getString("code"), Account.Side.of(row.getString("side"))), row.getLong("balance"))));
            return results;
        });
    }

    Future<Long> surplus(Sql sql, String currency) {
        return sql.run(RESULT_SUM, Tuple.of(currency)).map(LedgerStore::amount);
    }

    Future<Void> note(Tx tx, Transfer transfer, Id by, String text, Instant at) {
        return tx.run(NOTE, Tuple.of(Buffer.buffer(transfer.id().bytes()), by.toString(), text, at.atOffset(ZoneOffset.UTC)))
            .mapEmpty();
    }

    /** How many of these stand in the books exactly as they are here. */
    Future<Integer> equal(Tx tx, List<Transfer> transfers) {
        return tx.run(EQUAL, columns(transfers)).map(rows -> rows.iterator().next().getInteger("equal"));
    }

    Future<Long> balance(Sql sql, Account account, String currency) {
        return sql.run(BALANCE, Tuple.of(account.code(), currency)).map(LedgerStore::amount);
    }

    Future<Long> lockedBalance(Tx tx, Account account, String currency) {
        return tx.run(LOCKED_BALANCE, Tuple.of(account.code(), currency)).map(LedgerStore::amount);
    }

    Future<List<Balance>> balances(Sql sql) {
        return sql.run(BALANCES).map(rows -> {
            List<Balance> balances = new ArrayList<>();
            for (Row row : rows) {
                balances.add(new Balance(row.getString("code"), row.getString("currency"), row.getLong("balance")));
            }
            return balances;
        });
    }

    /** The newest below a number, of all accounts or, if {@code account} is not null, of those with that code. */
    Future<List<Entry>> entries(Sql sql, String account, long before, int limit) {
        Tuple place = Tuple.of(before, limit);
        return (account == null ? sql.run(ENTRIES, place) : sql.run(ENTRIES_OF_ACCOUNT, place.addValue(account)))
            .map(LedgerStore::entries);
    }

    Future<List<Entry>> search(Sql sql, Ledger.Search search, long before, int limit) {
        return sql.run(SEARCH, Tuple.of(before, limit, search.account(), search.text() == null ? "" : search.text(),
            time(search.from()), time(search.to()))).map(LedgerStore::entries);
    }

    private static OffsetDateTime time(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    static List<Entry> entries(RowSet<Row> rows) {
        List<Entry> entries = new ArrayList<>();
        for (Row row : rows) {
            entries.add(new Entry(row.getLong("number"), row.getOffsetDateTime("at").toInstant(), row.getString("kind"),
                Hash.of(row.getBuffer("id").getBytes()).hex(), row.getString("debit"), row.getString("credit"),
                new Money(row.getLong("amount"), row.getString("currency")), row.getString("cause"), row.getString("text"),
                row.getString("answer")));
        }
        return entries;
    }

    /** What a reserved account holds in each currency that it has. */
    Future<List<Money>> held(Sql sql, Account account) {
        return sql.run(HELD, Tuple.of(account.code())).map(rows -> {
            List<Money> held = new ArrayList<>();
            rows.forEach(row -> held.add(new Money(row.getLong("balance"), row.getString("currency"))));
            return held;
        });
    }

    private static long amount(RowSet<Row> rows) {
        return rows.size() == 0 ? 0 : rows.iterator().next().getLong("balance");
    }

    private static Tuple columns(List<Transfer> transfers) {
        return Tuple.tuple()
            .addValue(transfers.stream().map(transfer -> Buffer.buffer(transfer.id().bytes())).toArray(Buffer[]::new))
            .addValue(texts(transfers, transfer -> transfer.kind().name()))
            .addValue(texts(transfers, Transfer::cause))
            .addValue(texts(transfers, transfer -> transfer.amount().currency()))
            .addValue(texts(transfers, transfer -> transfer.debit().code()))
            .addValue(texts(transfers, transfer -> transfer.credit().code()))
            .addValue(transfers.stream().map(transfer -> transfer.amount().amount()).toArray(Long[]::new))
            .addValue(transfers.stream().map(Transfer::follows)
                .map(follows -> follows == null ? null : Buffer.buffer(follows.bytes())).toArray(Buffer[]::new));
    }

    private static String[] texts(List<Transfer> transfers, Function<Transfer, String> column) {
        return transfers.stream().map(column).toArray(String[]::new);
    }
}
