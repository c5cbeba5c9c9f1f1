package coop.canut.node.post;

import coop.canut.node.Identity;
import coop.canut.node.World;
import coop.canut.node.post.ChannelStore.Cursor;
import coop.canut.node.post.ChannelStore.End;
import coop.canut.node.store.Sql;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.ChannelAcknowledged;
import coop.canut.protocol.message.ChannelPosition;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Envelope;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Key;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The private channels, one per direction and peer: numbering and signing of what goes out, the cursor of what came in.
 * Once numbered, bytes never change but for {@link #signAnew}, and a number that was acknowledged is never used for other bytes.
 */
final class Channels {

    private static final Logger LOG = LoggerFactory.getLogger(Channels.class);

    private final World world;
    private final Store store;
    private final Identity identity;
    private final Receivers receivers;
    private final OutboxStore outbox = new OutboxStore();
    private final ChannelStore channels = new ChannelStore();

    Channels(World world, Store store, Identity identity, Receivers receivers) {
        this.world = world;
        this.store = store;
        this.identity = identity;
        this.receivers = receivers;
    }

    /** Numbers what waits, of whatever kind. */
    Future<Boolean> number(Host peer) {
        return number(peer, Limits.BATCH_MESSAGES, null);
    }

    /**
     * Numbers what waits for a peer and is of these kinds, at most one batch; null stands for all. The answer says whether
     * there was anything. To our own host it is also delivered, in the same transaction, to the same receivers that hear a
     * peer. If we crash before the commit the rows still wait; after it the bytes stand.
     */
    Future<Boolean> number(Host peer, Set<String> kinds) {
        return number(peer, Limits.BATCH_MESSAGES, kinds);
    }

    private Future<Boolean> number(Host peer, int limit, Set<String> kinds) {
        boolean self = peer.equals(identity.host());
        return store.write(tx -> channels.lock(tx, peer, End.OUT).compose(cursor ->
            outbox.waiting(tx, identity.host(), peer, limit, kinds).compose(waiting -> {
                if (waiting.isEmpty()) {
                    return Future.succeededFuture(false);
                }
                Instant created = world.second();
                return world.compute(() -> sign(waiting, cursor, created))
                    .compose(signed -> (self ? receivers.receive(tx, peer, signed) : applied(signed))
                        .compose(verdicts -> {
                            int stop = firstWaiting(verdicts);
                            if (stop < verdicts.size()) {
                                return Future.failedFuture(new StopAt(stop));
                            }
                            return channels.append(tx, peer, End.OUT, cursor.epoch(), signed, verdicts, self)
                                .compose(kept -> outbox.remove(tx, waiting))
                                .map(removed -> {
                                    report(self, signed, verdicts);
                                    return true;
                                });
                        }));
            })))
            .onSuccess(any -> {
                if (any) {
                    world.reached("numbered " + peer);
                }
            })
            .recover(error -> error instanceof StopAt stop && stop.index > 0
                ? number(peer, stop.index, kinds)
                : Future.failedFuture(error));
    }

    private List<Signed> sign(List<OutboxStore.Waiting> waiting, Cursor cursor, Instant created) {
        List<Signed> signed = new ArrayList<>();
        Hash prev = cursor.head();
        long seq = cursor.seq();
        for (var row : waiting) {
            Envelope said = row.envelope();
            var envelope = new Envelope(said.actor(), said.id(), said.published(), said.to(),
                new ChannelPosition(cursor.epoch(), ++seq, prev), said.message());
            Signed next = Codec.sign(envelope, identity.node(created), created);
            prev = next.hash();
            signed.add(next);
        }
        return signed;
    }

    /**
     * Signs once more what the peer has not acknowledged, if the key under the first of it has been revoked: the peer refuses
     * such bytes, has stored none of them, and would wait for ever. This is the one case in which numbered bytes change.
     */
    Future<Void> signAnew(Host peer) {
        return store.<Void>write(tx -> channels.lock(tx, peer, End.OUT).compose(cursor ->
            signAnew(tx, peer, cursor, cursor.acknowledged() + 1, null)));
    }

    /** @param prev hash of the message before; null for the first, which names it */
    private Future<Void> signAnew(Tx tx, Host peer, Cursor cursor, long from, Hash prev) {
        return channels.from(tx, peer, End.OUT, cursor.epoch(), from, Limits.BATCH_MESSAGES).compose(kept -> {
            if (kept.isEmpty() || from == cursor.acknowledged() + 1 && !revoked(kept.getFirst())) {
                return Future.succeededFuture();
            }
            Instant created = world.second();
            return world.compute(() -> resigned(kept, cursor.epoch(), prev, created)).compose(signed ->
                channels.replace(tx, peer, cursor.epoch(), signed).compose(replaced ->
                    signAnew(tx, peer, cursor, from + signed.size(), signed.getLast().hash())));
        });
    }

    private boolean revoked(Kept kept) {
        Key key = Codec.read(kept.message()).proof().key().key();
        return identity.stated().stream().flatMap(keys -> keys.known().stream())
            .anyMatch(known -> known.key().equals(key) && known.revoked() != null);
    }

    private List<Signed> resigned(List<Kept> kept, long epoch, Hash before, Instant created) {
        List<Signed> signed = new ArrayList<>();
        Hash prev = before;
        for (Kept each : kept) {
            Envelope said = Codec.read(each.message()).envelope();
            prev = prev == null ? said.channel().prev() : prev;
            Signed next = Codec.sign(new Envelope(said.actor(), said.id(), said.published(), said.to(),
                new ChannelPosition(epoch, each.place(), prev), said.message()), identity.node(created), created);
            prev = next.hash();
            signed.add(next);
        }
        return signed;
    }

    private static Future<List<Verdict>> applied(List<Signed> signed) {
        return Future.succeededFuture(signed.stream().map(message -> Verdict.APPLIED).toList());
    }

    private static void report(boolean self, List<Signed> signed, List<Verdict> verdicts) {
        for (int i = 0; self && i < verdicts.size(); i++) {
            if (!verdicts.get(i).applied()) {
                LOG.warn("we refuse our own {}: {}", signed.get(i).envelope().message().kind(),
                    verdicts.get(i).problem().code());
            }
        }
    }

    static int firstWaiting(List<Verdict> verdicts) {
        int index = 0;
        while (index < verdicts.size() && !verdicts.get(index).waits()) {
            index++;
        }
        return index;
    }

    /** Outgoing messages of one epoch, from a number on. */
    record Page(long epoch, long first, List<Kept> messages) {
    }

    /** Our outgoing messages from a number on; if the epoch has no more, those of the next. */
    Future<Page> outgoing(Host peer, long epoch, long from, int limit) {
        return channels.nextEpoch(store, peer, End.OUT, epoch, from).compose(next -> {
            long in = next.orElse(epoch);
            long first = in == epoch ? from : 1;
            return channels.from(store, peer, End.OUT, in, first, limit).map(kept -> new Page(in, first, kept));
        });
    }

    Future<Cursor> outgoing(Host peer) {
        return channels.cursor(store, peer, End.OUT);
    }

    Future<Cursor> incoming(Host peer) {
        return channels.cursor(store, peer, End.IN);
    }

    Future<Cursor> lockIncoming(Tx tx, Host peer) {
        return channels.lock(tx, peer, End.IN);
    }

    Future<Map<String, byte[]>> known(Tx tx, Host peer, List<Signed> messages) {
        return channels.known(tx, peer, messages);
    }

    Future<List<Kept>> received(Sql sql, Host peer, long epoch, long from, int limit) {
        return channels.from(sql, peer, End.IN, epoch, from, limit);
    }

    Future<Void> keep(Tx tx, Host peer, long epoch, List<Signed> messages, List<Verdict> verdicts) {
        return channels.append(tx, peer, End.IN, epoch, messages, verdicts, false);
    }

    /** Our newest receipt for what a peer sent us, signed now. */
    Future<Signed> acknowledgement(Host peer) {
        return channels.cursor(store, peer, End.IN).compose(cursor ->
            channels.refusals(store, peer, cursor.epoch(), cursor.seq() - Limits.ACK_REFUSALS).compose(refusals -> {
                var ack = new ChannelAcknowledged(peer, cursor.epoch(), cursor.seq(), cursor.head(), refusals);
                Instant now = world.second();
                return world.compute(() -> Codec.sign(Envelope.of(identity.host(), now, peer, null, ack), identity.node(now),
                    now));
            }));
    }

    /**
     * A peer's receipt for what we sent it. It counts only if its head is the hash that we ourselves have for that number;
     * any other is an alarm and changes nothing: {@code cursor-ahead} or {@code epoch-old} for what we did not send,
     * {@code chain-broken} for other bytes.
     */
    Future<Void> acknowledged(Host peer, ChannelAcknowledged ack) {
        return store.write(tx -> channels.lock(tx, peer, End.OUT).compose(cursor -> {
            if (ack.epoch() != cursor.epoch() || ack.seq() > cursor.seq()) {
                LOG.warn("{} acknowledges {}/{}, beyond our {}/{}", peer, ack.epoch(), ack.seq(), cursor.epoch(),
                    cursor.seq());
                throw new Refused(ack.epoch() < cursor.epoch() ? Problem.EPOCH_OLD : Problem.CURSOR_AHEAD,
                    "a receipt for what we did not send");
            }
            if (ack.seq() == 0) {
                return Future.succeededFuture();
            }
            return channels.from(tx, peer, End.OUT, ack.epoch(), ack.seq(), 1).compose(kept -> {
                if (kept.isEmpty() || !kept.getFirst().hash().equals(ack.head())) {
                    LOG.warn("{} acknowledges other bytes than ours at {}", peer, ack.seq());
                    throw new Refused(Problem.CHAIN_BROKEN, "a receipt for other bytes");
                }
                return channels.acknowledge(tx, peer, ack.epoch(), ack.seq(), ack.refused()).map(news -> {
                    news.forEach(refusal -> LOG.warn("{} refuses our message {}", peer, refusal));
                    return null;
                });
            });
        }));
    }

    /** The messages from this index on cannot be decided yet; the transaction is redone with those before it. */
    static final class StopAt extends RuntimeException {
        final int index;

        StopAt(int index) {
            super("stop at " + index, null, false, false);
            this.index = index;
        }
    }
}
