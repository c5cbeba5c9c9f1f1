/**
 * The command line: everything that starts, checks, fills, breaks, measures or moves a node.
 *
 * <p>{@link coop.canut.ops.Canut} is the one entry, reached through the script {@code ops/canut}; each verb is one class.
 * A verb reads its options, does its work through the node's use cases or over HTTP, and ends with an exit code: 0 when
 * all is well, 1 when something failed, 2 when it was asked wrongly, and 69 (from the script) when the machine lacks
 * something. What a person has to change is said in one sentence, without a stack trace.
 * {@link coop.canut.ops.Federation} runs several cooperatives on one machine, each node a process of its own, for the
 * demonstration, the replay, the crash tests and the benchmarks; killing one of them kills only that one. Nobody calls this
 * package; it may call all others.
 */
package coop.canut.ops;
