package coop.canut.node.work;

import coop.canut.node.World;
import coop.canut.node.ledger.Account;
import coop.canut.node.ledger.Ledger;
import coop.canut.node.ledger.Transfer;
import coop.canut.node.post.Receiver;
import coop.canut.node.post.Verdict;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.node.work.ReviewStore.Handed;
import coop.canut.protocol.Problem;
import coop.canut.protocol.message.WorkMessage.BonusGranted;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/**
 * What requesters give our members beside the price. A bonus is booked like an acceptance: from what its cooperative owes us to
 * what we owe the member, in the transaction that reads it, and the worker gets all of it.
 */
public final class Bonuses {

    /** Bonuses that are listed. */
    public static final int PAGE = 100;

    private final World world;
    private final Host self;
    private final Store store;
    private final Ledger ledger;
    private final ReviewStore reviews = new ReviewStore();
    private final BonusStore bonuses = new BonusStore();

    /** The bonuses that this host's members get. */
    public Bonuses(World world, Host self, Store store, Ledger ledger) {
        this.world = world;
        this.self = self;
        this.store = store;
        this.ledger = ledger;
    }

    /**
     * A bonus that a member was given.
     *
     * @param from   the cooperative whose requester gave it
     * @param reason what the requester says
     */
    public record Bonus(Id id, Host from, Id claim, Money amount, String reason, Instant at) {
    }

    /**
     * Bonuses. Refused: a claim that this node did not accept from us ({@code no-such-request}), another currency than that of
     * its price ({@code price-frozen-by-claim}, W-18). One that we have booked changes nothing (W-15).
     */
    public Receiver<BonusGranted> granted() {
        return Receiver.oneByOne((tx, from, next) -> granted(tx, from, next.message()));
    }

    private Future<Verdict> granted(Tx tx, Host from, BonusGranted bonus) {
        return reviews.handed(tx, from, List.of(bonus.claim())).compose(handed -> {
            Handed work = handed.get(bonus.claim());
            if (work == null || !"accepted".equals(work.review())) {
                return Future.succeededFuture(Verdict.refused(Problem.NO_SUCH_REQUEST));
            }
            if (!work.price().currency().equals(bonus.amount().currency())) {
                return Future.succeededFuture(Verdict.refused(Problem.PRICE_FROZEN_BY_CLAIM));
            }
            return bonuses.add(tx, from, bonus, work.member(), world.now()).compose(isNew -> !isNew
                ? Future.succeededFuture(Verdict.APPLIED)
                : ledger.post(tx, List.of(new Transfer(Transfer.Kind.BONUS_EARNED, from + "/" + bonus.bonus(),
                    from.equals(self) ? Account.OWN_DUE : Account.dueFrom(from), Account.payable(work.member()),
                    bonus.amount()))).map(Verdict.APPLIED));
        });
    }

    /** What a member was given, the newest first, at most {@link #PAGE}. */
    public Future<List<Bonus>> of(Id member) {
        return bonuses.of(store, member, PAGE);
    }
}
