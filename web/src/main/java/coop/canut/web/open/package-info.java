/**
 * What anyone may see without being known: the cooperative, the design of its pages, and a receipt's proof.
 *
 * <p>{@link coop.canut.web.open.OpenPages} shows who the cooperative is, what it pays at least, what it takes on top, and what
 * work is open. Receipts are verified in the reader's own browser, and nothing of them is sent anywhere. The woven marks of
 * this node and of every other that it knows are served here, by the fingerprint that they are made of. The page of the design
 * shows every part of every page in every state, so that whoever changes one sees all. It reads {@code peer},
 * {@code decision} and {@code board}.
 */
package coop.canut.web.open;
