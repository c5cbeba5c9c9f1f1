package coop.canut.node.peer;

import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.message.NodeMessage.PeeringStated;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Levels and credit lines. */
final class PeerStore {

    /** The newest statement of one side; all but the level is null or 0 if it stated nothing. */
    record Side(Level level, long number, String decision, String reason, Instant at, Level before) {

        static final Side NONE = new Side(Level.ENDED, 0, null, null, null, null);
    }

    /** Both statements between us and a host; {@code forked}: its log told two stories, and nobody has decided about it. */
    record Relation(Host host, Side our, Side their, boolean forked) {

        Level ours() {
            return our.level();
        }

        Level theirs() {
            return their.level();
        }

        /** What we stated; at most {@code LIMITED} while a fork of its log is undecided. */
        Level held() {
            return forked ? ours().lower(Level.LIMITED) : ours();
        }
    }

    /** A credit line that one of two nodes gives the other. */
    record Line(Host host, boolean given, Money limit) {
    }

    private static final String ALL = """
        select host, our_level, our_number, our_decision, our_reason, our_stated_at, our_before,
          their_level, their_number, their_decision, their_reason, their_stated_at, their_before,
          exists (select from fork where fork.host = peer.host and decided_at is null) as forked
        from peer order by host""";
    private static final String STATE = """
        insert into peer (host, our_level, our_number, our_decision, our_reason, our_stated_at) values ($1, $2, 1, $3, $4, $5)
        on conflict (host) do update set our_level = excluded.our_level, our_number = peer.our_number + 1,
          our_decision = excluded.our_decision, our_reason = excluded.our_reason, our_stated_at = excluded.our_stated_at,
          our_before = case when peer.our_number = 0 or peer.our_level = excluded.our_level then peer.our_before
            else peer.our_level end
        returning our_number""";
    private static final String THEY_STATE = """
        insert into peer (host, their_level, their_number, their_decision, their_reason, their_stated_at)
        values ($1, $2, $3, $4, $5, $6)
        on conflict (host) do update set their_level = excluded.their_level, their_number = excluded.their_number,
          their_decision = excluded.their_decision, their_reason = excluded.their_reason,
          their_stated_at = excluded.their_stated_at,
          their_before = case when peer.their_number = 0 or peer.their_level = excluded.their_level then peer.their_before
            else peer.their_level end
        where peer.their_number < excluded.their_number""";
    private static final String GIVE = """
        insert into credit (peer, direction, currency, number, amount)
        values ($1, 'given', $2, nextval('credit_number'), $3)
        on conflict (peer, direction, currency) do update set number = excluded.number, amount = excluded.amount
        returning number""";
    private static final String REGAIN_STATE = """
        insert into peer (host, our_level, our_number) values ($1, $2, $3)
        on conflict (host) do update set our_level = excluded.our_level, our_number = excluded.our_number
        where peer.our_number < excluded.our_number""";
    private static final String REGAIN_CREDIT = """
        insert into credit (peer, direction, currency, number, amount) values ($1, 'given', $2, $3, $4)
        on conflict (peer, direction, currency) do update set number = excluded.number, amount = excluded.amount
        where credit.number < excluded.number""";
    private static final String COUNT_FROM = """
        select setval('credit_number', greatest(nextval('credit_number'), $1))""";
    private static final String RECEIVE = """
        insert into credit (peer, direction, currency, number, amount) values ($1, 'received', $2, $3, $4)
        on conflict (peer, direction, currency) do update set number = excluded.number, amount = excluded.amount
        where credit.number < excluded.number""";
    private static final String RECEIVED = """
        select amount from credit where peer = $1 and direction = 'received' and currency = $2""";
    private static final String LINES = "select peer, direction, currency, amount from credit order by currency";
    /** Two that count at the same time would both find room for the last. */
    private static final String ONE_KNOCK_AT_A_TIME = "lock table knock in share row exclusive mode";
    private static final String KNOCK = """
        insert into knock (host, at)
        select $1, $2 where (select count(*) from knock) < $3
        on conflict (host) do update set at = excluded.at""";
    private static final String KNOCKS = "select host, at from knock order by at desc, host";
    private static final String ANSWERED = """
        with asked as (delete from knock where host = $1) delete from pending_peer where host = $1""";

    Future<List<Relation>> all(Sql sql) {
        return sql.run(ALL).map(rows -> {
            List<Relation> relations = new ArrayList<>();
            for (Row row : rows) {
                relations.add(new Relation(Host.of(row.getString("host")), side(row, "our_"), side(row, "their_"),
                    row.getBoolean("forked")));
            }
            return relations;
        });
    }

    /** Keeps what we state, and gives its number. */
    Future<Long> state(Tx tx, Host peer, Level level, String decision, String reason, Instant at) {
        return tx.run(STATE, Tuple.of(peer.toString(), level.code(), decision, reason, at.atOffset(ZoneOffset.UTC)))
            .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Keeps what they state, unless it is older than what we have. */
    Future<Void> theyState(Tx tx, Host peer, PeeringStated statement, Instant at) {
        return tx.run(THEY_STATE, Tuple.of(peer.toString(), statement.level().code(), statement.number(),
            statement.decision(), statement.reason(), at.atOffset(ZoneOffset.UTC))).mapEmpty();
    }

    Future<Long> give(Tx tx, Host peer, Money limit) {
        return tx.run(GIVE, Tuple.of(peer.toString(), limit.currency(), limit.amount()))
            .map(rows -> rows.iterator().next().getLong(0));
    }

    Future<Void> regainState(Tx tx, PeeringStated said) {
        return tx.run(REGAIN_STATE, Tuple.of(said.peer().toString(), said.level().code(), said.number())).mapEmpty();
    }

    /** A line that we had given; the next has a higher number. */
    Future<Void> regainCredit(Tx tx, Host peer, long number, Money limit) {
        return tx.run(REGAIN_CREDIT, Tuple.of(peer.toString(), limit.currency(), number, limit.amount()))
            .compose(given -> tx.run(COUNT_FROM, Tuple.of(number))).mapEmpty();
    }

    Future<Void> receive(Tx tx, Host peer, long number, Money limit) {
        return tx.run(RECEIVE, Tuple.of(peer.toString(), limit.currency(), number, limit.amount())).mapEmpty();
    }

    Future<Long> received(Sql sql, Host peer, String currency) {
        return sql.run(RECEIVED, Tuple.of(peer.toString(), currency))
            .map(rows -> rows.size() == 0 ? 0L : rows.iterator().next().getLong(0));
    }

    Future<List<Line>> lines(Sql sql) {
        return sql.run(LINES).map(rows -> {
            List<Line> lines = new ArrayList<>();
            for (Row row : rows) {
                lines.add(new Line(Host.of(row.getString("peer")), row.getString("direction").equals("given"),
                    new Money(row.getLong("amount"), row.getString("currency"))));
            }
            return lines;
        });
    }

    Future<Void> knock(Tx tx, Host host, Instant at, int most) {
        return tx.run(ONE_KNOCK_AT_A_TIME)
            .compose(alone -> tx.run(KNOCK, Tuple.of(host.toString(), at.atOffset(ZoneOffset.UTC), most))).mapEmpty();
    }

    Future<List<Knock>> knocks(Sql sql) {
        return sql.run(KNOCKS).map(rows -> {
            List<Knock> knocks = new ArrayList<>();
            rows.forEach(row -> knocks.add(
                new Knock(Host.of(row.getString("host")), row.getOffsetDateTime("at").toInstant())));
            return knocks;
        });
    }

    Future<Void> answered(Tx tx, Host host) {
        return tx.run(ANSWERED, Tuple.of(host.toString())).mapEmpty();
    }

    private static Side side(Row row, String prefix) {
        long number = row.getLong(prefix + "number");
        OffsetDateTime at = row.getOffsetDateTime(prefix + "stated_at");
        String before = row.getString(prefix + "before");
        return number == 0 ? Side.NONE : new Side(level(row.getString(prefix + "level")), number,
            row.getString(prefix + "decision"), row.getString(prefix + "reason"), at == null ? null : at.toInstant(),
            before == null ? null : level(before));
    }

    private static Level level(String code) {
        return Level.valueOf(code.toUpperCase(Locale.ROOT));
    }
}
