package coop.canut.node.decision;

import coop.canut.node.World;
import coop.canut.node.member.Person;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/**
 * Voting: one member one vote, by constraint. The roll is closed when the vote opens (W-37). An open vote can be changed until
 * the end; a secret one cannot, because nothing knows any more which ballot was whose. All refusals are in the future.
 */
public final class Votes {

    /** Below so many ballots a secret vote may show who voted what by its sums alone. */
    public static final long FEW = 5;

    private final World world;
    private final Store store;
    private final Folds folds;
    private final Enactors enactors;
    private final Opening opening;
    private final ProposalStore proposals = new ProposalStore();
    private final VoteStore votes = new VoteStore();

    Votes(World world, Store store, Folds folds, Enactors enactors, Opening opening) {
        this.world = world;
        this.store = store;
        this.folds = folds;
        this.enactors = enactors;
        this.opening = opening;
    }

    /** How many could vote, and how many have. */
    public record Turnout(long roll, long voted) {
    }

    /**
     * Somebody on the roll.
     *
     * @param choice null in a secret vote, and for who did not vote
     * @param castBy the name of who cast it for them, or null
     */
    public record Voter(Id person, String name, boolean hasVoted, Choice choice, String castBy) {
    }

    /** A vote that was given to another. */
    public record Proxy(Id giver, String giverName, Id holder, String holderName) {
    }

    /**
     * A vote as one member sees it. While it runs, of others only how many have voted.
     *
     * @param isOnRoll whether this member may vote
     * @param hasVoted whether this member's vote was cast
     * @param choice   what it was, in an open vote; or null
     * @param holds    proxies that this member holds
     * @param gave     the one that this member gave, or null
     * @param calls    for a second vote
     * @param count    once it is over, or null
     * @param voters   once it is over; else empty
     */
    public record Box(Turnout turnout, boolean isOnRoll, boolean hasVoted, Choice choice, List<Proxy> holds, Proxy gave,
                      long calls, Count count, List<Voter> voters) {
    }

    /** What there is to see of a proposal's vote for a member. */
    public Future<Box> box(Person person, Proposal proposal) {
        int round = proposal.vote() == null ? 0 : proposal.vote().round();
        boolean over = round > 0 && proposal.state() != State.VOTE;
        Future<Count> counted = !over ? Future.succeededFuture()
            : votes.held(store, proposal.id(), round).map(VoteStore.Held::count);
        return counted.compose(count -> votes.turnout(store, proposal.id(), round).compose(turnout ->
            votes.voters(store, proposal.id(), round).compose(voters -> votes.proxies(store, proposal.id()).compose(proxies ->
                votes.calls(store, proposal.id()).map(calls -> box(person, turnout, voters, proxies, calls, count))))));
    }

    private static Box box(Person person, Turnout turnout, List<Voter> voters, List<Proxy> proxies, long calls, Count count) {
        Voter own = voters.stream().filter(voter -> voter.person().equals(person.id())).findFirst().orElse(null);
        return new Box(turnout, own != null, own != null && own.hasVoted(), own == null ? null : own.choice(),
            proxies.stream().filter(proxy -> proxy.holder().equals(person.id())).toList(),
            proxies.stream().filter(proxy -> proxy.giver().equals(person.id())).findFirst().orElse(null), calls, count,
            count == null ? List.of() : voters);
    }

    /**
     * A member votes, or in an open vote changes their vote.
     *
     * @throws Refused {@code not-on-roll}; {@code vote-not-open} before and after it; {@code already-voted} in a secret one
     */
    public Future<Void> cast(Person by, Id proposal, Choice choice) {
        return cast(by, by.id(), proposal, choice);
    }

    /**
     * A member votes for another who gave them their vote; refused as {@link #cast}, and {@code proxy-not-possible} without
     * that.
     */
    public Future<Void> castFor(Person by, Id giver, Id proposal, Choice choice) {
        return cast(by, giver, proposal, choice);
    }

    private Future<Void> cast(Person by, Id voter, Id id, Choice choice) {
        return store.write(tx -> open(tx, id).compose(proposal -> {
            Proposal.Vote vote = proposal.vote();
            Future<Void> allowed = by.id().equals(voter) ? Future.succeededFuture() : mayVoteFor(tx, proposal, by.id(), voter);
            return allowed.compose(may -> vote.isSecret() ? votes.voteInSecret(tx, id, vote.round(), voter, choice)
                    : votes.voteOpenly(tx, id, vote.round(), voter, by.id(), choice))
                .compose(cast -> endIfAllVoted(tx, proposal));
        }));
    }

    /** Time is looked at beside the state: between the end of a vote and the tick that counts it nobody votes any more. */
    private Future<Proposal> open(Tx tx, Id id) {
        return proposals.find(tx, id).map(found -> {
            Proposal proposal = found.orElseThrow(() -> new Refused(Problem.NOT_FOUND, "no proposal " + id));
            if (proposal.state() != State.VOTE || !world.now().isBefore(proposal.nextAt())) {
                throw new Refused(Problem.VOTE_NOT_OPEN, "in state " + proposal.state());
            }
            return proposal;
        });
    }

    private Future<Void> mayVoteFor(Tx tx, Proposal proposal, Id holder, Id giver) {
        return votes.holds(tx, proposal.id(), giver, holder)
            .compose(holds -> votes.isOnRoll(tx, proposal.id(), proposal.vote().round(), holder).map(onRoll -> {
                if (!holds) {
                    throw new Refused(Problem.PROXY_NOT_POSSIBLE, "was not given");
                }
                if (!onRoll) {
                    throw new Refused(Problem.NOT_ON_ROLL, "holder " + holder);
                }
                return null;
            }));
    }

    /** The next tick counts it. Two last votes at once may both see one missing; then it ends at its hour. */
    private Future<Void> endIfAllVoted(Tx tx, Proposal proposal) {
        return !proposal.vote().statutes().periods().endsWhenAllVoted() ? Future.succeededFuture()
            : votes.turnout(tx, proposal.id(), proposal.vote().round()).compose(turnout ->
                turnout.voted() < turnout.roll() ? Future.succeededFuture()
                    : proposals.lookAgain(tx, proposal.id(), world.now()));
    }

    /**
     * A member gives their vote on a proposal to another, instead of one given before. Nobody holds more than the statutes say,
     * and nobody gives on what was given to them.
     *
     * @throws Refused {@code proxy-not-possible}; {@code vote-not-open} once the vote is over
     */
    public Future<Void> entrust(Person by, Id id, Id holder) {
        return enactors.roll(store, world.now()).compose(members -> store.write(tx -> takesProxies(tx, id).compose(statutes -> {
            if (!members.contains(by.id()) || !members.contains(holder)) {
                throw new Refused(Problem.PROXY_NOT_POSSIBLE, "no member");
            }
            return votes.takeBack(tx, id, by.id())
                .compose(back -> votes.entrust(tx, id, by.id(), holder, statutes.ballots().proxies()));
        })));
    }

    /** A member takes back the vote that they gave; what was cast with it in an open vote can be changed, in a secret one not. */
    public Future<Void> takeBack(Person by, Id id) {
        return store.write(tx -> takesProxies(tx, id).compose(statutes -> votes.takeBack(tx, id, by.id())));
    }

    private Future<Statutes> takesProxies(Tx tx, Id id) {
        return proposals.lock(tx, id).compose(found -> {
            Proposal proposal = found.orElseThrow(() -> new Refused(Problem.NOT_FOUND, "no proposal " + id));
            if (!proposal.takesProxies()) {
                throw new Refused(Problem.VOTE_NOT_OPEN, "in state " + proposal.state());
            }
            return proposal.vote() == null ? folds.fold(tx).map(policy -> policy.orElseThrow().statutes())
                : Future.succeededFuture(proposal.vote().statutes());
        });
    }

    /**
     * A member asks that a vote that carried be held once more. If enough of the roll ask, it is, with a roll of its own, and
     * what comes of it holds.
     *
     * @throws Refused {@code vote-not-open} outside of the time between a first vote and its effect; {@code not-on-roll}
     */
    public Future<Void> again(Person by, Id id) {
        return store.write(tx -> proposals.lock(tx, id).compose(found -> {
            Proposal proposal = found.orElseThrow(() -> new Refused(Problem.NOT_FOUND, "no proposal " + id));
            Instant now = world.now();
            if (proposal.state() != State.NOTICE || proposal.vote().round() > 1 || !now.isBefore(proposal.nextAt())) {
                throw new Refused(Problem.VOTE_NOT_OPEN, "no second vote in state " + proposal.state());
            }
            return votes.isOnRoll(tx, id, 1, by.id()).compose(onRoll -> {
                if (!onRoll) {
                    throw new Refused(Problem.NOT_ON_ROLL, "asks for a second vote");
                }
                return votes.call(tx, id, by.id());
            }).compose(calls -> votes.turnout(tx, id, 1).compose(turnout ->
                proposal.vote().statutes().ballots().secondVote().isReached(calls, turnout.roll())
                    ? opening.open(tx, proposal, now) : Future.succeededFuture()));
        }));
    }
}
