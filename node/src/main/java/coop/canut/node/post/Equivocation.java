package coop.canut.node.post;

import coop.canut.protocol.name.Host;
import java.time.Instant;

/**
 * Two messages of one author where there may be one: under one number of its channel to us, or one revision or state of a
 * listing in its log. Kept for ever.
 *
 * @param stream {@code channel} or {@code log}
 * @param place  the number in the channel, or the index in the log, of the second
 * @param held   bytes of the first, or null if they were refused, erased or never here
 * @param shown  bytes of the second, which was not applied
 */
public record Equivocation(Host host, String stream, long epoch, long place, byte[] held, byte[] shown, Instant foundAt) {
}
