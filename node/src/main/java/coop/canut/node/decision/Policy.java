package coop.canut.node.decision;

import coop.canut.protocol.message.NodeMessage.PolicyEnacted;
import coop.canut.protocol.name.Hash;
import java.util.List;

/**
 * The rules in force: what they say to everybody, and the statutes by which they change. Immutable. A policy is never
 * written down as such: it is what the enacted decisions, applied one after the other to the founding one, come to.
 *
 * @param number   1 and rising by 1 with each decision that changes something of it
 * @param decision the number of the decision that made it, or {@code founding}
 */
public record Policy(long number, String decision, Values values, Statutes statutes) {

    /** The decision of the policy before there were votes. */
    public static final String FOUNDING = "founding";

    /**
     * A decision that was enacted.
     *
     * @param number such as {@code 2026-014}
     */
    public record Enacted(String number, Act act) {
    }

    /** The first policy. */
    public static Policy founding(Values values, Statutes statutes) {
        return new Policy(1, FOUNDING, values, statutes);
    }

    /** What the enacted decisions, in their order, make of the first policy. Pure. */
    public static Policy fold(Policy first, List<Enacted> enacted) {
        Policy policy = first;
        for (Enacted each : enacted) {
            policy = policy.after(each);
        }
        return policy;
    }

    /** The policy after one more decision; itself, if the act touches nothing of it. */
    public Policy after(Enacted next) {
        Policy then = next.act().apply(this);
        return then == this ? this : new Policy(number + 1, next.number(), then.values, then.statutes);
    }

    /** The same with other values, for an act to say what it makes of them. */
    Policy with(Values other) {
        return new Policy(number, decision, other, statutes);
    }

    /** The same with other statutes. */
    Policy with(Statutes other) {
        return new Policy(number, decision, values, other);
    }

    /** How it is said to everybody, after the policy of that hash. */
    public PolicyEnacted message(Hash previous) {
        return new PolicyEnacted(number, previous, decision, values.payFloor(), values.feePermille(), values.fundPermille(),
            values.minutesPerDay(), values.minutesPerWeek(), values.rejectionDays(), values.picketStanding());
    }

    /** Of the canonical JSON of all of it. */
    public Hash hash() {
        return Hash.sha256(DecisionJson.write(this).canonical());
    }
}
