package coop.canut.node.post;

import coop.canut.node.Identity;
import coop.canut.node.World;
import coop.canut.node.post.LogStore.Checkpointed;
import coop.canut.node.post.LogStore.Head;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.log.Checkpoint;
import coop.canut.protocol.log.Frontier;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Envelope;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.message.NodeMessage.EpochStarted;
import coop.canut.protocol.message.NodeMessage.LogState;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Key;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Our public log: an append-only Merkle tree over everything we say to everyone. Appending is late, in batches, by one
 * writer, whose lock is the log's own row. Source: FEDERATION.md 4, RFC 6962 section 2.1, C2SP tlog-checkpoint.
 */
final class Log {

    private final World world;
    private final Store store;
    private final Identity identity;
    private final Receivers receivers;
    private final OutboxStore outbox = new OutboxStore();
    private final LogStore logs = new LogStore();
    private Remembered last;

    Log(World world, Store store, Identity identity, Receivers receivers) {
        this.world = world;
        this.store = store;
        this.identity = identity;
        this.receivers = receivers;
    }

    /** Entries that are pushed at once, from the first one's place on, and the state to which they lead. */
    record Part(long first, List<Kept> entries, Checkpointed state) {
    }

    /** The part that was read last, for readers at that position while the log was so long. */
    private record Remembered(long epoch, long size, long position, Future<Part> part) {
        boolean isOf(Head head, long from) {
            return epoch == head.epoch() && size == head.size() && position == from;
        }
    }

    /** One batch that fits one push. */
    private record Batch(List<OutboxStore.Waiting> rows, List<Signed> signed, Frontier frontier, String checkpoint,
                         KeyHistory keys) {
    }

    /**
     * Signs what waits for the log, at most one batch that fits one push, appends it to the tree and signs the new state;
     * our own rooms hear it in the same transaction. The answer says whether there was anything. A crash anywhere before
     * the commit repeats the batch.
     */
    Future<Boolean> seal() {
        Host self = identity.host();
        return store.<Batch>write(tx -> logs.lock(tx, self).compose(head ->
            outbox.waiting(tx, self, Limits.BATCH_MESSAGES).compose(waiting -> {
                if (waiting.isEmpty()) {
                    return Future.succeededFuture();
                }
                Instant created = world.second();
                return world.compute(() -> batch(head, waiting, created)).compose(batch ->
                    append(tx, head, batch.signed(), batch.frontier(), batch.checkpoint())
                        .compose(kept -> outbox.remove(tx, batch.rows()))
                        .map(batch));
            })))
            .map(batch -> {
                if (batch == null) {
                    return false;
                }
                // Before anything else is signed: the old keys may be worth nothing from here on.
                Optional.ofNullable(batch.keys()).ifPresent(identity::follow);
                world.reached("sealed");
                return true;
            });
    }

    /**
     * Ends this log and begins the next, which names the state that we know of. The epoch is the second of its beginning: above
     * every one before it, also of those that nobody remembers.
     *
     * @param newest the newest epoch that anybody remembers
     */
    Future<Long> startEpoch(Tx tx, long newest, String reason) {
        Host self = identity.host();
        return logs.lock(tx, self).compose(head -> {
            long epoch = Math.max(Math.max(head.epoch(), newest) + 1, world.now().getEpochSecond());
            Instant now = world.second();
            var started = new EpochStarted(epoch, new LogState(head.epoch(), head.size(), head.frontier().root()), reason);
            return logs.startEpoch(tx, self, epoch)
                .compose(begun -> world.compute(() -> Codec.sign(Envelope.of(self, now, null, null, started), identity.node(now),
                    now)))
                .compose(signed -> append(tx, List.of(signed)))
                .map(epoch);
        });
    }

    /** Appends messages that are signed already, in states that fit one push each; our own rooms hear them. */
    Future<Void> append(Tx tx, List<Signed> signed) {
        if (signed.isEmpty()) {
            return Future.succeededFuture();
        }
        List<Signed> part = fitting(signed);
        return logs.lock(tx, identity.host()).compose(head -> {
            Frontier frontier = head.frontier();
            KeyHistory keys = identity.stated().orElse(null);
            for (Signed next : part) {
                frontier = frontier.append(LogStore.entry(next).leaf());
                keys = next.envelope().kind() == Kind.KEYS_STATED ? Codec.read(next.wire()).keysAfter(keys) : keys;
            }
            KeyHistory stated = keys;
            identity.seek(stated);
            tx.afterCommit(() -> identity.follow(stated));
            return append(tx, head, part, frontier, checkpoint(head, frontier, stated, world.second()));
        }).compose(appended -> append(tx, signed.subList(part.size(), signed.size())));
    }

    private static List<Signed> fitting(List<Signed> signed) {
        int bytes = Limits.CHECKPOINT_CHARS;
        int count = 0;
        while (count < signed.size() && count < Limits.BATCH_MESSAGES) {
            bytes += signed.get(count).wire().length + 1;
            if (bytes > Limits.BATCH_BYTES && count > 0) {
                break;
            }
            count++;
        }
        return signed.subList(0, count);
    }

    private Future<Void> append(Tx tx, Head head, List<Signed> signed, Frontier frontier, String checkpoint) {
        return receivers.receive(tx, identity.host(), signed)
            .compose(verdicts -> logs.append(tx, identity.host(), head, signed,
                signed.stream().map(message -> Verdict.APPLIED).toList(), frontier, checkpoint))
            .compose(kept -> logs.addCheckpoint(tx, head.epoch(), frontier.size(), checkpoint));
    }

    private String checkpoint(Head head, Frontier frontier, KeyHistory keys, Instant created) {
        return new Checkpoint(Checkpoint.origin(identity.host(), head.epoch()), frontier.size(), frontier.root())
            .sign(identity.log(keys, created));
    }

    private Batch batch(Head head, List<OutboxStore.Waiting> waiting, Instant created) {
        List<Signed> signed = new ArrayList<>();
        Frontier frontier = head.frontier();
        KeyHistory keys = identity.stated().orElse(null);
        int bytes = Limits.CHECKPOINT_CHARS;
        for (var row : waiting) {
            Signed next = row.signed() == null ? Codec.sign(row.envelope(), identity.node(keys, created), created)
                : Codec.read(row.signed()).prove(keys, created, created);
            bytes += next.wire().length + 1;
            if (bytes > Limits.BATCH_BYTES && !signed.isEmpty()) {
                break;
            }
            signed.add(next);
            if (next.envelope().kind() == Kind.KEYS_STATED) {
                // It holds from its place on, for the checkpoint at the end of this batch too.
                keys = Codec.read(next.wire()).keysAfter(keys);
                identity.seek(keys);
            }
            frontier = frontier.append(LogStore.entry(next).leaf());
        }
        return new Batch(waiting.subList(0, signed.size()), signed, frontier, checkpoint(head, frontier, keys, created), keys);
    }

    Future<Boolean> isBegun() {
        return logs.head(store, identity.host()).map(head -> head.isPresent());
    }

    Future<Head> head() {
        return logs.head(store, identity.host()).map(head -> head.orElseThrow());
    }

    /**
     * What is pushed to a reader that has our log up to a position before its end. All who have kept up want the same, so what
     * was read last is remembered; it changes only with the head.
     */
    Future<Part> part(Head head, long position) {
        if (last == null || !last.isOf(head, position) || last.part.failed()) {
            last = new Remembered(head.epoch(), head.size(), position, read(head, position));
        }
        return last.part;
    }

    /**
     * What was erased cannot be pushed. A reader that has not come so far gets our last entry, which is never an erased one:
     * what was erased is followed by the message that says so. It sees that it is behind, and reads.
     */
    private Future<Part> read(Head head, long position) {
        return logs.nextCheckpoint(store, head.epoch(), position).map(Optional::orElseThrow).compose(state ->
            entries(head.epoch(), position, (int) (state.size() - position)).compose(entries ->
                entries.stream().anyMatch(entry -> entry.message() == null)
                    ? entries(head.epoch(), head.size() - 1, 1).map(end -> new Part(head.size() - 1, end,
                        new Checkpointed(head.size(), head.checkpoint())))
                    : Future.succeededFuture(new Part(position, entries, state))));
    }

    Future<List<Kept>> entries(long epoch, long from, int limit) {
        return logs.from(store, identity.host(), epoch, from, limit);
    }

    private Future<Optional<Checkpointed>> state(long epoch, long size) {
        return last != null && last.epoch == epoch && last.part.succeeded() && last.part.result().state().size() == size
            ? Future.succeededFuture(Optional.of(last.part.result().state())) : logs.checkpointAt(store, epoch, size);
    }

    /** Keeps a peer's cosignature of one of our states; refuses one that does not verify. */
    Future<Void> cosigned(Host witness, List<Key> keys, long epoch, long size, String line) {
        return state(epoch, size).compose(state -> {
            String note = state.orElseThrow(() -> new Refused(
                Problem.CURSOR_AHEAD, "no checkpoint of size " + size)).note();
            Checkpoint.verifyCosignature(note, line, Checkpoint.witness(witness), keys);
            return logs.cosign(store, epoch, witness, size, line, world.now());
        });
    }
}
