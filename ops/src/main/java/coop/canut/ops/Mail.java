package coop.canut.ops;

import coop.canut.node.NodeConfig;
import coop.canut.node.mail.Address;
import coop.canut.node.mail.Letters;
import coop.canut.node.member.Sessions;
import coop.canut.ops.machine.LocalMail;
import coop.canut.protocol.Refused;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The letters of a node, at its own machine. */
@Command(name = "mail", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "VERB",
    description = "Tries whether the letters of a node arrive.")
final class Mail {

    @Spec
    private CommandSpec spec;

    @Command(name = "test", mixinStandardHelpOptions = true, description = {"Sends one letter to an address by the way that the "
        + "node's configuration names, and says what the mail server answered.", "The node may be running or not."})
    int test(@Option(names = "--config", required = true, paramLabel = "FILE",
                 description = "The node's configuration.") Path file,
             @Option(names = "--language", paramLabel = "LANGUAGE", defaultValue = "en",
                 description = "en or fr. Default: ${DEFAULT-VALUE}.") String language,
             @Parameters(paramLabel = "ADDRESS", description = "Where to, such as amelie@example.org.") String typed) {
        NodeConfig config = NodeConfig.read(file);
        Address address;
        try {
            address = Address.of(typed);
        } catch (Refused noAddress) {
            throw new ParameterException(spec.commandLine(), "'" + typed + "' is no address of mail.");
        }
        if (!Sessions.LANGUAGES.contains(language)) {
            throw new ParameterException(spec.commandLine(), "The language is one of " + Sessions.LANGUAGES + ".");
        }
        String against = LocalMail.with(config, (vertx, world) -> Letters.test(vertx, world, config, address, language));
        PrintWriter out = spec.commandLine().getOut();
        if (against == null) {
            out.println("The letter to " + address + " was taken" + (config.mail() instanceof NodeConfig.Mail.Folder folder
                ? ": look into " + folder.folder() + "." : "; look whether it arrives, and whether among the unwanted mail."));
        } else {
            spec.commandLine().getErr().println("The letter to " + address + " was not taken: " + against + ". Look at the keys "
                + "that begin with mail in " + file + ".");
        }
        out.flush();
        return against == null ? 0 : 1;
    }
}
