package coop.canut.ops.machine;

import coop.canut.node.NodeConfig;
import coop.canut.node.SystemWorld;
import coop.canut.node.World;
import coop.canut.node.fetch.PeerClient;
import coop.canut.node.store.EmbeddedPostgres;
import coop.canut.node.store.Store;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** A node's database, opened from its configuration; its own server is started if it does not run. Blocks. */
public final class OpenDatabase implements AutoCloseable {

    private static final int MINUTES = 60;

    private final EmbeddedPostgres started;
    private final Vertx vertx;
    private final Context context;
    private final World world;
    private final Store store;

    private OpenDatabase(EmbeddedPostgres started, NodeConfig.Database database) {
        this.started = started;
        this.vertx = Vertx.vertx();
        this.context = vertx.getOrCreateContext();
        this.world = new SystemWorld(vertx, context, new PeerClient(vertx, Map.of()));
        this.store = Store.open(vertx, database);
    }

    /** Opens the database of a configuration. */
    public static OpenDatabase of(NodeConfig config) {
        NodeConfig.Database database = config.database();
        if (database.embeddedData() == null) {
            return new OpenDatabase(null, database);
        }
        return EmbeddedPostgres.running(database.embeddedData())
            .map(socket -> new OpenDatabase(null, database.at(socket, EmbeddedPostgres.PORT)))
            .orElseGet(() -> {
                var server = EmbeddedPostgres.start(database.embeddedData(), EmbeddedPostgres.Options.standard());
                server.createDatabase(database.name());
                return new OpenDatabase(server, database.at(server.socketFolder(), server.port()));
            });
    }

    /** The store. */
    public Store store() {
        return store;
    }

    /** Its clock, randomness and threads. */
    public World world() {
        return world;
    }

    /** Does something with the store, and gives the result; what it failed with is thrown. */
    public <T> T get(Function<Store, Future<T>> work) {
        Promise<T> done = Promise.promise();
        context.runOnContext(now -> {
            try {
                work.apply(store).onComplete(done);
            } catch (RuntimeException e) {
                done.fail(e);
            }
        });
        try {
            return done.future().toCompletionStage().toCompletableFuture().get(MINUTES, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException("the database did not answer", e);
        }
    }

    @Override
    public void close() {
        get(Store::close);
        vertx.close().toCompletionStage().toCompletableFuture().join();
        if (started != null) {
            started.stop();
        }
    }
}
