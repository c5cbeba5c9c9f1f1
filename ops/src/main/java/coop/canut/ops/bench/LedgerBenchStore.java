package coop.canut.ops.bench;

import coop.canut.node.ledger.Transfer;
import coop.canut.node.store.Sql;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The least that could keep transfers, and the statements of TPC-B. */
final class LedgerBenchStore {

    private static final int SCALE = 1;
    private static final int TELLERS = 10;
    private static final int ACCOUNTS = 100_000;

    private static final List<String> PREPARE = List.of("""
        create table bare_transfer (id bytea primary key, kind text not null, cause text not null, currency text not null,
          debit text not null, credit text not null, amount bigint not null, at timestamptz not null)""",
        "create table tpc_branch (id integer primary key, balance integer not null) with (fillfactor = 100)",
        "create table tpc_teller (id integer primary key, branch integer not null, balance integer not null)",
        "create table tpc_account (id integer primary key, branch integer not null, balance integer not null, filler char(84))",
        "create table tpc_history (teller integer, branch integer, account integer, delta integer, at timestamp)",
        "insert into tpc_branch select n, 0 from generate_series(1, " + SCALE + ") n",
        "insert into tpc_teller select n, 1 + (n - 1) / " + TELLERS + ", 0 from generate_series(1, " + SCALE * TELLERS + ") n",
        "insert into tpc_account select n, 1 + (n - 1) / " + ACCOUNTS + ", 0, '' from generate_series(1, " + SCALE * ACCOUNTS
            + ") n");

    /** Transfers of the check belong to a listing, whose requester they are charged to. */
    private static final String ITEMS = """
        insert into item_set (id, requester, columns, item_rows, uploaded_at)
        values ($1, $2, '{}', 0, now())""";
    private static final String LISTING = """
        insert into listing (id, requester, requester_url, title, template, skill, units, answers_per_unit, price, fee, fund,
          currency, estimated_seconds, claim_seconds, reclaim_seconds, auto_accept_seconds, rejection_days, audience, deadline,
          policy_number, policy_sha256, item_set, published_at)
        values ($1, $2, 'https://lyon.example/requester/' || $2, 'Bench', '', 'general', 1, 1, 40, 4, 1, 'EUR', 60, 600, 3600,
          3600, 14, '{}', now() + interval '1 day', 1, '', $1, now())""";

    /** What the transfers of a million follow from: the answers that were accepted, as if each had been handed in. */
    private static final List<String> ANSWERS = List.of("set local session_replication_role = replica",
        "set local statement_timeout = 0", """
        insert into submission (claim, host, answer_id, listing, unit, slot, lease, basis, subject, worker, seconds, machine_help,
          answer, answer_sha256, amount, submitted_at, received_at, accept_at, state, acceptance)
        select split_part(t.cause, '/', 2), split_part(t.cause, '/', 1), split_part(t.cause, '/', 2), l.id, '', '', '', 'answer',
          '', '', 1, '', '', '', t.amount, t.at, t.at, t.at, 'accepted', split_part(split_part(t.cause, '/', 2), '-', 1)
        from transfer t cross join listing l where t.kind = 'ACCEPT'""", """
        insert into acceptance (id, obligation, host, listing, currency, items, total, due, accepted_at)
        select acceptance, acceptance, host, listing, 'EUR', count(*), sum(amount), now(), now()
        from submission group by acceptance, host, listing""", "update listing set releases = 1",
        "analyze submission", "analyze acceptance");

    private static final String BARE = """
        insert into bare_transfer select * from unnest($1::bytea[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
          $7::bigint[]) as n cross join (select now()) as at""";
    private static final String TRANSFERS = "select count(*) as transfers from transfer";
    private static final String TEMPORARY = """
        select temp_bytes from pg_stat_database where datname = current_database()""";

    Future<Void> prepare(Store store) {
        Future<Void> done = Future.succeededFuture();
        for (String statement : PREPARE) {
            done = done.compose(before -> store.run(statement).mapEmpty());
        }
        return done;
    }

    Future<Void> listing(Sql sql, String listing, String requester) {
        return sql.run(ITEMS, Tuple.of(listing, requester))
            .compose(added -> sql.run(LISTING, Tuple.of(listing, requester))).mapEmpty();
    }

    /** The rows as they would stand in the books, into a table that keeps them and nothing more. */
    Future<Void> bare(Tx tx, List<Transfer> transfers) {
        return tx.run(BARE, Tuple.tuple()
            .addValue(transfers.stream().map(transfer -> Buffer.buffer(transfer.id().bytes())).toArray(Buffer[]::new))
            .addValue(texts(transfers, transfer -> transfer.kind().name()))
            .addValue(texts(transfers, Transfer::cause))
            .addValue(texts(transfers, transfer -> transfer.amount().currency()))
            .addValue(texts(transfers, transfer -> transfer.debit().code()))
            .addValue(texts(transfers, transfer -> transfer.credit().code()))
            .addValue(transfers.stream().map(transfer -> transfer.amount().amount()).toArray(Long[]::new))).mapEmpty();
    }

    private static String[] texts(List<Transfer> transfers, Function<Transfer, String> column) {
        return transfers.stream().map(column).toArray(String[]::new);
    }

    /** As pgbench does it; which account, teller and branch follows from the number, spread over all of them. */
    Future<Void> tpcB(Tx tx, long number) {
        int account = 1 + (int) Math.floorMod(number * 7_919, (long) SCALE * ACCOUNTS);
        int teller = 1 + (int) Math.floorMod(number * 31, (long) SCALE * TELLERS);
        int branch = 1 + (int) Math.floorMod(number, (long) SCALE);
        int delta = (int) Math.floorMod(number * 13, 10_001L) - 5_000;
        return tx.run("update tpc_account set balance = balance + $1 where id = $2", Tuple.of(delta, account))
            .compose(done -> tx.run("select balance from tpc_account where id = $1", Tuple.of(account)))
            .compose(done -> tx.run("update tpc_teller set balance = balance + $1 where id = $2", Tuple.of(delta, teller)))
            .compose(done -> tx.run("update tpc_branch set balance = balance + $1 where id = $2", Tuple.of(delta, branch)))
            .compose(done -> tx.run("insert into tpc_history values ($1, $2, $3, $4, now())",
                Tuple.of(teller, branch, account, delta))).mapEmpty();
    }

    /** What the last round left behind is cleaned up before the next one is timed. */
    Future<Void> tidy(Store store) {
        List<String> statements = new ArrayList<>(List.of("transfer", "account", "bare_transfer", "tpc_account", "tpc_teller",
            "tpc_branch", "tpc_history").stream().map(table -> "vacuum analyze " + table).toList());
        statements.add("checkpoint");
        Future<Void> done = Future.succeededFuture();
        for (String statement : statements) {
            done = done.compose(before -> store.run(statement).mapEmpty());
        }
        return done;
    }

    Future<Void> answers(Store store) {
        return store.write(tx -> {
            Future<Void> done = Future.succeededFuture();
            for (String statement : ANSWERS) {
                done = done.compose(before -> tx.run(statement).mapEmpty());
            }
            return done;
        });
    }

    Future<Long> transfers(Sql sql) {
        return sql.run(TRANSFERS).map(rows -> rows.iterator().next().getLong("transfers"));
    }

    Future<Long> temporaryBytes(Sql sql) {
        return sql.run(TEMPORARY).map(rows -> rows.iterator().next().getLong("temp_bytes"));
    }
}
