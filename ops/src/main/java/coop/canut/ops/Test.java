package coop.canut.ops;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Stands in the list of verbs; the script runs it by itself, since it has to build first. */
@Command(name = "test", mixinStandardHelpOptions = true,
    description = "Builds everything and runs all tests, as CI does. Other arguments go to Maven.")
final class Test implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getErr().println("Start the tests through the script: ops/canut test");
        return 2;
    }
}
