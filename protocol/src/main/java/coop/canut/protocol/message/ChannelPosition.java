package coop.canut.protocol.message;

import coop.canut.protocol.name.Hash;

/**
 * The place of a message in the channel from its sender to its receiver. Source: FEDERATION.md 3 and 5.
 *
 * @param epoch 1 and rising, one for the whole sender
 * @param seq   1 and rising by 1 within the epoch
 * @param prev  hash of the bytes of the message before in this channel and epoch; zeros for seq 1
 */
public record ChannelPosition(long epoch, long seq, Hash prev) {
}
