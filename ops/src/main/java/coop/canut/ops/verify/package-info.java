/**
 * Checking a node's public log from outside, from its first entry on, as anybody may.
 *
 * <p>{@link coop.canut.ops.verify.VerifyLog} is the verb. {@link coop.canut.ops.verify.LogWalk} reads the keys, the checkpoint
 * and every entry, and believes nothing of it; {@link coop.canut.ops.verify.Cosigners} asks the witnesses for their keys;
 * {@link coop.canut.ops.verify.Remembered} is the state that an earlier check has kept. The package knows the module
 * {@code protocol} and the Java platform, and nothing of our node: what it finds is found by the protocol's text alone, and a
 * stranger's program could be checked by it as well as ours. It needs no token, writes only the file that it is told to, and
 * its memory does not grow with the log.
 */
package coop.canut.ops.verify;
