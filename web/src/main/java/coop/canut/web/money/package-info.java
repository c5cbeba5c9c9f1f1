/**
 * Everybody's pages about money.
 *
 * <p>A treasurer sees what the cooperative has and whose it is ({@link coop.canut.web.money.LedgerPages}), takes down deposits
 * and other bookings, makes files for the bank and takes down its answers ({@link coop.canut.web.money.PaymentPages}), and
 * exports for an accountant. {@link coop.canut.web.money.Books} arranges the accounts and is a pure function of them. A
 * requester sees the balance, invoices and statement, and takes money back; a member sees what is owed and where it is paid.
 * Every member sees the sums and the corrections, with nothing about anybody. People and requesters are called by their names
 * on a treasurer's pages only, since whoever pays has to know whom. It calls {@code ledger}, {@code payout},
 * {@code accounting}, {@code member} and {@code board}.
 */
package coop.canut.web.money;
