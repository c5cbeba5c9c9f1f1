/**
 * What only somebody at the machine itself can do: whoever holds a node's configuration holds its database and its keys.
 *
 * <p>{@link coop.canut.ops.machine.OpenDatabase} opens the database of a configuration, starting the node's own server if
 * nobody runs it, and closes all of it again. {@link coop.canut.ops.machine.LocalMembers} admits the first steward of a node,
 * before whom nobody could be asked. Both work beside a running node, since the database alone decides what is true. They
 * call {@code node} and nobody else.
 */
package coop.canut.ops.machine;
