/**
 * The books, for the treasurer.
 *
 * <p>{@link coop.canut.web.money.LedgerPages} shows what the cooperative has and whose it is, in words, account by account; the
 * entries from the newest back, of all accounts or of one; and takes down what a requester has paid in, once for each
 * reference of the bank, however often the form is sent. {@link coop.canut.web.money.Books} arranges the accounts and is a pure
 * function of them. Every route is a treasurer's. People and requesters are called by their names here, since whoever pays has
 * to know whom. It calls {@code ledger}, {@code member} and {@code board}.
 */
package coop.canut.web.money;
