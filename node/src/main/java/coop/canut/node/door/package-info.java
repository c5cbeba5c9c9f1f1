/**
 * The node's HTTP server, as every route shares it.
 *
 * <p>{@link coop.canut.node.door.Door} opens it with every limit set on purpose. {@link coop.canut.node.door.Bodies} reads a
 * request's body up to a cap and never a byte more, {@link coop.canut.node.door.PathNames} the names in its path.
 * {@link coop.canut.node.door.Refusals} is the one place that turns what
 * went wrong into a status and a body: a refusal shows its code and its safe sentence, anything else is {@code internal}
 * with an id that stands in the log beside the cause. What a route means is not known here: the federation's routes belong
 * to {@code post}, the JSON API's to {@code api}, pages to {@code web}.
 */
package coop.canut.node.door;
