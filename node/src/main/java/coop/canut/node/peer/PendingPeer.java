package coop.canut.node.peer;

import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import java.time.Instant;

/**
 * A host of an imported list about which our members decided, and nothing could be stated.
 *
 * @param fingerprint of the keys that were compared, or null
 * @param problem     why: the code of what its keys were refused with
 */
public record PendingPeer(Host host, Level level, Hash fingerprint, String decision, String reason, String problem,
                          Instant at) {
}
