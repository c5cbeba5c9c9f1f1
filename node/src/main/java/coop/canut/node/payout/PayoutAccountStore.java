package coop.canut.node.payout;

import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Payout accounts; rows are added and never changed. */
final class PayoutAccountStore {

    /** Of two tabs that send the same form at once, the second looks after the first has committed. */
    private static final String LOCK_OWNER = "select pg_advisory_xact_lock(hashtextextended('payout account ' || $1, 0))";
    private static final String ADD = """
        insert into payout_account (id, owner, account, iban, holder, set_by, set_at, usable_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)""";
    private static final String HISTORY = """
        select id as account_id, owner, account, iban, holder, set_by, set_at, usable_at
        from payout_account where owner = $1 order by set_at desc, id desc limit $2""";

    Future<Void> lockOwner(Tx tx, Id owner) {
        return tx.run(LOCK_OWNER, Tuple.of(owner.toString())).mapEmpty();
    }

    Future<Void> add(Tx tx, PayoutAccount account) {
        return tx.run(ADD, Tuple.of(account.id().toString(), account.owner().toString(), account.account(), account.iban(),
            account.holder(), account.setBy().toString()).addValue(utc(account.setAt())).addValue(utc(account.usableAt())))
            .mapEmpty();
    }

    Future<Optional<PayoutAccount>> current(Sql sql, Id owner) {
        return history(sql, owner, 1).map(found -> found.stream().findFirst());
    }

    Future<List<PayoutAccount>> history(Sql sql, Id owner, int limit) {
        return sql.run(HISTORY, Tuple.of(owner.toString(), limit)).map(rows -> {
            List<PayoutAccount> accounts = new ArrayList<>();
            rows.forEach(row -> accounts.add(account(row)));
            return accounts;
        });
    }

    /** Null where an outer join found none. */
    static PayoutAccount account(Row row) {
        String id = row.getString("account_id");
        return id == null ? null : new PayoutAccount(Id.of(id), Id.of(row.getString("owner")), row.getString("account"),
            row.getBoolean("iban"), row.getString("holder"), Id.of(row.getString("set_by")),
            row.getOffsetDateTime("set_at").toInstant(), row.getOffsetDateTime("usable_at").toInstant());
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
