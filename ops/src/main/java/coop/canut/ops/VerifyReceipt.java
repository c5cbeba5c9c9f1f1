package coop.canut.ops;

import coop.canut.protocol.Refused;
import coop.canut.protocol.standing.ReceiptFile;
import coop.canut.protocol.standing.ReceiptFile.Verified;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a worker's receipt without any network. */
@Command(name = "verify-receipt", mixinStandardHelpOptions = true,
    description = {"Checks a receipt that a worker took along: both cooperatives' keys, the issuer's proof, the home "
        + "cooperative's countersignature, and that it has not expired. Asks nobody and needs no network.",
        "What no file can tell is whether those keys really are those cooperatives': compare the two prints at the end "
        + "with what somebody who works with them says."})
final class VerifyReceipt implements Callable<Integer> {

    private static final int MOST_BYTES = 1_048_576;

    @Parameters(paramLabel = "FILE", description = "The receipt.")
    private Path file;

    @Option(names = "--at", paramLabel = "TIME", description = "As of this instant, such as 2026-12-01T00:00:00Z. Default: now.")
    private Instant at;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new IOException("it is longer than any receipt");
            }
            Verified receipt = ReceiptFile.read(Files.readAllBytes(file)).verify(at == null ? Instant.now() : at);
            print(spec.commandLine().getOut(), receipt);
            return 0;
        } catch (Refused refused) {
            spec.commandLine().getErr().println("This receipt does not hold: " + refused.getMessage()
                + ". Ask the cooperative it comes from for it again.");
            return 1;
        } catch (IOException unreadable) {
            spec.commandLine().getErr().println("The file " + file + " cannot be read: " + unreadable.getMessage() + ".");
            return 1;
        }
    }

    private static void print(PrintWriter out, Verified receipt) {
        out.println("This receipt holds.");
        line(out, "Worker", receipt.subject() + ", a member of " + receipt.home());
        line(out, "Work for", receipt.requester().toString());
        line(out, "Skill", receipt.skill());
        line(out, "Paid work", receipt.ok() + " answers, " + receipt.paidMinutes() + " minutes, the last in "
            + receipt.lastMonth());
        line(out, "Rejected", receipt.bad() + ", and " + receipt.contested() + " not decided");
        line(out, "Issued by", receipt.issuer() + " at " + receipt.issued() + ", number " + receipt.seq());
        line(out, "Agreed by", receipt.home() + " at " + receipt.countersigned());
        line(out, "Speaks until", receipt.expires().toString());
        line(out, "Keys", receipt.issuer() + " " + receipt.issuerPrint());
        line(out, "", receipt.home() + " " + receipt.homePrint());
        out.flush();
    }

    private static void line(PrintWriter out, String name, String value) {
        out.printf("  %-13s %s%n", name, value);
    }
}
