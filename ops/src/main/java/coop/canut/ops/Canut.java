package coop.canut.ops;

import coop.canut.node.CannotStart;
import coop.canut.node.Node;
import coop.canut.ops.bench.Bench;
import coop.canut.ops.demo.Demo;
import coop.canut.ops.replay.Replay;
import coop.canut.ops.setup.Setup;
import coop.canut.ops.sim.Sim;
import coop.canut.ops.verify.VerifyLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. Each verb is a class of this package. */
@Command(name = "ops/canut", mixinStandardHelpOptions = true, version = "canut " + Node.VERSION,
    subcommands = {Demo.class, Test.class, Setup.class, Run.class, Member.class, Peer.class, Keys.class, Mail.class,
        Restored.class, VerifyReceipt.class, VerifyLog.class, Conformance.class, Fsck.class, Ledger.class, Sim.class,
        Replay.class, Bench.class,
        WarmUp.class},
    synopsisSubcommandLabel = "VERB",
    description = "A federation of task boards that worker cooperatives host themselves.",
    footer = {"", "Two more need a browser: 'screens DIR' takes a picture of every page, 'audit' measures every page.",
        "Begin with 'ops/canut demo'. 'ops/canut VERB --help' says more about each verb.",
        "Exit codes: 0 all is well, 1 something failed, 2 asked wrongly, 69 the machine lacks something."})
public final class Canut {

    private static final int FAILED = 1;

    private Canut() {
    }

    /** Runs one verb and ends the process with its exit code. */
    public static void main(String[] arguments) {
        readLogging();
        VerifyLog.nameHosts();
        System.exit(commandLine().execute(arguments));
    }

    /** All verbs; what a person has to change is printed as one sentence. */
    static CommandLine commandLine() {
        return new CommandLine(new Canut()).setExecutionExceptionHandler((error, command, parsed) -> {
            if (error instanceof CannotStart refusal) {
                command.getErr().println(refusal.getMessage());
            } else {
                error.printStackTrace(command.getErr());
            }
            return FAILED;
        });
    }

    /** One line for each record, and of the libraries only what went wrong. */
    private static void readLogging() {
        try (InputStream settings = Canut.class.getResourceAsStream("logging.properties")) {
            LogManager.getLogManager().readConfiguration(settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
