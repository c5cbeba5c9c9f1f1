package coop.canut.node.decision;

import coop.canut.node.store.Tx;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Opening a vote: what holds for it is frozen, whatever is decided while it runs. Its roll, so that nobody joins to vote; the
 * statutes, so that nobody changes the rules of a vote that has begun; and what of the policy the act replaces.
 */
final class Opening {

    /** Whoever was admitted in the first days founded the cooperative, and is on every roll from the first one on. */
    static final Duration FOUNDERS = Duration.ofDays(7);

    private final Folds folds;
    private final Enactors enactors;
    private final Announcements announcements;
    private final ProposalStore proposals = new ProposalStore();
    private final VoteStore votes = new VoteStore();

    Opening(Folds folds, Enactors enactors, Announcements announcements) {
        this.folds = folds;
        this.enactors = enactors;
        this.announcements = announcements;
    }

    /** Opens the first vote on a proposal, or the second: that one by the rules of the first, and with a roll of its own. */
    Future<Void> open(Tx tx, Proposal proposal, Instant now) {
        return folds.fold(tx).map(Optional::orElseThrow).map(policy -> next(proposal, policy, now)).compose(vote -> {
            Statutes statutes = vote.statutes();
            Instant until = now.plus(Duration.ofHours(statutes.periods().voteHours()));
            return admittedBefore(tx, proposal, statutes, now)
                .compose(before -> enactors.roll(tx, before))
                // The roll first: it is refused once the vote is open.
                .compose(roll -> votes.freeze(tx, proposal.id(), vote.round(), roll, now)
                    .compose(frozen -> announcements.opened(tx, proposal.id(), vote.round(), roll, until)))
                .compose(told -> proposals.open(tx, proposal.id(), vote, until));
        });
    }

    private static Proposal.Vote next(Proposal proposal, Policy policy, Instant now) {
        Proposal.Vote first = proposal.vote();
        return first != null
            ? new Proposal.Vote(2, first.statutes(), first.policyNumber(), first.replaces(), first.isSecret(), now)
            : new Proposal.Vote(1, policy.statutes(), policy.number(), proposal.act().replaces(policy),
                policy.statutes().isSecret(proposal.act().kind()), now);
    }

    /**
     * Who was admitted before this is on the roll: so many days before the vote opens. In a cooperative that is younger than
     * that, its founders are, if they were members when the proposal was made.
     */
    private Future<Instant> admittedBefore(Tx tx, Proposal proposal, Statutes statutes, Instant now) {
        Instant days = now.minus(Duration.ofDays(statutes.periods().rollDays()));
        return proposals.founded(tx).map(founded -> {
            Instant founders = founded.plus(FOUNDERS);
            Instant young = proposal.proposedAt().isBefore(founders) ? proposal.proposedAt() : founders;
            return days.isAfter(young) ? days : young;
        });
    }
}
