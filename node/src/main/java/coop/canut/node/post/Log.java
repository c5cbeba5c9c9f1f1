package coop.canut.node.post;

import coop.canut.node.Identity;
import coop.canut.node.World;
import coop.canut.node.post.LogStore.Checkpointed;
import coop.canut.node.post.LogStore.Head;
import coop.canut.node.store.Store;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.log.Checkpoint;
import coop.canut.protocol.log.Frontier;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Key;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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

    Log(World world, Store store, Identity identity, Receivers receivers) {
        this.world = world;
        this.store = store;
        this.identity = identity;
        this.receivers = receivers;
    }

    /** One batch that fits one push. */
    private record Batch(List<OutboxStore.Waiting> rows, List<Signed> signed, Frontier frontier, String checkpoint) {
    }

    /**
     * Signs what waits for the log, at most one batch that fits one push, appends it to the tree and signs the new state;
     * our own rooms hear it in the same transaction. The answer says whether there was anything. A crash anywhere before
     * the commit repeats the batch.
     */
    Future<Boolean> seal() {
        Host self = identity.host();
        return store.<Boolean>write(tx -> logs.lock(tx, self).compose(head ->
            outbox.waiting(tx, self, Limits.BATCH_MESSAGES).compose(waiting -> {
                if (waiting.isEmpty()) {
                    return Future.succeededFuture(false);
                }
                Instant created = world.second();
                return world.compute(() -> batch(head, waiting, created)).compose(batch ->
                    receivers.receive(tx, self, batch.signed())
                        .compose(verdicts -> logs.append(tx, self, head, batch.signed(),
                            batch.signed().stream().map(message -> Verdict.APPLIED).toList(), batch.frontier(),
                            batch.checkpoint()))
                        .compose(kept -> logs.addCheckpoint(tx, head.epoch(), batch.frontier().size(), batch.checkpoint()))
                        .compose(kept -> outbox.remove(tx, batch.rows()))
                        .map(true));
            })))
            .onSuccess(any -> {
                if (any) {
                    world.reached("sealed");
                }
            });
    }

    private Batch batch(Head head, List<OutboxStore.Waiting> waiting, Instant created) {
        List<Signed> signed = new ArrayList<>();
        Frontier frontier = head.frontier();
        int bytes = Limits.CHECKPOINT_CHARS;
        for (var row : waiting) {
            Signed next = Codec.sign(row.envelope(), identity.node(), created);
            bytes += next.wire().length + 1;
            if (bytes > Limits.BATCH_BYTES && !signed.isEmpty()) {
                break;
            }
            signed.add(next);
            frontier = frontier.append(LogStore.entry(next).leaf());
        }
        String note = new Checkpoint(Checkpoint.origin(identity.host(), head.epoch()), frontier.size(), frontier.root())
            .sign(identity.log());
        return new Batch(waiting.subList(0, signed.size()), signed, frontier, note);
    }

    Future<Head> head() {
        return logs.head(store, identity.host()).map(head -> head.orElseThrow());
    }

    Future<Checkpointed> nextCheckpoint(long epoch, long afterSize) {
        return logs.nextCheckpoint(store, epoch, afterSize).map(next -> next.orElse(null));
    }

    Future<List<Kept>> entries(long epoch, long from, int limit) {
        return logs.from(store, identity.host(), epoch, from, limit);
    }

    /** Keeps a peer's cosignature of one of our states; refuses one that does not verify. */
    Future<Void> cosigned(Host witness, List<Key> keys, long epoch, long size, String line) {
        return logs.checkpointAt(store, epoch, size).compose(state -> {
            String note = state.orElseThrow(() -> new Refused(
                Problem.CURSOR_AHEAD, "no checkpoint of size " + size)).note();
            Checkpoint.verifyCosignature(note, line, Checkpoint.witness(witness), keys);
            return logs.cosign(store, epoch, witness, size, line, world.now());
        });
    }
}
