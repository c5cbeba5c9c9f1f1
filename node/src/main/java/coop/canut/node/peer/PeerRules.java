package coop.canut.node.peer;

import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.name.Host;
import java.util.Optional;
import java.util.function.Predicate;

/** What follows from levels. Pure. */
final class PeerRules {

    private PeerRules() {
    }

    /**
     * The nearest suspended host that a host is a sub-domain of. Whoever is suspended could otherwise come back under a name
     * that costs it nothing (F-32); suspending a domain under which strangers live suspends them too.
     */
    static Optional<Host> coveredBy(Host host, Predicate<Host> suspended) {
        String name = host.toString();
        int dot = name.indexOf('.');
        while (dot >= 0 && name.indexOf('.', dot + 1) >= 0) {
            Host above = Host.of(name.substring(dot + 1));
            if (suspended.test(above)) {
                return Optional.of(above);
            }
            dot = name.indexOf('.', dot + 1);
        }
        return Optional.empty();
    }

    /** Whether anything of a host is heard at a level of ours. */
    static boolean isHeard(Level ours) {
        return ours.compareTo(Level.LIMITED) <= 0;
    }

    /** The decision that a statement rests on; refused on {@code decision} if it is none or longer than the message takes. */
    static String decision(String text) {
        if (text == null || text.isBlank()) {
            throw Refused.at(Problem.FIELD_MISSING, "decision", "empty");
        }
        return line("decision", text, Limits.SHORT_CHARS);
    }

    /** The reason of a statement, or null; refused on {@code reason} as {@link #decision} is. */
    static String reason(String text) {
        return text == null || text.isBlank() ? null : line("reason", text, Limits.LINE_CHARS);
    }

    private static String line(String field, String text, int maxChars) {
        String line = text.strip();
        if (line.length() > maxChars || line.chars().anyMatch(c -> c < ' ')) {
            throw Refused.at(Problem.JSON_LIMIT, field, "longer than " + maxChars + ", or not one line");
        }
        return line;
    }
}
