package coop.canut.node.decision;

import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.NodeMessage.PolicyEnacted;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Policies by host and number. */
final class PolicyStore {

    private static final String ADD = """
        insert into policy (host, number, sha256, message) values ($1, $2, $3, $4) on conflict do nothing""";
    private static final String NEWEST = """
        select distinct on (host) host, sha256, message from policy order by host, number desc""";

    private static final String OWN = "select number, sha256, message from policy where host = $1 order by number";
    private static final String STATUTES = "select statutes from founding_statutes";
    private static final String FOUND_STATUTES = """
        insert into founding_statutes (statutes) values ($1) on conflict do nothing""";
    /** Only what made a policy: a fold over thousands of resolutions is a fold over nothing. */
    private static final String ENACTED = """
        select number, act from proposal where policy_after is not null order by place""";
    private static final String IS_KNOWN = "select from proposal where policy_after = $1";
    private static final String MESSAGE = "select message from policy where host = $1 and number = $2";

    Future<Optional<byte[]>> message(Sql sql, Host host, long number) {
        return sql.run(MESSAGE, Tuple.of(host.toString(), number)).map(rows -> rows.size() == 0 ? Optional.empty()
            : Optional.of(rows.iterator().next().getBuffer("message").getBytes()));
    }

    Future<Void> add(Tx tx, Host host, long number, Hash sha256, byte[] message) {
        return tx.run(ADD, Tuple.of(host.toString(), number, Buffer.buffer(sha256.bytes()), Buffer.buffer(message)))
            .mapEmpty();
    }

    Future<Map<Host, PolicyInForce>> newest(Sql sql) {
        return sql.run(NEWEST).map(rows -> {
            Map<Host, PolicyInForce> policies = new HashMap<>();
            for (Row row : rows) {
                policies.put(Host.of(row.getString("host")), policy(row));
            }
            return policies;
        });
    }

    /** Our own policies as they were said, the oldest first. */
    Future<List<PolicyInForce>> own(Sql sql, Host self) {
        return sql.run(OWN, Tuple.of(self.toString())).map(rows -> {
            List<PolicyInForce> own = new ArrayList<>();
            rows.forEach(row -> own.add(policy(row)));
            return own;
        });
    }

    /** The statutes at the founding; empty for a node of before there were any. */
    Future<Optional<Statutes>> statutes(Sql sql) {
        return sql.run(STATUTES).map(rows -> rows.size() == 0 ? Optional.empty()
            : Optional.of(DecisionJson.statutes(rows.iterator().next().getString("statutes"))));
    }

    Future<Void> found(Sql sql, Statutes statutes) {
        return sql.run(FOUND_STATUTES, Tuple.of(DecisionJson.write(statutes).text())).mapEmpty();
    }

    /** The decisions that changed the policy, in their order. */
    Future<List<Policy.Enacted>> enacted(Sql sql) {
        return sql.run(ENACTED).map(rows -> {
            List<Policy.Enacted> enacted = new ArrayList<>();
            rows.forEach(row -> enacted.add(new Policy.Enacted(row.getString("number"),
                Act.read(row.getString("act")))));
            return enacted;
        });
    }

    /** Whether a decision that made this policy stands in the store. */
    Future<Boolean> isKnown(Sql sql, long policy) {
        return sql.run(IS_KNOWN, Tuple.of(policy)).map(rows -> rows.size() == 1);
    }

    private static PolicyInForce policy(Row row) {
        var message = Codec.read(row.getBuffer("message").getBytes()).envelope().message();
        return new PolicyInForce((PolicyEnacted) message, Hash.of(row.getBuffer("sha256").getBytes()));
    }
}
