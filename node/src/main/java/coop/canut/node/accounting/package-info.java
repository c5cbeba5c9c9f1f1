/**
 * What leaves the books for people outside of them: an accountant, a tax office, a requester, a member.
 *
 * <p>{@link coop.canut.node.accounting.Journal} writes all transfers of a span of time as CSV, or a year of them as the file
 * that French law asks for (FEC), page by page, so that a long history needs no more memory than a short one.
 * {@link coop.canut.node.accounting.Chart} says which number an account of ours has in the accountant's chart; the usual ones
 * are those of the French plan comptable, and a treasurer changes them. {@link coop.canut.node.accounting.Invoices} makes the
 * invoices for fees, one a month for each requester and currency, numbered without gaps and never changed afterwards.
 * {@link coop.canut.node.accounting.Statements} says day by day what became of a requester's or a member's money, and
 * {@link coop.canut.node.accounting.Obligations} how old is what cooperatives owe each other. All of it is read from the books
 * and nothing here moves money. It calls {@code ledger}, {@code member}, {@code csv} and {@code store}. Source: COOPERATIVE.md
 * 2.5; livre des procédures fiscales, article A. 47 A-1.
 */
package coop.canut.node.accounting;
