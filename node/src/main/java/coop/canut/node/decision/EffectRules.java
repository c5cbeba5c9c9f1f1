package coop.canut.node.decision;

import coop.canut.node.decision.Effect.What;
import coop.canut.protocol.money.Money;
import java.util.ArrayList;
import java.util.List;

/** What an act would bring about, from what there is at this moment. Pure. */
final class EffectRules {

    private EffectRules() {
    }

    /**
     * What there is.
     *
     * @param openListings of ours
     * @param escrow       set aside for them, by currency
     * @param below        how many of them pay less in an hour than the floor in question
     * @param boardBelow   the same of other cooperatives' that stand on our board
     * @param drafts       that requesters have saved
     * @param votes        that run
     * @param tasks        that the person in question has in hand
     * @param payable      to that person, by currency
     */
    record Facts(long members, long openListings, List<Money> escrow, long below, long boardBelow, long drafts, long votes,
                 long tasks, List<Money> payable) {
    }

    /** What this act would bring about. What is about a peer is said by the peers' room. */
    static List<Effect> of(Act act, Facts facts) {
        List<Effect> effects = new ArrayList<>();
        switch (act) {
            case Act.SetPayFloor set -> {
                listings(effects, facts);
                add(effects, What.LISTINGS_BELOW, facts.below());
                add(effects, What.BOARD_LEAVES, facts.boardBelow());
                effects.add(Effect.of(What.MEMBERS, facts.members()));
            }
            case Act.SetFee set -> listings(effects, facts);
            case Act.SetFund set -> listings(effects, facts);
            case Act.SetCaps set -> {
                listings(effects, facts);
                effects.add(Effect.of(What.MEMBERS, facts.members()));
            }
            case Act.ExcludeMember exclude -> person(effects, facts);
            case Act.Recall recall -> person(effects, facts);
            case Act.AllocateSurplus allocate -> add(effects, What.SHARED, allocate.surplus().shares().size());
            case Act.AmendStatutes amend -> {
                add(effects, What.VOTES_KEEP, facts.votes());
                effects.add(Effect.of(What.MEMBERS, facts.members()));
            }
            case Act.Resolve resolve -> effects.add(new Effect(What.TEXT_ONLY, 0, null));
            case Act.OnPeer peer -> { }
            case Act.AdmitMember admit -> effects.add(Effect.of(What.MEMBERS, facts.members()));
            case Act.Elect elect -> { }
            case Act.Restate restate -> { }
        }
        return effects;
    }

    private static void listings(List<Effect> effects, Facts facts) {
        add(effects, What.LISTINGS_KEEP, facts.openListings());
        facts.escrow().forEach(money -> effects.add(Effect.of(What.ESCROW_KEPT, money)));
        add(effects, What.DRAFTS, facts.drafts());
    }

    private static void person(List<Effect> effects, Facts facts) {
        add(effects, What.TASKS_GO_ON, facts.tasks());
        facts.payable().forEach(money -> effects.add(Effect.of(What.PAY_STAYS, money)));
    }

    private static void add(List<Effect> effects, What what, long count) {
        if (count > 0) {
            effects.add(Effect.of(what, count));
        }
    }
}
