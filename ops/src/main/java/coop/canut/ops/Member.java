package coop.canut.ops;

import coop.canut.node.NodeConfig;
import coop.canut.node.member.Members.Admitted;
import coop.canut.node.member.Role;
import coop.canut.ops.machine.LocalMembers;
import coop.canut.protocol.name.Id;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Admits a person from the node's own machine: how a node gets its first steward. */
@Command(name = "member", mixinStandardHelpOptions = true,
    description = {"Admits a person to a node, and prints the token by which that person's programs are known.",
        "For the first steward, who then admits the others through the API. The node may be running."})
final class Member implements Callable<Integer> {

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The node's configuration.")
    private Path config;

    @Option(names = "--role", paramLabel = "ROLE", split = ",", defaultValue = "steward",
        description = "worker, requester, treasurer, steward; several are separated by commas. Default: ${DEFAULT-VALUE}.")
    private Set<String> roles;

    @Option(names = "--requester", paramLabel = "ID",
        description = "For the role requester: in whose name the person publishes.")
    private String requester;

    @Parameters(paramLabel = "NAME", description = "How the cooperative calls this person.")
    private String name;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Set<Role> all = new TreeSet<>();
        roles.forEach(role -> all.add(Role.of(role)));
        Admitted admitted = LocalMembers.admit(NodeConfig.read(config), name, all,
            requester == null ? null : Id.of(requester));
        PrintWriter out = spec.commandLine().getOut();
        out.println(admitted.token().revealText());
        out.flush();
        spec.commandLine().getErr().println(admitted.person().name() + " is admitted as " + admitted.person().id()
            + ". The line above is the token; it is shown this once.");
        return 0;
    }
}
