package coop.canut.node.post;

import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
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
import java.util.function.Function;

/** Evidence against logs and channels, and what is not certain yet. */
final class ForkStore {

    /** Equivocations of one host that are kept: the first ones show as much as all of them. */
    static final int EQUIVOCATIONS = 100;

    /** Two states of a log of which we do not know yet whether both can be true. */
    record Doubt(Host host, long epoch, String held, String shown, Instant since) {
    }

    private static final String ADD = """
        insert into fork (host, epoch, proof, size, held, shown, told_by, found_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict do nothing""";
    private static final String SETTLED = "delete from doubt where host = $1";
    private static final String ALL = "select * from fork order by found_at desc, host, epoch, proof";
    private static final String OF = "select * from fork where host = $1 order by found_at desc, epoch, proof";
    private static final String DECIDE = """
        update fork set decided_at = $2, decided_by = $3 where host = $1 and decided_at is null""";
    private static final String DOUBT = """
        insert into doubt (host, epoch, held, shown, since, next_try)
        select $1, $2, $3, $4, $5, $5 where not exists (select from fork where host = $1 and epoch = $2)
        on conflict (host) do nothing""";
    private static final String DUE = """
        select host, epoch, held, shown, since from doubt where next_try <= $1 order by next_try limit 1""";
    private static final String LATER = "update doubt set next_try = $2 where host = $1";
    private static final String SAID = """
        select message from log_entry where kind = $1 and message is not null
          and position($2 in convert_from(message, 'UTF8')) > 0 order by host, epoch, index limit $3""";
    /** What was said first is found by its hash, and only while there is room: one look through a log for each. */
    private static final String EQUIVOCATED_IN_LOG = """
        insert into equivocation (host, stream, epoch, place, held, shown, found_at)
        select $1, 'log', $2, $3, (select message from log_entry where host = $1 and hash = $4 limit 1), $5, $6
        where (select count(*) from equivocation where host = $1) < $7
        on conflict do nothing""";
    private static final String EQUIVOCATED_IN_CHANNEL = """
        insert into equivocation (host, stream, epoch, place, held, shown, found_at)
        select $1, 'channel', $2, $3, $4, $5, $6
        where (select count(*) from equivocation where host = $1) < $7
        on conflict do nothing""";
    private static final String EQUIVOCATIONS_OF = """
        select * from equivocation where host = $1 order by found_at desc, stream, epoch, place""";

    /** Keeps a fork; says whether it is news. */
    Future<Boolean> add(Tx tx, Fork fork) {
        return tx.run(ADD, Tuple.from(new Object[] {fork.host().toString(), fork.epoch(), fork.isProof(), fork.size(),
                fork.checkpoints().getFirst(), fork.checkpoints().getLast(),
                fork.toldBy() == null ? null : fork.toldBy().toString(), utc(fork.foundAt())}))
            .compose(added -> settle(tx, fork.host()).map(added.rowCount() > 0));
    }

    Future<List<Fork>> all(Sql sql) {
        return sql.run(ALL).map(rows -> all(rows, ForkStore::fork));
    }

    Future<List<Fork>> of(Sql sql, Host host) {
        return sql.run(OF, Tuple.of(host.toString())).map(rows -> all(rows, ForkStore::fork));
    }

    Future<Void> decide(Tx tx, Host host, Instant at, String by) {
        return tx.run(DECIDE, Tuple.of(host.toString(), utc(at), by)).mapEmpty();
    }

    /** Notes a doubt, unless there is one about that host already, or its log is known to tell two stories. */
    Future<Void> doubt(Sql sql, Doubt doubt) {
        return sql.run(DOUBT, Tuple.of(doubt.host().toString(), doubt.epoch(), doubt.held(), doubt.shown(),
            utc(doubt.since()))).mapEmpty();
    }

    Future<Void> settle(Sql sql, Host host) {
        return sql.run(SETTLED, Tuple.of(host.toString())).mapEmpty();
    }

    /** The doubt that was looked at longest ago, if it is time; else null. */
    Future<Doubt> due(Sql sql, Instant now) {
        return sql.run(DUE, Tuple.of(utc(now))).map(rows -> all(rows, row -> new Doubt(Host.of(row.getString("host")),
            row.getLong("epoch"), row.getString("held"), row.getString("shown"), time(row, "since")))
            .stream().findFirst().orElse(null));
    }

    Future<Void> later(Sql sql, Host host, Instant next) {
        return sql.run(LATER, Tuple.of(host.toString(), utc(next))).mapEmpty();
    }

    /** What was said about forks of a host in logs that we hold. */
    Future<List<byte[]>> said(Sql sql, Host about, int limit) {
        return sql.run(SAID, Tuple.of(Kind.FORK_SHOWN.code(), "\"origin\":\"" + about + "/", limit))
            .map(rows -> all(rows, row -> row.getBuffer("message").getBytes()));
    }

    Future<Void> equivocatedInLog(Tx tx, Host host, long epoch, long index, Hash held, Signed shown, Instant now) {
        return tx.run(EQUIVOCATED_IN_LOG, Tuple.of(host.toString(), epoch, index, Buffer.buffer(held.bytes()),
            Buffer.buffer(shown.wire()), utc(now)).addValue((long) EQUIVOCATIONS)).mapEmpty();
    }

    Future<Void> equivocatedInChannel(Sql sql, Host host, long epoch, Kept held, Signed shown, Instant now) {
        return sql.run(EQUIVOCATED_IN_CHANNEL, Tuple.of(host.toString(), epoch, held.place(),
            held.message() == null ? null : Buffer.buffer(held.message()), Buffer.buffer(shown.wire()), utc(now))
            .addValue((long) EQUIVOCATIONS)).mapEmpty();
    }

    Future<List<Equivocation>> equivocations(Sql sql, Host host) {
        return sql.run(EQUIVOCATIONS_OF, Tuple.of(host.toString())).map(rows -> all(rows, row -> {
            Buffer held = row.getBuffer("held");
            return new Equivocation(host, row.getString("stream"), row.getLong("epoch"), row.getLong("place"),
                held == null ? null : held.getBytes(), row.getBuffer("shown").getBytes(), time(row, "found_at"));
        }));
    }

    private static Fork fork(Row row) {
        String teller = row.getString("told_by");
        return new Fork(Host.of(row.getString("host")), row.getLong("epoch"), row.getLong("size"),
            List.of(row.getString("held"), row.getString("shown")), teller == null ? null : Host.of(teller),
            time(row, "found_at"), time(row, "decided_at"), row.getString("decided_by"));
    }

    private static <T> List<T> all(RowSet<Row> rows, Function<Row, T> read) {
        List<T> all = new ArrayList<>();
        rows.forEach(row -> all.add(read.apply(row)));
        return all;
    }

    private static Instant time(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
