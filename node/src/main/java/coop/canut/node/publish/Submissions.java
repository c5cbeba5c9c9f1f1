package coop.canut.node.publish;

import coop.canut.node.World;
import coop.canut.node.post.Received;
import coop.canut.node.post.Receiver;
import coop.canut.node.post.Verdict;
import coop.canut.node.publish.AnswerRules.Fate;
import coop.canut.node.publish.AnswerRules.Found;
import coop.canut.node.publish.SubmissionStore.Kept;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Problem;
import coop.canut.protocol.message.Message;
import coop.canut.protocol.message.WorkMessage.ClaimDeclined;
import coop.canut.protocol.message.WorkMessage.Submitted;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Pseudonym;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What comes back from the nodes that hold our slots: answers, and the time of tasks that were stopped. A whole run is
 * applied with a handful of statements. {@link AnswerRules} decides what becomes of each message.
 */
public final class Submissions {

    private final World world;
    private final Host self;
    private final Leases leases;
    private final LeaseStore leaseStore = new LeaseStore();
    private final SubmissionStore submissions = new SubmissionStore();

    /** The answers to this host's listings. */
    public Submissions(World world, Host self, Leases leases) {
        this.world = world;
        this.self = self;
        this.leases = leases;
    }

    /** Takes answers. */
    public Receiver<Submitted> submitted() {
        return (tx, from, run) -> {
            List<Kept> kept = new ArrayList<>();
            List<Id> elsewhere = new ArrayList<>();
            return decide(tx, from, run, Submitted::slot, Submitted::claim, Submitted::lease,
                    message -> List.of(message.subject(), message.worker()), (received, found) -> {
                        Submitted message = received.message();
                        Fate fate = AnswerRules.submitted(message, from, self, found);
                        if (fate.takes()) {
                            kept.add(new Kept(message.claim(), from, AnswerId.of(message.claim(), received.published()),
                                found, "answer", fate == Fate.EXTRA || fate == Fate.EXTRA_WHILE_LENT, message.subject(),
                                message.worker(), message.seconds(), message.machineHelp(), message.answer(),
                                message.answerSha256(), null, found.listing().price(), received.published(),
                                "submitted"));
                        }
                        if (fate == Fate.EXTRA_WHILE_LENT) {
                            elsewhere.add(message.slot());
                        }
                        return fate;
                    })
                .compose(verdicts -> submissions.add(tx, from, kept, world.now())
                    .compose(added -> leases.recallSlots(tx, elsewhere))
                    .map(verdicts));
        };
    }

    /**
     * Takes the news that somebody stopped. The slot is free again; the time is owed at its share of the price, rounded
     * down and at most the price (DESIGN.md 6: stopping is always paid and never counts against anybody).
     */
    public Receiver<ClaimDeclined> declined() {
        return (tx, from, run) -> {
            List<Kept> kept = new ArrayList<>();
            List<Found> ended = new ArrayList<>();
            return decide(tx, from, run, ClaimDeclined::slot, ClaimDeclined::claim, ClaimDeclined::lease,
                    message -> List.of(message.subject(), message.worker()), (received, found) -> {
                        ClaimDeclined message = received.message();
                        Fate fate = AnswerRules.declined(message, from, found);
                        if (fate.takes()) {
                            ended.add(found);
                            kept.add(new Kept(message.claim(), from, AnswerId.of(message.claim(), received.published()),
                                found, "time", true, message.subject(), message.worker(), message.seconds(), "", "",
                                Hash.ZERO, message.why(), found.listing().worth(message.seconds()),
                                received.published(), "owed"));
                        }
                        return fate;
                    })
                .compose(verdicts -> submissions.decline(tx, ended)
                    .compose(freed -> leaseStore.adopt(tx, freed))
                    .compose(adopted -> submissions.add(tx, from,
                        kept.stream().filter(row -> row.amount().amount() > 0).toList(), world.now()))
                    .map(verdicts));
        };
    }

    /**
     * Loads what a run is about, its slots locked in the order of their ids, and decides message by message; what one
     * message does to a slot counts for the next.
     */
    private <M extends Message> Future<List<Verdict>> decide(
            Tx tx, Host from, List<Received<M>> run, Function<M, Id> slot, Function<M, Id> claim, Function<M, Id> lease,
            Function<M, List<Pseudonym>> names, BiFunction<Received<M>, Found, Fate> rule) {
        Set<String> people = new LinkedHashSet<>();
        run.forEach(next -> names.apply(next.message()).forEach(name -> people.add(name.toString())));
        return submissions.claimNames(tx, from, people).compose(foreign ->
            submissions.find(tx, from, run.stream().map(Received::message).map(message ->
                new SubmissionStore.Asked(claim.apply(message), slot.apply(message), lease.apply(message))).toList())
                .map(found -> {
                    List<Verdict> verdicts = new ArrayList<>();
                    Set<Id> seenClaims = new LinkedHashSet<>();
                    Set<String> seenLeases = new LinkedHashSet<>();
                    Set<Id> answered = new LinkedHashSet<>();
                    for (int i = 0; i < run.size(); i++) {
                        M message = run.get(i).message();
                        Found known = found.get(i);
                        if (known != null && answered.contains(known.slot())) {
                            known = known.answered();
                        }
                        if (names.apply(message).stream().anyMatch(name -> foreign.contains(name.toString()))) {
                            verdicts.add(Verdict.refused(Problem.NOT_OWNER));
                        } else if (seenClaims.contains(claim.apply(message))) {
                            // One claim has one answer; a peer that repeats itself within one batch changes nothing.
                            verdicts.add(Verdict.refused(Problem.WORK_FROZEN));
                        } else if (known != null && seenLeases.contains(known.lease() + " " + known.slot())) {
                            verdicts.add(Verdict.refused(Problem.SLOT_NOT_LEASED));
                        } else {
                            Fate fate = rule.apply(run.get(i), known);
                            if (fate.takes()) {
                                seenClaims.add(claim.apply(message));
                                seenLeases.add(known.lease() + " " + known.slot());
                            }
                            if (fate == Fate.TAKEN && message instanceof Submitted) {
                                answered.add(known.slot());
                            }
                            verdicts.add(fate.verdict());
                        }
                    }
                    return verdicts;
                }));
    }
}
