package coop.canut.node.ledger;

import java.util.Locale;

/** What an account is for; its code tells. In the order in which a balance sheet has them. */
public enum AccountClass {
    /** Money at the bank. */
    BANK(Part.HAS),
    /** What a file told the bank to pay and the bank has not confirmed: below zero beside {@link #BANK}. */
    BANK_OUT(Part.HAS),
    /** What other cooperatives owe us. */
    DUE_FROM(Part.HAS),
    /** What requesters paid in and have not committed. */
    PREPAID(Part.WHOSE),
    /** What is set aside for batches. */
    ESCROW(Part.WHOSE),
    /** What is set aside for bonuses. */
    TOPUP(Part.WHOSE),
    /** What members have earned. */
    PAYABLE(Part.WHOSE),
    /** What members were given of a surplus. */
    ALLOCATED(Part.WHOSE),
    /** What we owe other cooperatives. */
    DUE_TO(Part.WHOSE),
    /** On its way from our publishing side to our members. */
    OWN_DUE(Part.WHOSE),
    /** What is put aside for the federation, and for peers that pay late. */
    FUND(Part.WHOSE),
    /** What is kept for bad years. */
    RESERVE(Part.WHOSE),
    /** Of closed periods, and not allocated. */
    SURPLUS(Part.WHOSE),
    /** Fees: what stays with the cooperative for its costs. */
    FEE(Part.RESULT),
    /** What else came in. */
    INCOME(Part.RESULT),
    /** What was spent: below zero. */
    EXPENSE(Part.RESULT),
    /** What lost disks have cost: below zero. */
    LOSS(Part.RESULT),
    /** An account that this version does not know. */
    OTHER(Part.WHOSE);

    /** Where on a balance sheet it stands. */
    private enum Part { HAS, WHOSE, RESULT }

    private final Part part;

    AccountClass(Part part) {
        this.part = part;
    }

    /** Whether it is something that the cooperative has; all others say whose that is. */
    public boolean isHad() {
        return part == Part.HAS;
    }

    /** Whether it is income or expense, and so part of a surplus that nobody has decided about yet. */
    public boolean isResult() {
        return part == Part.RESULT;
    }

    /** The word in the texts of pages and in the accountant's chart. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The class of the account with this code. */
    public static AccountClass of(String account) {
        String kind = account.substring(account.lastIndexOf(':') + 1);
        return switch (account.substring(0, Math.max(0, account.indexOf(':')))) {
            case "bank" -> kind.equals("out") ? BANK_OUT : BANK;
            case "requester" -> kind.equals("prepaid") ? PREPAID : OTHER;
            case "escrow" -> ESCROW;
            case "topup" -> TOPUP;
            case "member" -> kind.equals("payable") ? PAYABLE : kind.equals("allocated") ? ALLOCATED : OTHER;
            case "peer" -> kind.equals("due-to") ? DUE_TO : kind.equals("due-from") ? DUE_FROM : OTHER;
            case "own" -> OWN_DUE;
            case "fund" -> FUND;
            case "income" -> kind.equals("fee") ? FEE : INCOME;
            case "expense" -> EXPENSE;
            case "loss" -> LOSS;
            default -> account.equals("reserve") ? RESERVE : account.equals("surplus") ? SURPLUS : OTHER;
        };
    }
}
