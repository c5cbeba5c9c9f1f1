package coop.canut.ops;

import coop.canut.node.NodeConfig;
import coop.canut.node.member.Members.Admitted;
import coop.canut.node.member.Role;
import coop.canut.ops.machine.LocalMembers;
import coop.canut.ops.machine.LocalMembers.Arrived;
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
    description = {"Admits a person to a node, and prints the token by which that person's programs are known, and a "
        + "link that signs a browser in once.",
        "For the first steward, who then admits the others through the API. The node may be running."})
final class Member implements Callable<Integer> {

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The node's configuration.")
    private Path config;

    @Option(names = "--role", paramLabel = "ROLE", split = ",", defaultValue = "steward",
        description = "worker, requester, treasurer, steward, secretary; several are separated by commas. "
            + "Default: ${DEFAULT-VALUE}.")
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
        NodeConfig read = NodeConfig.read(config);
        Arrived arrived = LocalMembers.admit(read, name, all, requester == null ? null : Id.of(requester));
        Admitted admitted = arrived.admitted();
        PrintWriter out = spec.commandLine().getOut();
        out.println(admitted.token().revealText());
        out.flush();
        spec.commandLine().getErr().println(admitted.person().name() + " is admitted as " + admitted.person().id()
            + ". The line above is the token of this person's programs; it is shown this once.");
        spec.commandLine().getErr().println("With a browser: " + address(read) + arrived.link() + " (once, within two days)");
        return 0;
    }

    /** Where people's browsers find a node: over HTTPS at its name, or on this machine at its port. */
    private static String address(NodeConfig config) {
        boolean local = config.host().toString().endsWith(".localhost");
        return local ? "http://" + config.host() + ":" + config.port() : "https://" + config.host();
    }
}
