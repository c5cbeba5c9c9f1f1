package coop.canut.node.decision;

import coop.canut.protocol.money.Money;
import java.util.Locale;

/**
 * One thing that an act would bring about, or would leave as it is although somebody may fear for it.
 *
 * @param count how many it touches, as {@link What} says; or 0
 * @param money an amount, or null
 */
public record Effect(What what, long count, Money money) {

    /** What it is about. */
    public enum What {
        /** {@code count} open listings of ours go on under the policy under which they were published. */
        LISTINGS_KEEP,
        /** {@code money} set aside for them stays as it was agreed. */
        ESCROW_KEPT,
        /** {@code count} of them could not be published in the same way any more. */
        LISTINGS_BELOW,
        /** {@code count} listings of other cooperatives pay less, and leave our board. */
        BOARD_LEAVES,
        /** {@code count} saved drafts of requesters would be under the new rules. */
        DRAFTS,
        /** For {@code count} members. */
        MEMBERS,
        /** {@code count} votes that run keep the statutes by which they were opened. */
        VOTES_KEEP,
        /** {@code count} tasks that this person has in hand go on. */
        TASKS_GO_ON,
        /** {@code money} that this person has earned stays theirs. */
        PAY_STAYS,
        /** {@code count} members get a part of it. */
        SHARED,
        /** Nothing is carried out by the machine. */
        TEXT_ONLY;

        /** The word, as pages name it. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static Effect of(What what, long count) {
        return new Effect(what, count, null);
    }

    static Effect of(What what, Money money) {
        return new Effect(what, 0, money);
    }
}
