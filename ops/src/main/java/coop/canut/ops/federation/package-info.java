/**
 * Several cooperatives on this machine, for trying, replaying, breaking and measuring.
 *
 * <p>{@link coop.canut.ops.federation.Federation} is one PostgreSQL server with a database for each
 * {@link coop.canut.ops.federation.Cooperative}, and each node a {@link coop.canut.ops.federation.NodeProcess} of its own with
 * its own keys and port, reaching the others by signed HTTP only. A node can be killed at any moment and started again; that
 * kills only that node. {@link coop.canut.ops.federation.Supervised} gives a federation the life of a command: however the
 * command ends, nothing is left behind. Calls {@code node} to prepare what a node needs before its first start; everything
 * else is done by the processes themselves.
 */
package coop.canut.ops.federation;
