package coop.canut.node.peer;

import coop.canut.node.peer.Effect.What;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.money.Money;
import java.util.ArrayList;
import java.util.List;

/** What a statement would bring about, from what hangs between the two. Pure. */
final class EffectRules {

    private EffectRules() {
    }

    /**
     * Of another level of ours.
     *
     * @param covered whether they stand under a host that we suspended
     */
    static List<Effect> of(Tie tie, Level oursNow, Level oursThen, Level theirs, boolean covered) {
        Level now = held(oursNow, theirs, covered);
        Level then = held(oursThen, theirs, covered);
        List<Effect> effects = new ArrayList<>();
        board(effects, tie, now, then);
        work(effects, tie, now, then);
        boolean heardNow = PeerRules.isHeard(oursNow) && !covered;
        boolean heardThen = PeerRules.isHeard(oursThen) && !covered;
        underWay(effects, tie, heardThen, now != then || heardNow != heardThen);
        if (heardNow && !heardThen) {
            effects.add(Effect.of(What.UNHEARD));
        }
        if (!heardNow && heardThen) {
            effects.add(Effect.of(What.HEARD_AGAIN));
        }
        if (oursNow != Level.SUSPENDED && oursThen == Level.SUSPENDED) {
            add(effects, What.UNDER_THEM, tie.under().size(), 0);
        }
        if (oursNow != oursThen && now == then && heardNow == heardThen) {
            effects.add(Effect.of(What.THEIRS_HOLDS));
        }
        if (now != then || heardNow != heardThen) {
            owed(effects, tie);
        }
        return effects;
    }

    private static Level held(Level ours, Level theirs, boolean covered) {
        Level held = ours.lower(theirs);
        return covered ? held.lower(Level.SUSPENDED) : held;
    }

    private static void board(List<Effect> effects, Tie tie, Level now, Level then) {
        boolean seenNow = now.compareTo(Level.SEE) <= 0;
        boolean seenThen = then.compareTo(Level.SEE) <= 0;
        if (seenNow != seenThen) {
            add(effects, seenThen ? What.LISTINGS_APPEAR : What.LISTINGS_LEAVE, tie.openListings(), 0);
        }
    }

    private static void work(List<Effect> effects, Tie tie, Level now, Level then) {
        if (now != Level.CLAIM && then == Level.CLAIM) {
            effects.add(Effect.of(What.TAKING_BEGINS));
        }
        if (now == Level.CLAIM && then != Level.CLAIM) {
            effects.add(Effect.of(What.TAKING_ENDS));
            add(effects, What.STOCK_RETURNS, tie.stock(), 0);
            add(effects, What.LENT_RETURNS, tie.lent(), tie.lentListings());
        }
    }

    /** What was begun is never touched; who fears for it is told so. */
    private static void underWay(List<Effect> effects, Tie tie, boolean heardThen, boolean changes) {
        if (changes) {
            add(effects, What.CLAIMS_GO_ON, tie.claims(), tie.members());
            add(effects, heardThen ? What.ANSWERS_GO_ON : What.ANSWERS_WAIT, tie.answers(), 0);
            add(effects, What.THEIR_ANSWERS_GO_ON, tie.theirAnswers(), 0);
            if (!heardThen) {
                add(effects, What.THEIR_WORK_WAITS, tie.lent(), 0);
            }
        }
    }

    private static void owed(List<Effect> effects, Tie tie) {
        for (Tie.Owed owed : tie.owed()) {
            if (owed.toUs() > 0) {
                effects.add(Effect.of(What.OWED_TO_US, new Money(owed.toUs(), owed.currency())));
            }
            if (owed.toThem() > 0) {
                effects.add(Effect.of(What.OWED_TO_THEM, new Money(owed.toThem(), owed.currency())));
            }
        }
    }

    private static void add(List<Effect> effects, What what, long count, long of) {
        if (count > 0) {
            effects.add(Effect.of(what, count, of));
        }
    }

    /** Of letting them owe us up to a limit: what is owed and what is under way counts against it, and stays due. */
    static List<Effect> ofCredit(Tie tie, Money limit) {
        Tie.Owed owed = tie.owed().stream().filter(each -> each.currency().equals(limit.currency())).findFirst()
            .orElse(new Tie.Owed(limit.currency(), 0, 0, 0));
        long left = limit.amount() - owed.toUs() - owed.coming();
        List<Effect> effects = new ArrayList<>();
        effects.add(left > 0 ? Effect.of(What.CREDIT_LEFT, new Money(left, limit.currency()))
            : Effect.of(What.CREDIT_SPENT, new Money(-left, limit.currency())));
        if (owed.toUs() > 0) {
            effects.add(Effect.of(What.OWED_TO_US, new Money(owed.toUs(), owed.currency())));
        }
        add(effects, What.CLAIMS_GO_ON, tie.claims(), tie.members());
        return effects;
    }
}
