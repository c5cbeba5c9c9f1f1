package coop.canut.node.publish;

import coop.canut.node.World;
import coop.canut.node.post.Outbox;
import coop.canut.node.post.Outbox.Outgoing;
import coop.canut.node.post.Received;
import coop.canut.node.post.Receiver;
import coop.canut.node.post.Verdict;
import coop.canut.node.publish.LeaseStore.Ask;
import coop.canut.node.publish.LeaseStore.Recalled;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.message.ListingMessage.State;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.message.WorkMessage.GrantedSlot;
import coop.canut.protocol.message.WorkMessage.SlotsGranted;
import coop.canut.protocol.message.WorkMessage.SlotsRecalled;
import coop.canut.protocol.message.WorkMessage.SlotsRefused;
import coop.canut.protocol.message.WorkMessage.SlotsRequested;
import coop.canut.protocol.message.WorkMessage.SlotsReturned;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.work.LeaseTimes;
import coop.canut.protocol.work.StockRule;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Which node holds which slots of our listings. A slot changes hands by a conditional update of its one row, and the
 * constraint {@code one_live_lease_per_slot} stands behind that: it is never lent twice, whatever races. Source:
 * FEDERATION.md 8.
 */
public final class Leases {

    /** For how long a node may open claims on what it was lent: long enough for a quiet hour, short enough to lose. */
    public static final long OPEN_SECONDS = 1_800;
    /** The least time to open that is worth a lease: its holder stops 30 s before the end. */
    private static final long OPEN_LEAST_SECONDS = 2L * Limits.OPEN_MARGIN_SECONDS;
    /** Slots of one listing that one node holds at once, lent and unanswered (W-02). */
    static final int HELD = 5_000;
    /** Slots that one call of {@link #tick} moves. */
    private static final int TICK_SLOTS = 2_000;
    /** Bytes of a granted slot beside its input and files: two ids and the names of the members. */
    private static final int SLOT_BYTES = 120;
    /** Bytes of one file of a slot: hash, length, media type and the names of the members. */
    private static final int CONTENT_BYTES = 160;
    /** When a node may ask again, in seconds. */
    private static final long SOON = 30;
    private static final long LATER = 300;

    private final World world;
    private final Host self;
    private final Store store;
    private final Outbox outbox;
    private final Terms terms;
    private final LeaseStore leases = new LeaseStore();
    private final ListingStore listings = new ListingStore();

    /** The leases of this host's listings. */
    public Leases(World world, Host self, Store store, Outbox outbox, Terms terms) {
        this.world = world;
        this.self = self;
        this.store = store;
        this.outbox = outbox;
        this.terms = terms;
    }

    /** Answers requests for slots: each exactly once, with slots or a reason. */
    public Receiver<SlotsRequested> requested() {
        return Receiver.oneByOne((tx, from, next) -> requested(tx, from, next.message()));
    }

    private Future<Verdict> requested(Tx tx, Host from, SlotsRequested asked) {
        if (!asked.listing().host().equals(self)) {
            return Future.succeededFuture(Verdict.refused(Problem.NOT_OWNER));
        }
        return leases.first(tx, from, asked.request(), world.now())
            .compose(first -> first ? answer(tx, from, asked) : Future.succeededFuture())
            .map(Verdict.APPLIED);
    }

    private Future<Void> answer(Tx tx, Host from, SlotsRequested asked) {
        Instant now = world.now();
        return listings.find(tx, asked.listing().id()).compose(found -> {
            if (found.isEmpty()) {
                return refuse(tx, from, asked, Problem.LISTING_NOT_OPEN, List.of(), LATER);
            }
            Listing listing = found.get();
            if (terms.level(from) != Level.CLAIM || !listing.offeredTo(from)) {
                return refuse(tx, from, asked, Problem.PEER_LIMITED, List.of(), LATER);
            }
            long openSeconds = Math.min(OPEN_SECONDS, Duration.between(now, listing.deadline()).toSeconds());
            if (listing.state() != State.OPEN || openSeconds < OPEN_LEAST_SECONDS) {
                return refuse(tx, from, asked, Problem.LISTING_NOT_OPEN, List.of(), LATER);
            }
            if (isLentUnknown(listing, now)) {
                return refuse(tx, from, asked, Problem.NONE_LEFT, List.of(), LATER);
            }
            if (asked.revision() != listing.revision()) {
                return refuse(tx, from, asked, Problem.REVISION_OLD, List.of(), SOON);
            }
            return lend(tx, from, asked, listing, openSeconds, now);
        });
    }

    /**
     * After a backup was put back: whether a slot that looks free may be lent to somebody who has not answered yet. The longest
     * lease that we may have granted before is over some time; then what is lent anew costs an extra answer at most.
     */
    private boolean isLentUnknown(Listing listing, Instant now) {
        Instant restored = terms.lentUnknownSince();
        return restored != null && listing.id().at().isBefore(restored) && now.isBefore(
            LeaseTimes.of(restored, OPEN_SECONDS, listing.claimSeconds(), listing.reclaimSeconds()).reclaimAt());
    }

    private Future<Void> lend(Tx tx, Host from, SlotsRequested asked, Listing listing, long openSeconds, Instant now) {
        return leases.ask(tx, from, listing.id(), now, now.minusSeconds(Limits.STOCK_SHARE_SECONDS)).compose(ask -> {
            if (ask.held() >= HELD) {
                return refuse(tx, from, asked, Problem.QUOTA, List.of(), LATER);
            }
            return credit(tx, from, listing).compose(credit -> {
                if (credit < 1) {
                    return refuse(tx, from, asked, Problem.CREDIT_EXCEEDED, List.of(), LATER);
                }
                int limit = (int) Math.min(Math.min(stock(asked, ask), credit), HELD - ask.held());
                return grant(tx, from, asked, listing, limit, LeaseTimes.of(now, openSeconds, listing.claimSeconds(),
                    listing.reclaimSeconds()), now);
            });
        });
    }

    /**
     * What the stock rule gives. Named units are outside the share: whoever names them knows them from an earlier lease, and
     * asks for those very ones.
     */
    private static long stock(SlotsRequested asked, Ask ask) {
        return asked.units().isEmpty()
            ? StockRule.grant(asked.count(), ask.free(), Math.max(1, ask.asking()), ask.overdue())
            : Math.min(asked.count(), Limits.SLOTS_PER_REQUEST);
    }

    /** For how many more slots the holder lets us owe it. What we owe and what its held slots will cost count together. */
    private Future<Long> credit(Tx tx, Host from, Listing listing) {
        return from.equals(self) ? Future.succeededFuture(Long.MAX_VALUE)
            : terms.creditGivenBy(tx, from, listing.currency()).compose(limit ->
                leases.owedTo(tx, from, listing.currency())
                    .map(owed -> (limit - owed) / listing.price().amount()));
    }

    private Future<Void> grant(Tx tx, Host from, SlotsRequested asked, Listing listing, int limit, LeaseTimes times,
                               Instant now) {
        Id lease = world.newId();
        return leases.grant(tx, from, lease, listing, asked, times, limit, now).compose(slots -> {
            if (slots.isEmpty()) {
                return leases.holders(tx, listing.id(), asked.units())
                    .compose(holders -> refuse(tx, from, asked, Problem.NONE_LEFT, holders, SOON));
            }
            List<List<GrantedSlot>> parts = Parts.split(slots, Limits.SLOTS_PER_REQUEST, slot ->
                SLOT_BYTES + Parts.encoded(slot.input()) + CONTENT_BYTES * slot.content().size());
            List<Outgoing> messages = new ArrayList<>();
            for (int part = 0; part < parts.size(); part++) {
                messages.add(new Outgoing(from, new SlotsGranted(asked.request(), part + 1, parts.size(), lease,
                    times.openUntil(), times.until(), times.reclaimAt(), parts.get(part))));
            }
            return outbox.post(tx, world.second(), messages);
        });
    }

    private Future<Void> refuse(Tx tx, Host from, SlotsRequested asked, Problem problem, List<Host> holders,
                                long retryAfterSeconds) {
        return outbox.post(tx, world.second(), from,
            new SlotsRefused(asked.request(), problem.code(), holders, retryAfterSeconds));
    }

    /**
     * Takes slots back. What was returned, answered or reclaimed before is left as it is; a lease of another node is
     * {@code slot-not-leased}.
     */
    public Receiver<SlotsReturned> returned() {
        return (tx, from, run) -> leases.known(tx, from, run.stream().map(next -> next.message().lease()).toList())
            .compose(known -> {
                List<SlotsReturned> ours = run.stream().map(Received::message)
                    .filter(message -> known.contains(message.lease())).toList();
                List<Verdict> verdicts = run.stream().map(next -> known.contains(next.message().lease())
                    ? Verdict.APPLIED : Verdict.refused(Problem.SLOT_NOT_LEASED)).toList();
                return ours.isEmpty() ? Future.succeededFuture(verdicts)
                    : leases.takeBack(tx, ours).compose(freed -> leases.adopt(tx, freed)).map(verdicts);
            });
    }

    /** Asks back everything that is lent of a listing: the holders open no more claims and return what nobody works on. */
    Future<Void> recall(Tx tx, Id listing) {
        return leases.recallAll(tx, listing).compose(recalled -> recall(tx, recalled));
    }

    /** Asks single slots back from whoever holds them. */
    Future<Void> recallSlots(Tx tx, List<Id> slots) {
        return slots.isEmpty() ? Future.succeededFuture()
            : leases.recallSlots(tx, slots).compose(recalled -> recall(tx, recalled));
    }

    private Future<Void> recall(Tx tx, List<Recalled> recalled) {
        return outbox.post(tx, world.second(), recalled.stream().map(lease -> new Outgoing(lease.host(),
            new SlotsRecalled(lease.lease(), lease.number(), lease.slots()))).toList());
    }

    /**
     * What the clock alone does, a bounded part per call: leases that are over make their slots overdue, and slots that
     * nobody answered until {@code reclaimAt} are free again without a word. A repeat finds nothing to do.
     */
    public Future<Void> tick() {
        Instant now = world.now();
        return store.write(tx -> leases.overdue(tx, now, TICK_SLOTS))
            .compose(done -> store.write(tx -> leases.reclaim(tx, now, TICK_SLOTS)
                .compose(freed -> leases.adopt(tx, freed))));
    }
}
