package coop.canut.ops.conformance;

import coop.canut.ops.conformance.Case.Told;
import coop.canut.protocol.name.Host;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One whole questioning of a node.
 *
 * @param url     where the node answers
 * @param name    the host under which the stranger is known to it
 * @param listen  where the stranger answers on this machine
 * @param vectors the folder of the vectors
 * @param within  how long to wait until the node's stewards have let the stranger in
 */
public record Conformity(URI url, Host name, InetSocketAddress listen, Path vectors, Duration within) {

    /** Before everything that a vector dates. */
    private static final Instant SINCE = Instant.parse("2026-11-24T00:00:00Z");

    /**
     * Asks everything, and prints a line for each question: its name, what was expected, what came, and a mark if they differ.
     *
     * @return how many answers were not the expected ones; -1 if the node never let the stranger in
     * @throws IOException if nobody answers there, or the stranger's own address is taken
     */
    public int ask(PrintWriter out) throws IOException, InterruptedException {
        var wire = new Wire(url);
        Reading.Said node = Reading.who(wire);
        try (Stranger stranger = new Stranger(name, node.node(), listen, SINCE)) {
            var reading = new Reading(wire, node.node(), node.epoch());
            var speaking = new Speaking(wire, stranger, reading);
            out.println("Asking " + node.node() + " as " + name + ", whose keys it reads from " + listen + ".");
            out.println("A steward of it must let that host in, once: ops/canut peer state " + name + " see --decision ...");
            out.flush();
            if (!speaking.heard(within)) {
                out.println("It was not let in within " + within.toSeconds() + " s. A node that has met this name before holds "
                    + "its old keys: take another --name.");
                return -1;
            }
            List<Case> cases = new ArrayList<>(reading.cases());
            cases.addAll(speaking.cases());
            cases.addAll(new Readdressed(wire, stranger, vectors).cases());
            return print(cases, out);
        } finally {
            out.flush();
        }
    }

    private static int print(List<Case> cases, PrintWriter out) {
        int wrong = 0;
        for (Case next : cases) {
            Told told = next.ask();
            out.printf("%-4s %-46s %-28s %s%n", told.holds() ? "" : "!!", told.name(), told.expected(), told.got());
            wrong += told.holds() ? 0 : 1;
        }
        out.printf("%d questions, %d answers that are not as the protocol wants them.%n", cases.size(), wrong);
        return wrong;
    }
}
