package coop.canut.ops.verify;

import coop.canut.ops.verify.Source.Unreadable;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.json.Members;
import coop.canut.protocol.log.Checkpoint;
import coop.canut.protocol.name.Host;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks any node's log from the outside. */
@Command(name = "verify-log", mixinStandardHelpOptions = true,
    description = {"Checks the public log of any node from its first entry on, as a stranger: that its keys prove each other, "
        + "that it signed the state it is in, that its entries are a tree which leads there, that each message is from that "
        + "node and proven, and that what is missing was taken back by its author. Then asks the witnesses for their keys "
        + "and checks that they saw the same.",
        "Needs no token and no database, and knows nothing but the protocol.",
        "What no program can tell is whether the keys are really that cooperative's: compare the print at the end with what "
        + "somebody who works there says."},
    footer = {"", "Exit codes: 0 the log holds, 1 something in it does not, 2 asked wrongly, 69 it could not be read.",
        "Examples: 'ops/canut verify-log https://lyon.example --remember lyon.checkpoint', and on one machine "
        + "'ops/canut verify-log http://127.0.0.1:7001 --host lyon.localhost'."})
public final class VerifyLog implements Callable<Integer> {

    private static final int UNREADABLE = 69;
    private static final int SHOWN = 20;

    @Parameters(paramLabel = "URL", description = "Where the node is reached.")
    private URI url;

    @Option(names = "--host", paramLabel = "NAME", description = "The node's name, if it is not the one in the address.")
    private String name;

    @Option(names = "--epoch", paramLabel = "NUMBER", description = "Of the log. Default: the one that the node names.")
    private Long epoch;

    @Option(names = "--remember", paramLabel = "FILE",
        description = "Also checks that the log goes on from the checkpoint in this file, and keeps the new one in it. Evidence "
            + "is never overwritten: the file changes only if all is well.")
    private Path file;

    @Option(names = "--witness", paramLabel = "HOST=URL",
        description = "Where a witness is reached, if not at https://HOST. May be given again.")
    private Map<String, URI> witnesses = new HashMap<>();

    @Spec
    private CommandSpec spec;

    /** To be called before anything in this process speaks HTTP: then a node can be named that is reached under another name. */
    public static void nameHosts() {
        System.setProperty(Source.NAMING_HOSTS, "host");
    }

    @Override
    public Integer call() {
        Host host = host(name == null ? String.valueOf(url.getHost()) : name);
        Map<Host, URI> addresses = new HashMap<>();
        witnesses.forEach((witness, address) -> addresses.put(host(witness), address));
        var findings = new Findings();
        try {
            Remembered remembered = Remembered.read(file);
            var source = new Source(url, host.toString());
            long number = epoch == null ? stated(source) : epoch;
            Checkpoint before = remembered.checkpoint();
            boolean other = before != null && !before.origin().equals(Checkpoint.origin(host, number));
            if (before != null && other && !before.origin().startsWith(host + "/")) {
                return failed("The file " + file + " is about " + before.origin() + ", not about " + host + ".");
            }
            var walk = new LogWalk(source, host, number, epoch == null, Instant.now(), other ? null : before, findings,
                this::tell);
            walk.walk();
            var cosigners = new Cosigners(addresses, findings);
            if (walk.end() != null) {
                cosigners.verify(walk.note());
            }
            if (findings.count() == 0) {
                remembered.write(walk.note());
            }
            print(host, walk, cosigners, findings, remembered(before, other));
            return findings.count() == 0 ? 0 : 1;
        } catch (Unreadable unreadable) {
            spec.commandLine().getErr().println("The log of " + host + " could not be read to its end: "
                + unreadable.getMessage() + ".");
            findings.sentences().forEach(spec.commandLine().getErr()::println);
            return findings.count() == 0 ? UNREADABLE : 1;
        } catch (IOException wrong) {
            return failed("The file " + file + " cannot be used: " + wrong.getMessage() + ".");
        }
    }

    private int failed(String sentence) {
        spec.commandLine().getErr().println(sentence);
        return 1;
    }

    private Host host(String text) {
        try {
            return Host.of(text);
        } catch (Refused refused) {
            throw new ParameterException(spec.commandLine(), text + " is not a node's name; give it with --host.");
        }
    }

    /** Nothing in that document has authority: it tells which log to ask for, and the log must hold by itself. */
    private static long stated(Source source) {
        try {
            return new Members((Json.Obj) Json.read(source.get("/.well-known/canut", Limits.MESSAGE_BYTES),
                JsonLimits.MESSAGE), "").integer("epoch", 1, Limits.INTEGER_MAX);
        } catch (Refused | ClassCastException notOurs) {
            throw new Unreadable("/.well-known/canut is not that of a node");
        }
    }

    private String remembered(Checkpoint before, boolean other) {
        if (file == null) {
            return null;
        }
        return before == null ? "nothing before; now in " + file
            : other ? "another numbering before; this one is now in " + file
            : "goes on from the " + before.size() + " entries in " + file;
    }

    private void print(Host host, LogWalk walk, Cosigners cosigners, Findings findings, String remembered) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(findings.count() == 0
            ? "The log of " + host + " holds: " + walk.end().size() + " entries, from the first to the last."
            : "The log of " + host + " does not hold: " + (findings.count() == 1 ? "one thing is wrong."
                : findings.count() + " things are wrong."));
        findings.sentences().stream().limit(SHOWN).forEach(sentence -> line(out, "Wrong", sentence));
        if (findings.count() > SHOWN) {
            line(out, "", (findings.count() - SHOWN) + " more");
        }
        if (walk.end() != null) {
            line(out, "Log", walk.end().origin());
            line(out, "Entries", walk.end().size() + ", root " + walk.end().root());
            line(out, "Messages", walk.proven() + " proven, " + walk.erased() + " taken back");
            each(out, "Witness", cosigners.held());
            each(out, "Not asked", cosigners.unasked());
        }
        if (remembered != null && findings.count() == 0) {
            line(out, "Remembered", remembered);
        }
        if (walk.history() != null) {
            line(out, "Keys", "statement " + walk.history().number() + ", print " + walk.history().last());
        }
        out.flush();
    }

    private static void each(PrintWriter out, String name, List<String> values) {
        values.forEach(value -> line(out, name, value));
    }

    private static void line(PrintWriter out, String name, String value) {
        out.printf("  %-13s %s%n", name, value);
    }

    /** Progress goes beside the result, so that this can be piped. */
    private void tell(String progress) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(progress);
        err.flush();
    }
}
