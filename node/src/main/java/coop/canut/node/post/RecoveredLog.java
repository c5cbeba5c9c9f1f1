package coop.canut.node.post;

import coop.canut.node.World;
import coop.canut.node.post.LogStore.Head;
import coop.canut.node.store.Store;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.log.Checkpoint;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.message.KeyHistory.Known;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Key;
import coop.canut.protocol.sign.Purpose;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of a host that was robbed and has taken its name back. A thief who held its log key may have shown us entries that
 * the host never wrote; nobody could tell. Once a recovery key revokes that log key, the end that rests on it alone is left: we
 * go back to what we share with the log that the host shows now, and keep the rest aside. What rooms did on the thief's word
 * stays done, as with anything that a key signed before it was revoked.
 */
final class RecoveredLog {

    private static final Logger LOG = LoggerFactory.getLogger(RecoveredLog.class);
    private static final int PAGE = Limits.BATCH_MESSAGES;

    private final World world;
    private final Store store;
    private final SignedCalls calls;
    private final LogStore logs = new LogStore();

    RecoveredLog(World world, Store store, SignedCalls calls) {
        this.world = world;
        this.store = store;
        this.calls = calls;
    }

    /**
     * Where to read on from: the end that we hold, unless it rests on a key that a recovery has revoked.
     *
     * @param size   of the log that the host shows now
     * @param newest its keys
     */
    Future<Head> head(Host host, Head held, long size, KeyHistory newest) {
        return !newest.recovered() || held.checkpoint() == null || believed(held.checkpoint(), newest)
            ? Future.succeededFuture(held)
            : common(host, held, Math.min(held.size(), size)).compose(common -> common == held.size()
                ? Future.succeededFuture(held) : goBack(host, held, common));
    }

    /** Whether one of the host's keys that nobody revoked signed it, be its time over or not. */
    private static boolean believed(String checkpoint, KeyHistory newest) {
        List<Key> good = newest.known().stream()
            .filter(known -> known.purpose() == Purpose.LOG && known.revoked() == null).map(Known::key).toList();
        try {
            Checkpoint.verify(checkpoint, good);
            return true;
        } catch (Refused byNone) {
            return false;
        }
    }

    /** How many entries we share, looking from the end, since what a thief adds is short. */
    private Future<Long> common(Host host, Head held, long below) {
        if (below == 0) {
            return Future.succeededFuture(0L);
        }
        long from = Math.max(0, below - PAGE);
        return calls.getPublic(host, "/canut/1/log/" + held.epoch() + "/entries?from=" + from + "&limit=" + (below - from),
            PAGE * (Limits.LOG_ENTRY_BYTES + 1)).compose(body -> {
                List<byte[]> shown = Batch.lines(body.getBytes());
                if (shown.size() != below - from) {
                    throw new Refused(Problem.LOG_INCONSISTENT, shown.size() + " entries for " + (below - from));
                }
                return logs.from(store, host, held.epoch(), from, shown.size()).compose(kept -> {
                    for (int i = shown.size(); i > 0; i--) {
                        if (kept.get(i - 1).entry().text().equals(new String(shown.get(i - 1), StandardCharsets.US_ASCII))) {
                            return Future.succeededFuture(from + i);
                        }
                    }
                    return common(host, held, from);
                });
            });
    }

    private Future<Head> goBack(Host host, Head held, long common) {
        return store.write(tx -> logs.lock(tx, host).compose(now -> {
            if (now.size() != held.size()) {
                throw new Refused(Problem.NOT_YET, "the log of " + host + " is being read");
            }
            return logs.frontier(tx, host, held.epoch(), common)
                .compose(shorter -> logs.leave(tx, host, held, shorter, world.now()));
        })).onSuccess(left -> LOG.warn("{} says with its recovery key that its keys were stolen: {} entries of its log that we "
            + "had read are not its own, and stand aside", host, held.size() - common));
    }
}
