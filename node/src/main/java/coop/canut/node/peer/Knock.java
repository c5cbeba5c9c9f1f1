package coop.canut.node.peer;

import coop.canut.protocol.name.Host;
import java.time.Instant;

/**
 * Somebody asked in a host's name that it be heard. Nothing proves that it was that host.
 *
 * @param at the last time
 */
public record Knock(Host host, Instant at) {
}
