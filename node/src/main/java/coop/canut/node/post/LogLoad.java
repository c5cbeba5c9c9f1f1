package coop.canut.node.post;

import coop.canut.node.Identity;
import coop.canut.node.World;
import coop.canut.node.fetch.Network.Answer;
import coop.canut.node.post.Courier.Parcel;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.http.RefusalBody;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.json.Members;
import coop.canut.protocol.message.Frame;
import coop.canut.protocol.message.Stream;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Key;
import coop.canut.protocol.sign.Purpose;
import io.vertx.core.Future;
import java.util.List;

/** What a courier carries of our public log: entries up to a state that we signed, and back the reader's cosignature. */
final class LogLoad implements Courier.Load {

    private final World world;
    private final Identity identity;
    private final Log log;
    private final Correspondents correspondents;
    private final Recovery recovery;
    private final Vocabulary vocabulary;

    LogLoad(World world, Identity identity, Log log, Correspondents correspondents, Recovery recovery,
            Vocabulary vocabulary) {
        this.world = world;
        this.identity = identity;
        this.log = log;
        this.correspondents = correspondents;
        this.recovery = recovery;
        this.vocabulary = vocabulary;
    }

    @Override
    public Stream stream() {
        return Stream.LOG;
    }

    @Override
    public Future<Parcel> next(Host peer, long position) {
        return recovery.underWay() ? Future.succeededFuture(null) : log.head().compose(head -> head.size() <= position
            ? Future.succeededFuture(null)
            : log.part(head, position).map(part -> {
                var frame = new Frame(head.epoch(), part.first(), part.entries().size(), identity.host(), peer, Stream.LOG,
                    part.state().note());
                return new Parcel(ChannelLoad.frame(frame, part.entries()), part.state().size(),
                    part.state().size() == head.size());
            }));
    }

    @Override
    public Future<Long> taken(Host peer, Parcel parcel, Answer answer) {
        var members = new Members((Json.Obj) Json.read(answer.body().getBytes(), JsonLimits.MESSAGE), "answer");
        String line = members.text("cosignature", Limits.LINE_CHARS);
        long epoch = members.integer("epoch", 1, Limits.INTEGER_MAX);
        long size = members.integer("size", 0, Limits.INTEGER_MAX);
        List<Key> keys = correspondents.keys(peer)
            .orElseThrow(() -> new Refused(Problem.KEY_UNKNOWN, peer.toString())).current(Purpose.WITNESS, world.now());
        return log.cosigned(peer, keys, epoch, size, line).map(kept -> Math.max(size, parcel.upTo()));
    }

    /** A log is one for everybody, so nothing is left out of it for a peer: it waits until the peer reads on. */
    @Override
    public void unread(Host peer) {
        vocabulary.forget(peer);
    }

    @Override
    public Future<Long> refused(Host peer, long position, Answer answer) {
        RefusalBody refusal = RefusalBody.read(answer.body().getBytes());
        return refusal == null || refusal.cursor() == null ? Future.succeededFuture(position)
            : log.head().map(head -> refusal.cursor().epoch() == head.epoch() ? refusal.cursor().seq() : position);
    }
}
