package coop.canut.node.decision;

import coop.canut.node.store.Sql;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.NodeMessage.PolicyEnacted;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The policy as the store has it: the founding one, and every decision that changed something of it, folded. Nothing else
 * says what is in force. What our own log said is compared with it, at each start and by {@code fsck}.
 */
public final class Folds {

    /** How a decision is numbered: the year, and the count in it. */
    private static final Pattern NUMBER = Pattern.compile("([0-9]{4})-([0-9]{3,9})");

    private final Host self;
    private final PolicyStore policies = new PolicyStore();
    private final ProposalStore proposals = new ProposalStore();
    private final MinutesStore minutes = new MinutesStore();

    /** The folds of this host. */
    public Folds(Host self) {
        this.self = self;
    }

    /** The policy that all enacted decisions come to; empty while our log has not said the first one. */
    public Future<Optional<Policy>> fold(Sql sql) {
        return all(sql).map(all -> all.isEmpty() ? Optional.empty() : Optional.of(all.getLast()));
    }

    /** Every policy that there ever was, the first one first; empty while our log has not said it. */
    public Future<List<Policy>> all(Sql sql) {
        return policies.own(sql, self).compose(own -> policies.statutes(sql).compose(statutes ->
            policies.enacted(sql).map(enacted -> own.isEmpty() ? List.of() : steps(own.getFirst().policy(),
                statutes.orElse(Statutes.Preset.STEWARDS.statutes()), enacted))));
    }

    private static List<Policy> steps(PolicyEnacted first, Statutes statutes, List<Policy.Enacted> enacted) {
        List<Policy> steps = new ArrayList<>();
        steps.add(Policy.founding(Values.of(first), statutes));
        enacted.forEach(each -> steps.add(steps.getLast().after(each)));
        return steps;
    }

    /** The newest policy that our log has said; empty if it has said none. */
    Future<Optional<PolicyInForce>> newest(Sql sql) {
        return policies.own(sql, self).map(own -> own.isEmpty() ? Optional.empty() : Optional.of(own.getLast()));
    }

    /** Notes the statutes with which a cooperative begins; later ones are refused by a constraint, and do nothing. */
    public Future<Void> found(Sql sql, Statutes statutes) {
        return policies.found(sql, statutes);
    }

    /**
     * What is wrong between what our log said and what the decisions come to, in one sentence; empty if all is well. What was
     * enacted and waits to be sealed is not wrong.
     */
    public Future<Optional<String>> disagreement(Sql sql) {
        return policies.own(sql, self).compose(own -> all(sql).<Optional<String>>map(folded -> {
            for (PolicyInForce said : own) {
                int at = Math.toIntExact(said.policy().number()) - 1;
                if (at >= folded.size()) {
                    return Optional.of("policy " + said.policy().number() + " was said, and no decision made it");
                }
                Policy policy = folded.get(at);
                if (policy.number() != said.policy().number() || !policy.decision().equals(said.policy().decision())
                        || !policy.values().equals(Values.of(said.policy()))) {
                    return Optional.of("policy " + said.policy().number() + " as it was said is not what decision "
                        + policy.decision() + " made of the one before");
                }
            }
            return folded.size() > own.size() + 1
                ? Optional.of("policy " + folded.size() + " was decided, and our log has said " + own.size())
                : Optional.<String>empty();
        }))
            // Bytes that cannot be read are found where all stored bytes are proven.
            .recover(error -> error instanceof Refused ? Future.succeededFuture(Optional.empty()) : Future.failedFuture(error));
    }

    /**
     * What our own log says was enacted, and the store knows no decision for: peers gave it back after a backup. It is noted as
     * a decision of that number, so that later ones build on it.
     */
    Future<Void> given(Tx tx, PolicyEnacted said, Id id, Instant at) {
        return said.number() == 1 ? Future.succeededFuture() : policies.isKnown(tx, said.number()).compose(known -> {
            if (known) {
                return Future.succeededFuture();
            }
            Matcher read = NUMBER.matcher(said.decision());
            boolean ours = read.matches();
            var act = new Act.Restate(Values.of(said));
            return proposals.countFrom(tx, ours ? Integer.parseInt(read.group(1)) : 0, ours ? Long.parseLong(read.group(2)) : 0)
                .map(place -> new ProposalStore.Number(said.decision(), place))
                .compose(number -> proposals.restate(tx, id, act, at, number, said.number())
                    .compose(noted -> minutes.write(tx, Minutes.restated(id, act, number, at))));
        });
    }
}
