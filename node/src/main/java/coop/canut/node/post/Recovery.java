package coop.canut.node.post;

import coop.canut.node.Identity;
import coop.canut.node.World;
import coop.canut.node.post.ChannelStore.Cursor;
import coop.canut.node.post.ChannelStore.End;
import coop.canut.node.post.RecoveryStore.Standing;
import coop.canut.node.store.Store;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Envelope;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.message.Stream;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a node finds out what it had said. Its peers hold every message that ever left it, with its own signature, so they are
 * asked: all of them at each start, each before the first number after it, and, if our database came from a backup, until it
 * has answered. What they show is taken in by our rooms again, and from then on we count in a new epoch; a number that may have
 * been used is never used again. Source: FEDERATION.md 5.1 and ADR 0023.
 */
public final class Recovery {

    static final String RETURNED = "/canut/1/returned";
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    /** At a start, peers that do not answer within this time are asked when they come. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final World world;
    private final Store store;
    private final Identity identity;
    private final Correspondents correspondents;
    private final GivenBack givenBack;
    private final Reader reader;
    private final Inbox inbox;
    private final Log log;
    private final Receivers regained;
    private final Receivers salvaged;
    private final Consumer<Boolean> resumed;
    private final Consumer<Host> known;
    private final RecoveryStore recoveries = new RecoveryStore();
    private final ChannelStore channels = new ChannelStore();
    private final LogStore logs = new LogStore();
    private final OutboxStore outbox = new OutboxStore();
    private final Set<Host> asked = new HashSet<>();
    private Standing standing = new Standing("none", null, Set.of());
    private Future<Void> current = Future.succeededFuture();
    private boolean underWay;

    /**
     * @param regained the rooms that take our own messages in again
     * @param salvaged those that make the best of what cannot be taken in
     * @param resumed  told whenever the node may speak again after it was closed, and whether it knows more than before
     * @param known    told of each peer that was away at our start and has been asked now
     */
    Recovery(World world, Store store, Identity identity, Correspondents correspondents, SignedCalls calls, Reader reader,
             Inbox inbox, Log log, Receivers regained, Receivers salvaged,
             Consumer<Boolean> resumed, Consumer<Host> known) {
        this.world = world;
        this.store = store;
        this.identity = identity;
        this.correspondents = correspondents;
        this.givenBack = new GivenBack(world, identity, calls);
        this.reader = reader;
        this.inbox = inbox;
        this.log = log;
        this.regained = regained;
        this.salvaged = salvaged;
        this.resumed = resumed;
        this.known = known;
    }

    /** Whether the node is finding out what it had said: then it says and takes nothing new. */
    boolean underWay() {
        return underWay;
    }

    /** Whether this peer was asked since our start, and nothing that we had said to it is unknown: else we hear nothing new. */
    boolean knows(Host peer) {
        return asked.contains(peer) && isSettled(peer);
    }

    /** Whether this peer has shown what we had said to it; always, unless our database came from a backup. */
    boolean isSettled(Host peer) {
        return !standing.unsettled().contains(peer);
    }

    /** The peers that are not settled. */
    Set<Host> unsettled() {
        return standing.unsettled();
    }

    /** When our database last came from a backup, or null. */
    Instant restoredAt() {
        return standing.restoredAt();
    }

    /** What a peer had said to us, or to everyone, from a place on: our side of its recovery. */
    Future<List<Returned>> returned(Host peer, Stream stream, long epoch, long from, int limit) {
        return stream == Stream.LOG ? logs.returned(store, peer, epoch, from, limit)
            : channels.returned(store, peer, epoch, from, limit);
    }

    /**
     * Notes that a node's database was put back from a backup, before the node is started on it.
     *
     * @param self the node's host
     * @return whether there is a node in it
     */
    public static Future<Boolean> mark(Store store, Host self, Instant now) {
        return store.write(tx -> new RecoveryStore().mark(tx, self, now));
    }

    private Future<Void> mark() {
        return mark(store, identity.host(), world.now()).mapEmpty();
    }

    /** At a start: asks the peers, and recovers if any of them, or whoever put a backup in place, says that we are behind. */
    Future<Void> start() {
        underWay = true;
        return load().compose(loaded -> standing.recovery().equals("none")
            ? within(PATIENCE, askAll(correspondents.readers())).compose(behind -> behind ? mark().compose(marked -> load())
                : Future.succeededFuture())
            : Future.succeededFuture())
            .compose(known -> standing.recovery().equals("none") ? Future.succeededFuture() : recover())
            .onComplete(ended -> underWay = false);
    }

    /**
     * Makes sure, before anything is numbered for a peer, that we know what we have said to it. Asks it once after each start;
     * recovers if it shows more than we know. Fails if it does not answer.
     */
    Future<Void> know(Host peer) {
        if (knows(peer)) {
            return Future.succeededFuture();
        }
        return (isSettled(peer) ? isBehind(peer) : Future.succeededFuture(false)).compose(behind -> {
            if (isSettled(peer) && !behind) {
                asked.add(peer);
                known.accept(peer);
                return Future.succeededFuture();
            }
            return alone(() -> (behind ? mark() : Future.<Void>succeededFuture())
                .compose(marked -> load())
                .compose(loaded -> standing.recovery().equals("none") ? settle(peer) : recover()))
                // All peers were asked, and this one may have fallen silent meanwhile.
                .compose(ended -> isSettled(peer) ? Future.succeededFuture()
                    : Future.failedFuture(new Refused(Problem.RECOVERING, peer + " has not said all that we had said to it")));
        });
    }

    /** The peer says that it holds more, or other, than we say it does: it is asked again before anything is said to it. */
    Future<Void> doubt(Host peer) {
        asked.remove(peer);
        return recoveries.unsettle(store, peer).compose(unsettled -> load());
    }

    /** One recovery at a time; while it lasts the node is closed. */
    private Future<Void> alone(Supplier<Future<Void>> work) {
        current = current.transform(before -> {
            underWay = true;
            return work.get().onComplete(ended -> {
                underWay = false;
                resumed.accept(ended.succeeded());
            });
        });
        return current;
    }

    private Future<Void> load() {
        return recoveries.standing(store).map(now -> {
            standing = now;
            return null;
        });
    }

    private Future<Boolean> askAll(Collection<Host> peers) {
        List<Future<Boolean>> answers = peers.stream().map(peer -> isBehind(peer).onSuccess(behind -> {
            if (!behind) {
                asked.add(peer);
            }
        }).otherwise(false)).toList();
        return answers.isEmpty() ? Future.succeededFuture(false)
            : Future.join(answers).map(all -> all.<Boolean>list().contains(true));
    }

    private Future<Boolean> within(Duration patience, Future<Boolean> answer) {
        Promise<Boolean> first = Promise.promise();
        World.Timer timer = world.after(patience, () -> first.tryComplete(false));
        answer.onComplete(ended -> {
            timer.cancel();
            first.tryComplete(ended.succeeded() && ended.result());
        });
        return first.future();
    }

    /** Whether a peer shows, with our own signature, something that we do not know that we said. */
    private Future<Boolean> isBehind(Host peer) {
        return channels.cursor(store, peer, End.OUT)
            .compose(cursor -> givenBack.page(peer, Stream.CHANNEL, cursor.epoch(), cursor.seq() + 1))
            .compose(said -> said.isEmpty()
                ? log.head().compose(head -> givenBack.page(peer, Stream.LOG, head.epoch(), head.size()))
                : Future.succeededFuture(said))
            .map(said -> said.stream().anyMatch(line -> line.message() != null));
    }

    /** Begins the new epoch, and asks every peer that can be reached. Those that cannot are asked when they come. */
    private Future<Void> recover() {
        LOG.warn("the database came from a backup: asking {} what we had said", correspondents.readers());
        List<Host> peers = correspondents.readers().stream().sorted().toList();
        Future<Void> done = !standing.recovery().equals("marked") ? Future.succeededFuture()
            : newestEpoch(peers).compose(newest -> store.write(tx ->
                log.startEpoch(tx, newest, "restored").compose(epoch -> recoveries.begun(tx))));
        for (Host peer : peers) {
            done = done.compose(before -> settle(peer).recover(silent -> {
                LOG.warn("{} does not say yet what we had said to it: {}", peer, silent.getMessage());
                return Future.succeededFuture();
            }));
        }
        return done.compose(all -> recoveries.done(store)).compose(ended -> load())
            .onSuccess(ended -> LOG.warn("recovered, but for {}", standing.unsettled()));
    }

    /** The newest epoch of our log of which any peer knows: a clock that was set back must not bring it about again. */
    private Future<Long> newestEpoch(List<Host> peers) {
        return log.head().compose(head -> {
            Future<Long> newest = Future.succeededFuture(head.epoch());
            for (Host peer : peers) {
                newest = newest.compose(most -> newestEpoch(peer, head.epoch(), head.size()).otherwise(most)
                    .map(known -> Math.max(most, known)));
            }
            return newest;
        });
    }

    private Future<Long> newestEpoch(Host peer, long epoch, long index) {
        return givenBack.page(peer, Stream.LOG, epoch, index).compose(lines -> lines.isEmpty() ? Future.succeededFuture(epoch)
            : newestEpoch(peer, lines.getLast().epoch(), lines.getLast().index() + 1));
    }

    /**
     * One peer: its log is read, what it gives back is kept, our rooms take it in as far as they can, its channel is read on,
     * and as that brings what was missing, they take in the rest. Then our channel to it starts anew. Whatever step a crash or
     * a silence ends, all of it can be done again.
     */
    private Future<Void> settle(Host peer) {
        return reader.log(peer)
            .compose(read -> log.head())
            .compose(head -> logs.before(store, identity.host(), head))
            .compose(known -> takeLog(peer, known.epoch(), known.index()))
            .compose(taken -> channels.cursor(store, peer, End.OUT))
            .compose(cursor -> recoveries.held(store, peer, cursor))
            .compose(held -> takeBack(peer, held))
            .compose(held -> regain(peer)
                .compose(first -> reader.channel(peer, batch -> inRuns(peer, batch)))
                .compose(read -> restart(peer, held)))
            .compose(restarted -> load())
            .onSuccess(settled -> {
                asked.add(peer);
                LOG.info("{} has said what we had said to it", peer);
            });
    }

    /** What the peer holds of our log, and we do not, is said again in the epoch of now, in the bytes that it had. */
    private Future<Void> takeLog(Host peer, long epoch, long index) {
        return givenBack.page(peer, Stream.LOG, epoch, index).compose(lines -> {
            if (lines.isEmpty()) {
                return Future.succeededFuture();
            }
            Returned last = lines.getLast();
            List<Signed> whole = givenBack.inOrder(lines);
            return logs.known(store, identity.host(), whole).compose(known -> {
                // What a restore before this one said again stands twice in what the peer holds.
                Set<String> seen = new HashSet<>(known.keySet());
                List<Signed> missing = whole.stream()
                    .filter(signed -> seen.add(signed.envelope().id().toString())).toList();
                return missing.isEmpty() ? Future.succeededFuture() : store.write(tx ->
                    log.append(tx, missing)
                        .compose(appended -> regained.receive(tx, identity.host(), missing))
                        // Last: what follows from a loss may have been said after a restore in this very second.
                        .compose(taken -> recoveries.unsay(tx, null, lines)));
            }).compose(taken -> takeLog(peer, last.epoch(), last.index() + 1));
        });
    }

    /** Keeps what the peer holds of our channel beyond a place; the answer is where it ends. */
    private Future<Cursor> takeBack(Host peer, Cursor held) {
        return givenBack.page(peer, Stream.CHANNEL, held.epoch(), held.seq() + 1).compose(lines -> {
            if (lines.isEmpty()) {
                return Future.succeededFuture(held);
            }
            givenBack.requireChain(lines, held.head());
            Returned last = lines.getLast();
            var end = new Cursor(last.epoch(), last.index(), last.entry().hash(), 0, true);
            return store.<Void>write(tx -> channels.lock(tx, peer, End.OUT)
                    .compose(cursor -> recoveries.contradicted(tx, peer, lines))
                    .compose(ours -> outbox.sayAgain(tx, peer, envelopes(ours)))
                    .compose(again -> recoveries.keep(tx, peer, lines)))
                .compose(kept -> takeBack(peer, end));
        });
    }

    /** Reads on run by run: after each, more of what we had said may have found what it builds on. */
    private Future<Inbox.Outcome> inRuns(Host peer, Batch batch) {
        List<Batch> runs = batch.runs();
        Future<Inbox.Outcome> done = Future.succeededFuture(new Inbox.Outcome(0, null, null));
        for (Batch run : runs) {
            done = done.compose(before -> before.refusal() != null ? Future.succeededFuture(before)
                : inbox.channel(run).compose(outcome -> regain(peer).map(outcome)));
        }
        return done;
    }

    /** Lets the rooms take in what they can of what this peer gave back, each message in a transaction of its own. */
    private Future<Void> regain(Host peer) {
        return recoveries.returned(store, peer).compose(pending -> {
            Future<Void> done = Future.succeededFuture();
            for (Returned line : pending) {
                done = done.compose(before -> regain(peer, line));
            }
            return done;
        });
    }

    private Future<Void> regain(Host peer, Returned line) {
        Signed signed = givenBack.own(line);
        return store.<Verdict>write(tx -> regained.receive(tx, peer, List.of(signed)).compose(verdicts ->
                verdicts.getFirst().waits() ? Future.succeededFuture(verdicts.getFirst())
                    : recoveries.taken(tx, peer, line).map(verdicts.getFirst())))
            // What our own rooms cannot take in now they may be able to when more is read; in the end it is salvaged.
            .recover(error -> error instanceof Refused refused && refused.problem().status() == 503
                ? Future.failedFuture(error) : Future.succeededFuture(unable(peer, signed, error)))
            .map(verdict -> {
                if (!verdict.applied() && !verdict.waits()) {
                    LOG.warn("what we had told {} cannot be taken in again ({}): {}", peer, verdict.problem().code(), signed);
                }
                return null;
            });
    }

    private static Verdict unable(Host peer, Signed signed, Throwable error) {
        LOG.error("what we had told {} cannot be taken in again yet: {}", peer, signed, error);
        return Verdict.NOT_YET;
    }

    private Future<Void> restart(Host peer, Cursor held) {
        return store.write(tx -> channels.lock(tx, peer, End.OUT).compose(cursor -> recoveries.returned(tx, peer)
            .compose(left -> {
                List<Signed> lost = left.stream().map(givenBack::own).toList();
                lost.forEach(signed -> LOG.warn("we had told {} of something that only the lost disk knew: {}", peer, signed));
                return salvaged.receive(tx, peer, lost).compose(salvage -> recoveries.forget(tx, peer));
            })
            .compose(forgotten -> recoveries.removeUnheld(tx, peer, held))
            .compose(unheld -> outbox.sayAgain(tx, peer, envelopes(unheld)))
            .compose(again -> recoveries.restart(tx, peer,
                epoch(Math.max(cursor.epoch(), held.epoch())), held.head()))));
    }

    /** The second of the restart: above every epoch of any restart before it, also of those that nobody remembers. */
    private long epoch(long newest) {
        return Math.max(newest + 1, world.now().getEpochSecond());
    }

    private static List<Envelope> envelopes(List<Returned> ours) {
        return ours.stream().map(line -> Codec.read(line.message()).envelope()).toList();
    }
}
