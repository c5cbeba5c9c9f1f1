package coop.canut.ops;

import coop.canut.node.CannotStart;
import coop.canut.ops.client.ApiRefused;
import coop.canut.ops.client.NodeApi;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.Members;
import coop.canut.protocol.money.Money;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** How a node stands to its peers, and saying so, as its steward. */
@Command(name = "peer", mixinStandardHelpOptions = true,
    description = {"Shows the peers of a node, and states how it stands to one.",
        "Two nodes are peers when both have stated it; the lower of both levels holds."})
final class Peer {

    /** Which node, and who asks. */
    static final class Steward {
        @Option(names = "--url", paramLabel = "URL", defaultValue = "http://127.0.0.1:7001",
            description = "Where the node answers. Default: ${DEFAULT-VALUE}.")
        private URI url;

        @Option(names = "--token-file", required = true, paramLabel = "FILE", description = "A file with a steward's token.")
        private Path token;

        NodeApi api() {
            try {
                return new NodeApi(url, Files.readString(token).strip());
            } catch (IOException e) {
                throw new CannotStart("The token file " + token + " cannot be read: " + e.getMessage() + ".", e);
            }
        }
    }

    @Spec
    private CommandSpec spec;

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Shows all peers, both levels, credit and how "
        + "deliveries go.")
    int list(@Mixin Steward steward) {
        return said(() -> NodeApi.each(steward.api().get("/peers"), "peers")
            .forEach(peer -> spec.commandLine().getOut().println(line(peer))));
    }

    @Command(name = "state", mixinStandardHelpOptions = true, description = "States how this node stands to another, which "
        + "must be reachable the first time.")
    int state(@Mixin Steward steward,
              @Parameters(paramLabel = "HOST", description = "The other node's name.") String host,
              @Parameters(paramLabel = "LEVEL", description = "claim, see, limited, suspended or ended.") String level,
              @Option(names = "--decision", paramLabel = "NUMBER", required = true,
                  description = "The members' decision, such as 2026-014.") String decision,
              @Option(names = "--reason", paramLabel = "LINE",
                  description = "Why, for everybody whom it touches on both sides.") String reason) {
        return said(() -> spec.commandLine().getOut().println(line(steward.api().put("/peers/" + NodeApi.encoded(host),
            Json.object().put("level", level).put("decision", decision).putOptional("reason", reason).build()))));
    }

    @Command(name = "export", mixinStandardHelpOptions = true, description = "Writes how this node stands to others, as a list "
        + "that another node can import.")
    int export(@Mixin Steward steward,
               @Option(names = "--json", description = "For programs, instead of a line for each host.") boolean json) {
        return said(() -> {
            byte[] list = steward.api().download(json ? "/peer-list" : "/peer-list/text");
            spec.commandLine().getOut().println(new String(list, StandardCharsets.UTF_8).strip());
        });
    }

    @Command(name = "import", mixinStandardHelpOptions = true, description = "Shows what a list of peers would do. Each "
        + "unknown host is asked for its keys. Nothing is stated without --decision.")
    int imported(@Mixin Steward steward,
                 @Parameters(paramLabel = "FILE", description = "The list, in either form; - for what comes in.") Path file,
                 @Option(names = "--decision", paramLabel = "NUMBER",
                     description = "States it, on this decision of the members.") String decision) {
        return said(() -> {
            Members result = steward.api().post("/peer-list/preview", Json.object().put("list", text(file)).build());
            if (decision != null && NodeApi.each(result, "wrong").isEmpty()) {
                result = steward.api().post("/peer-list", Json.object().put("decision", decision)
                    .put("list", result.text("confirmed", Integer.MAX_VALUE)).build());
            }
            PeerImport.tell(spec.commandLine().getOut(), result, decision != null);
        });
    }

    private static String text(Path file) {
        try {
            return new String(file.toString().equals("-") ? System.in.readAllBytes() : Files.readAllBytes(file),
                StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CannotStart("The list " + file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    @Command(name = "credit", mixinStandardHelpOptions = true, description = "Lets a peer owe this node up to an amount.")
    int credit(@Mixin Steward steward,
               @Parameters(paramLabel = "HOST", description = "The peer's name.") String host,
               @Parameters(paramLabel = "AMOUNT", description = "In minor units: 50000 is 500.00 EUR.") long amount,
               @Parameters(paramLabel = "CURRENCY", description = "Such as EUR.") String currency) {
        return said(() -> spec.commandLine().getOut().println(line(steward.api().put("/peers/" + NodeApi.encoded(host)
            + "/credit", Json.object().put("amount", amount).put("currency", currency).build()))));
    }

    private int said(Runnable action) {
        try {
            action.run();
            spec.commandLine().getOut().flush();
            return 0;
        } catch (ApiRefused | UncheckedIOException refused) {
            spec.commandLine().getErr().println(refused.getMessage());
            return 1;
        }
    }

    private static String line(Members peer) {
        String credit = "gives us " + limits(peer, "received") + ", may owe us " + limits(peer, "given");
        String streams = NodeApi.each(peer, "deliveries").stream().map(Peer::delivery).collect(Collectors.joining("; "));
        return "%-30s we: %s, they: %s; %s; %s".formatted(peer.host("host"), peer.shortText("ours"),
            peer.shortText("theirs"), credit, streams.isEmpty() ? "nothing delivered yet" : streams);
    }

    private static String delivery(Members delivery) {
        return delivery.shortText("stream") + " at " + delivery.integer("position", 0, Long.MAX_VALUE)
            + (delivery.integer("failures", 0, Long.MAX_VALUE) == 0 ? "" : ", fails: " + delivery.optionalLine("lastProblem"));
    }

    private static String limits(Members peer, String which) {
        List<Money> limits = NodeApi.each(peer, which).stream().map(limit ->
            new Money(limit.integer("amount", 0, Long.MAX_VALUE), limit.shortText("currency"))).toList();
        return limits.isEmpty() ? "nothing" : limits.stream().map(Money::plain).collect(Collectors.joining(" and "));
    }
}
