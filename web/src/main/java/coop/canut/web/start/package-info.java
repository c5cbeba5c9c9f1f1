/**
 * The page that leads the founders of a cooperative through their first ten minutes.
 *
 * <p>It says what is done and what is next, and leads to the pages where it is done; it does nothing itself but note who has read
 * what was agreed on. Every member sees it while it is open. A steward puts it away for all when it is done or not wanted, and
 * then its address leads nowhere. Whoever signs in while it is open begins here. Works without scripts; a reload shows how far
 * the others are.
 */
package coop.canut.web.start;
