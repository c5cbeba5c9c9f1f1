package coop.canut.node.work;

import coop.canut.node.World;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.node.work.FileStore.Due;
import coop.canut.node.work.FileStore.Named;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.WorkMessage.GrantedSlot;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that travel with units. They are fetched with the lease, checked by their hash and kept here, so a worker's
 * browser asks this node and nobody else (W-30), and a unit is never opened without what it shows.
 */
public final class Files {

    private static final Logger LOG = LoggerFactory.getLogger(Files.class);
    /** Files fetched at once: enough to fill a line, few enough to hold in memory at 10 MiB each. */
    private static final int AT_ONCE = 4;
    /** Files that one call of {@link #tick} begins with. */
    private static final int TURN = 64;
    private static final String PATH = "/canut/1/content/";

    private final World world;
    private final Host self;
    private final Store store;
    private final PeerContent peers;
    private final Function<Hash, Future<Buffer>> own;
    private final FileStore files = new FileStore();
    private LongConsumer arrival = listing -> { };
    private boolean fetching;
    private boolean again;

    /** A signed request to another node for bytes that only a holder of a lease may have. */
    @FunctionalInterface
    public interface PeerContent {
        /** The bytes under a path of the host; fails if it gives none, or more than {@code maxBytes}. */
        Future<Buffer> get(Host host, String path, int maxBytes);
    }

    /** A file for somebody who works on its unit. */
    public record Shown(String mediaType, Buffer bytes) {
    }

    /**
     * The files of this node's members.
     *
     * @param peers how other nodes are asked
     * @param own   the files of our own publishing side, by hash
     */
    public Files(World world, Host self, Store store, PeerContent peers, Function<Hash, Future<Buffer>> own) {
        this.world = world;
        this.self = self;
        this.store = store;
        this.peers = peers;
        this.own = own;
    }

    /** Whom to tell the listing's key when slots of it have all their files. */
    void onArrival(LongConsumer listener) {
        arrival = listener;
    }

    /** Notes the files of slots that were granted, and begins to fetch after the commit what is not here. */
    Future<Void> expect(Tx tx, Host from, long lease, List<GrantedSlot> slots) {
        if (slots.stream().allMatch(slot -> slot.content().isEmpty())) {
            return Future.succeededFuture();
        }
        return files.note(tx, lease, slots)
            .compose(noted -> from.equals(self) ? Future.succeededFuture()
                : files.complete(tx, lease).compose(done -> files.expect(tx, lease, from, world.now())))
            .map(done -> {
                tx.afterCommit(this::fetch);
                return null;
            });
    }

    /**
     * The bytes of a file, for the member whose claim names it, while the claim is open and afterwards; to anybody else it
     * does not exist ({@code not-found}).
     */
    public Future<Shown> read(Id member, Id claim, Hash sha256) {
        return files.named(store, member, claim, sha256).compose(found -> {
            Named file = found.orElseThrow(() -> new Refused(Problem.NOT_FOUND, "no " + sha256 + " in " + claim));
            return file.peer().equals(self) ? own.apply(sha256).map(bytes -> new Shown(file.mediaType(), bytes))
                : files.bytes(store, sha256)
                    .compose(bytes -> bytes.map(Future::succeededFuture).orElseGet(() -> again(file, sha256)))
                    .map(bytes -> new Shown(file.mediaType(), bytes));
        });
    }

    /** A file that was dropped at the moment in which another lease came to need it. */
    private Future<Buffer> again(Named file, Hash sha256) {
        return get(new Due(sha256, file.peer(), file.bytes(), 0))
            .compose(bytes -> files.keep(store, sha256, bytes, world.now()).map(bytes));
    }

    /** Fetches what is due; finishes what a crash left half done; drops what no slot that may still be worked on needs. */
    public Future<Void> tick() {
        fetch();
        return files.sweep(store).map(this::tell).compose(swept -> files.drop(store));
    }

    private synchronized void fetch() {
        if (fetching) {
            again = true;
            return;
        }
        fetching = true;
        again = false;
        files.due(store, world.now(), TURN).compose(this::all).onComplete(turn -> {
            if (turn.failed()) {
                LOG.info("files wait: {}", turn.cause().getMessage());
            }
            if (ended() || turn.succeeded() && turn.result()) {
                fetch();
            }
        });
    }

    private synchronized boolean ended() {
        fetching = false;
        return again;
    }

    /** True if there may be more that is due now. */
    private Future<Boolean> all(List<Due> due) {
        List<Future<Void>> lines = new ArrayList<>();
        for (int line = 0; line < AT_ONCE; line++) {
            Future<Void> done = Future.succeededFuture();
            for (int i = line; i < due.size(); i += AT_ONCE) {
                Due file = due.get(i);
                done = done.compose(before -> one(file));
            }
            lines.add(done);
        }
        return Future.join(lines).map(joined -> due.size() == TURN);
    }

    private Future<Void> one(Due file) {
        return get(file).transform(fetched -> fetched.failed() ? later(file, fetched.cause())
                : keep(file.sha256(), fetched.result()));
    }

    private Future<Buffer> get(Due file) {
        return peers.get(file.peer(), PATH + file.sha256(), (int) Math.min(file.bytes(), Limits.CONTENT_BYTES))
            .compose(bytes -> world.compute(() -> requireHash(file, bytes)));
    }

    /** Two statements by themselves: of two files of one slot that arrive at once, the later commit must see both. */
    private Future<Void> keep(Hash sha256, Buffer bytes) {
        return files.keep(store, sha256, bytes, world.now()).compose(kept -> files.arrived(store, sha256)).map(this::tell);
    }

    private Void tell(Set<Long> listings) {
        listings.forEach(arrival::accept);
        return null;
    }

    private static Buffer requireHash(Due file, Buffer bytes) {
        if (bytes.length() != file.bytes() || !Hash.sha256(bytes.getBytes()).equals(file.sha256())) {
            throw new Refused(Problem.DIGEST_MISMATCH, "bytes of another file as " + file.sha256());
        }
        return bytes;
    }

    private Future<Void> later(Due file, Throwable error) {
        LOG.info("{} of {} is tried again: {}", file.sha256(), file.peer(), error.getMessage());
        long seconds = Math.min(Limits.BACKOFF_MAX_SECONDS,
            (long) Limits.BACKOFF_FIRST_SECONDS << Math.min(file.tries(), 20));
        Instant next = world.now().plus(Duration.ofSeconds(seconds));
        return files.later(store, file, next);
    }
}
