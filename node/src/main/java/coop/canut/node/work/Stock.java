package coop.canut.node.work;

import coop.canut.node.World;
import coop.canut.node.board.Agreements;
import coop.canut.node.post.Outbox;
import coop.canut.node.post.Outbox.Outgoing;
import coop.canut.node.post.Receiver;
import coop.canut.node.post.Verdict;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.node.work.StockStore.Asked;
import coop.canut.node.work.StockStore.Returned;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.message.WorkMessage.SlotsGranted;
import coop.canut.protocol.message.WorkMessage.SlotsRecalled;
import coop.canut.protocol.message.WorkMessage.SlotsRefused;
import coop.canut.protocol.message.WorkMessage.SlotsRequested;
import coop.canut.protocol.message.WorkMessage.SlotsReturned;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.work.LeaseTimes;
import coop.canut.protocol.work.StockRule;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The slots that publishing nodes lent us: asked for when members want work, given back when they run out. Source:
 * FEDERATION.md 8.
 */
public final class Stock {

    private static final Logger LOG = LoggerFactory.getLogger(Stock.class);
    /** Slots that one call of {@link #tick} moves. */
    private static final int TICK_SLOTS = 2_000;
    /**
     * For how long units that were asked for by name are kept for whoever asked: the patience of a click, the time in which
     * nothing may be opened any more, and a little. What is then left over goes back, since somebody elsewhere may name it.
     */
    private static final Duration NAMED_OPEN = Claims.PATIENCE.multipliedBy(2).plusSeconds(Limits.OPEN_MARGIN_SECONDS);
    /** A low stock is looked at this long after a claim, once for all claims of that time. */
    private static final Duration LOOK_AFTER = Duration.ofMillis(250);

    private final World world;
    private final Host self;
    private final Store store;
    private final Outbox outbox;
    private final Agreements agreements;
    private final StockStore stock = new StockStore();
    private final Demand demand = new Demand();
    private final Set<Long> looking = ConcurrentHashMap.newKeySet();
    private final Waiters waiters;
    private final Files files;

    /** The stock of this host's members. */
    public Stock(World world, Host self, Store store, Outbox outbox, Agreements agreements, Files files) {
        this.world = world;
        this.self = self;
        this.store = store;
        this.outbox = outbox;
        this.agreements = agreements;
        this.waiters = new Waiters(world);
        this.files = files;
        files.onArrival(waiters::wake);
    }

    /**
     * How a request for slots went.
     *
     * @param listing the listing's key, or 0
     * @param request what was asked now, or null
     * @param problem why nobody was asked; null while an answer is on its way
     */
    record Asking(long listing, Id request, Problem problem) {
    }

    /** Asks for slots of any units; claims that are about to be opened count like those of the last minutes. */
    Future<Asking> ask(ObjectUrl url, int soon) {
        return ask(url, List.of(), soon);
    }

    /**
     * Asks for slots of a listing, unless an answer, or files of slots that came, are on their way already; named units are
     * asked for in any case. Nothing is asked where the publishing node has just said that there is nothing.
     *
     * @param units these very units, or empty: as many as the stock rule says
     */
    Future<Asking> ask(ObjectUrl url, List<Id> units) {
        return ask(url, units, 0);
    }

    private Future<Asking> ask(ObjectUrl url, List<Id> units, int soon) {
        Instant now = world.now();
        if (agreements.level(url.host()) != Level.CLAIM) {
            return Future.succeededFuture(new Asking(0, null, Problem.PEER_LIMITED));
        }
        return store.write(tx -> stock.listing(tx, url, now).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(new Asking(0, null, Problem.LISTING_NOT_FOUND));
            }
            Asked listing = found.get();
            if (!listing.open()) {
                return Future.succeededFuture(new Asking(listing.key(), null, Problem.LISTING_NOT_OPEN));
            }
            if (units.isEmpty() && listing.outstanding()) {
                return Future.succeededFuture(new Asking(listing.key(), null, null));
            }
            if (units.isEmpty() && listing.problem() != null) {
                return Future.succeededFuture(new Asking(listing.key(), null, listing.problem()));
            }
            int count = units.isEmpty() ? StockRule.ask(demand.recent(listing.key(), now) + soon) : units.size();
            return request(tx, url, listing, count, units, now);
        }));
    }

    private Future<Asking> request(Tx tx, ObjectUrl url, Asked listing, int count, List<Id> units, Instant now) {
        Id request = world.newId();
        return stock.request(tx, request, listing, count, units, now).compose(added -> added
            ? outbox.post(tx, world.second(), url.host(), new SlotsRequested(request, url, listing.revision(), count, units))
                .map(new Asking(listing.key(), request, null))
            : Future.succeededFuture(new Asking(listing.key(), null, null)));
    }

    /** Whether the publishing node still owes an answer to this request, or a part of it. */
    Future<Boolean> isOwed(Id request) {
        return stock.isOwed(store, request);
    }

    /** Whether claims may be opened on slots of this listing's host at all. */
    boolean mayOpen(ObjectUrl listing) {
        Host host = listing.host();
        return agreements.level(host) == Level.CLAIM && agreements.clocksAgree(host) && agreements.isWitnessed(host);
    }

    /** Waits from now on for the next grant or refusal for a listing. */
    Waiters.Wait await(long listing, Duration patience) {
        return waiters.begin(listing, patience);
    }

    /** A slot of this listing may be in stock again. */
    void restocked(long listing) {
        waiters.wake(listing);
    }

    /** Members opened claims: if the stock is getting low, more is asked for before the next member has to wait. */
    void opened(ObjectUrl url, long listing, int count) {
        demand.opened(listing, world.now(), count);
        if (looking.add(listing)) {
            world.after(LOOK_AFTER, () -> {
                looking.remove(listing);
                int enough = StockRule.ask(demand.recent(listing, world.now())) / 2;
                stock.atLeast(store, listing, enough)
                    .compose(well -> well ? Future.succeededFuture() : ask(url, List.of()).mapEmpty())
                    .onFailure(error -> LOG.warn("a low stock of {} was not filled", url, error));
            });
        }
    }

    /**
     * Grants: each slot goes into the stock, or waits for its files. Refused, with no effect, if it answers nothing that we
     * asked this node or its times are not those of a lease ({@code no-such-request}, F-35); a part that we have changes
     * nothing. A slot that we hold under another lease is given back under this one, so it never has two claims.
     */
    public Receiver<SlotsGranted> granted() {
        return Receiver.oneByOne((tx, from, next) -> granted(tx, from, next.message()));
    }

    private Future<Verdict> granted(Tx tx, Host from, SlotsGranted grant) {
        return stock.asked(tx, grant.request(), from).compose(found -> {
            if (found.isEmpty() || !found.get().mayTake(grant)) {
                return Future.succeededFuture(Verdict.refused(Problem.NO_SUCH_REQUEST));
            }
            var request = found.get();
            if (request.has(grant.part())) {
                return Future.succeededFuture(Verdict.APPLIED);
            }
            if (!LeaseTimes.fit(grant.openUntil(), grant.until(), grant.reclaimAt(), request.claimSeconds())) {
                return Future.succeededFuture(Verdict.refused(Problem.NO_SUCH_REQUEST));
            }
            var times = new LeaseTimes(grant.openUntil(), grant.until(), grant.reclaimAt());
            return stock.lease(tx, from, request, grant).compose(lease -> lease.isEmpty()
                ? Future.succeededFuture(Verdict.refused(Problem.NO_SUCH_REQUEST))
                : stock.hold(tx, lease.get(), request, grant, openUntil(request, grant), times.claimSeconds(), from.equals(self))
                    .compose(doubled -> stock.giveBack(tx, lease.get(), doubled))
                    .compose(returned -> say(tx, returned))
                    .compose(said -> files.expect(tx, from, lease.get(), grant.slots()))
                    .map(done -> {
                        tx.afterCommit(() -> waiters.wake(request.listing()));
                        return Verdict.APPLIED;
                    }));
        });
    }

    private Instant openUntil(StockStore.Request request, SlotsGranted grant) {
        Instant named = world.now().plus(NAMED_OPEN).truncatedTo(ChronoUnit.SECONDS);
        return request.named() && named.isBefore(grant.openUntil()) ? named : grant.openUntil();
    }

    /** Refusals of what we asked: nothing is asked again before the time that the publishing node names. */
    public Receiver<SlotsRefused> refused() {
        return Receiver.oneByOne((tx, from, next) -> refused(tx, from, next.message()));
    }

    private Future<Verdict> refused(Tx tx, Host from, SlotsRefused refusal) {
        long wait = Math.clamp(refusal.retryAfterSeconds(), 1, Limits.RETRY_AFTER_MAX_SECONDS);
        Problem problem = Problem.find(refusal.problem()).orElse(Problem.NONE_LEFT);
        return stock.refused(tx, refusal.request(), from, problem, world.now().plusSeconds(wait)).map(found -> {
            if (found.isEmpty()) {
                return Verdict.refused(Problem.NO_SUCH_REQUEST);
            }
            if (found.get() > 0) {
                tx.afterCommit(() -> waiters.wake(found.get()));
            }
            return Verdict.APPLIED;
        });
    }

    /** Recalls: no claim is opened on the slots any more, and those on which nobody works go back in the same transaction. */
    public Receiver<SlotsRecalled> recalled() {
        return Receiver.oneByOne((tx, from, next) ->
            stock.recall(tx, from, next.message().lease(), next.message().slots(), world.now()).compose(lease ->
                lease.isEmpty() ? Future.succeededFuture(Verdict.refused(Problem.NO_SUCH_REQUEST))
                    : stock.returnRecalled(tx, lease.get(), next.message().slots())
                        .compose(returned -> say(tx, returned)).map(Verdict.APPLIED)));
    }

    /**
     * What the clock and the board alone change, a bounded part per call: claims that nobody answered in time expire, and
     * slots go back that may not be opened any more because their time is over, the listing is not open, its revision is
     * gone, or its host is limited. A repeat finds nothing to do. Gives how many slots moved.
     */
    public Future<Integer> tick() {
        Instant now = world.now();
        String[] hosts = agreements.hosts().stream().filter(host -> agreements.level(host) == Level.CLAIM)
            .map(Host::toString).toArray(String[]::new);
        return store.write(tx -> stock.expire(tx, now.minusSeconds(Limits.CLAIM_GRACE_SECONDS), now, TICK_SLOTS).map(expired -> {
                expired.forEach(listing -> tx.afterCommit(() -> waiters.wake(listing)));
                return expired.size();
            }))
            .compose(expired -> store.write(tx -> stock.runOut(tx, now, hosts, TICK_SLOTS)
                .compose(returned -> say(tx, returned)
                    .map(said -> expired + returned.stream().mapToInt(lease -> lease.slots().size()).sum()))));
    }

    private Future<Void> say(Tx tx, List<Returned> returned) {
        return outbox.post(tx, world.second(), returned.stream().map(lease ->
            new Outgoing(lease.peer(), new SlotsReturned(lease.lease(), lease.number(), lease.slots()))).toList());
    }
}
