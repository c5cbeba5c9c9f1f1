/**
 * What anyone may see without being known: the cooperative, the design of its pages, and a receipt's proof.
 *
 * <p>{@link coop.canut.web.open.OpenPages} shows who the cooperative is, what it pays at least, what it takes on top, and what
 * work is open here, also as a feed and with a word to programs that search. The woven marks of this node and of every other
 * that it knows are served here, by the fingerprint that they are made of. {@link coop.canut.web.open.VerifyPage} has receipts
 * verified in the reader's own browser, and nothing of them is sent anywhere. {@link coop.canut.web.open.DesignPage} shows
 * every part of every page in every state, so that whoever changes one sees all. The package reads {@code peer}, {@code
 * decision} and {@code board}, and changes nothing.
 */
package coop.canut.web.open;
