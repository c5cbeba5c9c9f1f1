package coop.canut.node.decision;

import coop.canut.node.World;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What time brings about: a vote opens, is counted, takes effect, and an emergency ends. Each step is one transaction that
 * looks at the proposal again under its lock, so a step that was taken already, by another replica or before a crash, is not
 * taken twice. What is due at once is done in the order in which it fell due, and numbers follow that order.
 *
 * <p>Clocks jump, and nodes are down. A vote, or the time in which a second vote can be asked for, that ended while nobody
 * watched is kept open for a day more, once (D-11): nobody could vote here meanwhile.
 */
final class Enactment {

    private static final Logger LOG = LoggerFactory.getLogger(Enactment.class);

    private static final int STEPS = 50;
    /** Looks at the clock are further apart than this only if the node was away, or its clock jumped. */
    private static final Duration AWAY = Duration.ofMinutes(10);
    private static final Duration WATCHED = Duration.ofMinutes(1);
    private static final Duration KEPT_OPEN = Duration.ofDays(1);
    /** A peer that cannot be reached when it is to be let in is tried this often, and this long. */
    private static final Duration TRIED_EVERY = Duration.ofMinutes(10);
    private static final Duration TRIED_FOR = Duration.ofDays(7);

    private final World world;
    private final Store store;
    private final Folds folds;
    private final Enactors enactors;
    private final Acts acts;
    private final Opening opening;
    private final Announcements announcements;
    private final Runnable changed;
    private final ProposalStore proposals = new ProposalStore();
    private final VoteStore votes = new VoteStore();
    private final MinutesStore minutes = new MinutesStore();
    private final Writer writer = new Writer(proposals, votes);

    /** @param changed is run after a commit that made a policy */
    Enactment(World world, Store store, Folds folds, Enactors enactors, Acts acts, Opening opening,
              Announcements announcements, Runnable changed) {
        this.world = world;
        this.store = store;
        this.folds = folds;
        this.enactors = enactors;
        this.acts = acts;
        this.opening = opening;
        this.announcements = announcements;
        this.changed = changed;
    }

    /** Takes the steps that are due, at most 50. */
    Future<Void> tick() {
        Instant now = world.now();
        return proposals.seen(store).compose(seen -> proposals.due(store, now, STEPS)
            .compose(due -> each(due.iterator(), seen == null ? now : seen))
            .compose(done -> seen == null || now.isAfter(seen.plus(WATCHED)) ? proposals.watch(store, now)
                : Future.succeededFuture()));
    }

    /** One after the other; what has to wait makes those behind it wait, because it is first. */
    private Future<Void> each(Iterator<Id> due, Instant seen) {
        return !due.hasNext() ? Future.succeededFuture() : step(due.next(), seen).compose(goOn ->
            goOn ? each(due, seen) : Future.succeededFuture());
    }

    private Future<Boolean> step(Id id, Instant seen) {
        return proposals.find(store, id).compose(found -> switch (found.map(Proposal::state).orElse(State.WITHDRAWN)) {
            case DISCUSSION -> open(found.get());
            case VOTE -> store.write(tx -> due(tx, id, State.VOTE).compose(proposal ->
                proposal == null ? done() : away(tx, proposal, seen).compose(kept -> kept ? done() : count(tx, proposal))));
            case NOTICE -> notice(found.get(), seen);
            case ENACTED -> store.write(tx -> due(tx, id, State.ENACTED).compose(proposal ->
                proposal == null ? done() : emergencyEnds(tx, proposal)));
            default -> done();
        });
    }

    /** The proposal under its lock if it is still due in that state, else null. */
    private Future<Proposal> due(Tx tx, Id id, State state) {
        return proposals.lock(tx, id).map(found -> found.filter(proposal -> proposal.state() == state
            && proposal.nextAt() != null && !proposal.nextAt().isAfter(world.now())).orElse(null));
    }

    /** A second time what was possible when it was proposed may not be any more; then there is no vote on it. */
    private Future<Boolean> open(Proposal proposal) {
        return acts.tryOut(proposal.act())
            .compose(possible -> store.write(tx -> due(tx, proposal.id(), State.DISCUSSION).compose(due ->
                due == null ? done() : opening.open(tx, due, world.now()).map(true))))
            .recover(error -> orWait(error, proposal, State.DISCUSSION));
    }

    /** A second vote without a quorum undoes nothing: whoever wants a decision undone has to come. */
    private Future<Boolean> count(Tx tx, Proposal proposal) {
        Proposal.Vote vote = proposal.vote();
        return votes.held(tx, proposal.id(), vote.round()).compose(held -> votes.turnout(tx, proposal.id(), vote.round())
            .compose(turnout -> {
                Outcome outcome = vote.statutes().rule(proposal.act().kind()).decide(held.count(), turnout.roll());
                LOG.info("the vote on {} has ended: {} of {}, {}", proposal.id(), held.count(), turnout.roll(), outcome.code());
                boolean second = vote.round() > 1;
                if (outcome == Outcome.CARRIED || second && outcome == Outcome.NO_QUORUM) {
                    Instant effect = second ? world.now()
                        : world.now().plus(Duration.ofHours(vote.statutes().periods().noticeHours()));
                    return proposals.move(tx, proposal.id(), State.NOTICE, effect).map(true);
                }
                return end(tx, proposal, second ? State.LAPSED : outcome == Outcome.LOST ? State.LOST : State.NO_QUORUM,
                    null).map(true);
            }));
    }

    /** Whether it was kept open: it ended while nobody watched. */
    private Future<Boolean> away(Tx tx, Proposal proposal, Instant seen) {
        if (!seen.isBefore(proposal.nextAt().minus(AWAY))) {
            return Future.succeededFuture(false);
        }
        return proposals.isExtended(tx, proposal.id()).compose(extended -> extended ? Future.succeededFuture(false)
            : proposals.extend(tx, proposal.id(), world.now().plus(KEPT_OPEN)).map(true));
    }

    private Future<Boolean> notice(Proposal proposal, Instant seen) {
        boolean mayBeAskedAgain = proposal.vote().round() == 1 && proposal.vote().statutes().periods().noticeHours() > 0;
        return (mayBeAskedAgain ? store.write(tx -> due(tx, proposal.id(), State.NOTICE).compose(due ->
                due == null ? done() : away(tx, due, seen))) : Future.succeededFuture(false))
            .compose(kept -> kept ? done() : acts.reach(proposal.act())
                .compose(met -> store.write(tx -> due(tx, proposal.id(), State.NOTICE).compose(due ->
                    due == null ? done() : enact(tx, due))))
                .recover(error -> orWait(error, proposal, State.NOTICE)));
    }

    /** @return whether those behind it may go on: the policy before may not be in the log yet */
    private Future<Boolean> enact(Tx tx, Proposal proposal) {
        Instant now = world.now();
        return folds.fold(tx).map(Optional::orElseThrow).compose(policy -> {
            proposal.act().check(policy, Acts.day(now));
            if (proposal.vote() != null && !proposal.act().replaces(policy).equals(proposal.vote().replaces())) {
                throw new Refused(Problem.ACT_IMPOSSIBLE, "decided about otherwise since policy " + proposal.vote()
                    .policyNumber());
            }
            return proposals.next(tx, Acts.day(now).getYear()).compose(number ->
                acts.carryOut(tx, policy, proposal.act(), number.number(), now).compose(carried -> carried.isEmpty()
                    ? Future.failedFuture(new NotSaidYet())
                    : enacted(tx, proposal, number, carried.get(), policy, now)));
        });
    }

    /** What rolls a transaction back because the policy before is not in the log yet; the number goes back with it. */
    private static final class NotSaidYet extends RuntimeException {

        private NotSaidYet() {
            super("the policy before is not in the log yet", null, false, false);
        }
    }

    private Future<Boolean> enacted(Tx tx, Proposal proposal, ProposalStore.Number number, Acts.Carried carried, Policy policy,
                                    Instant now) {
        var end = new Proposal.End(number.number(), number.place(), now, null, carried.number());
        Instant next = proposal.emergency() == null ? null
            : now.plus(Duration.ofDays(policy.statutes().ballots().emergencyDays()));
        return end(tx, proposal, State.ENACTED, end, next).compose(done -> enactors.roll(tx, now))
            .compose(members -> announcements.enacted(tx, number.number(), members)).map(done -> {
            if (carried.policy() != null) {
                tx.afterCommit(changed);
            }
            LOG.info("decision {} is in force: {}", number.number(), proposal.act().kind().code());
            return true;
        });
    }

    private Future<Void> end(Tx tx, Proposal proposal, State state, String why) {
        Instant now = world.now();
        return proposals.next(tx, Acts.day(now).getYear()).compose(number -> end(tx, proposal, state,
            new Proposal.End(number.number(), number.place(), now, why, null), null));
    }

    private Future<Void> end(Tx tx, Proposal proposal, State state, Proposal.End end, Instant next) {
        return proposals.end(tx, proposal.id(), state, end, next)
            .compose(ended -> writer.write(tx, proposal, state, end))
            .compose(written -> minutes.write(tx, written));
    }

    /** What is refused for good makes the decision impossible, with its reason; what may come later is looked at again later. */
    private Future<Boolean> orWait(Throwable error, Proposal proposal, State state) {
        if (error instanceof NotSaidYet) {
            return Future.succeededFuture(false);
        }
        if (!(error instanceof Refused refused)) {
            return Future.failedFuture(error);
        }
        if (!refused.problem().retryable()) {
            return impossible(proposal, state, refused);
        }
        return proposals.dueSince(store, proposal.id()).compose(since -> world.now().isAfter(since.plus(TRIED_FOR))
            ? impossible(proposal, state, refused)
            : proposals.lookAgain(store, proposal.id(), world.now().plus(TRIED_EVERY)).map(true));
    }

    private Future<Boolean> impossible(Proposal proposal, State state, Refused refused) {
        LOG.info("proposal {} has become impossible: {}", proposal.id(), refused.getMessage());
        return store.write(tx -> due(tx, proposal.id(), state).compose(due ->
            due == null ? done() : end(tx, due, State.IMPOSSIBLE, refused.problem().code()).map(true)));
    }

    /** The second of two stewards agrees to an act of emergency, and it is in force at once. */
    Future<Void> second(Id by, Id id) {
        return store.write(tx -> proposals.lock(tx, id).compose(found -> {
            Proposal proposal = found.filter(each -> each.state() == State.DRAFT && each.emergency() != null)
                .orElseThrow(() -> new Refused(Problem.PROPOSAL_MOVED_ON, "no emergency that waits"));
            if (by.equals(proposal.proposedBy())) {
                throw new Refused(Problem.SECOND_PERSON_NEEDED, "the same steward");
            }
            var act = (Act.LimitPeer) proposal.act();
            return enactors.standing(tx, act.host())
                .compose(standing -> proposals.second(tx, id, by, standing.level().code()))
                .compose(noted -> enact(tx, seconded(proposal, by)));
        })).mapEmpty();
    }

    private static Proposal seconded(Proposal proposal, Id by) {
        return new Proposal(proposal.id(), proposal.title(), proposal.reasons(), proposal.act(), proposal.state(),
            proposal.proposedBy(), proposal.proposedAt(), proposal.nextAt(), new Proposal.Emergency(by, false), null, null);
    }

    /** If nobody decided about the peer since, it stands again as it stood; what was decided since stays. */
    private Future<Boolean> emergencyEnds(Tx tx, Proposal proposal) {
        var act = (Act.LimitPeer) proposal.act();
        String number = proposal.end().number();
        return enactors.standing(tx, act.host()).compose(standing -> {
            boolean stands = number.equals(standing.decision());
            Future<Void> back = !stands ? Future.succeededFuture() : proposals.restores(tx, proposal.id()).compose(before ->
                enactors.statePeer(tx, act.host(), Level.valueOf(before.toUpperCase(Locale.ROOT)), number, act.reason(),
                    world.now()));
            String told = stands ? "The emergency is over; no vote confirmed it. What was before holds again."
                : "The emergency is over: another decision holds since.";
            return back.compose(restored -> proposals.emergencyEnds(tx, proposal.id()))
                .compose(ended -> minutes.note(tx, world.newId(), proposal.end().place(), null, world.now(), told))
                .map(true);
        });
    }

    private static Future<Boolean> done() {
        return Future.succeededFuture(true);
    }
}
