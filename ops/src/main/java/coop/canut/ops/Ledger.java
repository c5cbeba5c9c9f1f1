package coop.canut.ops;

import coop.canut.node.CannotStart;
import coop.canut.node.NodeConfig;
import coop.canut.node.accounting.Chart;
import coop.canut.node.accounting.Journal;
import coop.canut.node.check.Finding;
import coop.canut.node.check.Invariants;
import coop.canut.ops.machine.OpenDatabase;
import coop.canut.protocol.Refused;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The books of a node, at its own machine. */
@Command(name = "ledger", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "VERB",
    description = {"Checks the books of a node, and writes them as files for an accountant.",
        "The node may be running or not; nothing of it is changed."},
    footer = {"", "Exit codes: 0 all is well, 1 something is wrong or could not be written, 2 asked wrongly."})
final class Ledger {

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

    @Command(name = "check", mixinStandardHelpOptions = true, description = {
        "Works out again, from the transfers and from what they follow from, everything that must hold of money: sums, floors, "
            + "escrow, each payment once, what is on its way through the bank, corrections, invoices.",
        "Prints one line for each thing that is wrong, with the number of the invariant it breaks. What is checked is told "
            + "beside it."})
    int check(@Mixin Ours ours) {
        NodeConfig config = ours.read();
        try (var database = open(config)) {
            List<Finding> findings =
                database.get(store -> new Invariants(config.host(), store, this::tell).money());
            PrintWriter out = spec.commandLine().getOut();
            findings.forEach(out::println);
            out.println(Invariants.moneyChecks() + " checks, " + findings.size() + " findings");
            out.flush();
            return findings.isEmpty() ? 0 : 1;
        }
    }

    @Command(name = "journal", mixinStandardHelpOptions = true,
        description = "Writes every transfer of some days as CSV, a line each.")
    int journal(@Mixin Ours ours,
                @Option(names = "--from", paramLabel = "DAY", description = "First day of UTC, as in 2026-01-01. Default: the "
                    + "first of the books.") LocalDate from,
                @Option(names = "--to", paramLabel = "DAY", description = "Last day. Default: today.") LocalDate to,
                @Parameters(paramLabel = "FILE", description = "Where to. It must not be there yet.") Path file) {
        NodeConfig config = ours.read();
        try (var database = open(config)) {
            Instant first = from == null ? Instant.EPOCH : from.atStartOfDay(ZoneOffset.UTC).toInstant();
            LocalDate last = to == null ? LocalDate.ofInstant(database.world().now(), ZoneOffset.UTC) : to;
            Instant end = last.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
            write(file, out -> database.get(store -> journal(database).csv(null, first, end, out)));
        }
        return 0;
    }

    @Command(name = "fec", mixinStandardHelpOptions = true, description = {
        "Writes a calendar year of the transfers in euros as a 'fichier des écritures comptables', under the name that the law "
            + "gives it. The SIREN and the numbers of accounts are what a treasurer has set on the page of exports."})
    int fec(@Mixin Ours ours,
            @Option(names = "--year", required = true, paramLabel = "YEAR", description = "Such as 2026.") int year,
            @Parameters(paramLabel = "FOLDER", description = "Where to. The file must not be there yet.") Path folder) {
        NodeConfig config = ours.read();
        try (var database = open(config)) {
            String name = name(database, year);
            write(folder.resolve(name), out -> database.get(store -> journal(database).fec(null, year, out)));
        }
        return 0;
    }

    /** Of a node that has run: nothing is made by looking. */
    private static OpenDatabase open(NodeConfig config) {
        Path data = config.database().embeddedData();
        if (data != null && !Files.isDirectory(data.resolve("cluster"))) {
            throw new CannotStart("There is no database in " + data + "; has the node " + config.host() + " ever run?");
        }
        return OpenDatabase.of(config);
    }

    private static String name(OpenDatabase database, int year) {
        try {
            return database.get(store -> journal(database).fecName(year));
        } catch (Refused unnamed) {
            throw new CannotStart("The file is called by the cooperative's SIREN; a treasurer sets it on the page of exports.");
        }
    }

    private static Journal journal(OpenDatabase database) {
        return new Journal(database.store(), new Chart(database.world(), database.store()));
    }

    /** Chunk by chunk: what is in memory does not grow with the books. Half a file is taken away again. */
    private void write(Path file, Function<Function<Buffer, Future<Void>>, Void> writer) {
        var bytes = new long[1];
        boolean whole = false;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE))) {
            writer.apply(chunk -> {
                try {
                    out.write(chunk.getBytes());
                    bytes[0] += chunk.length();
                    tell(bytes[0] + " bytes");
                    return Future.succeededFuture();
                } catch (IOException full) {
                    return Future.failedFuture(full);
                }
            });
            whole = true;
        } catch (FileAlreadyExistsException e) {
            throw new CannotStart("There is a file " + file + " already; choose another name.");
        } catch (IOException e) {
            throw new CannotStart("Cannot write " + file + ": " + e);
        } finally {
            if (!whole && bytes[0] > 0) {
                remove(file);
            }
        }
        spec.commandLine().getOut().println(file);
        spec.commandLine().getOut().flush();
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void tell(String progress) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(progress);
        err.flush();
    }
}
