/**
 * A requester writes a batch and publishes it.
 *
 * <p>{@link coop.canut.web.publish.PublishPages} is one page with one form of four steps, which can be filled in in any order:
 * what is asked, of which items, on which terms, with which money. Every button saves everything that was typed, as it was
 * typed, so nothing is lost because something else is wrong. The form becomes a {@code node.publish.Draft}, and the node says
 * what it would cost and what stands in its way; what cannot even be read is told here, in words about the field. A task is
 * shown as a worker will see it from the first letter on. A script saves a moment after the last key and puts new parts of the
 * page in the place of old ones; without it the same buttons bring the same page. It calls {@code publish}, {@code member},
 * {@code peer} and {@code decision}. Source: PEOPLE.md 4.
 */
package coop.canut.web.publish;
