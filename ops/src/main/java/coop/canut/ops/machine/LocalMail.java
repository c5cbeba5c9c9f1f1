package coop.canut.ops.machine;

import coop.canut.node.NodeConfig;
import coop.canut.node.SystemWorld;
import coop.canut.node.World;
import coop.canut.node.fetch.PeerClient;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;

/** Sends a letter of a node from its own machine, without its database. */
public final class LocalMail {

    private static final int MINUTES = 3;

    private LocalMail() {
    }

    /** Does something in a world of its own, and gives the result; what it failed with is thrown. Blocks. */
    public static <T> T with(NodeConfig config, BiFunction<Vertx, World, Future<T>> work) {
        Vertx vertx = Vertx.vertx();
        try {
            var context = vertx.getOrCreateContext();
            var world = new SystemWorld(vertx, context, new PeerClient(vertx, config.addressBook()));
            Promise<T> done = Promise.promise();
            context.runOnContext(now -> Future.succeededFuture().compose(begun -> work.apply(vertx, world)).onComplete(done));
            return done.future().toCompletionStage().toCompletableFuture().get(MINUTES, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException("no answer", e);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
