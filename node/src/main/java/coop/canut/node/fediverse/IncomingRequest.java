package coop.canut.node.fediverse;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Host;
import java.util.List;
import java.util.Map;

/**
 * A request as its signature speaks of it.
 *
 * @param self    our own host, which the signer must have meant: not the one that the request says
 * @param target  path and query as received
 * @param headers all lines of each header, by its name in lower case
 */
record IncomingRequest(String method, Host self, String target, Map<String, List<String>> headers, byte[] body) {

    /** Whether the header is there at all. */
    boolean has(String name) {
        return headers.containsKey(name);
    }

    /** The one line of a header; {@code signature-incomplete} if there is none, {@code signature-ambiguous} if several. */
    String header(String name) {
        List<String> lines = headers.getOrDefault(name, List.of());
        if (lines.size() > 1) {
            throw new Refused(Problem.SIGNATURE_AMBIGUOUS, name + " stands twice");
        }
        if (lines.isEmpty()) {
            throw new Refused(Problem.SIGNATURE_INCOMPLETE, "no " + name);
        }
        return name.equals("host") ? self.toString() : lines.getFirst().strip();
    }

    /** The path without the query. */
    String path() {
        int question = target.indexOf('?');
        return question < 0 ? target : target.substring(0, question);
    }
}
