package coop.canut.node.post;

import coop.canut.node.Identity;
import coop.canut.node.World;
import coop.canut.node.post.ChannelStore.Cursor;
import coop.canut.node.post.Channels.StopAt;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.log.Checkpoint;
import coop.canut.protocol.log.Frontier;
import coop.canut.protocol.log.GoneLine;
import coop.canut.protocol.log.LogEntry;
import coop.canut.protocol.message.Frame;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.message.NodeMessage.EpochStarted;
import coop.canut.protocol.message.NodeMessage.LogState;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.sign.Purpose;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Proven messages become facts. The room that registered for a kind applies its messages in one transaction with the
 * cursor, so a crash leaves both or neither, and a repeat finds the cursor past it. The caller answers after the commit.
 * Source: FEDERATION.md 4 (log), 5 (channel), stages 13 to 15 of 6.
 */
final class Inbox {

    private final World world;
    private final Store store;
    private final Identity identity;
    private final Receivers receivers;
    private final Channels channels;
    private final Forks forks;
    private final Tombstones tombstones;
    private final LogStore logs = new LogStore();

    Inbox(World world, Store store, Identity identity, Receivers receivers, Channels channels, Forks forks,
          Tombstones tombstones) {
        this.world = world;
        this.store = store;
        this.identity = identity;
        this.receivers = receivers;
        this.channels = channels;
        this.forks = forks;
        this.tombstones = tombstones;
    }

    /**
     * What became of a batch.
     *
     * @param taken   messages that were applied, refused by rule, or known before
     * @param refusal why the rest was not received, or null; with {@code taken} 0 it is the answer to the whole
     * @param ruled   null if anything in a channel was applied or known; else why the first message was refused by rule,
     *                which is the answer to the whole although all are acknowledged
     */
    record Outcome(int taken, Refused refusal, Refused ruled) {
    }

    /** A refusal that shows where we stand, to a peer that is authenticated. */
    static final class Behind extends RuntimeException {
        final Refused refused;
        final long epoch;
        final long seq;

        Behind(Problem problem, long epoch, long seq) {
            super(problem.code(), null, false, false);
            this.refused = new Refused(problem, "we stand at " + epoch + "/" + seq);
            this.epoch = epoch;
            this.seq = seq;
        }
    }

    /** A stream contradicts what we hold of it: under a number (then with both messages), or in the root of a log. */
    private static final class TwoStories extends RuntimeException {
        final Refused refused;
        final Kept held;
        final transient Signed shown;

        TwoStories(Problem problem, String detail, Kept held, Signed shown) {
            super(problem.code(), null, false, false);
            this.refused = new Refused(problem, detail);
            this.held = held;
            this.shown = shown;
        }
    }

    /** Applies a batch of a peer's channel to us. Of a number that stands for two messages both are kept. */
    Future<Outcome> channel(Batch batch) {
        if (batch.messages().isEmpty()) {
            return batch.stopped() == null
                ? Future.succeededFuture(new Outcome(0, null, null))
                : Future.failedFuture(batch.stopped());
        }
        Host from = batch.frame().from();
        return decided(batch, true, attempt -> store.write(tx -> channels.lockIncoming(tx, from).compose(stored -> {
            Cursor cursor = entered(batch, stored);
            if (batch.frame().first() > cursor.seq() + 1) {
                throw new Behind(Problem.CURSOR_BEHIND, cursor.epoch(), cursor.seq());
            }
            int known = (int) Math.min(batch.messages().size(), cursor.seq() + 1 - batch.frame().first());
            List<Signed> before = batch.messages().subList(0, known);
            Future<List<Kept>> same = known == 0 ? Future.succeededFuture(List.of())
                : channels.received(tx, from, cursor.epoch(), batch.frame().first(), known);
            return same.compose(kept -> {
                requireSame(before, kept);
                List<Signed> fresh = attempt.cut(batch.messages()).subList(
                    Math.min(known, attempt.end()), attempt.end());
                if (fresh.isEmpty()) {
                    return Future.succeededFuture(List.<Signed>of());
                }
                requireChain(cursor.head(), fresh);
                return (cursor.epoch() == 1 ? Future.succeededFuture(Map.<String, byte[]>of()) : channels.known(tx, from, fresh))
                    .compose(earlier -> attempt.knowing(fresh, earlier).receive(tx, from, fresh))
                    .compose(verdicts -> {
                        attempt.rule(known > 0 || verdicts.stream().anyMatch(Verdict::applied) ? null
                            : new Refused(verdicts.getFirst().problem(), fresh.getFirst().toString()));
                        return channels.keep(tx, from, cursor.epoch(), fresh, verdicts);
                    })
                    .map(fresh);
            });
        }))).recover(error -> error instanceof TwoStories told
            ? forks.equivocated(from, batch.frame().epoch(), told.held, told.shown)
                .transform(kept -> Future.failedFuture(told.refused))
            : Future.failedFuture(error));
    }

    /**
     * The cursor in the epoch of a batch. A new epoch is entered by its first message, which names the hash of the last one in
     * the old: numbers begin anew, the chain goes on.
     */
    private static Cursor entered(Batch batch, Cursor cursor) {
        Frame frame = batch.frame();
        if (frame.epoch() == cursor.epoch()) {
            return cursor;
        }
        boolean follows = frame.epoch() > cursor.epoch() && frame.first() == 1
            && batch.messages().getFirst().envelope().channel().prev().equals(cursor.head());
        if (!follows) {
            throw new Behind(frame.epoch() < cursor.epoch() ? Problem.EPOCH_OLD : Problem.EPOCH_INCOMPLETE, cursor.epoch(),
                cursor.seq());
        }
        return cursor.in(frame.epoch());
    }

    private static void requireSame(List<Signed> known, List<Kept> kept) {
        for (int i = 0; i < known.size(); i++) {
            if (!kept.get(i).hash().equals(known.get(i).hash())) {
                throw new TwoStories(Problem.EQUIVOCATION, "other bytes before " + known.get(i), kept.get(i), known.get(i));
            }
        }
    }

    private static void requireChain(Hash head, List<Signed> fresh) {
        Hash prev = head;
        for (Signed signed : fresh) {
            if (!signed.envelope().channel().prev().equals(prev)) {
                throw new Refused(Problem.CHAIN_BROKEN, "at " + signed.envelope().channel().seq());
            }
            prev = signed.hash();
        }
    }

    /**
     * Applies a part of a peer's log that ends at a checkpoint: what we already have must be the same, the rest must lead
     * to the checkpoint's root. The answer is the outcome; {@link #cosign} gives our cosignature of where we stand then. A
     * part that contradicts what we have is refused, and its checkpoint is judged as evidence.
     */
    Future<Outcome> log(Batch batch) {
        if (batch.stopped() != null) {
            // The tree needs every entry: a part of a log is applied whole or not at all.
            return Future.failedFuture(batch.stopped());
        }
        Host from = batch.frame().from();
        Checkpoint checkpoint = Checkpoint.parse(batch.frame().checkpoint());
        if (!checkpoint.origin().equals(Checkpoint.origin(from, batch.frame().epoch()))
            || checkpoint.size() != batch.frame().first() + batch.messages().size()) {
            throw new Refused(Problem.LOG_INCONSISTENT, "the checkpoint is not for the end of this part");
        }
        requireSigned(batch.frame().checkpoint(), batch.keys());
        return append(batch, frontier -> frontier.root().equals(checkpoint.root())).recover(error ->
            error instanceof TwoStories told
                ? forks.contradicted(from, batch.frame().checkpoint(), null)
                    .transform(judged -> Future.failedFuture(told.refused))
                : Future.failedFuture(error));
    }

    /** The request is its sender's already: what is wrong here is wrong with the proof in it (stage 12). */
    private void requireSigned(String checkpoint, KeyHistory keys) {
        try {
            Checkpoint.verify(checkpoint, keys.current(Purpose.LOG, world.now()));
        } catch (Refused refused) {
            throw switch (refused.problem()) {
                case KEY_UNKNOWN -> new Refused(Problem.PROOF_KEY_UNKNOWN, refused.detail());
                case SIGNATURE_INVALID -> new Refused(Problem.PROOF_INVALID, refused.detail());
                default -> refused;
            };
        }
    }

    /**
     * Applies a page of a peer's log that was pulled. The leaf texts were proven to lead to the checkpoint before; each
     * message must be the one that its leaf names.
     */
    Future<Outcome> page(Batch batch, Checkpoint checkpoint, List<LogEntry> entries) {
        if (batch.stopped() != null) {
            return Future.failedFuture(batch.stopped());
        }
        for (int i = 0; i < entries.size(); i++) {
            if (!LogStore.entry(batch.messages().get(i)).equals(entries.get(i))) {
                throw new Refused(Problem.LOG_INCONSISTENT, "not the message of leaf " + entries.get(i).text());
            }
        }
        return append(batch, frontier -> frontier.size() < checkpoint.size() || frontier.root().equals(checkpoint.root()));
    }

    /**
     * Takes leaves whose messages are gone, for good: what their author erased before we read it. Only what can be erased may
     * be missing: a log that hides its own keys or policies cannot be read any further.
     */
    Future<Void> gone(Frame frame, Checkpoint checkpoint, List<GoneLine> lines, List<LogEntry> entries) {
        for (int i = 0; i < entries.size(); i++) {
            GoneLine line = lines.get(i);
            if (!line.entry().equals(entries.get(i)) || line.index() != frame.first() + i
                || !line.reason().equals(GoneLine.ERASED) || !Tombstones.mayBeGone(line.entry().kind())) {
                throw new Refused(Problem.LOG_INCONSISTENT, "not the place of leaf " + entries.get(i).text());
            }
        }
        return store.write(tx -> logs.lock(tx, frame.from()).compose(head -> {
            if (head.epoch() != frame.epoch() || frame.first() > head.size()) {
                throw new Behind(Problem.CURSOR_BEHIND, head.epoch(), head.size());
            }
            int known = (int) Math.min(entries.size(), head.size() - frame.first());
            List<LogEntry> fresh = entries.subList(known, entries.size());
            Frontier frontier = head.frontier();
            for (LogEntry entry : fresh) {
                frontier = frontier.append(entry.leaf());
            }
            boolean atEnd = frontier.size() == checkpoint.size();
            if (atEnd && !frontier.root().equals(checkpoint.root())) {
                throw new Refused(Problem.LOG_INCONSISTENT, "the root differs at size " + frontier.size());
            }
            return fresh.isEmpty() ? Future.succeededFuture()
                : logs.appendGone(tx, frame.from(), head, fresh, frontier, atEnd ? frame.checkpoint() : head.checkpoint());
        }));
    }

    private Future<Outcome> append(Batch batch, Predicate<Frontier> consistent) {
        Host from = batch.frame().from();
        return decided(batch, false, attempt -> store.write(tx -> logs.lock(tx, from)
            .compose(stored -> entered(tx, batch, stored)).compose(head -> {
            if (batch.frame().first() > head.size()) {
                throw new Behind(Problem.CURSOR_BEHIND, head.epoch(), head.size());
            }
            int known = (int) Math.min(batch.messages().size(), head.size() - batch.frame().first());
            Future<List<Kept>> same = known == 0 ? Future.succeededFuture(List.of())
                : logs.from(tx, from, head.epoch(), batch.frame().first(), known);
            return same.compose(kept -> {
                requireSame(batch.messages().subList(0, known), kept);
                return append(tx, batch, attempt, head, known, consistent);
            });
        })));
    }

    /**
     * The head in the epoch of a part of a log. A new epoch begins by naming a state of the old log, which must be the start of
     * what we hold: what we hold beyond it, its author has been shown and says again.
     */
    private Future<LogStore.Head> entered(Tx tx, Batch batch, LogStore.Head head) {
        Host from = batch.frame().from();
        long epoch = batch.frame().epoch();
        if (epoch == head.epoch()) {
            return Future.succeededFuture(head);
        }
        if (epoch < head.epoch()) {
            throw new Behind(Problem.EPOCH_OLD, head.epoch(), head.size());
        }
        if (batch.frame().first() != 0
            || !(batch.messages().getFirst().envelope().message() instanceof EpochStarted started)
            || started.epoch() != epoch || isAhead(started.previous(), head)) {
            throw new Behind(Problem.EPOCH_INCOMPLETE, head.epoch(), head.size());
        }
        LogState previous = started.previous();
        return logs.root(tx, from, previous.epoch(), previous.size()).compose(root -> {
            if (!root.equals(Optional.of(previous.root()))) {
                throw new Refused(Problem.LOG_INCONSISTENT, "epoch " + epoch + " begins from a state that we never saw");
            }
            return logs.startEpoch(tx, from, epoch).map(new LogStore.Head(epoch, Frontier.empty(), null));
        });
    }

    private static boolean isAhead(LogState state, LogStore.Head head) {
        return state.epoch() > head.epoch() || state.epoch() == head.epoch() && state.size() > head.size();
    }

    private Future<List<Signed>> append(Tx tx, Batch batch, Attempt attempt, LogStore.Head head, int known,
                                        Predicate<Frontier> consistent) {
        Host from = batch.frame().from();
        List<Signed> fresh = batch.messages().subList(known, batch.messages().size());
        boolean atEnd = batch.frame().first() + known == head.size();
        Frontier frontier = head.frontier();
        for (Signed signed : fresh) {
            frontier = frontier.append(LogStore.entry(signed).leaf());
        }
        if (atEnd && !consistent.test(frontier)) {
            throw new TwoStories(Problem.LOG_INCONSISTENT, "the root differs at size " + frontier.size(), null, null);
        }
        if (fresh.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        Frontier end = frontier;
        String note = batch.frame().checkpoint();
        String reached = Checkpoint.parse(note).size() == end.size() ? note : head.checkpoint();
        return (head.epoch() == 1 ? Future.succeededFuture(Map.<String, byte[]>of()) : logs.known(tx, from, fresh))
            .compose(earlier -> attempt.knowing(fresh, earlier).receive(tx, from, fresh))
            .compose(verdicts -> tombstones.requireNotSaidAgain(tx, from, head.epoch(), fresh, verdicts)
                .compose(sound -> logs.append(tx, from, head, fresh, verdicts, end, reached))
                .compose(kept -> equivocated(tx, from, head, fresh, verdicts)))
            .map(fresh);
    }

    private Future<Void> equivocated(Tx tx, Host from, LogStore.Head head, List<Signed> fresh, List<Verdict> verdicts) {
        Future<Void> done = Future.succeededFuture();
        for (int i = 0; i < fresh.size(); i++) {
            Verdict verdict = verdicts.get(i);
            Signed shown = fresh.get(i);
            long index = head.size() + i;
            if (verdict.held() != null) {
                done = done.compose(before ->
                    forks.equivocated(tx, from, head.epoch(), index, verdict.held(), shown));
            }
        }
        return done;
    }

    /** Our cosignature of the newest checkpoint of a peer's log that we have verified to its end. */
    Future<Cosigned> cosign(Host host) {
        return logs.head(store, host).compose(found -> {
            String note = found.map(LogStore.Head::checkpoint).orElse(null);
            if (note == null) {
                throw new Refused(Problem.KEY_UNKNOWN, "never read " + host);
            }
            return world.compute(() -> new Cosigned(found.get().epoch(), Checkpoint.parse(note).size(), note,
                Checkpoint.cosign(note, Checkpoint.witness(identity.host()), identity.witness(world.now()), world.second())));
        });
    }

    /** A log that we cosigned: the size and note of its checkpoint, and our line. */
    record Cosigned(long epoch, long size, String checkpoint, String line) {
    }

    /** Runs attempts until every message of the batch is decided, or, where parts are taken, the first undecided known. */
    private Future<Outcome> decided(Batch batch, boolean inParts, Function<Attempt, Future<List<Signed>>> write) {
        return attempt(new Attempt(receivers, tombstones, batch.messages().size()), inParts, write).map(attempt ->
            new Outcome(attempt.end(), attempt.refusal() == null ? batch.stopped() : attempt.refusal(), attempt.ruled()));
    }

    private Future<Attempt> attempt(Attempt attempt, boolean inParts, Function<Attempt, Future<List<Signed>>> write) {
        return write.apply(attempt).map(fresh -> {
            fresh.forEach(signed -> world.reached("applied " + signed.envelope().message().kind()));
            return attempt;
        }).recover(error -> {
            if (error instanceof Attempt.Undecided || error instanceof StopAt && inParts) {
                return attempt(attempt, inParts, write);
            }
            return Future.failedFuture(error instanceof StopAt ? attempt.refusal() : error);
        });
    }
}
