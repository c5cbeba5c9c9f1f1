/**
 * Money that leaves the cooperative: what members are paid, and what requesters take back.
 *
 * <p>{@link coop.canut.node.payout.PayoutAccounts} keeps where each of them is paid; a change wants a sign-in that has just
 * happened, and the new account waits three days (W-20). {@link coop.canut.node.payout.Payments} makes files for the bank, which
 * a treasurer downloads, and takes down what the bank made of each line: booked, or returned. It promises that a payment is
 * answered once, that money on its way is spent on nothing else, that members are paid out of what nobody has put in for a
 * purpose, and that where this does not cover everybody each gets the same part. Only treasurers make files and see accounts of
 * others. It calls {@code ledger} for the transfers, {@code member} for people and their sessions, {@code csv} and {@code store}.
 * Source: COOPERATIVE.md 2.2, 2.5.
 */
package coop.canut.node.payout;
