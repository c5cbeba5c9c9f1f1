package coop.canut.node;

import coop.canut.node.decision.Policies;
import coop.canut.node.decision.Statutes;
import coop.canut.node.member.Bylaws;
import java.time.Duration;
import java.time.Period;

/** What the room of members has to know of the statutes, as the members' decisions have them now. */
record ByStatutes(Policies policies) implements Bylaws {

    private Statutes.People statutes() {
        return policies.folded().statutes().people();
    }

    @Override
    public boolean stewardsDecide() {
        return statutes().members() == Statutes.Who.STEWARDS;
    }

    @Override
    public Duration probation() {
        return Duration.ofDays(statutes().probationDays());
    }

    @Override
    public Duration hearing() {
        return Duration.ofDays(statutes().hearingDays());
    }

    @Override
    public Period term() {
        return Period.ofMonths(statutes().termMonths());
    }
}
