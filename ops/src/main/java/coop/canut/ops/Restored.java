package coop.canut.ops;

import coop.canut.node.CannotStart;
import coop.canut.node.NodeConfig;
import coop.canut.node.post.Recovery;
import coop.canut.node.store.Migrations;
import coop.canut.ops.machine.OpenDatabase;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says that a database came from a backup. */
@Command(name = "restored", mixinStandardHelpOptions = true, description = {
    "Says that a node's database was put back from a backup, before the node is started on it.",
    "At its next start the node asks its peers what it had said, takes it in again, and counts in a new epoch; peers that are "
        + "away are asked when they come. Saying it twice does no harm. A node that was not told notices if a peer is there to "
        + "tell it."})
final class Restored implements Callable<Integer> {

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The node's configuration.")
    private Path config;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        NodeConfig read = NodeConfig.read(config);
        try (OpenDatabase database = OpenDatabase.of(read)) {
            boolean founded = database.get(store -> Migrations.apply(store)
                .compose(migrated -> Recovery.mark(store, read.host(), database.world().now())));
            if (!founded) {
                throw new CannotStart("The database " + read.database().name()
                    + " is not that of a node; put the backup back first.");
            }
        }
        spec.commandLine().getOut().println("Noted. Start the node: it asks its peers what it had said, and says in its log when "
            + "it is done.");
        return 0;
    }
}
