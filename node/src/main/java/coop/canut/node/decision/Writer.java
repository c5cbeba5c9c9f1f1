package coop.canut.node.decision;

import coop.canut.node.store.Tx;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** Writes minutes from what happened. It is the machine: it says what was, in the words of those who spoke. */
final class Writer {

    private static final int ARGUMENTS = 10_000;

    private final ProposalStore proposals;
    private final VoteStore votes;

    Writer(ProposalStore proposals, VoteStore votes) {
        this.proposals = proposals;
        this.votes = votes;
    }

    /** The minutes of a proposal that ends in this way. */
    Future<Minutes> write(Tx tx, Proposal proposal, State state, Proposal.End end) {
        Id second = proposal.emergency() == null ? null : proposal.emergency().secondedBy();
        return votes.name(tx, proposal.proposedBy()).compose(proposedBy -> votes.name(tx, second).compose(secondedBy ->
            proposals.arguments(tx, proposal.id(), ARGUMENTS).compose(arguments -> held(tx, proposal).map(held ->
                new Minutes(end.number(), end.place(), proposal.id(), proposal.title(), proposal.reasons(), proposal.act(),
                    state, proposedBy, proposal.proposedAt(), secondedBy, arguments.stream().map(argument ->
                        new Minutes.Said(argument.name(), argument.at(), argument.stance(), argument.text())).toList(),
                    held, end.at(), end.why(), end.policy(), Hash.ZERO)))));
    }

    private Future<List<Minutes.Vote>> held(Tx tx, Proposal proposal) {
        Future<List<Minutes.Vote>> held = Future.succeededFuture(new ArrayList<>());
        int rounds = proposal.vote() == null ? 0 : proposal.vote().round();
        for (int round = 1; round <= rounds; round++) {
            int which = round;
            held = held.compose(before -> held(tx, proposal, which).map(vote -> {
                before.add(vote);
                return before;
            }));
        }
        return held;
    }

    private Future<Minutes.Vote> held(Tx tx, Proposal proposal, int round) {
        Proposal.Vote last = proposal.vote();
        Rule rule = last.statutes().rule(proposal.act().kind());
        return votes.held(tx, proposal.id(), round).compose(held ->
            votes.turnout(tx, proposal.id(), round).compose(turnout -> votes.voters(tx, proposal.id(), round).map(voters ->
                new Minutes.Vote(held.openedAt(), last.isSecret(), rule, turnout.roll(), held.count(),
                    rule.decide(held.count(), turnout.roll()),
                    voters.stream().filter(Votes.Voter::hasVoted).map(voter ->
                        new Minutes.Voted(voter.name(), voter.choice(), voter.castBy())).toList()))));
    }
}
