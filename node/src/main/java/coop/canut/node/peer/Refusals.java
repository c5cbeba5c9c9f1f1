package coop.canut.node.peer;

import java.time.Instant;

/**
 * What we refused a peer for one reason, of the last thousand refusals to it.
 *
 * @param problem the code, such as {@code cursor-behind}
 * @param last    the last time
 */
public record Refusals(String problem, long count, Instant last) {
}
