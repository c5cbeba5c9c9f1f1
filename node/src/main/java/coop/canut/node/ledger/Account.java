package coop.canut.node.ledger;

import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An account by the code that stands in the books. It exists once per currency, from its first transfer on. Source:
 * COOPERATIVE.md 2.2.
 *
 * @param code such as {@code escrow:01M87BEFS0HQSYHRMC1NHFFJBQ}
 */
public record Account(String code, Side side) {

    /** The money on the cooperative's bank accounts. */
    public static final String BANK = "bank";
    /** What the cooperative keeps for its own costs. */
    public static final Account FEE_INCOME = new Account("income:fee", Side.LIABILITY);
    /** What every accepted answer adds to the fund of the federation. */
    public static final Account FEDERATION_FUND = new Account("fund:federation", Side.LIABILITY);
    /** What lost disks have cost us: debts for work of which our books know nothing else. */
    public static final Account LOST = new Account("loss:restored", Side.ASSET);
    /** What our publishing side owes our own members' side: filled by the first, emptied by the second. */
    public static final Account OWN_DUE = new Account("own:due", Side.LIABILITY);

    /** What a file for the bank moves and the bank has not confirmed yet; comes back to nothing. */
    public static final Account BANK_OUT = new Account(BANK + ":out", Side.LIABILITY);
    /** What came in besides fees: shares of members, gifts, interest. */
    public static final Account OTHER_INCOME = new Account("income:other", Side.LIABILITY);
    /** For a peer that pays late, so that members do not wait. */
    public static final Account GUARANTEE_FUND = new Account("fund:guarantee", Side.LIABILITY);
    /** What the cooperative keeps for bad years, by decisions of its members. */
    public static final Account RESERVE = new Account("reserve", Side.LIABILITY);
    /** Income less expenses of periods about which was decided, as far as it is not allocated. */
    public static final Account SURPLUS = new Account("surplus", Side.RESERVED);

    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9-]{0,29}");

    /** What limits a balance, which is credits less debits. */
    public enum Side {
        /** What we have or are owed: never above zero. */
        ASSET,
        /** What we owe or have earned: never below zero; less would be a bug. */
        LIABILITY,
        /** Money that somebody else put in for a purpose: never below zero; less is refused as {@code funds-missing}. */
        RESERVED;

        /** The word in the table. */
        String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Side of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }

    /** The money at the bank, in this currency. */
    public static Account bank(String currency) {
        return new Account(BANK + ":" + currency, Side.ASSET);
    }

    /** What a requester has paid in and not yet committed. */
    public static Account prepaid(Id requester) {
        return new Account("requester:" + requester + ":prepaid", Side.RESERVED);
    }

    /** What is committed to a listing's slots that are not done. */
    public static Account escrow(Id listing) {
        return new Account("escrow:" + listing, Side.RESERVED);
    }

    /** What a requester set aside for bonuses of a listing. */
    public static Account topUp(Id listing) {
        return new Account("topup:" + listing, Side.RESERVED);
    }

    /**
     * What the cooperative spent on something.
     *
     * @param what a word of small letters, digits and hyphens, such as {@code hosting}
     * @throws IllegalArgumentException for any other text
     */
    public static Account expense(String what) {
        if (!WORD.matcher(what).matches()) {
            throw new IllegalArgumentException("not the name of an expense: " + what);
        }
        return new Account("expense:" + what, Side.ASSET);
    }

    /** What a decision gave a member of a surplus, and was not paid out yet. */
    public static Account allocated(Id member) {
        return new Account("member:" + member + ":allocated", Side.LIABILITY);
    }

    /** What we owe another cooperative. */
    public static Account dueTo(Host peer) {
        return new Account("peer:" + peer + ":due-to", Side.LIABILITY);
    }

    /** What another cooperative owes us. */
    public static Account dueFrom(Host peer) {
        return new Account("peer:" + peer + ":due-from", Side.ASSET);
    }

    /** What we owe one of our members for work. */
    public static Account payable(Id member) {
        return new Account("member:" + member + ":payable", Side.LIABILITY);
    }

    @Override
    public String toString() {
        return code;
    }
}
