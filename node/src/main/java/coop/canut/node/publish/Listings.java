package coop.canut.node.publish;

import coop.canut.node.World;
import coop.canut.node.ledger.Account;
import coop.canut.node.ledger.Ledger;
import coop.canut.node.ledger.Transfer;
import coop.canut.node.member.Requester;
import coop.canut.node.post.Outbox;
import coop.canut.node.publish.Prepared.Uploaded;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.ListingMessage.Published;
import coop.canut.protocol.message.ListingMessage.State;
import coop.canut.protocol.message.ListingMessage.StateChanged;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.work.Template;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Publishing: a draft becomes a funded listing with its units and slots, and one message to everyone, or nothing does. */
public final class Listings {

    /** Slots of one listing: about ten seconds of inserting, which one transaction may take. */
    static final long SLOTS = 250_000;
    /** Listings that one call of {@link #tick} looks after. */
    private static final int TICK_LISTINGS = 20;
    /** Listings of one page. */
    public static final int PAGE = 100;

    private final World world;
    private final Host self;
    private final Store store;
    private final Outbox outbox;
    private final Ledger ledger;
    private final Terms terms;
    private final Leases leases;
    private final ItemStore items = new ItemStore();
    private final DraftStore drafts = new DraftStore();
    private final ListingStore listings = new ListingStore();
    private final BonusStore bonuses = new BonusStore();

    /** The listings of this host. */
    public Listings(World world, Host self, Store store, Outbox outbox, Ledger ledger, Terms terms, Leases leases) {
        this.world = world;
        this.self = self;
        this.store = store;
        this.outbox = outbox;
        this.ledger = ledger;
        this.terms = terms;
        this.leases = leases;
    }

    /**
     * Publishes a draft. Escrow for every slot (price, fee, fund), units, slots and the message to everyone are one
     * transaction: if we crash, either all of it happened or nothing did.
     *
     * @throws Refused (in the future) {@code requester-suspended}, {@code requester-unchecked}; with the draft's member as
     *     field: {@code below-floor} on {@code price};
     *     {@code funds-missing} on {@code funds}, the missing amount in its detail; {@code field-missing},
     *     {@code field-wrong}, {@code price-too-small}, {@code csv-…} and {@code image-missing} as DESIGN.md 6 has them
     */
    public Future<Progress> publish(Requester requester, Draft draft) {
        return prepare(requester, draft).map(Prepared::requireSound)
            .compose(prepared -> store.write(tx -> publish(tx, requester, draft, prepared)))
            .compose(id -> progress(requester, id));
    }

    /**
     * Publishes a draft that was saved, and takes it away in the same transaction: however often the button is pressed,
     * there is one listing.
     *
     * @param savedDraft that {@code draft} was made of
     * @throws Refused (in the future) {@code not-found} if it is published already, discarded or another's; otherwise as
     *     {@link #publish(Requester, Draft)}, and the saved draft stays
     */
    public Future<Progress> publish(Requester requester, Draft draft, Id savedDraft) {
        return drafts.find(store, requester.id(), savedDraft)
            .compose(found -> prepare(requester, draft)).map(Prepared::requireSound)
            .compose(prepared -> store.write(tx -> drafts.take(tx, requester.id(), savedDraft)
                .compose(taken -> publish(tx, requester, draft, prepared))))
            .compose(id -> progress(requester, id));
    }

    /**
     * What a draft would cost, and everything for which {@link #publish} would refuse it. Reads, and stores nothing.
     *
     * @throws Refused (in the future) only {@code store-unavailable}
     */
    public Future<Quote> quote(Requester requester, Draft draft) {
        return prepare(requester, draft).compose(prepared -> {
            Cost cost = prepared.cost();
            return cost == null ? Future.succeededFuture(prepared.quote(draft, null))
                : ledger.balance(store, Account.prepaid(requester.id()), cost.price().currency())
                    .map(balance -> prepared.quote(draft, Money.of(balance, cost.price().currency())));
        }).compose(quote -> terms.requireMayPublish(store, requester.id()).map(quote).recover(error ->
            error instanceof Refused refused ? Future.succeededFuture(quote.with(refused)) : Future.failedFuture(error)));
    }

    private Future<Prepared> prepare(Requester requester, Draft draft) {
        var url = new ObjectUrl(Noun.LISTING, self, world.newId());
        var now = world.second();
        var policy = terms.policy();
        return uploaded(requester, draft.items()).compose(items ->
            world.compute(() -> Prepared.of(url, requester, draft, items, policy, now)));
    }

    private Future<Uploaded> uploaded(Requester requester, Id set) {
        if (set == null) {
            return Future.succeededFuture(Uploaded.none(Refused.at(Problem.FIELD_MISSING, "items", "none")));
        }
        return items.find(store, requester.id(), set)
            .compose(found -> items.rows(store, set).compose(rows -> items.files(store, set)
                .map(files -> new Uploaded(found.columns(), rows, files, null))))
            .recover(error -> error instanceof Refused refused && refused.problem() == Problem.LISTING_NOT_FOUND
                ? Future.succeededFuture(Uploaded.none(refused)) : Future.failedFuture(error));
    }

    private Future<Id> publish(Tx tx, Requester requester, Draft draft, Prepared prepared) {
        Published published = prepared.published();
        Id id = published.listing().id();
        Cost cost = prepared.cost();
        Account prepaid = Account.prepaid(requester.id());
        String currency = cost.price().currency();
        var now = world.now();
        return terms.requireMayPublish(tx, requester.id()).compose(may -> ledger.lockedBalance(tx, prepaid, currency))
            .compose(balance -> {
            cost.missing(Money.of(balance, currency), draft.topUp()).ifPresent(missing -> {
                throw missing;
            });
            var reserve = new Transfer(Transfer.Kind.RESERVE, id.toString(), prepaid, Account.escrow(id), cost.whole());
            return ledger.post(tx, draft.topUp() == null ? List.of(reserve) : List.of(reserve, new Transfer(
                Transfer.Kind.TOPUP, id + "/published", prepaid, Account.topUp(id), draft.topUp())));
        }).compose(funded -> listings.add(tx, published, requester.id(), draft, cost.fee(), cost.fund(),
                prepared.policy().policy().rejectionDays(), now))
            .compose(added -> draft.topUp() == null ? Future.succeededFuture() : bonuses.toppedUp(tx, id, true))
            .compose(aside -> listings.addUnits(tx, world, id, prepared.units(), draft.answersPerUnit()))
            .compose(added -> outbox.publish(tx, world.second(), published))
            .map(id);
    }

    /** How one of the requester's listings stands; {@code listing-not-found} for another's. */
    public Future<Progress> progress(Requester requester, Id listing) {
        return listings.progress(store, self, requester.id(), null, listing, 1).map(found -> found.stream().findFirst()
            .orElseThrow(() -> new Refused(Problem.LISTING_NOT_FOUND, "listing " + listing)));
    }

    /**
     * The requester's listings, oldest first, at most a hundred.
     *
     * @param after the last id of the page before, or null
     */
    public Future<List<Progress>> mine(Requester requester, Id after) {
        return listings.progress(store, self, requester.id(), after, null, PAGE);
    }

    /**
     * The requester's listings, newest first.
     *
     * @param before the last id of the page before, or null
     * @param limit  1 to {@link #PAGE}; beyond that is cut
     */
    public Future<List<Progress>> recent(Requester requester, Id before, int limit) {
        return listings.recent(store, self, requester.id(), before, Math.clamp(limit, 1, PAGE));
    }

    /** What was agreed about one of the requester's listings; {@code listing-not-found} for another's. */
    public Future<Frozen> frozen(Requester requester, Id listing) {
        return listings.find(store, requester.id(), listing).map(found -> new Frozen(Template.read(found.template()),
            found.price(), found.estimatedSeconds(), found.rejectionDays()));
    }

    /** How long the answers of one of the requester's listings take; {@code listing-not-found} for another's. */
    public Future<Pace> pace(Requester requester, Id listing) {
        return listings.find(store, requester.id(), listing).compose(found -> listings.pace(store, found));
    }

    /**
     * Opens, pauses, withdraws or closes a listing. No new lease is granted unless it is open; what is lent is asked back
     * and, where somebody is at work already, waited for and paid (W-11). Saying the present state again changes nothing.
     *
     * @param reason one line that the workers read
     * @throws Refused (in the future) {@code listing-not-found}; {@code listing-not-open} after it has ended
     */
    public Future<Progress> changeState(Requester requester, Id listing, State state, String reason) {
        if (reason == null || reason.isBlank() || reason.length() > Limits.LINE_CHARS) {
            return Future.failedFuture(Refused.at(Problem.FIELD_MISSING, "reason", "no reason, or too long"));
        }
        return store.write(tx -> listings.lock(tx, listing).compose(found -> {
            Listing now = found.filter(row -> row.requester().equals(requester.id()))
                .orElseThrow(() -> new Refused(Problem.LISTING_NOT_FOUND, "listing " + listing));
            if (now.state() == state) {
                return Future.succeededFuture();
            }
            if (now.state().isFinal()) {
                throw new Refused(Problem.LISTING_NOT_OPEN, listing + " is " + now.state());
            }
            return change(tx, now, state, reason);
        })).compose(changed -> progress(requester, listing));
    }

    private Future<Void> change(Tx tx, Listing listing, State state, String reason) {
        long number = listing.stateNumber() + 1;
        var said = new StateChanged(new ObjectUrl(Noun.LISTING, self, listing.id()), number, state, reason, null);
        Future<Void> asked = state == State.OPEN ? Future.succeededFuture() : leases.recall(tx, listing.id());
        return asked
            .compose(done -> listings.setState(tx, listing.id(), state, number))
            .compose(set -> outbox.publish(tx, world.second(), said))
            .compose(said1 -> state.isFinal() ? release(tx, listing) : Future.succeededFuture());
    }

    /**
     * Does what time and progress bring about, a bounded part per call: closes listings whose deadline passed or whose slots
     * are all done, and sends back the escrow of free slots of ended ones. A repeat finds nothing to do.
     */
    public Future<Void> tick() {
        return listings.ended(store, world.now(), TICK_LISTINGS).compose(this::closeEach)
            .compose(closed -> listings.releasable(store, TICK_LISTINGS)).compose(this::releaseEach);
    }

    private Future<Void> closeEach(List<Id> ended) {
        Future<Void> done = Future.succeededFuture();
        for (Id id : ended) {
            done = done.compose(before -> store.write(tx -> listings.lock(tx, id).compose(found -> {
                Optional<Listing> running = found.filter(row -> !row.state().isFinal());
                return running.isEmpty() ? Future.succeededFuture()
                    : change(tx, running.get(), State.CLOSED,
                        world.now().isBefore(running.get().deadline()) ? "Every answer is in." : "The deadline has passed.");
            })));
        }
        return done;
    }

    private Future<Void> releaseEach(List<Id> ended) {
        Future<Void> done = Future.succeededFuture();
        for (Id id : ended) {
            done = done.compose(before -> store.write(tx -> listings.lock(tx, id).compose(found ->
                found.isEmpty() ? Future.succeededFuture() : release(tx, found.get()))));
        }
        return done;
    }

    /** Free slots of an ended listing are released and their money goes back; numbered, so that each release pays once. */
    private Future<Void> release(Tx tx, Listing listing) {
        return listings.release(tx, listing.id()).compose(released -> {
            if (released.slots() == 0) {
                return Future.succeededFuture();
            }
            var back = new Transfer(Transfer.Kind.RELEASE, listing.id() + "/" + released.number(),
                Account.escrow(listing.id()), Account.prepaid(listing.requester()),
                listing.perSlot().times(released.slots()));
            return ledger.post(tx, List.of(back)).mapEmpty();
        });
    }

    /**
     * The units of a listing with the row of the file that each came from, in the file's order.
     *
     * @param after position of the last unit of the page before, 0 for the first page
     */
    public Future<List<Placed>> units(Requester requester, Id listing, int after, int limit) {
        return listings.find(store, requester.id(), listing).compose(found -> listings.units(store, listing, after, limit));
    }

    /**
     * A unit and its row.
     *
     * @param position 1 and rising
     * @param row      of the items, 1 being the first after the column names
     */
    public record Placed(Id unit, int position, int row) {
    }
}
