/**
 * Programs that run as children of this process and never outlive it.
 *
 * <p>A node starts its own PostgreSQL, and a demonstration starts whole nodes. However the parent ends, by Ctrl-C, by
 * {@code kill -9}, by the kernel for want of memory, its children must end as well, or the next start would find a port
 * taken and data in use. On Linux the kernel itself keeps that promise ({@code PR_SET_PDEATHSIG}, through the program
 * {@code setpriv} of util-linux); elsewhere a shutdown hook does what it can. A child stands in a session of its own, so a
 * Ctrl-C in the terminal reaches only the parent, and the parent decides the order in which things stop. The package knows
 * nothing of what it runs.
 */
package coop.canut.node.child;
