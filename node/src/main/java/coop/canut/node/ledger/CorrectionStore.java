package coop.canut.node.ledger;

import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
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
import java.util.Optional;

/** What is to be taken back, by whom and why. */
final class CorrectionStore {

    private static final String ENTRY = """
        select t.number, t.at, t.kind, t.id, t.cause, d.code as debit, c.code as credit, t.amount, t.currency,
          coalesce(b.text, '') as text, f.kind as answer
        from transfer t join account d on d.id = t.debit join account c on c.id = t.credit
          left join booking b on b.transfer = t.id left join transfer f on f.follows = t.id
        where t.id = $1""";
    private static final String SIDES = """
        select a.code, a.side from transfer t join account a on a.id = t.debit where t.id = $1
        union all
        select a.code, a.side from transfer t join account a on a.id = t.credit where t.id = $1""";
    private static final String ADD = """
        insert into correction (id, transfer, reason, asked_by, asked_at) values ($1, $2, $3, $4, $5)""";
    private static final String CORRECTION = """
        select k.id as correction, k.reason, k.asked_by, k.asked_at, k.state, k.decided_by, k.decided_at,
          t.number, t.at, t.kind, t.id, t.cause, d.code as debit, c.code as credit, t.amount, t.currency,
          coalesce(b.text, '') as text, f.kind as answer
        from correction k join transfer t on t.id = k.transfer join account d on d.id = t.debit
          join account c on c.id = t.credit left join booking b on b.transfer = t.id
          left join transfer f on f.follows = t.id
        """;
    private static final String LOCK = CORRECTION + "where k.id = $1 for no key update of k";
    private static final String RECENT = CORRECTION + "where k.id < $1 order by k.id desc limit $2";
    private static final String DECIDE = """
        update correction set state = $2, decided_by = $3, decided_at = $4 where id = $1""";
    private static final String WAITING = "select count(*) as waiting from correction where state = 'waiting'";

    Future<Optional<Entry>> entry(Sql sql, Hash transfer) {
        return sql.run(ENTRY, Tuple.of(Buffer.buffer(transfer.bytes())))
            .map(rows -> LedgerStore.entries(rows).stream().findFirst());
    }

    /** The account that was debited, and the one that was credited. */
    Future<List<Account>> sides(Tx tx, Entry entry) {
        return tx.run(SIDES, Tuple.of(Buffer.buffer(Hash.of(entry.id()).bytes()))).map(rows -> {
            List<Account> sides = new ArrayList<>();
            rows.forEach(row -> sides.add(new Account(row.getString("code"), Account.Side.of(row.getString("side")))));
            return sides;
        });
    }

    Future<Void> add(Tx tx, Id id, Hash transfer, String reason, Id by, Instant at) {
        return tx.run(ADD, Tuple.of(id.toString(), Buffer.buffer(transfer.bytes()), reason, by.toString(), utc(at)))
            .mapEmpty();
    }

    Future<Optional<Correction>> lock(Tx tx, Id id) {
        return tx.run(LOCK, Tuple.of(id.toString())).map(rows -> corrections(rows).stream().findFirst());
    }

    Future<Void> decide(Tx tx, Id id, String state, Id by, Instant at) {
        return tx.run(DECIDE, Tuple.of(id.toString(), state, by.toString(), utc(at))).mapEmpty();
    }

    Future<List<Correction>> recent(Sql sql, Id before, int limit) {
        return sql.run(RECENT, Tuple.of(before == null ? "~" : before.toString(), limit)).map(CorrectionStore::corrections);
    }

    Future<Long> waiting(Sql sql) {
        return sql.run(WAITING).map(rows -> rows.iterator().next().getLong("waiting"));
    }

    private static List<Correction> corrections(RowSet<Row> rows) {
        List<Entry> entries = LedgerStore.entries(rows);
        List<Correction> corrections = new ArrayList<>();
        for (Row row : rows) {
            String decidedBy = row.getString("decided_by");
            OffsetDateTime decidedAt = row.getOffsetDateTime("decided_at");
            corrections.add(new Correction(Id.of(row.getString("correction")), entries.get(corrections.size()),
                row.getString("reason"), Id.of(row.getString("asked_by")), row.getOffsetDateTime("asked_at").toInstant(),
                row.getString("state"), decidedBy == null ? null : Id.of(decidedBy),
                decidedAt == null ? null : decidedAt.toInstant()));
        }
        return corrections;
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
