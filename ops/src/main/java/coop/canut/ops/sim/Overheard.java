package coop.canut.ops.sim;

import coop.canut.node.fetch.Network.Request;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.Batch;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Frame;
import coop.canut.protocol.message.Message;
import coop.canut.protocol.message.Stream;
import coop.canut.protocol.message.Unproven;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All that a liar knows of others: what was brought to it, and what it overheard of their conversations, since the world is no
 * safer for believing that ids do not leak.
 */
final class Overheard {

    /** As much of other people's conversations as it remembers. */
    private static final int MOST = 200;

    private final Host self;
    private final Map<Host, Channel> channels = new HashMap<>();
    private final Map<Host, List<Line>> logs = new HashMap<>();
    private final List<Request> batches = new ArrayList<>();
    private final List<Said> words = new ArrayList<>();

    /** A message where it stood. */
    record Line(long epoch, long index, Unproven message) {
    }

    /** A message of a channel, and between whom. */
    record Said(Host from, Host to, Unproven message) {
    }

    /** A peer's channel to it, as it has it. */
    static final class Channel {
        private final List<Line> lines = new ArrayList<>();
        private long epoch = 1;
        private long seq;
        private Hash head = Hash.ZERO;

        long epoch() {
            return epoch;
        }

        long seq() {
            return seq;
        }

        Hash head() {
            return head;
        }

        List<Line> lines() {
            return lines;
        }
    }

    Overheard(Host self) {
        this.self = self;
    }

    /** What a peer said to it. */
    Channel channel(Host peer) {
        return channels.computeIfAbsent(peer, first -> new Channel());
    }

    /** What a peer said to everyone. */
    List<Line> log(Host peer) {
        return logs.computeIfAbsent(peer, first -> new ArrayList<>());
    }

    /** Takes what follows what it has of a channel, and gives that; empty if something before it is missing. */
    List<Message> take(Batch batch) {
        Frame frame = batch.frame();
        Channel channel = channel(frame.from());
        boolean enters = frame.epoch() > channel.epoch && frame.first() == 1;
        if (!enters && (frame.epoch() != channel.epoch || frame.first() > channel.seq + 1)) {
            return List.of();
        }
        channel.seq = enters ? 0 : channel.seq;
        channel.epoch = frame.epoch();
        List<Message> fresh = new ArrayList<>();
        for (int i = 0; i < batch.lines().size(); i++) {
            if (frame.first() + i == channel.seq + 1) {
                Unproven message = Codec.read(batch.lines().get(i));
                channel.lines.add(new Line(channel.epoch, ++channel.seq, message));
                channel.head = message.hash();
                fresh.add(message.envelope().message());
            }
        }
        return fresh;
    }

    /** Takes a part of a log. */
    void takeLog(Batch batch) {
        List<Line> log = log(batch.frame().from());
        for (int i = 0; i < batch.lines().size(); i++) {
            long index = batch.frame().first() + i;
            boolean known = log.stream().anyMatch(line -> line.epoch == batch.frame().epoch() && line.index == index);
            if (!known) {
                log.add(new Line(batch.frame().epoch(), index, Codec.read(batch.lines().get(i))));
            }
        }
    }

    /** Denies the newest of a channel, for which a receipt may have been given. */
    void forget(Host peer) {
        Channel channel = channel(peer);
        if (!channel.lines.isEmpty() && channel.lines.getLast().epoch == channel.epoch) {
            channel.lines.removeLast();
            Line last = channel.lines.isEmpty() ? null : channel.lines.getLast();
            channel.head = last == null ? Hash.ZERO : last.message.hash();
            channel.seq--;
        }
    }

    /** Somebody brings something to somebody else. */
    void listen(Request request) {
        if (request.body() == null || !request.path().equals(Mask.INBOX)) {
            return;
        }
        try {
            Batch batch = Batch.read(request.body().getBytes());
            if (batch.frame().stream() == Stream.CHANNEL && !batch.frame().from().equals(self)) {
                remember(batches, request);
                for (byte[] line : batch.lines()) {
                    remember(words, new Said(batch.frame().from(), batch.frame().to(), Codec.read(line)));
                }
            }
        } catch (Refused noBatch) {
            // Nothing that one could repeat.
        }
    }

    private static <T> void remember(List<T> all, T next) {
        all.add(next);
        if (all.size() > MOST) {
            all.removeFirst();
        }
    }

    /** Deliveries between others. */
    List<Request> batches() {
        return batches;
    }

    /** What anybody said to anybody of that kind, this liar left out. */
    <T extends Message> List<T> words(Class<T> kind) {
        return words.stream().map(said -> said.message.envelope().message()).filter(kind::isInstance).map(kind::cast).toList();
    }

    /** What this peer said to anybody else of that kind. */
    <T extends Message> List<T> by(Host peer, Class<T> kind) {
        return words.stream().filter(said -> said.from.equals(peer)).map(said -> said.message.envelope().message())
            .filter(kind::isInstance).map(kind::cast).toList();
    }

    /** What was said to this peer by others. */
    List<Said> to(Host peer) {
        return words.stream().filter(said -> said.to.equals(peer)).toList();
    }

    /** What this peer said to it of that kind. */
    <T extends Message> List<T> from(Host peer, Class<T> kind) {
        return channel(peer).lines.stream().map(line -> line.message.envelope().message()).filter(kind::isInstance)
            .map(kind::cast).toList();
    }

    /** What this peer said to everyone of that kind. */
    <T extends Message> List<T> everyone(Host peer, Class<T> kind) {
        return log(peer).stream().map(line -> line.message.envelope().message()).filter(kind::isInstance).map(kind::cast)
            .toList();
    }
}
