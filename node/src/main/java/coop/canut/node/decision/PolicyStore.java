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
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Policies by host and number. */
final class PolicyStore {

    private static final String ADD = """
        insert into policy (host, number, sha256, message) values ($1, $2, $3, $4) on conflict do nothing""";
    private static final String NEWEST = """
        select distinct on (host) host, sha256, message from policy order by host, number desc""";

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
                var message = Codec.read(row.getBuffer("message").getBytes()).envelope().message();
                policies.put(Host.of(row.getString("host")), new PolicyInForce((PolicyEnacted) message,
                    Hash.of(row.getBuffer("sha256").getBytes())));
            }
            return policies;
        });
    }
}
