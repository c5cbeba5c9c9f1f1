package coop.canut.node.peer;

import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.name.Host;
import java.time.Instant;

/**
 * What one cooperative stated about another, once: it stands in its public log.
 *
 * @param number   1 and rising, of what {@code from} states about {@code to}
 * @param decision of its members
 * @param reason   a line for everybody whom it touches, or null
 * @param at       when it was stated
 */
public record Statement(Host from, Host to, long number, Level level, String decision, String reason, Instant at) {
}
