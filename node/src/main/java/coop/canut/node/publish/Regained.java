package coop.canut.node.publish;

import coop.canut.node.World;
import coop.canut.node.ledger.Ledger;
import coop.canut.node.post.Outbox;
import coop.canut.node.post.Receiver;
import coop.canut.node.post.Received;
import coop.canut.node.post.Verdict;
import coop.canut.node.publish.ReviewStore.Answered;
import coop.canut.node.store.Tx;
import coop.canut.protocol.message.ListingMessage.Published;
import coop.canut.protocol.message.ListingMessage.State;
import coop.canut.protocol.message.ListingMessage.StateChanged;
import coop.canut.protocol.message.StandingMessage.ReceiptIssued;
import coop.canut.protocol.message.WorkMessage.Accepted;
import coop.canut.protocol.message.WorkMessage.RejectionProposed;
import coop.canut.protocol.message.WorkMessage.SlotsGranted;
import coop.canut.protocol.message.WorkMessage.SlotsRecalled;
import coop.canut.protocol.message.WorkMessage.SlotsRefused;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the publishing side had said and a backup did not know, taken in again as peers give it back: leases come back, and so
 * do decisions and what is owed. Nothing is said anew, since all of it was heard. Source: FEDERATION.md 5.1.
 */
public final class Regained {

    private static final Logger LOG = LoggerFactory.getLogger(Regained.class);
    private static final String LOST = "The records of this listing were lost with a disk. Work that was handed in is paid.";

    private final World world;
    private final Host self;
    private final Outbox outbox;
    private final RegainedStore regained = new RegainedStore();
    private final LeaseStore leases = new LeaseStore();
    private final ListingStore listings = new ListingStore();
    private final ReviewStore reviews = new ReviewStore();
    private final ReceiptStore receipts = new ReceiptStore();
    private final Acceptances acceptances;

    /** What this host's publishing side takes in again. */
    public Regained(World world, Host self, Outbox outbox, Ledger ledger) {
        this.world = world;
        this.self = self;
        this.outbox = outbox;
        this.acceptances = new Acceptances(world, self, outbox, ledger);
    }

    /**
     * A lease. Of two for one slot the later counts, since we lend again only after the former has ended; the other is
     * remembered as one that was reclaimed, so that an answer under it is still taken.
     */
    public Receiver<SlotsGranted> granted() {
        return Receiver.oneByOne((tx, to, next) -> {
            SlotsGranted grant = next.message();
            List<Id> slots = grant.slots().stream().map(slot -> slot.slot()).toList();
            return leases.first(tx, to, grant.request(), next.published())
                .compose(first -> regained.listing(tx, slots))
                .compose(listing -> listing.isEmpty() ? Future.succeededFuture(Verdict.NOT_YET)
                    : regained.lease(tx, to, grant, listing.get(), next.published())
                        .compose(lease -> regained.lend(tx, to, grant.lease(), slots, grant.until(), next.published()))
                        .map(Verdict.APPLIED));
        });
    }

    /** A request that was answered with a refusal: it is not answered again. */
    public Receiver<SlotsRefused> refused() {
        return Receiver.oneByOne((tx, to, next) ->
            leases.first(tx, to, next.message().request(), next.published()).map(Verdict.APPLIED));
    }

    /** How often slots of a lease were asked back: the next time has another number. */
    public Receiver<SlotsRecalled> recalled() {
        return Receiver.oneByOne((tx, to, next) -> regained.recalls(tx, next.message().lease(), next.message().number())
            .map(known -> known ? Verdict.APPLIED : Verdict.NOT_YET));
    }

    /** A debt. It stands on answers, which have to be read again first. Nothing else was decided of them meanwhile. */
    public Receiver<Accepted> accepted() {
        return Receiver.oneByOne((tx, to, next) -> {
            Accepted said = next.message();
            List<Id> claims = said.items().stream().map(item -> item.claim()).toList();
            return reviews.lockClaims(tx, to, claims).compose(rows -> {
                if (rows.size() < claims.size()) {
                    return Future.succeededFuture(Verdict.NOT_YET);
                }
                List<Answered> open = rows.stream().filter(row -> !row.state().equals("accepted")).toList();
                return open.isEmpty() ? Future.succeededFuture(Verdict.APPLIED)
                    : acceptances.regain(tx, said, open, next.published()).map(Verdict.APPLIED);
            });
        });
    }

    /**
     * A debt for answers that will not come again, because only the lost disk knew their listing: it is owed all the same, and
     * stands in the books as a loss.
     */
    public Receiver<Accepted> acceptedOfLost() {
        return Receiver.oneByOne((tx, to, next) -> acceptances.owe(tx, to, next.message()).map(Verdict.APPLIED));
    }

    /** A proposal to reject an answer, which has to be read again first. */
    public Receiver<RejectionProposed> rejectionProposed() {
        return Receiver.oneByOne((tx, to, next) -> {
            RejectionProposed said = next.message();
            return reviews.lockClaims(tx, to, List.of(said.claim())).compose(rows -> {
                if (rows.isEmpty()) {
                    return Future.succeededFuture(Verdict.NOT_YET);
                }
                Answered row = rows.getFirst();
                return !row.state().equals("submitted") ? Future.succeededFuture(Verdict.APPLIED)
                    : reviews.propose(tx, row, said.reason(), said.text(), said.by(), next.published(), said.lapsesAt())
                        .compose(proposed -> receipts.contest(tx, row, next.published())).map(Verdict.APPLIED);
            });
        });
    }

    /** A summary: the next one has another number, and counts on. */
    public Receiver<ReceiptIssued> receiptIssued() {
        return Receiver.oneByOne((tx, to, next) -> receipts.regain(tx, to, next.message()).map(Verdict.APPLIED));
    }

    /** A listing that the backup does not know. Its units are gone, so nobody takes it any more. */
    public Receiver<Published> published() {
        return Receiver.oneByOne((tx, to, next) -> listings.find(tx, next.message().listing().id()).compose(found ->
            found.isPresent() ? Future.succeededFuture(Verdict.APPLIED) : withdraw(tx, next).map(Verdict.APPLIED)));
    }

    private Future<Void> withdraw(Tx tx, Received<Published> next) {
        LOG.warn("{} was published after the backup was made; it is withdrawn", next.message().listing());
        // Above every number that was said of it and is not known any more.
        long number = world.now().getEpochSecond();
        return outbox.publish(tx, world.second(),
            new StateChanged(next.message().listing(), number, State.WITHDRAWN, LOST, null));
    }

    /** What became of a listing. */
    public Receiver<StateChanged> stateChanged() {
        return Receiver.oneByOne((tx, to, next) -> listings.lock(tx, next.message().listing().id()).compose(found ->
            found.isEmpty() || found.get().stateNumber() >= next.message().number() ? Future.succeededFuture(Verdict.APPLIED)
                : listings.setState(tx, found.get().id(), next.message().state(), next.message().number())
                    .map(Verdict.APPLIED)));
    }
}
