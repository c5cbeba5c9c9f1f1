package coop.canut.ops.setup;

import coop.canut.node.CannotStart;
import coop.canut.node.Identity;
import coop.canut.node.NodeConfig;
import coop.canut.node.member.Role;
import coop.canut.node.member.Sessions;
import coop.canut.ops.machine.LocalFounding;
import coop.canut.ops.machine.LocalFounding.Admitted;
import coop.canut.ops.machine.LocalFounding.Founder;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Host;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A cooperative's node from nothing: its configuration, its keys, its database, and those who found it. */
@Command(name = "setup", mixinStandardHelpOptions = true,
    description = {"Sets up a node for a cooperative: asks a few questions, writes its configuration, makes its keys and its "
        + "database, admits those who found it, and prints a link for each of them.",
        "Every question can be answered by an option instead; with --yes what is offered is taken without asking. What is "
        + "there already is never changed."})
public final class Setup implements Callable<Integer> {

    private static final String NODE = "--config";
    private static final String STATUTES = "founding.statutes";

    @Option(names = NODE, paramLabel = "FILE", defaultValue = "canut.conf",
        description = "The configuration to be written; keys, database and letters stand beside it. Default: ${DEFAULT-VALUE}.")
    private Path file;

    @Option(names = "--host", paramLabel = "HOST", description = "The node's name for ever, such as lyon.example.")
    private String host;

    @Option(names = "--name", paramLabel = "NAME", description = "The cooperative's name for people.")
    private String name;

    @Option(names = "--port", paramLabel = "PORT", description = "The port to listen on, behind a proxy.")
    private String port;

    @Option(names = "--floor", paramLabel = "AMOUNTS", description = "The least that an hour may pay, such as '12.00 EUR'.")
    private String floor;

    @Option(names = "--fee", paramLabel = "PERMILLE", description = "Thousandths of the price for the cooperative.")
    private String fee;

    @Option(names = "--fund", paramLabel = "PERMILLE", description = "Thousandths of the price for the federation's fund.")
    private String fund;

    @Option(names = "--statutes", paramLabel = "PRESET", description = "By which rules the members decide at first.")
    private String statutes;

    @Option(names = "--founder", paramLabel = "FOUNDER", description = "Somebody who founds, once for each: 'Odile Perrin "
        + "<odile@example.org>: steward, worker'. Address and roles may be left away.")
    private List<String> founders = new ArrayList<>();

    @Option(names = "--language", paramLabel = "LANGUAGE", defaultValue = "en",
        description = "Of the first letters, en or fr. Default: ${DEFAULT-VALUE}.")
    private String language;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Any other key of the configuration; without a value it is "
        + "switched off.")
    private Map<String, String> others = new LinkedHashMap<>();

    @Option(names = "--yes", description = "Ask nothing, and take what is offered.")
    private boolean yes;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Sample sample = Sample.read();
        requireNothing(file);
        requireLanguage();
        PrintWriter out = spec.commandLine().getOut();
        var dialogue = new Dialogue(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), out, yes);
        ask(sample, dialogue);
        List<Founder> all = founders(dialogue);
        NodeConfig config = written(sample);
        Identity.Created created = Identity.create(config.keys(), config.host(), Setup::random);
        List<Admitted> admitted = LocalFounding.found(config, created.identity(), all, language);
        tell(dialogue, config, created, all, admitted);
        return 0;
    }

    private void requireNothing(Path config) {
        if (Files.exists(config)) {
            throw new CannotStart("There is a file " + config + " already, and what is there is not changed; start its node with "
                + "'ops/canut run', or name another file with " + NODE + ".");
        }
    }

    private void requireLanguage() {
        if (!Sessions.LANGUAGES.contains(language)) {
            throw new CannotStart("--language is '" + language + "'; write one of " + Sessions.LANGUAGES + ".");
        }
    }

    private void ask(Sample sample, Dialogue dialogue) {
        sample.set("host", dialogue.ask(host, "--host", """
            The name by which other cooperatives will know this node, for ever: lower case, without a port. Its HTTPS address
            has to lead here. For a trial on this machine take one that ends in .localhost.""", "lyon.localhost",
            Setup::hostFault));
        sample.set("name", dialogue.ask(name, "--name", "The cooperative's name, as people read it.", "Les canuts",
            text -> text.length() > 200 ? "at most 200 characters" : null));
        sample.set("port", dialogue.ask(port, "--port", """
            The port that the node listens on. A proxy in front of it speaks HTTPS to the world.""", sample.value("port"),
            text -> text.matches("[1-9][0-9]{0,4}") && Integer.parseInt(text) <= 65_535 ? null : "a number from 1 to 65535"));
        sample.set("founding.pay-floor", dialogue.ask(floor, "--floor", """
            The least that an hour of work may pay here, for each currency, with its decimals. No batch below it is published,
            and your members see none of other cooperatives that is. Later the members change it by a vote.""", "12.00 EUR",
            text -> text.matches("[0-9]+(\\.[0-9]+)? [A-Z]{3}(, *[0-9]+(\\.[0-9]+)? [A-Z]{3})*") ? null
                : "amounts with their currencies, such as '12.00 EUR, 13.50 USD'"));
        sample.set("founding.fee-permille", dialogue.ask(fee, "--fee", """
            What your cooperative gets for its costs, in thousandths of the price. The requester pays it on top: a worker is
            always paid the whole price that is shown.""", sample.value("founding.fee-permille"), Setup::permilleFault));
        sample.set("founding.fund-permille", dialogue.ask(fund, "--fund", """
            What goes to the federation's common fund, in thousandths of the price, also on top.""",
            sample.value("founding.fund-permille"), Setup::permilleFault));
        sample.set(STATUTES, dialogue.ask(statutes, "--statutes", """
            How you decide at first; afterwards the members change it by a vote.
              stewards: stewards admit members and deal with other cooperatives; the members vote on all else.
              members: the members vote on that, too.
              assembly: for a small group that meets: the members vote, and decide at once.""",
            sample.value(STATUTES), text -> List.of("stewards", "members", "assembly").contains(text) ? null
                : "one of the words stewards, members and assembly"));
        others.forEach((key, value) -> {
            try {
                sample.set(key, value);
            } catch (IllegalArgumentException unknown) {
                throw new CannotStart("--set: " + unknown.getMessage(), unknown);
            }
        });
    }

    private static String hostFault(String text) {
        try {
            Host.of(text);
            return null;
        } catch (Refused noHost) {
            return "a host name in lower case, such as lyon.example";
        }
    }

    private static String permilleFault(String text) {
        return text.matches("0|[1-9][0-9]{0,2}|1000") ? null : "a whole number from 0 to 1000";
    }

    private List<Founder> founders(Dialogue dialogue) {
        List<String> lines = new ArrayList<>(founders);
        if (lines.isEmpty()) {
            dialogue.say("");
            dialogue.say("Who founds it: names, with an address of mail in <> where there is one, as 'Odile Perrin "
                + "<odile@example.org>'.");
            dialogue.say("The first is steward, the second treasurer, the third secretary, the fourth a second steward; all "
                + "work. Five are a good number. An empty line ends the list.");
            String line = dialogue.line("1");
            while (!line.isEmpty() && lines.size() < Founders.MOST) {
                String fault = Founders.fault(line);
                if (fault == null) {
                    lines.add(line);
                } else {
                    dialogue.say("  " + fault + ".");
                }
                line = lines.size() < Founders.MOST ? dialogue.line(String.valueOf(lines.size() + 1)) : "";
            }
        }
        if (lines.isEmpty()) {
            throw new CannotStart("Nobody founds it; name at least one with --founder. Nothing was changed.");
        }
        if (lines.size() > Founders.MOST) {
            throw new CannotStart("More than " + Founders.MOST + " found it; admit the others when it runs. Nothing was "
                + "changed.");
        }
        try {
            return Founders.read(lines);
        } catch (IllegalArgumentException wrong) {
            throw new CannotStart("--founder: " + wrong.getMessage() + ". Nothing was changed.", wrong);
        }
    }

    /** Read as the node will read it, before it gets its name: what is wrong in it leaves nothing behind. */
    private NodeConfig written(Sample sample) {
        Path fresh = file.toAbsolutePath().resolveSibling("." + file.getFileName() + ".new");
        try {
            Files.createDirectories(fresh.getParent());
            Files.writeString(fresh, sample.text());
            try {
                NodeConfig config = NodeConfig.read(fresh);
                requireFresh(config);
                Files.move(fresh, file);
                return NodeConfig.read(file);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            throw new CannotStart("The configuration cannot be written to " + file + " (" + e + ").", e);
        }
    }

    private void requireFresh(NodeConfig config) {
        Path data = config.database().embeddedData();
        for (Path taken : data == null ? List.of(config.keys()) : List.of(config.keys(), data)) {
            if (Files.exists(taken)) {
                throw new CannotStart("There is a folder " + taken + " already, perhaps of another node, and what is there is "
                    + "not changed; name a configuration in another folder with " + NODE + ".");
            }
        }
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private void tell(Dialogue dialogue, NodeConfig config, Identity.Created created, List<Founder> all,
                      List<Admitted> admitted) {
        String site = config.site(config.port());
        dialogue.say("");
        dialogue.say("The configuration is " + file + "; every key is explained there. The keys are in " + config.keys()
            + ": back that folder up.");
        dialogue.say("");
        dialogue.say("With this recovery key the cooperative can state new keys when these are stolen or lost. It is stored");
        dialogue.say("nowhere and shown this once; copy it to paper and keep it where the members decide:");
        dialogue.say("");
        dialogue.say("    " + created.paper());
        dialogue.say("");
        dialogue.say("Start the node:");
        dialogue.say("");
        dialogue.say("    ops/canut run --config " + file);
        dialogue.say("");
        dialogue.say("A link for each founder; it signs in once, within two days. Give each to its owner and to nobody else:");
        dialogue.say("");
        IntStream.range(0, all.size()).forEach(at -> {
            Founder founder = all.get(at);
            String roles = founder.roles().stream().sorted().map(Role::code).collect(Collectors.joining(", "));
            dialogue.say("    " + founder.name() + " (" + roles + ")" + (founder.address() == null ? ""
                : ", also by letter to " + founder.address()));
            dialogue.say("    " + site + admitted.get(at).link());
            dialogue.say("");
        });
        dialogue.say("Signed in, each of you begins with the first ten minutes: " + site + "/start");
    }
}
