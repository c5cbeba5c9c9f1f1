package coop.canut.node.post;

import coop.canut.node.Identity;
import coop.canut.node.World;
import coop.canut.node.fetch.Network.Answer;
import coop.canut.node.post.Courier.Parcel;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.ChannelAcknowledged;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Frame;
import coop.canut.protocol.message.Stream;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a courier carries in a channel: numbered messages one way, the signed receipt back. */
final class ChannelLoad implements Courier.Load {

    static final String ACK = "/canut/1/ack";

    private final World world;
    private final Identity identity;
    private final Channels channels;
    private final Correspondents correspondents;
    private final SignedCalls calls;
    private final Recovery recovery;
    private final Vocabulary vocabulary;

    ChannelLoad(World world, Identity identity, Channels channels, Correspondents correspondents, SignedCalls calls,
                Recovery recovery, Vocabulary vocabulary) {
        this.world = world;
        this.identity = identity;
        this.channels = channels;
        this.correspondents = correspondents;
        this.calls = calls;
        this.recovery = recovery;
        this.vocabulary = vocabulary;
    }

    @Override
    public Stream stream() {
        return Stream.CHANNEL;
    }

    @Override
    public Future<Parcel> next(Host peer, long position) {
        if (recovery.underWay()) {
            return Future.succeededFuture(null);
        }
        return recovery.know(peer)
            .compose(known -> vocabulary.of(peer))
            .compose(kinds -> channels.number(peer, kinds))
            .compose(any -> channels.outgoing(peer))
            .compose(cursor -> cursor.acknowledged() >= cursor.seq()
                ? Future.succeededFuture(null)
                : channels.outgoing(peer, cursor.epoch(), cursor.acknowledged() + 1, Limits.BATCH_MESSAGES)
                    .map(page -> parcel(peer, cursor.epoch(), page.messages())));
    }

    private Parcel parcel(Host peer, long epoch, List<Kept> kept) {
        List<Kept> fitting = fitting(kept);
        long first = fitting.getFirst().place();
        Buffer body = frame(new Frame(epoch, first, fitting.size(), identity.host(), peer, Stream.CHANNEL, null), fitting);
        return new Parcel(body, first + fitting.size() - 1, false);
    }

    /** As many as one batch may hold in bytes, always at least one. */
    static List<Kept> fitting(List<Kept> kept) {
        List<Kept> fitting = new ArrayList<>();
        int bytes = Limits.MESSAGE_BYTES / 16;
        for (Kept next : kept) {
            bytes += next.message().length + 1;
            if (bytes > Limits.BATCH_BYTES && !fitting.isEmpty()) {
                break;
            }
            fitting.add(next);
        }
        return fitting;
    }

    static Buffer frame(Frame frame, List<Kept> messages) {
        Buffer body = Buffer.buffer().appendBytes(frame.write()).appendString("\n");
        messages.forEach(message -> body.appendBytes(message.message()).appendString("\n"));
        return body;
    }

    @Override
    public Future<Long> taken(Host peer, Parcel parcel, Answer answer) {
        return acknowledged(peer, answer.body());
    }

    @Override
    public void unread(Host peer) {
        vocabulary.forget(peer);
    }

    @Override
    public Future<Long> refused(Host peer, long position, Answer answer) {
        if (SignedCalls.problem(answer).equals(Problem.EPOCH_INCOMPLETE.code())) {
            return recovery.doubt(peer).map(position);
        }
        Future<Long> taken = calls.get(peer, ACK, Courier.ANSWER_BYTES).compose(body -> acknowledged(peer, body));
        // Only now, when we know what the peer has: bytes that it could not believe it has not stored.
        return SignedCalls.problem(answer).equals(Problem.KEY_REVOKED.code())
            ? taken.compose(seq -> channels.signAnew(peer).map(seq)) : taken;
    }

    /** Reads a signed receipt; the new position, or a failure when it is not one for what we sent. */
    private Future<Long> acknowledged(Host peer, Buffer body) {
        Instant now = world.now();
        return world.compute(() -> {
            var unproven = Codec.read(body.getBytes());
            unproven.requireOrigin(peer, identity.host());
            var keys = correspondents.keys(peer).orElseThrow(() -> new Refused(Problem.KEY_UNKNOWN, peer.toString()));
            return unproven.prove(keys, now, now).envelope().message();
        }).compose(message -> {
            if (!(message instanceof ChannelAcknowledged ack) || !ack.from().equals(identity.host())) {
                return Future.failedFuture(new Refused(Problem.KIND_UNKNOWN, "not a receipt for us"));
            }
            return channels.acknowledged(peer, ack).map(counts -> ack.seq());
        });
    }
}
