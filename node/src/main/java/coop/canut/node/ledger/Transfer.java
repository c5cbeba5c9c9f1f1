package coop.canut.node.ledger;

import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import java.nio.charset.StandardCharsets;

/**
 * One movement of money. Its id follows from kind and cause, so the same movement posted again is the same row (W-15,
 * W-17).
 *
 * @param kind   what it is
 * @param cause  what it follows from, unique among transfers of its kind on this node: where a peer chose the name, with the
 *               peer's host in front, as in {@code bologna.example/01M8…}
 * @param debit  whom it is taken from
 * @param credit whom it is given to
 * @param amount minor units; zero moves nothing and is not kept
 * @param follows id of the transfer that this one answers or takes back, as a whole and once (W-36); null for all others
 */
public record Transfer(Kind kind, String cause, Account debit, Account credit, Money amount, Hash follows) {

    /** A transfer that stands by itself. */
    public Transfer(Kind kind, String cause, Account debit, Account credit, Money amount) {
        this(kind, cause, debit, credit, amount, null);
    }

    /** The kinds of transfer that this version posts. */
    public enum Kind {
        /** A requester's money arrived: bank to prepaid. */
        DEPOSIT,
        /** A listing is funded: prepaid to escrow. */
        RESERVE,
        /** Money for bonuses is set aside with a listing: prepaid to its top-up. */
        TOPUP,
        /** An answer is accepted: escrow to what is due to the worker's cooperative. */
        ACCEPT,
        /** The cooperative's fee on an accepted answer: escrow to income. */
        FEE,
        /** The federation's share on an accepted answer: escrow to the fund. */
        FUND,
        /** Something owed beside a slot (time of a stopped task, an answer too many) to the worker's cooperative. */
        OWED,
        /** Owed for work of which a restored node knows nothing else: loss to what is due, or to what it is paid from. */
        SALVAGE,
        /** A requester pays more for an accepted answer: top-up or prepaid to what is due to the worker's cooperative. */
        BONUS,
        /** Escrow of slots that nobody will answer, or a top-up that is left, back to prepaid. */
        RELEASE,
        /** Our member earned: what a publishing cooperative owes us to what we owe the member. */
        EARN,
        /** Our member was given a bonus: the same way as what is earned. */
        BONUS_EARNED,
        /** A member is paid, as far as we can: payable or allocated to what is on its way through the bank. */
        PAYOUT,
        /** A requester takes money back: prepaid to what is on its way through the bank. */
        WITHDRAW,
        /** The bank has paid: what was on its way to the bank. Follows a payout or a withdrawal. */
        BOOKED,
        /** The bank has not paid, or it came back: to where it was taken from. Follows what it undoes. */
        RETURNED,
        /** The cooperative paid for something: expense to bank. */
        EXPENSE,
        /** Something came in that is no requester's: bank to other income. */
        INCOME,
        /** From one of the cooperative's own pots to another, or out of one: a decision's or a treasurer's word is beside it. */
        MOVE,
        /** A period is closed: income and expenses to surplus. */
        CLOSE,
        /** The members decided who gets a surplus: surplus to reserve, funds, members. */
        ALLOCATE,
        /** A mistake is corrected: the same way back. Follows what it takes back. */
        REVERSE
    }

    /** The id: SHA-256 over kind and cause. */
    public Hash id() {
        return Hash.sha256(("canut/1 transfer\n" + kind + "\n" + cause + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
