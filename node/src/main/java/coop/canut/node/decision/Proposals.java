package coop.canut.node.decision;

import coop.canut.node.World;
import coop.canut.node.member.Person;
import coop.canut.node.member.Role;
import coop.canut.node.store.Store;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Proposing, discussing and withdrawing. All refusals are in the future; who is no member is refused with {@code not-allowed}.
 */
public final class Proposals {

    /** Running proposals in a list, and arguments under one: more than anybody reads. */
    private static final int RUNNING = 200;
    /** Of one member, so that nobody's drafts bury the others'. */
    private static final int RUNNING_OF_ONE = 20;
    /** All of them stand in the minutes, which are one document that must be read again. */
    private static final int ARGUMENTS = 200;
    private static final int ARGUMENT_CHARS = 4_000;
    private static final int ENDED_AT_ONCE = 50;

    private final World world;
    private final Store store;
    private final Folds folds;
    private final Enactors enactors;
    private final Acts acts;
    private final ProposalStore proposals = new ProposalStore();

    Proposals(World world, Store store, Folds folds, Enactors enactors, Acts acts) {
        this.world = world;
        this.store = store;
        this.folds = folds;
        this.enactors = enactors;
        this.acts = acts;
    }

    /**
     * Drafts a proposal, which its author may still change and nobody votes on.
     *
     * @param reasons why; must be there for a decision against somebody
     * @throws Refused as {@link Act#check}; {@code field-missing} and {@code json-limit} on {@code title} and {@code reasons};
     *     {@code answerable-missing} on {@code human} if that is no member, or whom it is about; {@code too-many} if twenty of
     *     this member's run
     */
    public Future<Proposal> draft(Person by, String title, String reasons, Act act) {
        return draft(by, title, reasons, act, null);
    }

    /**
     * Drafts an act of two stewards: a peer is limited or suspended at once, for as long as the statutes say, once another
     * steward agrees. A vote on the same peer takes its place.
     *
     * @throws Refused as {@link #draft}; {@code vote-needed} if the statutes know no such acts
     */
    public Future<Proposal> draftEmergency(Person by, String title, String reasons, Act.LimitPeer act) {
        return Future.succeededFuture().compose(begun -> {
            by.require(Role.STEWARD);
            return draft(by, title, reasons, act, new Proposal.Emergency(null, false));
        });
    }

    private Future<Proposal> draft(Person by, String title, String reasons, Act act, Proposal.Emergency emergency) {
        return member(by).compose(roll -> folds.fold(store).map(Optional::orElseThrow).compose(policy -> {
            check(title, reasons, act, policy, roll);
            if (emergency != null && policy.statutes().ballots().emergencyDays() == 0) {
                throw new Refused(Problem.VOTE_NEEDED, "no emergency acts");
            }
            var proposal = new Proposal(world.newId(), title.strip(), reasons.strip(), act, State.DRAFT, by.id(), world.now(),
                null, emergency, null, null);
            return proposals.add(store, proposal, RUNNING_OF_ONE).map(added -> {
                if (!added) {
                    throw new Refused(Problem.TOO_MANY, "proposals of one member");
                }
                return proposal;
            });
        }));
    }

    /** Its author changes a draft; refused as {@link #draft}, and {@code proposal-moved-on} once it is discussed. */
    public Future<Void> revise(Person by, Id id, String title, String reasons, Act act) {
        return own(by, id).compose(draft -> member(by).compose(roll -> folds.fold(store).map(Optional::orElseThrow)
            .compose(policy -> {
                check(title, reasons, act, policy, roll);
                return proposals.revise(store, id, title.strip(), reasons.strip(), act).map(Proposals::requireDone);
            })));
    }

    private void check(String title, String reasons, Act act, Policy policy, List<Id> roll) {
        requireText("title", title, Limits.SHORT_CHARS);
        if (!reasons.isBlank() || act.kind().isAdverse()) {
            requireText("reasons", reasons, Limits.TEXT_CHARS);
        }
        act.check(policy, Acts.day(world.now()));
        switch (act) {
            case Act.ExcludeMember exclude -> requireHuman(exclude.adverse(), exclude.person(), roll);
            case Act.Recall recall -> requireHuman(recall.adverse(), recall.person(), roll);
            default -> { }
        }
    }

    private static void requireHuman(Adverse adverse, Id about, List<Id> roll) {
        if (adverse.human().equals(about) || !roll.contains(adverse.human())) {
            throw Refused.at(Problem.ANSWERABLE_MISSING, "human", "no other member");
        }
    }

    /** Fails with what would stand in the way if the act were enacted now, be it in the policy or in another room. */
    public Future<Void> tryOut(Act act) {
        return acts.tryOut(act);
    }

    /**
     * Its author opens the discussion; the vote follows by itself after the time that the statutes say. What could not be
     * enacted now is not discussed.
     *
     * @throws Refused what stands in the way; {@code proposal-moved-on}
     */
    public Future<Void> discuss(Person by, Id id) {
        return own(by, id).compose(draft -> {
            if (draft.emergency() != null) {
                throw new Refused(Problem.PROPOSAL_MOVED_ON, "an act of two stewards is not voted on");
            }
            return acts.tryOut(draft.act());
        }).compose(possible -> folds.fold(store).map(Optional::orElseThrow)).compose(policy ->
            store.write(tx -> proposals.lock(tx, id).compose(found -> {
                requireDone(found.filter(proposal -> proposal.state() == State.DRAFT).isPresent());
                Instant opens = world.now().plus(Duration.ofHours(policy.statutes().periods().discussionHours()));
                return proposals.move(tx, id, State.DISCUSSION, opens);
            })));
    }

    /** Its author takes it back before there is a vote on it. */
    public Future<Void> withdraw(Person by, Id id) {
        return own(by, id).compose(own -> proposals.withdraw(store, id, world.now())).map(Proposals::requireDone);
    }

    /** A member says something to it, from the discussion until its vote ends; {@code too-many} after 200 of all members. */
    public Future<Void> argue(Person by, Id id, Argument.Stance stance, String text) {
        return find(id).compose(proposal -> member(by).map(proposal)).compose(proposal -> {
            requireDone(proposal.state() == State.DISCUSSION || proposal.state() == State.VOTE);
            requireText("text", text, ARGUMENT_CHARS);
            return proposals.argue(store, id,
                new Argument(world.newId(), by.id(), by.name(), world.now(), stance, text.strip()), ARGUMENTS);
        }).map(added -> {
            if (!added) {
                throw new Refused(Problem.TOO_MANY, "arguments on one proposal");
            }
            return null;
        });
    }

    /** A proposal; {@code not-found}. A draft is shown to every member: a cooperative has no secrets before itself. */
    public Future<Proposal> find(Id id) {
        return proposals.find(store, id).map(found ->
            found.orElseThrow(() -> new Refused(Problem.NOT_FOUND, "no proposal " + id)));
    }

    /** The one that became the decision of this number; {@code not-found}. */
    public Future<Proposal> decision(String number) {
        return proposals.byNumber(store, number).map(found ->
            found.orElseThrow(() -> new Refused(Problem.NOT_FOUND, "no decision " + number)));
    }

    /** What members said to a proposal, in order; at most 200. */
    public Future<List<Argument>> arguments(Id id) {
        return proposals.arguments(store, id, ARGUMENTS);
    }

    /** What is drafted, discussed, voted on, or waits for its effect; the latest first, at most 200. */
    public Future<List<Proposal>> running() {
        return proposals.running(store, RUNNING);
    }

    /** What has come to its end, the latest first; at most 50 before a place, {@code Long.MAX_VALUE} for the latest. */
    public Future<List<Proposal>> ended(long before) {
        return proposals.ended(store, before, ENDED_AT_ONCE);
    }

    /** Whether somebody is a member now, and may propose and argue. */
    public Future<Boolean> isMember(Person person) {
        return enactors.roll(store, world.now()).map(roll -> roll.contains(person.id()));
    }

    /** The full members of this moment, by name. */
    public Future<Map<Id, String>> members() {
        return enactors.roll(store, world.now()).compose(roll -> names().map(names -> {
            Map<Id, String> members = new LinkedHashMap<>();
            names.forEach((id, name) -> {
                if (roll.contains(id)) {
                    members.put(id, name);
                }
            });
            return members;
        }));
    }

    /** What people are called, by id and in the order of their names; whoever is or was here, and whoever has applied. */
    public Future<Map<Id, String>> names() {
        return proposals.names(store).compose(people -> enactors.applications(store).map(applications -> {
            Map<Id, String> names = new LinkedHashMap<>(people);
            names.putAll(applications);
            return names;
        }));
    }

    /** Applications that wait for a decision, by who applied. */
    public Future<Map<Id, String>> applications() {
        return enactors.applications(store);
    }

    private Future<List<Id>> member(Person by) {
        return enactors.roll(store, world.now()).map(roll -> {
            if (!roll.contains(by.id())) {
                throw new Refused(Problem.NOT_ALLOWED, "no member");
            }
            return roll;
        });
    }

    private Future<Proposal> own(Person by, Id id) {
        return find(id).map(proposal -> {
            if (!by.id().equals(proposal.proposedBy())) {
                throw new Refused(Problem.NOT_ALLOWED, "somebody else's proposal");
            }
            return proposal;
        });
    }

    private static Void requireDone(boolean done) {
        if (!done) {
            throw new Refused(Problem.PROPOSAL_MOVED_ON, "in another state");
        }
        return null;
    }

    private static void requireText(String field, String text, int most) {
        if (text == null || text.isBlank()) {
            throw Refused.at(Problem.FIELD_MISSING, field, "empty");
        }
        if (text.length() > most) {
            throw Refused.at(Problem.JSON_LIMIT, field, "longer than " + most);
        }
    }
}
