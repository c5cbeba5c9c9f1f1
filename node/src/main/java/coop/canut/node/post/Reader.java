package coop.canut.node.post;

import coop.canut.node.Identity;
import coop.canut.node.World;
import coop.canut.node.store.Store;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.json.Members;
import coop.canut.protocol.log.Checkpoint;
import coop.canut.protocol.log.Frontier;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.message.NodeMessage.EpochStarted;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.message.Unproven;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.sign.Purpose;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads what pushing did not bring: a peer's log from our cursor to its newest checkpoint, and its channel to us. After an
 * outage the cost grows with what was missed and with nothing else. Source: FEDERATION.md 4 and 5.
 */
public final class Reader {

    /** Epochs of one host that are followed in one go; each is a backup that was put back. */
    private static final int EPOCHS = 100;
    private static final int KEYS_BYTES = Limits.BATCH_BYTES;
    private static final String WELL_KNOWN = "/.well-known/canut";
    private static final String MESSAGE = "application/vnd.canut+json";

    private final World world;
    private final Store store;
    private final Identity identity;
    private final Correspondents correspondents;
    private final SignedCalls calls;
    private final Inbox inbox;
    private final Channels channels;
    private final RecoveredLog recovered;
    private final Forks forks;
    private final LogStore logs = new LogStore();

    Reader(World world, Store store, Identity identity, Correspondents correspondents, SignedCalls calls, Inbox inbox,
           Channels channels, Forks forks) {
        this.world = world;
        this.store = store;
        this.identity = identity;
        this.correspondents = correspondents;
        this.calls = calls;
        this.inbox = inbox;
        this.channels = channels;
        this.recovered = new RecoveredLog(world, store, calls);
        this.forks = forks;
    }

    /**
     * Meets a host: reads the keys it states, and then its whole log, which we keep. Whether those keys are really that
     * cooperative's is for people to compare. Gives the keys.
     */
    public Future<KeyHistory> meet(Host host) {
        return keys(host).compose(keys -> log(host, keys).map(keys));
    }

    /** The keys that a host states, which prove each other from number 1 on. Nothing is kept. */
    public Future<KeyHistory> keys(Host host) {
        return calls.getPublic(host, "/canut/1/keys", KEYS_BYTES).compose(body -> world.compute(() -> {
            KeyHistory keys = KeyHistory.read(host, Batch.lines(body.getBytes()));
            keys.requireUnpublished();
            return keys;
        }));
    }

    /** What a host says of itself to everybody. It is not signed, so it may tell where to look and proves nothing. */
    public Future<Members> wellKnown(Host host) {
        return calls.getPublic(host, WELL_KNOWN, Limits.MESSAGE_BYTES)
            .compose(body -> world.compute(() -> Json.read(body.getBytes(), JsonLimits.MESSAGE)))
            .map(document -> {
                if (!(document instanceof Json.Obj object)) {
                    throw new Refused(Problem.MEMBER_MISSING, host + " describes itself with something else than an object");
                }
                return new Members(object, "");
            });
    }

    /** The message that a host serves at an address of its own, proven by these keys. Nothing is kept. */
    public Future<Signed> message(Host host, String path, KeyHistory keys) {
        return calls.getPublic(host, path, Map.of("Accept", MESSAGE), Limits.MESSAGE_BYTES)
            .compose(body -> world.compute(() -> {
                Unproven message = Codec.read(body.getBytes());
                message.requireOrigin(host, identity.host());
                return message.prove(keys, world.now(), world.now());
            }));
    }

    /** Reads a log that we know on to its end. */
    public Future<Void> log(Host host) {
        KeyHistory keys = correspondents.keys(host)
            .orElseThrow(() -> new Refused(Problem.KEY_UNKNOWN, "never read " + host));
        return log(host, keys);
    }

    /** Reads what is new in the log, and then the logs of later epochs, if it has ended. */
    private Future<Void> log(Host host, KeyHistory keys) {
        return logs.head(store, host).compose(found -> {
            var head = found.orElse(new LogStore.Head(1, Frontier.empty(), null));
            return log(host, keys, head).compose(any -> any ? log(host, keys) : later(host, keys, head.epoch()));
        });
    }

    /** Reads the log of one epoch on from where we stand; the answer says whether there was anything. */
    private Future<Boolean> log(Host host, KeyHistory keys, LogStore.Head held) {
        String prefix = prefix(held.epoch());
        return calls.getPublic(host, prefix + "/checkpoint", Limits.CHECKPOINT_CHARS).compose(body -> {
            String note = body.toString(StandardCharsets.UTF_8);
            Checkpoint checkpoint = Checkpoint.parse(note);
            if (!checkpoint.origin().equals(Checkpoint.origin(host, held.epoch()))) {
                throw new Refused(Problem.LOG_INCONSISTENT, "a checkpoint of " + checkpoint.origin());
            }
            return signed(host, note, keys)
                .compose(newest -> recovered.head(host, held, checkpoint.size(), newest))
                .compose(head -> read(host, prefix, head, note, checkpoint));
        });
    }

    private Future<Boolean> read(Host host, String prefix, LogStore.Head head, String note, Checkpoint checkpoint) {
        if (checkpoint.size() <= head.size()) {
            // A stale answer, or a restored node: we keep ours and ask again another time, if both can be true.
            return forks.contradicted(host, note, null).map(false);
        }
        return new Reading(world, identity, calls, inbox, host,
                correspondents.keysAt(host, head.epoch(), head.size()).orElse(null), head, note).read()
            .recover(error -> error instanceof Reading.Astray astray
                ? forks.contradicted(host, note, null).transform(judged -> Future.failedFuture(astray.refused))
                : Future.failedFuture(error))
            .compose(read -> cosign(host, prefix)).map(true);
    }

    /**
     * The epochs that came after, one by one. Which is the newest is a bare claim; which came between is told by the first
     * entry of each.
     */
    private Future<Void> later(Host host, KeyHistory keys, long epoch) {
        return wellKnown(host).map(said -> said.has("epoch") ? said.integer("epoch", 1, Limits.INTEGER_MAX) : 1L)
            // Who does not describe itself now is asked again at the next time.
            .otherwise(1L)
            .compose(newest -> newest <= epoch ? Future.succeededFuture()
                : path(host, keys, epoch, new ArrayDeque<>(List.of(newest)))
                    .compose(path -> log(host, keys, new LogStore.Head(path.getFirst(), Frontier.empty(), null)))
                    .compose(any -> any ? log(host, keys) : Future.succeededFuture()));
    }

    private Future<Deque<Long>> path(Host host, KeyHistory keys, long from, Deque<Long> path) {
        return calls.getPublic(host, prefix(path.getFirst()) + "/messages?from=0&limit=1", Reading.PAGE_BYTES)
            .compose(body -> world.compute(() -> {
                Unproven first = Codec.read(Batch.lines(body.getBytes()).getFirst());
                first.requireOrigin(host, identity.host());
                return first.prove(keys, world.now(), world.now()).envelope().message();
            }))
            .compose(first -> {
                if (!(first instanceof EpochStarted started) || started.epoch() != path.getFirst()
                    || started.previous().epoch() >= started.epoch() || path.size() > EPOCHS) {
                    throw new Refused(Problem.LOG_INCONSISTENT, "epoch " + path.getFirst() + " does not say where it began");
                }
                if (started.previous().epoch() <= from) {
                    return Future.succeededFuture(path);
                }
                path.addFirst(started.previous().epoch());
                return path(host, keys, from, path);
            });
    }

    private static String prefix(long epoch) {
        return "/canut/1/log/" + epoch;
    }

    /**
     * The keys of a host under which its checkpoint holds: those that we know, or, if none of them signed it, those that it
     * states now and that follow from them. They are believed for this reading only; the log itself has to say them again.
     */
    private Future<KeyHistory> signed(Host host, String note, KeyHistory known) {
        try {
            Checkpoint.verify(note, known.current(Purpose.LOG, world.now()));
            return Future.succeededFuture(known);
        } catch (Refused refused) {
            if (refused.problem() != Problem.KEY_UNKNOWN) {
                throw refused;
            }
            return keys(host).map(stated -> {
                KeyHistory newest = known.or(stated);
                Checkpoint.verify(note, newest.current(Purpose.LOG, world.now()));
                return newest;
            });
        }
    }

    /** Tells the author that we have read: one more witness. It is no loss if the author does not hear it now. */
    private Future<Void> cosign(Host host, String prefix) {
        return inbox.cosign(host).compose(cosigned -> calls.postPublic(host, prefix + "/cosignature",
                FederationRoutes.TEXT, Buffer.buffer(cosigned.line())))
            .transform(told -> Future.succeededFuture());
    }

    /** Reads a peer's channel to us on from our cursor, then tells the peer how far we are. */
    public Future<Void> channel(Host peer) {
        return channel(peer, inbox::channel);
    }

    /** The same; each page is handed to {@code apply}. */
    Future<Void> channel(Host peer, Function<Batch, Future<Inbox.Outcome>> apply) {
        return new ChannelReading(world, identity, correspondents, calls, channels, peer, apply).read();
    }
}
