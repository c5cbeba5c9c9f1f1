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
 */
public record Transfer(Kind kind, String cause, Account debit, Account credit, Money amount) {

    /** The kinds of transfer that this version posts. */
    public enum Kind {
        /** A requester's money arrived: bank to prepaid. */
        DEPOSIT,
        /** A listing is funded: prepaid to escrow. */
        RESERVE,
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
        /** Escrow of slots that nobody will answer, back to prepaid. */
        RELEASE,
        /** Our member earned: what a publishing cooperative owes us to what we owe the member. */
        EARN
    }

    /** The id: SHA-256 over kind and cause. */
    public Hash id() {
        return Hash.sha256(("canut/1 transfer\n" + kind + "\n" + cause + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
