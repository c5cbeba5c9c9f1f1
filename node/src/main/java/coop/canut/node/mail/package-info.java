/**
 * Letters: what the node writes to people, so that they need not look.
 *
 * <p>A room posts a {@link coop.canut.node.mail.Letter} in the transaction of what it tells ({@link
 * coop.canut.node.mail.Letters#post}), so there is no letter about what did not happen and none is forgotten. Its id follows from
 * its cause, so no cause is told twice. A letter leaves later, by a mail server or into a folder; while the server does not
 * answer, letters wait and nobody waits for them. Only an address that was confirmed is written to, and every kind of letter can
 * be switched off but those that somebody asks for: see {@link coop.canut.node.mail.Addresses}. A subject says nothing that is
 * private, and a token that stands in a letter is stored nowhere: it follows from the letter's cause and a secret of the node.
 * The words are in message files, as those of pages are. Calls {@code store} only; knows people by their ids. Source: RFC 5322,
 * RFC 3834, RFC 2369; DESIGN.md 11, PEOPLE.md 5.
 */
package coop.canut.node.mail;
