package coop.canut.node.post;

import coop.canut.protocol.message.Message;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Id;
import java.time.Instant;

/**
 * A proven message as a room sees it.
 *
 * @param published when the fact happened, by the sender's clock
 * @param wire      the verified bytes
 * @param hash      of those bytes
 */
public record Received<M extends Message>(M message, Id id, Instant published, byte[] wire, Hash hash) {
}
