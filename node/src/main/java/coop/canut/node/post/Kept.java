package coop.canut.node.post;

import coop.canut.protocol.name.Hash;

/**
 * Bytes as they are kept: a place in a stream, the hash, and the bytes unless they were refused or erased.
 *
 * @param place   number in a channel, index in a log
 * @param message the canonical bytes, or null
 */
record Kept(long place, String id, String kind, Hash hash, byte[] message) {
}
