/**
 * The books of one cooperative.
 *
 * <p>{@link coop.canut.node.ledger.Ledger} posts {@link coop.canut.node.ledger.Transfer}s between
 * {@link coop.canut.node.ledger.Account}s: one debit, one credit, a positive whole number of minor units, one currency. Rows
 * are inserted and never changed; a mistake is answered by another transfer. A transfer's id follows from its kind and its
 * cause, so posting it again is no second payment. It promises that the balances of each currency add up to zero at every
 * instant, that prepaid money and escrow never fall below zero, and that nobody can write a balance: these are constraints
 * and triggers of the database, not habits of this code. A posting happens inside the caller's transaction, together with
 * the fact that it pays for. {@link coop.canut.node.ledger.Ledger#check} recomputes everything from the transfers. Amounts
 * here are never fractions. It calls {@code store} only; rooms that pay call it. Source: COOPERATIVE.md 2.2, ATTACKS.md
 * I-01, I-02, I-05, I-06.
 */
package coop.canut.node.ledger;
