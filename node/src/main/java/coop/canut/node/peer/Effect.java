package coop.canut.node.peer;

import coop.canut.protocol.money.Money;
import java.util.Locale;

/**
 * One thing that a statement would bring about, or would leave as it is although somebody may fear for it.
 *
 * @param count how many it touches, as {@link What} says
 * @param of    a second number, as {@link What} says; or 0
 * @param money an amount, or null
 */
public record Effect(What what, long count, long of, Money money) {

    /** What it is about. */
    public enum What {
        /** {@code count} listings of theirs leave our board. */
        LISTINGS_LEAVE,
        /** {@code count} listings of theirs stand on our board. */
        LISTINGS_APPEAR,
        /** Members of neither side take new tasks of the other's. */
        TAKING_ENDS,
        /** Members of both sides take tasks of each other's, as far as the credit goes. */
        TAKING_BEGINS,
        /** {@code count} slots of theirs in our stock go back. */
        STOCK_RETURNS,
        /** Of {@code count} slots of {@code of} listings of ours that they hold, those nobody works on come back. */
        LENT_RETURNS,
        /** {@code count} tasks that {@code of} members of ours have in hand go on. */
        CLAIMS_GO_ON,
        /** {@code count} answers of our members are decided about and paid as agreed. */
        ANSWERS_GO_ON,
        /** What they decide about {@code count} answers of our members is heard, and paid, when they are heard again. */
        ANSWERS_WAIT,
        /** {@code count} answers of theirs are reviewed and paid as agreed. */
        THEIR_ANSWERS_GO_ON,
        /** What their members hand in for {@code count} slots waits with them, and is late for nobody. */
        THEIR_WORK_WAITS,
        /** Nothing of theirs is heard; it waits with them, and nothing is deleted. */
        UNHEARD,
        /** They are heard again, from where they stood. */
        HEARD_AGAIN,
        /** {@code count} hosts under their name are not heard either. */
        UNDER_THEM,
        /** {@code money} stays due to us. */
        OWED_TO_US,
        /** {@code money} stays due to them. */
        OWED_TO_THEM,
        /** They may owe us {@code money} more before no new tasks are taken. */
        CREDIT_LEFT,
        /** No new tasks are taken before they have paid us {@code money}, or we let them owe us so much more. */
        CREDIT_SPENT,
        /** What they state is lower, so that what holds stays as it is. */
        THEIRS_HOLDS;

        /** The word in the API. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static Effect of(What what) {
        return new Effect(what, 0, 0, null);
    }

    static Effect of(What what, long count) {
        return new Effect(what, count, 0, null);
    }

    static Effect of(What what, long count, long of) {
        return new Effect(what, count, of, null);
    }

    static Effect of(What what, Money money) {
        return new Effect(what, 0, 0, money);
    }
}
