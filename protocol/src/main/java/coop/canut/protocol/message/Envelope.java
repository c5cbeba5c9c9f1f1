package coop.canut.protocol.message;

import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import java.time.Instant;
import java.util.Objects;

/**
 * A message with who says it, when the fact happened, and to whom. Source: FEDERATION.md 3.
 *
 * <p>The host of the message's own URL is not held twice: it is the actor's, and a line that says otherwise is refused
 * before it becomes trusted (see {@link Unproven#requireOrigin}).
 *
 * @param actor     the node that speaks
 * @param id        of the message: derived from actor, kind, cause and published
 * @param published when the fact happened, whole seconds; stored with the fact, so a retry repeats it
 * @param to        the one receiver, or null for everyone
 * @param channel   the place in the receiver's channel; null for a log entry, an acknowledgement, and a message that is said but
 *                  not numbered yet: such a one is refused by {@link Codec#sign}
 */
public record Envelope(Host actor, Id id, Instant published, Host to, ChannelPosition channel, Message message) {

    /** @throws IllegalArgumentException if receiver or place do not fit the stream of the kind, or a fraction of a second */
    public Envelope {
        Objects.requireNonNull(actor);
        Objects.requireNonNull(id);
        if (published.getNano() != 0) {
            throw new IllegalArgumentException("published must be whole seconds: " + published);
        }
        Stream stream = message.kind().stream();
        if ((to == null) != (stream == Stream.LOG) || channel != null && stream != Stream.CHANNEL) {
            throw new IllegalArgumentException(message.kind() + " travels by " + stream + ", not to " + to + " " + channel);
        }
    }

    /** The envelope of a fact: the id follows from the rest. */
    public static Envelope of(Host actor, Instant published, Host to, ChannelPosition channel, Message message) {
        return new Envelope(actor, derivedId(actor, published, message), published, to, channel, message);
    }

    /** The id that this actor's message has by its cause. Source: FEDERATION.md 2. */
    public static Id derivedId(Host actor, Instant published, Message message) {
        return Id.derived("message", actor, message.kind().code(), message.cause(), published);
    }

    /** What it speaks of. */
    public Kind kind() {
        return message.kind();
    }
}
