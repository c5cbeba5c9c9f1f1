package coop.canut.ops;

import coop.canut.node.CannotStart;
import coop.canut.node.Identity;
import coop.canut.node.NodeConfig;
import coop.canut.node.Secret;
import coop.canut.ops.machine.LocalKeys;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.message.KeyHistory.Known;
import coop.canut.protocol.name.Key;
import coop.canut.protocol.sign.Purpose;
import coop.canut.protocol.sign.SigningKey;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The keys of a node, at its own machine. */
@Command(name = "keys", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "VERB",
    description = {"Shows the keys by which a node is known, and states others.",
        "The node may be running or not: one that runs uses new keys within seconds and needs no restart, one that is "
            + "stopped does at its next start. Whatever is interrupted may be repeated."})
final class Keys {

    private static final int PAPER_CHARS = 200;

    /** Which node. */
    static final class Ours {
        @Option(names = "--config", required = true, paramLabel = "FILE", description = "The node's configuration.")
        private Path config;

        NodeConfig read() {
            return NodeConfig.read(config);
        }
    }

    @Spec
    private CommandSpec spec;

    @Command(name = "show", mixinStandardHelpOptions = true, description = {"Shows what is stated, key by key, and which secrets "
        + "are in the folder of keys.", "The fingerprint is what two stewards compare."})
    int show(@Mixin Ours ours) {
        NodeConfig config = ours.read();
        Identity identity = Identity.remaining(config.keys(), config.host());
        print(identity, LocalKeys.with(config, identity, keys -> keys.stated()));
        return 0;
    }

    @Command(name = "rotate", mixinStandardHelpOptions = true, description = {"States a new key in place of one that is not "
        + "known to be stolen.", "Both are good for " + Limits.ROTATION_OVERLAP_DAYS + " days, in which peers learn of the new "
        + "one by themselves; until then the old one signs."})
    int rotate(@Mixin Ours ours, @Parameters(paramLabel = "PURPOSE", arity = "0..1", defaultValue = "all",
        description = "node, log, witness or all. Default: ${DEFAULT-VALUE}.") String purpose) {
        Set<Purpose> purposes = purposes(purpose);
        NodeConfig config = ours.read();
        Identity identity = Identity.read(config.keys(), config.host());
        KeyHistory after = LocalKeys.with(config, identity, keys -> keys.rotate(purposes));
        print(identity, after);
        say("Back the folder " + config.keys() + " up now: new secrets are in it.");
        return 0;
    }

    @Command(name = "revoke", mixinStandardHelpOptions = true, description = {"States that nothing by one key is believed any "
        + "more, because it was stolen or lost; what peers have stored before stays good.", "A new key takes its place at once. "
        + "If a thief may hold a node key, say 'recover' instead: with it the thief could state keys too."})
    int revoke(@Mixin Ours ours, @Parameters(paramLabel = "KEY", description = "As 'show' names it, z6Mk….") String key) {
        Key stolen = key(key);
        NodeConfig config = ours.read();
        Identity identity = Identity.read(config.keys(), config.host());
        KeyHistory after = LocalKeys.with(config, identity, keys -> keys.revoke(stolen));
        print(identity, after);
        say("Back the folder " + config.keys() + " up now, and tell your peers: they compare the fingerprint.");
        return 0;
    }

    @Command(name = "recover", mixinStandardHelpOptions = true, description = {"Takes the node's name back with the recovery key "
        + "from its paper: all keys are revoked, and new ones stated.", "It wins over whatever a thief has stated in the node's "
        + "name. The words of the paper are asked for, or read from the standard input; they are stored nowhere.",
        "The machine must be clean before: whoever still reads its files has the new keys too."})
    int recover(@Mixin Ours ours, @Option(names = "--renew", description = "Make another recovery key as well, because the "
        + "paper has been seen. The new one is shown this once; the old paper is worth nothing then.") boolean renew) {
        NodeConfig config = ours.read();
        Identity identity = Identity.remaining(config.keys(), config.host());
        Secret paper = Identity.ofPaper(asked()).orElseThrow(() -> new CannotStart("These are not the seventeen groups of four "
            + "characters of a recovery key, or there is a slip in one of them; read the paper again."));
        Secret renewed = renew ? fresh() : null;
        if (renew) {
            // Before it holds: a paper too many is nothing, one too few is a name that nobody can take back.
            say("The new recovery key, shown this once; copy it to paper and keep it where the members decide:");
            say("");
            say("    " + Identity.paper(renewed));
            say("");
        }
        KeyHistory after = LocalKeys.with(config, identity, keys -> keys.recover(paper, renewed));
        print(identity, after);
        if (renew) {
            say("The new recovery key holds. Destroy the old paper.");
        }
        say("Back the folder " + config.keys() + " up now, and tell your peers: they compare the fingerprint.");
        return 0;
    }

    private String asked() {
        Console console = System.console();
        try {
            if (console != null && console.isTerminal()) {
                char[] typed = console.readPassword("The recovery key, as it stands on paper: ");
                return typed == null ? "" : new String(typed);
            }
            var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII), PAPER_CHARS);
            String line = in.readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new CannotStart("The standard input cannot be read (" + e + ").", e);
        }
    }

    private static Secret fresh() {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        new SecureRandom().nextBytes(seed);
        return Secret.of(seed);
    }

    private Set<Purpose> purposes(String word) {
        if (word.equals("all")) {
            return EnumSet.allOf(Purpose.class);
        }
        return EnumSet.allOf(Purpose.class).stream().filter(purpose -> purpose.code().equals(word)).findFirst()
            .map(purpose -> (Set<Purpose>) EnumSet.of(purpose)).orElseThrow(() -> new ParameterException(spec.commandLine(),
                "'" + word + "' is none of node, log, witness and all."));
    }

    private Key key(String text) {
        try {
            return Key.of(text);
        } catch (Refused noKey) {
            throw new ParameterException(spec.commandLine(), "'" + text + "' is no key: z6Mk and 44 characters.");
        }
    }

    private void print(Identity identity, KeyHistory keys) {
        Instant now = Instant.now();
        say("Statement " + keys.number() + " of " + keys.host() + ", signed " + keys.statedAt());
        say("Fingerprint " + keys.last());
        for (Known known : keys.known()) {
            say("  %-7s  %s  %s%s".formatted(known.purpose().code(), known.key(), life(known, now),
                identity.held(known.purpose(), known.key()).isPresent() || !known.current(now) ? ""
                    : "; its secret is not in the folder of keys"));
        }
        keys.recovery().forEach(key -> say("  recovery %s  on paper".formatted(key)));
    }

    private static String life(Known known, Instant now) {
        if (known.revoked() != null) {
            return "revoked from " + known.revoked() + " on";
        }
        if (!known.named() || known.until() != null && known.until().isBefore(now)) {
            return "ended " + known.until();
        }
        return "from " + known.from() + (known.until() == null ? "" : " until " + known.until());
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
