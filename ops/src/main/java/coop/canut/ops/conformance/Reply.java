package coop.canut.ops.conformance;

import coop.canut.protocol.http.RefusalBody;
import java.util.Map;

/**
 * What a node answered.
 *
 * @param status  0 if it closed the connection without an answer
 * @param headers by their names in lower case
 */
record Reply(int status, Map<String, String> headers, byte[] body) {

    /** The status, and the code of the problem if it is a refusal. */
    String verdict() {
        RefusalBody refusal = status < 400 ? null : RefusalBody.read(body);
        return status == 0 ? "no answer" : refusal == null ? Integer.toString(status) : status + " " + refusal.problem();
    }
}
