package coop.canut.ops;

import coop.canut.node.Identity;
import coop.canut.node.Node;
import coop.canut.node.NodeConfig;
import coop.canut.node.SystemWorld;
import coop.canut.node.fetch.PeerClient;
import coop.canut.node.store.EmbeddedPostgres;
import coop.canut.web.Pages;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One node, until SIGTERM or Ctrl-C. */
@Command(name = "run", mixinStandardHelpOptions = true,
    description = {"Runs one node, until Ctrl-C or SIGTERM.", "The commented sample ops/canut.conf explains its "
        + "configuration."})
final class Run implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(Run.class);
    /** Migrations of a big database are part of the start. */
    private static final int STARTS_WITHIN_SECONDS = 600;
    private static final int STOPS_WITHIN_SECONDS = 15;
    /** Proofs are verified there; more threads than this would only wait for cores. */
    private static final int WORKERS = Math.max(2, Runtime.getRuntime().availableProcessors());

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The node's configuration.")
    private Path config;

    @Option(names = "--new",
        description = "Make the node's identity first. The recovery key is shown this once; copy it to paper.")
    private boolean makeIdentity;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        NodeConfig read = NodeConfig.read(config);
        Identity identity = makeIdentity ? created(read) : Identity.read(read.keys(), read.host());
        EmbeddedPostgres postgres = read.database().embeddedData() == null ? null : started(read.database());
        NodeConfig whole = postgres == null ? read
            : read.with(read.database().at(postgres.socketFolder(), postgres.port()));
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(WORKERS)
            .setInternalBlockingPoolSize(WORKERS).setFileSystemOptions(new FileSystemOptions()
                .setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        Context context = vertx.getOrCreateContext();
        var world = new SystemWorld(vertx, context, new PeerClient(vertx, whole.addressBook()));
        Node node;
        try {
            node = await(on(context, () -> Node.start(vertx, world, whole, identity, new Pages())), STARTS_WITHIN_SECONDS);
        } catch (Exception failed) {
            vertx.close();
            if (postgres != null) {
                postgres.stop();
            }
            throw failed;
        }
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> end(node, context, postgres)));
        LOG.info("{} answers on {}:{}", whole.host(), whole.bind(), whole.port());
        new CountDownLatch(1).await();
        return 0;
    }

    /** First the node, which finishes what is in flight; then its database. */
    private static void end(Node node, Context context, EmbeddedPostgres postgres) {
        try {
            await(on(context, node::stop), STOPS_WITHIN_SECONDS);
        } catch (Exception unfinished) {
            LOG.warn("the node did not stop in order; nothing is lost by that", unfinished);
        }
        if (postgres != null) {
            postgres.stop();
        }
    }

    private static EmbeddedPostgres started(NodeConfig.Database database) {
        var postgres = EmbeddedPostgres.start(database.embeddedData(), EmbeddedPostgres.Options.standard());
        postgres.createDatabase(database.name());
        return postgres;
    }

    private Identity created(NodeConfig read) {
        var random = new SecureRandom();
        Identity.Created created = Identity.create(read.keys(), read.host(), count -> {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        });
        PrintWriter out = spec.commandLine().getOut();
        out.println("The identity of " + read.host() + " is in " + read.keys() + ". Back that folder up.");
        out.println("With this recovery key the cooperative can state new keys when these are stolen or lost. It is stored");
        out.println("nowhere and shown this once; copy it to paper and keep it where the members decide:");
        out.println();
        out.println("    " + created.paper());
        out.println();
        out.flush();
        return created.identity();
    }

    private static <T> Future<T> on(Context context, Callable<Future<T>> work) {
        Promise<T> done = Promise.promise();
        context.runOnContext(now -> {
            try {
                work.call().onComplete(done);
            } catch (Exception e) {
                done.fail(e);
            }
        });
        return done.future();
    }

    private static <T> T await(Future<T> future, int seconds) throws Exception {
        try {
            return future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } catch (TimeoutException e) {
            throw new IllegalStateException("not done after " + seconds + " seconds", e);
        }
    }
}
