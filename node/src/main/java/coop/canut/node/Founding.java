package coop.canut.node;

import coop.canut.node.decision.Folds;
import coop.canut.node.decision.Statutes;
import coop.canut.node.post.Outbox;
import coop.canut.node.store.Sql;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.message.NodeMessage.KeysStated;
import coop.canut.protocol.message.NodeMessage.PolicyEnacted;
import coop.canut.protocol.message.NodeMessage.StatedKey;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.sign.Purpose;
import coop.canut.protocol.sign.Signatures;
import coop.canut.protocol.sign.SigningKey;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/**
 * The first start of a node: it states its keys and the policy that its members agreed on before there were votes, once. At
 * every later start its keys and its database must belong together, because a node that went on with one of them alone would
 * use numbers again that its peers have seen.
 */
final class Founding {

    /** Beside the keys: they belong to a database that exists. Written after the founding's commit. */
    private static final String FOUNDED = "founded";

    private final World world;
    private final NodeConfig config;
    private final Identity identity;
    private final Store store;
    private final Outbox outbox;
    private final Folds folds;
    private final FoundingStore founded = new FoundingStore();

    Founding(World world, NodeConfig config, Identity identity, Store store, Outbox outbox) {
        this.world = world;
        this.config = config;
        this.identity = identity;
        this.store = store;
        this.outbox = outbox;
        this.folds = new Folds(config.host());
    }

    /** Founds the node unless it is founded; fails with {@link CannotStart} if keys and database are not of one node. */
    Future<Void> found() {
        return founded.find(store).compose(known -> {
            if (known != null) {
                requireOurs(known);
                // A node of before there were statutes begins with those of its configuration.
                return folds.found(store, statutes());
            }
            if (Files.exists(mark())) {
                throw new CannotStart("The keys in " + config.keys() + " belong to a node that has its own database, and "
                    + config.database().name() + " is an empty one; name the right database, or restore it from a backup.");
            }
            return store.write(this::found);
        }).map(done -> {
            mark(config.keys());
            return null;
        });
    }

    private Future<Void> found(Tx tx) {
        Instant now = world.second();
        return founded.add(tx, config, identity, now)
            .compose(added -> outbox.publish(tx, now, keys(now)))
            .compose(said -> outbox.publish(tx, now, policy()))
            .compose(said -> folds.found(tx, statutes()));
    }

    private Statutes statutes() {
        return Statutes.preset(config.founding().statutes());
    }

    private void requireOurs(FoundingStore.Founded known) {
        if (!known.host().equals(config.host().toString())) {
            throw new CannotStart("The database " + config.database().name() + " belongs to " + known.host()
                + " and the configuration is that of " + config.host() + "; every node needs a database of its own.");
        }
        // Once its log says which keys are ours, that decides, and not the key that it began with.
        if (identity.stated().isEmpty() && !known.nodeKey().equals(identity.first(Purpose.NODE).key().toString())) {
            throw new CannotStart("The keys in " + config.keys() + " are not those with which the database "
                + config.database().name() + " was made; restore the keys that belong to it.");
        }
    }

    private KeysStated keys(Instant now) {
        return new KeysStated(1, Hash.ZERO, Stream.of(Purpose.values())
            .map(purpose -> stated(purpose, identity.first(purpose), now)).toList(), List.of(identity.recovery()));
    }

    private StatedKey stated(Purpose purpose, SigningKey key, Instant from) {
        byte[] proof = key.sign(KeyHistory.possession(config.host(), 1, purpose, key.key()));
        return new StatedKey(key.key(), purpose, from, null, null, Signatures.encode(proof));
    }

    private PolicyEnacted policy() {
        NodeConfig.Founding agreed = config.founding();
        return new PolicyEnacted(1, Hash.ZERO, "founding", agreed.payFloor(), agreed.feePermille(), agreed.fundPermille(),
            agreed.severityMinutesPerDay(), agreed.severityMinutesPerWeek(), agreed.rejectionDays(),
            agreed.picketStanding());
    }

    private Path mark() {
        return config.keys().resolve(FOUNDED);
    }

    /** If we crash before this, the next start finds the node in the database and comes here again. */
    private void mark(Path keys) {
        try {
            if (!Files.exists(mark())) {
                Files.createFile(mark());
            }
        } catch (IOException e) {
            throw new CannotStart("The folder " + keys + " cannot be written to (" + e + "); let this user write there.", e);
        }
    }

    /** The one row that says whose database this is. */
    private static final class FoundingStore {

        private static final String FIND = "select host, node_key from node";
        private static final String ADD = "insert into node (host, node_key, founded_at) values ($1, $2, $3)";

        record Founded(String host, String nodeKey) {
        }

        /** Null if the database is empty. */
        Future<Founded> find(Sql sql) {
            return sql.run(FIND).map(rows -> {
                if (rows.size() == 0) {
                    return null;
                }
                Row row = rows.iterator().next();
                return new Founded(row.getString("host"), row.getString("node_key"));
            });
        }

        Future<Void> add(Tx tx, NodeConfig config, Identity identity, Instant at) {
            return tx.run(ADD, Tuple.of(config.host().toString(), identity.first(Purpose.NODE).key().toString(),
                at.atOffset(ZoneOffset.UTC))).mapEmpty();
        }
    }
}
