package coop.canut.ops.machine;

import coop.canut.node.Identity;
import coop.canut.node.NodeConfig;
import coop.canut.node.keys.Keys;
import coop.canut.node.post.Outbox;
import coop.canut.node.store.Migrations;
import coop.canut.protocol.message.KeyHistory;
import io.vertx.core.Future;
import java.util.function.Function;

/** States keys of a node from its own machine. */
public final class LocalKeys {

    private LocalKeys() {
    }

    /**
     * Does one of the use cases; the node may be running or not.
     *
     * @param identity of the node of this configuration
     */
    public static KeyHistory with(NodeConfig config, Identity identity, Function<Keys, Future<KeyHistory>> use) {
        try (OpenDatabase database = OpenDatabase.of(config)) {
            return database.get(store -> Migrations.apply(store).compose(migrated ->
                use.apply(new Keys(database.world(), identity, store, new Outbox(config.host())))));
        }
    }
}
