package coop.canut.node.post;

import coop.canut.node.World;
import coop.canut.node.post.ForkStore.Doubt;
import coop.canut.node.post.SignedCalls.PeerRefused;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.log.Checkpoint;
import coop.canut.protocol.log.ForkProof;
import coop.canut.protocol.log.Frontier;
import coop.canut.protocol.log.LogEntry;
import coop.canut.protocol.log.Origin;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.message.NodeMessage.ForkShown;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Key;
import coop.canut.protocol.sign.Purpose;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs that told two stories: both are kept for ever, everybody is shown them if they prove it by themselves, and the host is
 * limited with us until a person has decided. Source: FEDERATION.md 4.
 *
 * <p>Two states of one size are a proof. Of other sizes we judge by the entries: our own, if the other state is within them;
 * else those that the log gives now, for which it has a day. A log that cannot be reached keeps its day: only one that
 * answers, and not with a tree for both states, has told two stories.
 */
public final class Forks {

    private static final Logger LOG = LoggerFactory.getLogger(Forks.class);
    private static final Duration PATIENCE = Duration.ofHours(Limits.FORK_ANSWER_HOURS);
    private static final Duration AGAIN = Duration.ofSeconds(Limits.PULL_AFTER_SECONDS);
    /** What others said about a host that we meet: as many logs as a node reads tell it at most once. */
    private static final int SAID = 100;

    private final World world;
    private final Host self;
    private final Store store;
    private final Correspondents correspondents;
    private final Outbox outbox;
    private final SignedCalls calls;
    private final ForkStore forks = new ForkStore();
    private final LogStore logs = new LogStore();
    private final Runnable reload;
    private boolean looking;

    Forks(World world, Host self, Store store, Correspondents correspondents, Outbox outbox, SignedCalls calls) {
        this.world = world;
        this.self = self;
        this.store = store;
        this.correspondents = correspondents;
        this.outbox = outbox;
        this.calls = calls;
        this.reload = () -> correspondents.load()
            .onFailure(error -> LOG.error("a fork was kept and the levels could not be read again", error));
    }

    /** Every fork that we ever found or were shown, the newest first. */
    public Future<List<Fork>> all() {
        return forks.all(store);
    }

    /** Those of one host's logs. */
    public Future<List<Fork>> of(Host host) {
        return forks.of(store, host);
    }

    /** The messages of a host that stand against others of its own, at most 100, the newest first. */
    public Future<List<Equivocation>> equivocations(Host host) {
        return forks.equivocations(store, host);
    }

    /** A person has stated a level again, knowing of all forks of that host. */
    public Future<Void> decide(Tx tx, Host host, String by) {
        return forks.decide(tx, host, world.now(), by);
    }

    /**
     * Forks that peers show in their logs. One of a host that we do not know has no effect until we meet it. Refused:
     * two notes that prove nothing by the keys that we hold ({@code proof-invalid}).
     */
    public Receiver<ForkShown> shown() {
        return (tx, from, run) -> {
            List<Verdict> verdicts = new ArrayList<>();
            Future<Void> done = Future.succeededFuture();
            for (Received<ForkShown> each : run) {
                done = done.compose(before -> hear(tx, from, each.message())).map(verdict -> {
                    verdicts.add(verdict);
                    return null;
                });
            }
            return done.map(all -> verdicts);
        };
    }

    private Future<Verdict> hear(Tx tx, Host from, ForkShown said) {
        // Ours was kept before it was said.
        return from.equals(self) ? Future.succeededFuture(Verdict.APPLIED)
            : world.compute(() -> verified(said)).transform(judged -> {
                if (judged.failed()) {
                    return judged.cause() instanceof Refused refused
                        ? Future.succeededFuture(Verdict.refused(refused.problem())) : Future.failedFuture(judged.cause());
                }
                return judged.result().isEmpty() ? Future.succeededFuture(Verdict.APPLIED)
                    : keep(tx, fork(judged.result().get().origin(), said.checkpoints(), from)).map(Verdict.APPLIED);
            });
    }

    /** The proof in a statement; empty if we do not know the host. */
    private Optional<ForkProof> verified(ForkShown said) {
        KeyHistory keys = keys(said.origin().substring(0, Math.max(0, said.origin().indexOf('/'))));
        if (keys == null) {
            return Optional.empty();
        }
        ForkProof proof = ForkProof.of(said.checkpoints().getFirst(), said.checkpoints().getLast(), logKeys(keys));
        if (!proof.origin().toString().equals(said.origin()) || proof.size() != said.size()) {
            throw new Refused(Problem.PROOF_INVALID, "a proof of something else");
        }
        return Optional.of(proof);
    }

    /**
     * The keys whose signatures count. A revocation alone takes nothing back: who forks could revoke the key afterwards. What
     * rests on a key that a recovery from paper has revoked is a thief's, and the log goes back behind it.
     */
    static List<Key> logKeys(KeyHistory keys) {
        return keys.known().stream()
            .filter(known -> known.purpose() == Purpose.LOG && (known.revoked() == null || !keys.recovered()))
            .map(KeyHistory.Known::key).toList();
    }

    private boolean isTheirs(Host host, String note) {
        return correspondents.keys(host).map(keys -> {
            try {
                Checkpoint.verify(note, logKeys(keys));
                return true;
            } catch (Refused byNone) {
                return false;
            }
        }).orElse(false);
    }

    private KeyHistory keys(String host) {
        try {
            return correspondents.keys(Host.of(host)).orElse(null);
        } catch (Refused noHost) {
            throw new Refused(Problem.PROOF_INVALID, "not the log of a node");
        }
    }

    /** We have just met a host: what others said about its log while we did not know its keys is looked at. */
    public Future<Void> met(Host host) {
        return forks.said(store, host, SAID).compose(said -> {
            Future<Void> done = Future.succeededFuture();
            for (byte[] message : said) {
                done = done.compose(before -> store.write(tx -> {
                    var envelope = Codec.read(message).envelope();
                    return hear(tx, envelope.actor(), (ForkShown) envelope.message()).mapEmpty();
                }));
            }
            return done;
        }).compose(heard -> correspondents.load());
    }

    /** Two messages under one number of a channel to us: both are kept. */
    Future<Void> equivocated(Host host, long epoch, Kept held, Signed shown) {
        return forks.equivocatedInChannel(store, host, epoch, held, shown, world.now());
    }

    /** A message in a log that stands against the earlier one with this hash: both are kept. */
    Future<Void> equivocated(Tx tx, Host host, long epoch, long index, Hash held, Signed shown) {
        return forks.equivocatedInLog(tx, host, epoch, index, held, shown, world.now());
    }

    /**
     * A log has shown a state that may contradict what we hold of it: it is judged, now or by {@link #tick}. Only what the
     * host has signed is evidence.
     *
     * @param toldBy who showed it to us, or null: the log itself
     * @return whether both can be true as far as we know
     */
    Future<Boolean> contradicted(Host host, String note, Host toldBy) {
        return logs.head(store, host).compose(found -> {
            LogStore.Head head = found.orElse(null);
            Checkpoint shown = Checkpoint.parse(note);
            if (head == null || head.checkpoint() == null || !isTheirs(host, head.checkpoint())
                || !isTheirs(host, note) || !shown.origin().equals(Checkpoint.origin(host, head.epoch()))) {
                return Future.succeededFuture(true);
            }
            Checkpoint held = Checkpoint.parse(head.checkpoint());
            Origin origin = new Origin(host, head.epoch());
            if (shown.size() == held.size()) {
                return shown.root().equals(held.root()) ? Future.succeededFuture(true)
                    : keep(fork(origin, List.of(head.checkpoint(), note), toldBy)).map(false);
            }
            if (shown.size() <= head.size()) {
                return logs.root(store, host, head.epoch(), shown.size()).compose(root -> root.equals(Optional.of(shown.root()))
                    ? Future.succeededFuture(true)
                    : keep(fork(origin, List.of(head.checkpoint(), note), toldBy)).map(false));
            }
            return forks.doubt(store, new Doubt(host, head.epoch(), head.checkpoint(), note, world.now())).map(true);
        });
    }

    /** Looks at one doubt that it is time for. It goes on beside other work, since it asks the log itself. */
    public Future<Void> tick() {
        if (!looking) {
            looking = true;
            forks.due(store, world.now())
                .compose(doubt -> doubt == null ? Future.succeededFuture() : look(doubt))
                .onComplete(done -> {
                    looking = false;
                    if (done.failed()) {
                        LOG.info("a doubt about a log waits: {}", done.cause().getMessage());
                    }
                });
        }
        return Future.succeededFuture();
    }

    private Future<Void> look(Doubt doubt) {
        Checkpoint held = Checkpoint.parse(doubt.held());
        Checkpoint shown = Checkpoint.parse(doubt.shown());
        return logs.head(store, doubt.host()).map(head -> head.orElseThrow()).compose(head -> {
            if (head.epoch() != doubt.epoch()) {
                return forks.settle(store, doubt.host());
            }
            if (shown.size() <= head.size()) {
                return logs.root(store, doubt.host(), doubt.epoch(), shown.size()).compose(root ->
                    root.equals(Optional.of(shown.root())) ? forks.settle(store, doubt.host()) : toldTwoStories(doubt));
            }
            return rebuilt(doubt.host(), doubt.epoch(), held.size(), shown.size(), Frontier.empty(), null)
                .compose(tree -> !tree.end().equals(shown.root()) ? notGiven(doubt, "entries that lead to neither")
                    : tree.middle().equals(held.root()) ? forks.settle(store, doubt.host())
                    : toldTwoStories(doubt))
                .recover(error -> error instanceof PeerRefused || error instanceof Refused
                    ? notGiven(doubt, error.getMessage())
                    : forks.later(store, doubt.host(), world.now().plus(AGAIN)));
        });
    }

    /** The log answered, and not with what would show that it told one story. */
    private Future<Void> notGiven(Doubt doubt, String why) {
        Instant now = world.now();
        LOG.info("the log of {} does not show how it came from one state to another: {}", doubt.host(), why);
        return now.isBefore(doubt.since().plus(PATIENCE)) ? forks.later(store, doubt.host(), now.plus(AGAIN))
            : toldTwoStories(doubt);
    }

    private Future<Void> toldTwoStories(Doubt doubt) {
        return keep(fork(new Origin(doubt.host(), doubt.epoch()), List.of(doubt.held(), doubt.shown()), null));
    }

    /** Roots of a tree that the log gives, at both sizes. */
    private record Rebuilt(Hash middle, Hash end) {
    }

    private Future<Rebuilt> rebuilt(Host host, long epoch, long middle, long end, Frontier frontier, Hash atMiddle) {
        long from = frontier.size();
        if (from == end) {
            return Future.succeededFuture(new Rebuilt(atMiddle, frontier.root()));
        }
        // A page never goes beyond the size whose root is asked for.
        long limit = Math.min(Limits.LOG_ENTRIES_PER_PAGE, (from < middle ? middle : end) - from);
        return calls.getPublic(host, "/canut/1/log/" + epoch + "/entries?from=" + from + "&limit=" + limit,
            Limits.LOG_ENTRIES_PER_PAGE * (Limits.LOG_ENTRY_BYTES + 1)).compose(body -> {
                List<byte[]> lines = Batch.lines(body.getBytes());
                if (lines.isEmpty() || lines.size() > limit) {
                    throw new Refused(Problem.LOG_INCONSISTENT, lines.size() + " entries for " + limit);
                }
                Frontier longer = frontier;
                for (byte[] line : lines) {
                    longer = longer.append(LogEntry.of(new String(line, StandardCharsets.US_ASCII)).leaf());
                }
                return rebuilt(host, epoch, middle, end, longer, longer.size() == middle ? longer.root() : atMiddle);
            });
    }

    private Fork fork(Origin origin, List<String> notes, Host toldBy) {
        long size = Math.min(Checkpoint.parse(notes.getFirst()).size(), Checkpoint.parse(notes.getLast()).size());
        return new Fork(origin.host(), origin.epoch(), size, notes, toldBy, world.now(), null, null);
    }

    private Future<Void> keep(Fork fork) {
        return store.write(tx -> keep(tx, fork)).compose(kept -> correspondents.load());
    }

    /** The same evidence again, or more of the same kind about the same log, changes nothing and is said only once. */
    private Future<Void> keep(Tx tx, Fork fork) {
        return forks.add(tx, fork).compose(news -> {
            if (!news) {
                return Future.succeededFuture();
            }
            LOG.error("the log of {} tells two stories at size {}", fork.host(), fork.size());
            tx.afterCommit(reload);
            return !fork.isProof() || fork.host().equals(self) ? Future.succeededFuture()
                : outbox.publish(tx, world.second(), new ForkShown(new Origin(fork.host(), fork.epoch()).toString(),
                    fork.size(), fork.checkpoints()));
        });
    }
}
