package coop.canut.node.post;

import coop.canut.node.Identity;
import coop.canut.node.World;
import coop.canut.node.door.Refusals;
import coop.canut.node.post.Loop.Outcome;
import coop.canut.node.quota.Quotas;
import coop.canut.node.store.Store;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.message.Message;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The post of a node: what the other rooms see of it. Rooms write into {@link Outbox}, register for kinds with
 * {@link #receive}, and know nothing of numbers, proofs and retries.
 */
public final class Post {

    private static final Logger LOG = LoggerFactory.getLogger(Post.class);
    /** A peer that says nothing is asked: with the interval of FEDERATION.md 5. */
    private static final Duration PULL_EVERY = Duration.ofSeconds(Limits.PULL_AFTER_SECONDS);
    /** An unknown key of a peer makes us read its log; not more often, since nobody has proven anything yet. */
    private static final Duration KEYS_ASKED_EVERY = Duration.ofMinutes(1);

    private final World world;
    private final Store store;
    private final Identity identity;
    private final Correspondents correspondents;
    private final Outbox outbox;
    private final Receivers receivers = new Receivers();
    private final Receivers regained = new Receivers();
    private final Receivers salvaged = new Receivers();
    private final Channels channels;
    private final Log log;
    private final Inbox inbox;
    private final SignedCalls calls;
    private final Forks forks;
    private final Tombstones tombstones;
    private final Reader reader;
    private final Vocabulary vocabulary;
    private final Recovery recovery;
    private final Witnesses witnesses;
    private final Refusals refusals;
    private final Quotas quotas;
    private final FederationRoutes federation;
    private final Loop sealing;
    private final Loop delivering;
    private final Map<Host, Couriers> couriers = new HashMap<>();
    private final Map<Host, Duration> skews = new ConcurrentHashMap<>();
    private World.Timer pulling;

    /** The two couriers to one peer, and whether its channel is being pulled. */
    private static final class Couriers {
        final Courier channel;
        final Courier log;
        boolean pulling;
        Instant keysAskedAgain = Instant.EPOCH;

        Couriers(Courier channel, Courier log) {
            this.channel = channel;
            this.log = log;
        }
    }

    /** Bytes that a room serves to peers. */
    @FunctionalInterface
    public interface PeerRoute {
        /** The bytes for a peer, or a refusal. */
        Future<Buffer> answer(Host peer, Map<String, String> parameters);
    }

    public Post(World world, Store store, Identity identity, Correspondents correspondents, Outbox outbox,
                Refusals refusals, Quotas quotas) {
        this.world = world;
        this.store = store;
        this.identity = identity;
        this.correspondents = correspondents;
        this.outbox = outbox;
        this.refusals = refusals;
        this.quotas = quotas;
        this.channels = new Channels(world, store, identity, receivers);
        this.log = new Log(world, store, identity, receivers);
        this.calls = new SignedCalls(world, identity);
        this.forks = new Forks(world, identity.host(), store, correspondents, outbox, calls);
        this.tombstones = new Tombstones(world);
        this.inbox = new Inbox(world, store, identity, receivers, channels, forks, tombstones);
        this.reader = new Reader(world, store, identity, correspondents, calls, inbox, channels, forks);
        this.vocabulary = new Vocabulary(world, store, reader::wellKnown);
        this.witnesses = new Witnesses(world, store, correspondents, calls, reader, forks);
        this.recovery = new Recovery(world, store, identity, correspondents, calls, reader, inbox, log, regained, salvaged,
            this::resume, this::pull);
        this.federation = new FederationRoutes(world, identity, correspondents, channels, inbox, recovery, refusals, this,
            new RefusalLog(world, store), quotas);
        this.sealing = new Loop(world, this::seal);
        this.delivering = new Loop(world, () -> recovery.underWay() ? Future.succeededFuture(Loop.IDLE)
            : channels.number(identity.host()).map(any -> any ? Loop.MORE : Loop.IDLE)
            .onFailure(error -> report("our own channel", error)));
    }

    /** From now on the room hears every message of this kind, from peers and from ourselves. One room per kind. */
    public <M extends Message> void receive(Kind kind, Receiver<M> receiver) {
        receivers.put(kind, receiver);
    }

    /**
     * From now on the room takes in again what we ourselves had said of this kind, as a peer gives it back after our database
     * came from a backup; {@code from} is the peer that it was said to, or ourselves for what was said to everyone. What builds
     * on something that is not here yet is {@link Verdict#NOT_YET}; what is here already is applied. One room per kind.
     */
    public <M extends Message> void regain(Kind kind, Receiver<M> receiver) {
        regained.put(kind, receiver);
    }

    /** As {@link #regain}, for what could not be taken in because only the lost disk knew what it builds on: the last resort. */
    public <M extends Message> void salvage(Kind kind, Receiver<M> receiver) {
        salvaged.put(kind, receiver);
    }

    /** Asks all peers what we had said, and takes it in if our database came from a backup. Until it is done, we say nothing. */
    public Future<Void> recover() {
        return recovery.start();
    }

    /** Whether we are finding out what we had said: then nothing may be changed here. */
    public boolean recovering() {
        return recovery.underWay();
    }

    /** The peers that have not shown, since our database last came from a backup, what we had said to them. */
    public Set<Host> unsettled() {
        return recovery.unsettled();
    }

    /** Whether this peer was asked, since our start, what we had said to it. Before that, what it sends comes too early. */
    public boolean knows(Host peer) {
        return recovery.knows(peer);
    }

    /** When our database last came from a backup; null if it never did. */
    public Instant restoredAt() {
        return recovery.restoredAt();
    }

    /** Reads logs and channels of peers. */
    public Reader reader() {
        return reader;
    }

    /** Logs that told two stories. */
    public Forks forks() {
        return forks;
    }

    /** What others say about the logs that we read. */
    public Witnesses witnesses() {
        return witnesses;
    }

    /** What authors took back. */
    public Tombstones tombstones() {
        return tombstones;
    }

    /** Requests to peers for other rooms. */
    public SignedCalls calls() {
        return calls;
    }

    /** Adds the federation's routes. */
    public void mount(Router router) {
        federation.mount(router);
        new PublicRoutes(world, store, identity, correspondents, log, inbox, refusals, quotas).mount(router);
    }

    /** Lets a room serve bytes to peers under a path. */
    public void serve(Router router, String path, PeerRoute route) {
        federation.serve(router, path, route);
    }

    /** Starts to carry, and reads from every peer what it said while we were away. */
    public void start() {
        outbox.wakes().attach(sealing::wake, this::wake);
        sealing.wake();
        delivering.wake();
        meet();
        correspondents.readers().forEach(this::pull);
        pulling = world.after(world.interval(PULL_EVERY), this::pullAll);
    }

    /** Looks for what was said beside this process, by somebody at the machine: then nobody wakes us. */
    public Future<Void> tick() {
        return new OutboxStore().anySigned(store).map(any -> {
            if (any) {
                sealing.wake();
            }
            return null;
        });
    }

    /**
     * Signs what has to stand in the log before anything else: the first entries of a new node, and keys that were stated from
     * paper, without which there may be no other to sign with.
     */
    public Future<Void> sealFirst() {
        return log.isBegun().compose(begun -> new OutboxStore().anySigned(store).compose(keys ->
            begun && !keys ? Future.succeededFuture() : sealAll()));
    }

    /** Signs what waits for the log now. */
    public Future<Void> sealAll() {
        return log.seal().compose(any -> any ? sealAll() : Future.succeededFuture());
    }

    /** Peers have changed: their couriers start, and try at once what they could not deliver before. */
    public void meet() {
        correspondents.readers().forEach(peer -> {
            couriers(peer).log.hurry();
            couriers(peer).channel.hurry();
        });
        witnesses.tick();
    }

    /** A recovery is over. If it failed, whoever waits after a failure goes on waiting, or it would be tried without pause. */
    private void resume(boolean recovered) {
        sealing.wake();
        delivering.wake();
        if (recovered) {
            meet();
        } else {
            couriers.values().forEach(each -> {
                each.log.wake();
                each.channel.wake();
            });
        }
    }

    /**
     * Brings our log as it is now to a host that is no reader of ours any more: it is to hear from us that we no longer hear
     * it, and why. If we crash here it reads the log itself, as every peer does that still hears us.
     */
    public void tell(Host peer) {
        sealAll().onSuccess(sealed -> couriers(peer).log.hurry());
    }

    /** Ends all turns under way. */
    public Future<Void> stop() {
        if (pulling != null) {
            pulling.cancel();
        }
        List<Future<Void>> ends = new java.util.ArrayList<>(List.of(sealing.stop(), delivering.stop()));
        couriers.values().forEach(each -> {
            ends.add(each.channel.stop());
            ends.add(each.log.stop());
        });
        return Future.join(ends).mapEmpty();
    }

    /**
     * Where our own log stands.
     *
     * @param size entries in it
     */
    public record LogPosition(long epoch, long size) {
    }

    /** Where our own log stands now. */
    public Future<LogPosition> position() {
        return log.head().map(head -> new LogPosition(head.epoch(), head.size()));
    }

    /** How deliveries to a peer go. */
    public Future<List<DeliveryState>> deliveries(Host peer) {
        return new DeliveryStore().all(store, peer);
    }

    /** What a peer does not say that it reads: of what waits for it, and of our log. */
    public Future<List<LeftOut>> leftOut(Host peer) {
        return vocabulary.leftOut(identity.host(), peer);
    }

    /**
     * Whether a peer's clock is near enough to ours for claims on its slots, as far as its last signed request tells (D-11).
     * One that we never heard is trusted: what it lends carries its own margins.
     */
    public boolean clocksAgree(Host peer) {
        return skews.getOrDefault(peer, Duration.ZERO).abs().toSeconds() <= Limits.SKEW_STOP_SECONDS;
    }

    /** By how much a peer's clock was ahead of ours at its last signed request; empty if there was none since we started. */
    public Optional<Duration> ahead(Host peer) {
        return Optional.ofNullable(skews.get(peer));
    }

    /** A peer has shown that it lives, and by how much its clock is ahead of ours. */
    void heard(Host peer, Duration ahead) {
        boolean agreed = clocksAgree(peer);
        skews.put(peer, ahead);
        if (agreed != clocksAgree(peer)) {
            LOG.warn("the clock of {} is {} s ahead of ours; claims on its slots {}", peer, ahead.toSeconds(),
                agreed ? "wait until they agree" : "may be opened again");
        }
        couriers(peer).channel.heard();
        couriers(peer).log.heard();
    }

    /** A peer reads our channel to it by itself; whether there was anything more for it. */
    void reads(Host peer, boolean more) {
        couriers(peer).channel.reads(more);
    }

    /** A peer has sent us something beyond our cursor: read what is missing. */
    void behind(Host peer) {
        pull(peer);
    }

    /**
     * Somebody signed in a peer's name with a key that the peer has not stated: it may be a new one, so the peer's log is
     * read. Anybody can say so, hence at most once in a while for each peer.
     */
    void keyMissing(Host peer) {
        Instant now = world.now();
        if (correspondents.readers().contains(peer) && !now.isBefore(couriers(peer).keysAskedAgain)) {
            couriers(peer).keysAskedAgain = now.plus(KEYS_ASKED_EVERY);
            pull(peer);
        }
    }

    private Future<Outcome> seal() {
        if (recovery.underWay()) {
            return Future.succeededFuture(Loop.IDLE);
        }
        return log.seal().map(any -> {
            if (any) {
                correspondents.readers().forEach(peer -> couriers(peer).log.wake());
            }
            return any ? Loop.MORE : Loop.IDLE;
        }).onFailure(error -> report("our log", error));
    }

    private void wake(Host peer) {
        if (peer.equals(identity.host())) {
            delivering.wake();
        } else {
            couriers(peer).channel.wake();
        }
    }

    private void pullAll() {
        correspondents.readers().forEach(this::pull);
        pulling = world.after(world.interval(PULL_EVERY), this::pullAll);
    }

    private void pull(Host peer) {
        Couriers state = couriers(peer);
        if (state.pulling || recovery.underWay()) {
            return;
        }
        state.pulling = true;
        reader.log(peer)
            .onFailure(error -> LOG.info("the log of {} could not be read: {}", peer, error.getMessage()))
            // Not before we know what we have said: an answer that was given would be given again.
            .transform(read -> recovery.knows(peer) ? reader.channel(peer) : Future.succeededFuture())
            .onComplete(done -> {
                state.pulling = false;
                if (done.failed()) {
                    LOG.info("the channel of {} could not be read: {}", peer, done.cause().getMessage());
                }
            });
    }

    private Couriers couriers(Host peer) {
        return couriers.computeIfAbsent(peer, host -> new Couriers(
            new Courier(world, store, calls, host,
                new ChannelLoad(world, identity, channels, correspondents, calls, recovery, vocabulary)),
            new Courier(world, store, calls, host, new LogLoad(world, identity, log, correspondents, recovery, vocabulary))));
    }

    private static void report(String what, Throwable error) {
        if (error instanceof Refused refused) {
            LOG.warn("{} waits: {}", what, refused.problem().code());
        } else {
            LOG.error("{} waits", what, error);
        }
    }
}
