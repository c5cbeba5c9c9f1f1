package coop.canut.node.check;

import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Limits;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** Runs the queries of {@link Invariant}. */
final class InvariantStore {

    /** Findings of one invariant that are told; whoever has more has seen enough. */
    static final int TOLD = 100;

    private static final String ONE_INSTANT = "set transaction isolation level repeatable read, read only";
    /** A whole history takes as long as it takes. */
    private static final String PATIENCE = """
        select set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true)""";
    private static final String SETTINGS = """
        select set_config('check.self', $1, true), set_config('check.grace_seconds', $2, true),
          set_config('check.refusals_per_peer', $3, true), set_config('check.knocks', $4, true),
          set_config('check.open_listings', $5, true), set_config('check.stored_bytes', $6, true)""";
    private static final String FINDINGS = "select finding from (\n";
    private static final String BOUNDED = "\n) as found limit " + (TOLD + 1);

    /** From now on the transaction sees one instant and can change nothing. To be its first statement. */
    Future<Void> oneInstant(Tx tx) {
        return tx.run(ONE_INSTANT).compose(set -> tx.run(PATIENCE)).mapEmpty();
    }

    /** What the queries ask for besides rows, until the end of the transaction. */
    Future<Void> settings(Tx tx, Host self) {
        return tx.run(SETTINGS, Tuple.of(self.toString(), Integer.toString(Limits.CLAIM_GRACE_SECONDS),
            Integer.toString(Limits.REFUSALS_KEPT_PER_PEER), Integer.toString(Limits.KNOCKS),
            Integer.toString(Limits.PEER_OPEN_LISTINGS), Long.toString(Limits.PEER_STORED_BYTES))).mapEmpty();
    }

    /** What is wrong, at most {@link #TOLD} rows and a word that there are more. */
    Future<List<Finding>> findings(Sql sql, Invariant invariant) {
        return sql.run(FINDINGS + invariant.query() + BOUNDED).map(rows -> {
            List<Finding> findings = new ArrayList<>();
            rows.forEach(row -> findings.add(new Finding(invariant.number(), findings.size() < TOLD
                ? row.getString("finding") : "There are more: " + invariant.sentence() + ".")));
            return findings;
        });
    }
}
