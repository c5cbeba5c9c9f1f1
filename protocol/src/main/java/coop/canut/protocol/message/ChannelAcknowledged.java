package coop.canut.protocol.message;

import coop.canut.protocol.Problem;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import java.util.List;

/**
 * The receiver has durably applied, or refused by rule, everything up to {@code seq} of a channel. It is the sender's
 * receipt: an outgoing message is done only when this arrives with the head the sender itself computed.
 * Source: FEDERATION.md 5 and 7.5.
 *
 * @param from    whose channel it is: the host that sent the messages
 * @param epoch   of that channel
 * @param seq     last number received; 0 if none
 * @param head    hash of the bytes of that message; zeros if none
 * @param refused all refusals among the last 500 numbers
 */
public record ChannelAcknowledged(Host from, long epoch, long seq, Hash head, List<Refusal> refused) implements Message {

    /** A number of the channel whose message a rule refused. */
    public record Refusal(long seq, Problem problem) {
    }

    @Override
    public Kind kind() {
        return Kind.CHANNEL_ACKNOWLEDGED;
    }

    @Override
    public String cause() {
        return from + "/" + epoch + "/" + seq;
    }
}
