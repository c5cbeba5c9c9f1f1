package coop.canut.ops.browser;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The verbs of {@code ops/canut} that need a browser. */
@Command(name = "ops/canut", mixinStandardHelpOptions = true, subcommands = {Screens.class, Audit.class},
    synopsisSubcommandLabel = "VERB", description = "The verbs that need a browser.")
public final class Browse {

    private Browse() {
    }

    /** Runs one verb and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Browse()).execute(arguments));
    }
}
