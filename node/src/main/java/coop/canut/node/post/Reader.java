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
import coop.canut.protocol.log.LogEntry;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Frame;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.message.Signed;
import coop.canut.protocol.message.Stream;
import coop.canut.protocol.message.Unproven;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.sign.Purpose;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads what pushing did not bring: a peer's log from our cursor to its newest checkpoint, and its channel to us. After an
 * outage the cost grows with what was missed and with nothing else. Source: FEDERATION.md 4 and 5.
 */
public final class Reader {

    private static final int PAGE_BYTES = Limits.BATCH_BYTES + Limits.MESSAGE_BYTES;
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

    private Future<Void> log(Host host, KeyHistory keys) {
        return logs.head(store, host).compose(found -> {
            var head = found.orElse(new LogStore.Head(1, Frontier.empty(), null));
            String prefix = "/canut/1/log/" + head.epoch();
            return calls.getPublic(host, prefix + "/checkpoint", Limits.CHECKPOINT_CHARS).compose(body -> {
                String note = body.toString(StandardCharsets.UTF_8);
                Checkpoint.verify(note, keys.current(Purpose.LOG, world.now()));
                Checkpoint checkpoint = Checkpoint.parse(note);
                if (!checkpoint.origin().equals(Checkpoint.origin(host, head.epoch()))) {
                    throw new Refused(Problem.LOG_INCONSISTENT, "a checkpoint of " + checkpoint.origin());
                }
                // Not larger: a stale answer, or a restored node. We keep ours and ask again another time, if both can be true.
                return checkpoint.size() <= head.size()
                    ? forks.contradicted(host, note, null).mapEmpty()
                    : entries(host, prefix, head, checkpoint, head.frontier(), new ArrayList<>())
                        .recover(error -> error instanceof Astray astray
                            ? forks.contradicted(host, note, null).transform(judged -> Future.failedFuture(astray.refused))
                            : Future.failedFuture(error))
                        .compose(entries -> pages(host, keys, head.epoch(), prefix, note, checkpoint, entries, 0))
                        .compose(read -> cosign(host, prefix));
            });
        });
    }

    /** The entries do not lead from where we stand to the checkpoint that the log has signed. */
    private static final class Astray extends RuntimeException {
        final Refused refused;

        Astray(Host host) {
            super("astray", null, false, false);
            refused = new Refused(Problem.LOG_INCONSISTENT, "the entries do not lead to the checkpoint of " + host);
        }
    }

    /** Tells the author that we have read: one more witness. It is no loss if the author does not hear it now. */
    private Future<Void> cosign(Host host, String prefix) {
        return inbox.cosign(host).compose(cosigned -> calls.postPublic(host, prefix + "/cosignature",
                FederationRoutes.TEXT, Buffer.buffer(cosigned.line())))
            .transform(told -> Future.succeededFuture());
    }

    /** Rebuilds the tree from the leaf texts first: only when it leads to the checkpoint are contents worth reading. */
    private Future<List<LogEntry>> entries(Host host, String prefix, LogStore.Head head, Checkpoint checkpoint,
                                           Frontier frontier, List<LogEntry> entries) {
        long from = head.size() + entries.size();
        if (from == checkpoint.size()) {
            if (!frontier.root().equals(checkpoint.root())) {
                throw new Astray(host);
            }
            return Future.succeededFuture(entries);
        }
        long limit = Math.min(Limits.LOG_ENTRIES_PER_PAGE, checkpoint.size() - from);
        return calls.getPublic(host, prefix + "/entries?from=" + from + "&limit=" + limit,
            Limits.LOG_ENTRIES_PER_PAGE * (Limits.LOG_ENTRY_BYTES + 1)).compose(body -> {
                List<byte[]> lines = Batch.lines(body.getBytes());
                if (lines.isEmpty() || lines.size() > limit) {
                    throw new Refused(Problem.LOG_INCONSISTENT, lines.size() + " entries for " + limit);
                }
                Frontier longer = frontier;
                for (byte[] line : lines) {
                    LogEntry entry = LogEntry.of(new String(line, StandardCharsets.US_ASCII));
                    entries.add(entry);
                    longer = longer.append(entry.leaf());
                }
                return entries(host, prefix, head, checkpoint, longer, entries);
            });
    }

    private Future<Void> pages(Host host, KeyHistory keys, long epoch, String prefix, String note, Checkpoint checkpoint,
                               List<LogEntry> entries, int done) {
        if (done == entries.size()) {
            return Future.succeededFuture();
        }
        long from = checkpoint.size() - entries.size() + done;
        return calls.getPublic(host, prefix + "/messages?from=" + from + "&limit=" + Limits.BATCH_MESSAGES, PAGE_BYTES)
            .compose(body -> {
                List<byte[]> lines = Batch.lines(body.getBytes());
                if (lines.isEmpty() || lines.size() > entries.size() - done) {
                    throw new Refused(Problem.LOG_INCONSISTENT, "no messages from " + from + " on");
                }
                var frame = new Frame(epoch, from, lines.size(), host, identity.host(), Stream.LOG, note);
                return world.compute(() -> Batch.read(frame, lines, identity.host(), keys, world.now()))
                    .compose(batch -> inbox.page(batch, checkpoint, entries.subList(done, done + lines.size())))
                    .compose(taken -> pages(host, keys, epoch, prefix, note, checkpoint, entries, done + lines.size()));
            });
    }

    /** Reads a peer's channel to us on from our cursor, then tells the peer how far we are. */
    public Future<Void> channel(Host peer) {
        KeyHistory keys = correspondents.keys(peer)
            .orElseThrow(() -> new Refused(Problem.KEY_UNKNOWN, "never read " + peer));
        return channels.incoming(peer).compose(cursor -> {
            long from = cursor.seq() + 1;
            return calls.get(peer, "/canut/1/channel?epoch=" + cursor.epoch() + "&from=" + from + "&limit="
                + Limits.BATCH_MESSAGES, PAGE_BYTES).compose(body -> {
                    List<byte[]> lines = Batch.lines(body.getBytes());
                    if (lines.isEmpty()) {
                        return Future.<Void>succeededFuture();
                    }
                    var frame = new Frame(cursor.epoch(), from, lines.size(), peer, identity.host(), Stream.CHANNEL, null);
                    Instant now = world.now();
                    return world.compute(() -> Batch.read(frame, lines, identity.host(), keys, now))
                        .compose(inbox::channel)
                        .compose(outcome -> acknowledge(peer).compose(told -> outcome.refusal() == null
                            ? channel(peer)
                            : Future.failedFuture(outcome.refusal())));
                });
        });
    }

    private Future<Void> acknowledge(Host peer) {
        return channels.acknowledgement(peer).compose(ack -> {
            var frame = new Frame(0, 0, 1, identity.host(), peer, Stream.ACK, null);
            Buffer body = Buffer.buffer().appendBytes(frame.write()).appendString("\n")
                .appendBytes(ack.wire()).appendString("\n");
            return calls.post(peer, Courier.INBOX, Courier.LINES, body, Courier.ANSWER_BYTES).mapEmpty();
        });
    }
}
