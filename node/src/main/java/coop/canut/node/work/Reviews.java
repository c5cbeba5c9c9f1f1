package coop.canut.node.work;

import coop.canut.node.World;
import coop.canut.node.ledger.Account;
import coop.canut.node.ledger.Ledger;
import coop.canut.node.ledger.Transfer;
import coop.canut.node.post.Received;
import coop.canut.node.post.Receiver;
import coop.canut.node.post.Verdict;
import coop.canut.node.store.Tx;
import coop.canut.node.work.ReviewStore.Handed;
import coop.canut.protocol.Problem;
import coop.canut.protocol.message.WorkMessage.Accepted;
import coop.canut.protocol.message.WorkMessage.AcceptedItem;
import coop.canut.protocol.message.WorkMessage.RejectionProposed;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.work.ClaimState;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What publishing nodes decide about our members' answers. An acceptance is the obligation to pay: it is booked, from what
 * that cooperative owes us to what we owe the member, in the transaction that reads it. Source: FEDERATION.md 7.3,
 * COOPERATIVE.md 2.2.
 */
public final class Reviews {

    private static final String TIME = "time";
    private static final String PROPOSED = "proposed";
    private static final String ACCEPTED = "accepted";

    private final World world;
    private final Host self;
    private final Ledger ledger;
    private final Pseudonyms names;
    private final ReviewStore reviews = new ReviewStore();

    /** The reviews that this host's members get. */
    public Reviews(World world, Host self, Ledger ledger, Pseudonyms names) {
        this.world = world;
        this.self = self;
        this.ledger = ledger;
        this.names = names;
    }

    /**
     * Acceptances; each as a whole. Refused: an answer that we did not hand in to this node ({@code no-such-request}), other
     * bytes than we sent ({@code digest-mismatch}), an amount that is not the price of the claim's revision
     * ({@code price-frozen-by-claim}, W-08), an answer accepted before ({@code work-frozen}, W-07). One that we have booked
     * changes nothing, so a replay pays once (W-15).
     */
    public Receiver<Accepted> accepted() {
        return Receiver.oneByOne((tx, from, next) -> accepted(tx, from, next.message()));
    }

    private Future<Verdict> accepted(Tx tx, Host from, Accepted acceptance) {
        List<Id> claims = acceptance.items().stream().map(AcceptedItem::claim).toList();
        return reviews.handed(tx, from, claims).compose(handed -> {
            if (claims.stream().allMatch(claim -> handed.containsKey(claim)
                && acceptance.acceptance().toString().equals(handed.get(claim).acceptance()))) {
                return Future.succeededFuture(Verdict.APPLIED);
            }
            Problem problem = problem(acceptance, handed);
            return problem != null ? Future.succeededFuture(Verdict.refused(problem))
                : book(tx, from, acceptance, handed).map(Verdict.APPLIED);
        });
    }

    /** Why an acceptance cannot be booked, or null; the item that stands first decides. */
    private static Problem problem(Accepted acceptance, Map<Id, Handed> handed) {
        long sum = 0;
        Set<Id> seen = new HashSet<>();
        for (AcceptedItem item : acceptance.items()) {
            Handed work = handed.get(item.claim());
            boolean time = item.basis().equals(TIME);
            if (work == null || !work.slot().equals(item.slot()) || !seen.add(item.claim())
                || work.state() != (time ? ClaimState.DECLINED : ClaimState.SUBMITTED)) {
                return Problem.NO_SUCH_REQUEST;
            }
            if (!time && !item.answerSha256().equals(work.answer())) {
                return Problem.DIGEST_MISMATCH;
            }
            boolean frozen = time ? item.amount() <= work.price().amount() : item.amount() == work.price().amount();
            if (!frozen || item.amount() < 0 || !work.price().currency().equals(acceptance.currency())) {
                return Problem.PRICE_FROZEN_BY_CLAIM;
            }
            if (ACCEPTED.equals(work.review())) {
                return Problem.WORK_FROZEN;
            }
            sum += item.amount();   // At most 500 prices of 2^53: no overflow.
        }
        return sum == acceptance.total() && sum >= 0 ? null : Problem.PRICE_FROZEN_BY_CLAIM;
    }

    private Future<Void> book(Tx tx, Host from, Accepted acceptance, Map<Id, Handed> handed) {
        Account owing = from.equals(self) ? Account.OWN_DUE : Account.dueFrom(from);
        List<Transfer> earned = new ArrayList<>();
        List<ReviewStore.Paid> paid = new ArrayList<>();
        for (AcceptedItem item : acceptance.items()) {
            Handed work = handed.get(item.claim());
            earned.add(new Transfer(Transfer.Kind.EARN, item.claim().toString(), owing, Account.payable(work.member()),
                Money.of(item.amount(), acceptance.currency())));
            paid.add(new ReviewStore.Paid(item.claim(), item.amount(), names.subject(work.member(), from), work,
                !item.basis().equals(TIME)));
        }
        return reviews.accept(tx, acceptance.acceptance(), paid, world.now())
            .compose(accepted -> reviews.remember(tx, from, paid))
            .compose(remembered -> ledger.post(tx, earned)).mapEmpty();
    }

    /**
     * Proposals to reject. Refused: {@code no-such-request} (not handed in to this node), {@code digest-mismatch},
     * {@code work-frozen} (accepted before: a rejection does not take money back). Nothing is booked: the money stays
     * reserved at the publishing node.
     */
    public Receiver<RejectionProposed> rejectionProposed() {
        return Receiver.oneByOne(this::proposed);
    }

    private Future<Verdict> proposed(Tx tx, Host from, Received<RejectionProposed> next) {
        RejectionProposed proposal = next.message();
        return reviews.handed(tx, from, List.of(proposal.claim())).compose(handed -> {
            Handed work = handed.get(proposal.claim());
            if (work == null || work.state() != ClaimState.SUBMITTED || !work.slot().equals(proposal.slot())) {
                return Future.succeededFuture(Verdict.refused(Problem.NO_SUCH_REQUEST));
            }
            if (!proposal.answerSha256().equals(work.answer())) {
                return Future.succeededFuture(Verdict.refused(Problem.DIGEST_MISMATCH));
            }
            if (ACCEPTED.equals(work.review())) {
                return Future.succeededFuture(Verdict.refused(Problem.WORK_FROZEN));
            }
            return PROPOSED.equals(work.review()) ? Future.succeededFuture(Verdict.APPLIED)
                : reviews.propose(tx, proposal, next.published(), world.now()).map(Verdict.APPLIED);
        });
    }
}
