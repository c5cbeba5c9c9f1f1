package coop.canut.node.payout;

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
import java.util.Collection;
import java.util.List;

/** Payments and the files that they are sent in. */
final class PaymentStore {

    private static final String LOCK_FILES = "lock table payment_file in share row exclusive mode";
    /** What is at the bank and not on its way, and what of it no requester has put in for a purpose. */
    private static final String COVERED = """
        select coalesce(-sum(balance) filter (where code = 'bank:' || currency), 0)::bigint
            - coalesce(sum(balance) filter (where code = 'bank:out'), 0)::bigint as cash,
          coalesce(sum(balance) filter (where side = 'reserved' and code <> 'surplus'), 0)::bigint as reserved
        from account where currency = $1""";
    private static final String OWED = """
        select p.id, p.name, a.currency, a.balance, a.kind, c.*
        from person p
        cross join lateral (
          select currency, balance, 'payout' as kind from account where code = 'member:' || p.id || ':payable'
          union all
          select currency, balance, 'share' from account where code = 'member:' || p.id || ':allocated') a
        left join lateral (
          select id as account_id, owner, account, iban, holder, set_by, set_at, usable_at
          from payout_account where owner = p.id order by set_at desc, id desc limit 1) c on true
        where a.balance > 0 and ($1::text is null or a.currency = $1)
        order by lower(p.name), p.id, a.currency, a.kind limit $2""";

    private static final String PAYMENT = """
        select p.id, p.transfer, p.kind, p.payee, coalesce(m.name, r.name, p.payee) as name, p.currency, p.amount, p.file,
          p.asked_at, p.state, p.decided_at, p.reason, c.id as account_id, c.owner, c.account, c.iban, c.holder, c.set_by,
          c.set_at, c.usable_at
        from payment p left join person m on m.id = p.payee left join requester r on r.id = p.payee
          left join payout_account c on c.id = p.account
        """;
    private static final String LOCK = PAYMENT + "where p.id = any($1) order by p.id for no key update of p";
    private static final String OF_FILE = PAYMENT + "where p.file = $1 order by p.id";
    private static final String TO = PAYMENT + "where p.payee = $1 order by p.id desc limit $2";
    private static final String WAITING_OF = PAYMENT + "where p.state = 'waiting' order by p.id limit $1";
    private static final String WAITING = PAYMENT.replace("left join payout_account c on c.id = p.account", """
            join lateral (select * from payout_account o where o.owner = p.payee
              order by o.set_at desc, o.id desc limit 1) c on c.usable_at <= $2""") + """
        where p.state = 'waiting' and p.currency = $1 order by p.id limit $3 for no key update of p""";

    private static final String ADD_FILE = """
        insert into payment_file (id, currency, payments, total, made_by, made_at) values ($1, $2, $3, $4, $5, $6)""";
    private static final String ADD = """
        insert into payment (id, transfer, kind, payee, currency, amount, account, file, state, asked_by, asked_at)
        select n.*, $10, $11
        from unnest($1::text[], $2::bytea[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::text[],
          $9::text[]) as n""";
    private static final String SEND = """
        update payment p set state = 'sent', file = $1, account = (
          select id from payout_account o where o.owner = p.payee order by o.set_at desc, o.id desc limit 1)
        where p.id = any($2) and p.state = 'waiting'""";
    private static final String ANSWER = """
        update payment set state = $2, decided_by = $3, decided_at = $4, reason = $5 where id = $1""";
    private static final String FILES = """
        select f.*, (select count(*) from payment p where p.file = f.id and p.state = 'sent') as open
        from payment_file f order by f.id desc limit $1""";

    /** @param cash at the bank and not on its way; {@code free} is what of it was put in for no purpose */
    record Covered(long cash, long free) {
    }

    Future<Void> lockFiles(Tx tx) {
        return tx.run(LOCK_FILES).mapEmpty();
    }

    Future<Covered> covered(Sql sql, String currency) {
        return sql.run(COVERED, Tuple.of(currency)).map(rows -> {
            Row row = rows.iterator().next();
            long cash = row.getLong("cash");
            return new Covered(cash, cash - row.getLong("reserved"));
        });
    }

    /** Of one currency, or (null) of all. */
    Future<List<Owed>> owed(Sql sql, String currency, int limit) {
        return sql.run(OWED, Tuple.of(currency, limit)).map(rows -> {
            List<Owed> owed = new ArrayList<>();
            rows.forEach(row -> owed.add(new Owed(Id.of(row.getString("id")), row.getString("name"),
                Payment.Kind.of(row.getString("kind")), Money.of(row.getLong("balance"), row.getString("currency")),
                PayoutAccountStore.account(row))));
            return owed;
        });
    }

    Future<List<Payment>> lock(Tx tx, Collection<Id> ids) {
        return tx.run(LOCK, Tuple.of((Object) texts(ids))).map(PaymentStore::payments);
    }

    Future<List<Payment>> ofFile(Sql sql, Id file) {
        return sql.run(OF_FILE, Tuple.of(file.toString())).map(PaymentStore::payments);
    }

    Future<List<Payment>> to(Sql sql, Id payee, int limit) {
        return sql.run(TO, Tuple.of(payee.toString(), limit)).map(PaymentStore::payments);
    }

    Future<List<Payment>> waitingOf(Sql sql, int limit) {
        return sql.run(WAITING_OF, Tuple.of(limit)).map(PaymentStore::payments);
    }

    /** Those whose payee has an account that may be used now, the oldest first. */
    Future<List<Payment>> waiting(Tx tx, String currency, Instant now, int limit) {
        return tx.run(WAITING, Tuple.of(currency, utc(now), limit)).map(PaymentStore::payments);
    }

    Future<Void> addFile(Tx tx, PaymentFile file) {
        return tx.run(ADD_FILE, Tuple.of(file.id().toString(), file.total().currency(), file.payments(),
            file.total().amount(), file.madeBy().toString(), utc(file.madeAt()))).mapEmpty();
    }

    Future<Void> add(Tx tx, List<Payment> all, Id by, Instant at) {
        return all.isEmpty() ? Future.succeededFuture() : tx.run(ADD, Tuple.tuple()
            .addValue(texts(all.stream().map(Payment::id).toList()))
            .addValue(all.stream().map(payment -> Buffer.buffer(payment.transfer().bytes())).toArray(Buffer[]::new))
            .addValue(all.stream().map(payment -> payment.kind().code()).toArray(String[]::new))
            .addValue(texts(all.stream().map(Payment::payee).toList()))
            .addValue(all.stream().map(payment -> payment.amount().currency()).toArray(String[]::new))
            .addValue(all.stream().map(payment -> payment.amount().amount()).toArray(Long[]::new))
            .addValue(all.stream().map(payment -> payment.account() == null ? null : payment.account().id().toString())
                .toArray(String[]::new))
            .addValue(all.stream().map(payment -> payment.file() == null ? null : payment.file().toString())
                .toArray(String[]::new))
            .addValue(all.stream().map(payment -> payment.state().code()).toArray(String[]::new))
            .addValue(by.toString()).addValue(utc(at))).mapEmpty();
    }

    Future<Void> send(Tx tx, Id file, List<Id> waiting) {
        return waiting.isEmpty() ? Future.succeededFuture()
            : tx.run(SEND, Tuple.of(file.toString(), (Object) texts(waiting))).mapEmpty();
    }

    Future<Void> answer(Tx tx, Id payment, Payment.State state, Id by, String reason, Instant at) {
        return tx.run(ANSWER, Tuple.of(payment.toString(), state.code(), by.toString(), utc(at), reason)).mapEmpty();
    }

    Future<List<PaymentFile>> files(Sql sql, int limit) {
        return sql.run(FILES, Tuple.of(limit)).map(rows -> {
            List<PaymentFile> files = new ArrayList<>();
            rows.forEach(row -> files.add(new PaymentFile(Id.of(row.getString("id")),
                Money.of(row.getLong("total"), row.getString("currency")), row.getInteger("payments"), row.getLong("open"),
                Id.of(row.getString("made_by")), row.getOffsetDateTime("made_at").toInstant())));
            return files;
        });
    }

    private static List<Payment> payments(RowSet<Row> rows) {
        List<Payment> payments = new ArrayList<>();
        for (Row row : rows) {
            String file = row.getString("file");
            OffsetDateTime decided = row.getOffsetDateTime("decided_at");
            payments.add(new Payment(Id.of(row.getString("id")), Hash.of(row.getBuffer("transfer").getBytes()),
                Payment.Kind.of(row.getString("kind")), Id.of(row.getString("payee")), row.getString("name"),
                Money.of(row.getLong("amount"), row.getString("currency")), PayoutAccountStore.account(row),
                file == null ? null : Id.of(file), row.getOffsetDateTime("asked_at").toInstant(),
                Payment.State.of(row.getString("state")), decided == null ? null : decided.toInstant(),
                row.getString("reason")));
        }
        return payments;
    }

    private static String[] texts(Collection<Id> ids) {
        return ids.stream().map(Id::toString).toArray(String[]::new);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
