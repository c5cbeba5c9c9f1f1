package coop.canut.ops;

import coop.canut.ops.client.NodeApi;
import coop.canut.protocol.json.Members;
import java.io.PrintWriter;
import java.util.List;

/** Tells what comes of a list of peers. */
final class PeerImport {

    private PeerImport() {
    }

    /**
     * Prints a line for each host, and what stays as it is.
     *
     * @param stated whether it has been stated, and not only looked at
     */
    static void tell(PrintWriter out, Members result, boolean stated) {
        List<Members> wrong = NodeApi.each(result, "wrong");
        if (!wrong.isEmpty()) {
            wrong.forEach(each -> out.println("line " + each.integer("line", 0, Long.MAX_VALUE) + ": "
                + wrong(each.shortText("part"))));
            out.println("Nothing was looked at and nothing was stated.");
            return;
        }
        NodeApi.each(result, "hosts").forEach(host -> out.println(line(host)));
        List<String> left = result.texts("left", Integer.MAX_VALUE, 253);
        if (!left.isEmpty()) {
            out.println("Not on the list, and left as they are: " + String.join(", ", left));
        }
        out.println(stated ? "Stated. Pending hosts stay listed until they are stated or dropped."
            : "Nothing was stated. Compare the fingerprints, then say --decision NUMBER.");
    }

    private static String line(Members host) {
        String level = host.shortText("level");
        String now = host.optionalShortText("now");
        String keys = host.optionalShortText("keys");
        String fate = switch (host.shortText("fate")) {
            case "added" -> "adds " + level;
            case "changed" -> now + " becomes " + level;
            case "same" -> "is " + level + " already";
            default -> "pending: " + why(String.valueOf(host.optionalShortText("problem")));
        };
        return "%-30s %s%s".formatted(host.host("host"), fate, keys == null ? "" : ", keys " + keys);
    }

    private static String why(String problem) {
        return switch (problem) {
            case "not-yet" -> "it could not be reached, or nobody has compared its keys";
            case "key-owner-mismatch" -> "its keys are others than the list has";
            case "peer-suspended" -> "it stands under a name that is suspended";
            default -> "what it shows does not prove itself (" + problem + ")";
        };
    }

    private static String wrong(String part) {
        return switch (part) {
            case "host" -> "no name of a host, in small letters and without a port";
            case "level" -> "the level is claim, see, limited, suspended or ended";
            case "fingerprint" -> "the fingerprint is 64 of 0-9 and a-f, or -";
            case "decision" -> "the decision is longer than 200 characters";
            case "reason" -> "the reason is longer than a line of 1000 characters";
            case "self" -> "that is this node itself";
            default -> "this host stands in the list twice";
        };
    }
}
