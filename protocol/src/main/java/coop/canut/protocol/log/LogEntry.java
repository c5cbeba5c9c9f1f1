package coop.canut.protocol.log;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Id;
import java.nio.charset.StandardCharsets;

/**
 * One leaf of a log, {@code {id} {kind} {hash}}: which message was said, of what kind, and the SHA-256 of its bytes.
 * The kind is any well-formed one, because a reader must be able to rebuild trees with kinds that it does not know.
 */
public record LogEntry(Id id, String kind, Hash hash) {
    /** Checks the kind: {@code [a-z][a-z0-9-]*}, at most 40 characters; throws {@code name-not-canonical}. */
    public LogEntry {
        boolean wellFormed = !kind.isEmpty() && kind.length() <= Limits.NAME_CHARS
                && kind.charAt(0) >= 'a' && kind.charAt(0) <= 'z'
                && kind.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-');
        if (!wellFormed) {
            throw new Refused(Problem.NAME_NOT_CANONICAL, "not a kind");
        }
    }

    /** The entry of a text; throws {@code name-not-canonical}. */
    public static LogEntry of(String text) {
        int first = text.indexOf(' ');
        int last = text.lastIndexOf(' ');
        if (first < 0 || first == last || text.length() > Limits.LOG_ENTRY_BYTES) {
            throw new Refused(Problem.NAME_NOT_CANONICAL, "not id, kind and hash");
        }
        return new LogEntry(Id.of(text.substring(0, first)), text.substring(first + 1, last),
                Hash.of(text.substring(last + 1)));
    }

    /** The text, ASCII, without a line feed. */
    public String text() {
        return id + " " + kind + " " + hash;
    }

    /** The leaf hash. */
    public Hash leaf() {
        return Merkle.leaf(text().getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return text();
    }
}
