package coop.canut.ops.demo;

import coop.canut.node.store.EmbeddedPostgres;
import coop.canut.ops.federation.Cooperative;
import coop.canut.ops.federation.Federation;
import coop.canut.ops.federation.Supervised;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Three cooperatives on this machine, until Ctrl-C; or one story to its end. */
@Command(name = "demo", mixinStandardHelpOptions = true,
    description = {"Starts three independent cooperatives on this machine, Lyon, Bologna and Nairobi, each with its own "
        + "keys, database, process and port; peers them, and fills them with people, funded requesters and real work.",
        "Ctrl-C stops everything and leaves nothing behind."})
public final class Demo implements Callable<Integer> {

    @Option(names = "--once",
        description = "Tell the whole story by itself: publish, lease, claim, answer, review, pay, verify a receipt, check "
            + "every invariant; then end, with 0 only if all of it holds.")
    private boolean once;

    @Option(names = "--keep", paramLabel = "DIR",
        description = "Keep the data in this folder, and go on from there the next time. Default: a temporary folder.")
    private Path keep;

    @Option(names = "--port-base", paramLabel = "PORT",
        description = "The first of three ports. Default: 7001, or any free ones with --once.")
    private Integer portBase;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Instant begun = Instant.now();
        PrintWriter out = spec.commandLine().getOut();
        List<Cooperative> all = Cooperative.ALL;
        try (var supervised = new Supervised(keep)) {
            Federation federation = supervised.start(all, ports(all.size()), EmbeddedPostgres.Options.standard());
            var telling = new Telling(federation, out, begun);
            telling.say("Lyon, Bologna and Nairobi answer, each on its own port.");
            boolean settled = People.saved(supervised.folder());
            People people = settled ? People.read(supervised.folder(), federation) : telling.settle();
            if (!settled) {
                people.save(supervised.folder());
            }
            if (once) {
                return telling.tell(people, supervised.folder()) ? 0 : 1;
            }
            telling.publish(people, List.of(Batch.visitors(), Batch.weaves()));
            out.print(new Invitation(federation, people, supervised.folder()).text());
            out.flush();
            new CountDownLatch(1).await();
            return 0;
        }
    }

    private List<Integer> ports(int count) {
        if (once && portBase == null) {
            return Federation.freePorts(count);
        }
        return Federation.portsFrom(portBase == null ? 7001 : portBase, count);
    }
}
