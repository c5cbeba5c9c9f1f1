package coop.canut.node.post;

import coop.canut.protocol.log.LogEntry;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Id;

/**
 * Bytes as they are kept: a place in a stream, the hash, and the bytes unless they were refused, erased or dropped.
 *
 * @param place   number in a channel, index in a log
 * @param message the canonical bytes, or null
 * @param gone    why an entry of a log has no bytes any more, {@code erased} or {@code expired}, or null
 */
record Kept(long place, String id, String kind, Hash hash, byte[] message, String gone) {

    /** The leaf of a log that it is. */
    LogEntry entry() {
        return new LogEntry(Id.of(id), kind, hash);
    }
}
