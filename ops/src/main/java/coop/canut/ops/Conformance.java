package coop.canut.ops;

import coop.canut.ops.conformance.Conformity;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Host;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks a running node whether it keeps to the protocol. */
@Command(name = "conformance", mixinStandardHelpOptions = true, sortOptions = false,
    description = {"Asks a running node, of whatever make, whether it keeps to the protocol: reads what it shows and proves it, "
        + "speaks to it as a peer with fresh keys, in order and out of it, and sends it the vectors of protocol/vectors, signed "
        + "anew. Prints each question with the answer that is right and the answer that came.",
        "The node must be able to read this peer's keys, and a steward of it must let the peer in: state the level 'see' or "
        + "'claim' about its name once this has started. A node of this repository finds it by a line of its configuration, such "
        + "as 'resolve.conformance.localhost = 127.0.0.1:7009', which the nodes of 'ops/canut demo' have; any other at "
        + "https://NAME/, which must then lead to the address that is listened on.",
        "What the peer says stays in the node's log and channel. Ask a node that is there to be asked, and a second time under "
        + "another name, since the keys are fresh each time."},
    footer = {"", "Exit codes: 0 every answer was right, 1 one was not, or the node did not let the peer in, 2 asked wrongly."})
final class Conformance implements Callable<Integer> {

    @Parameters(paramLabel = "URL",
        description = "Where the node answers, such as http://127.0.0.1:7001 or https://lyon.example.")
    private URI url;

    @Option(names = "--name", paramLabel = "HOST", defaultValue = "conformance.localhost",
        description = "The peer's name. Default: ${DEFAULT-VALUE}.")
    private String name;

    @Option(names = "--listen", paramLabel = "ADDRESS:PORT", defaultValue = "127.0.0.1:7009",
        description = "Where the peer answers. Default: ${DEFAULT-VALUE}.")
    private String listen;

    @Option(names = "--wait", paramLabel = "SECONDS", defaultValue = "300",
        description = "How long to wait to be let in. Default: ${DEFAULT-VALUE}.")
    private long seconds;

    @Option(names = "--vectors", paramLabel = "DIR", description = "Where the vectors are. Default: those of this repository.")
    private Path vectors;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        try {
            int colon = listen.lastIndexOf(':');
            var address = new InetSocketAddress(InetAddress.ofLiteral(listen.substring(0, colon)),
                Integer.parseInt(listen.substring(colon + 1)));
            Path folder = vectors != null ? vectors : Path.of(System.getProperty("canut.root", ".."), "protocol", "vectors");
            return new Conformity(url, Host.of(name), address, folder, Duration.ofSeconds(seconds))
                .ask(spec.commandLine().getOut()) == 0 ? 0 : 1;
        } catch (IOException unreachable) {
            spec.commandLine().getErr().println(url + " cannot be asked: " + unreachable.getMessage() + ".");
            return 1;
        } catch (Refused | IllegalArgumentException | IndexOutOfBoundsException wrong) {
            spec.commandLine().getErr().println("That is no name or no address: " + wrong.getMessage() + ".");
            return 2;
        }
    }
}
