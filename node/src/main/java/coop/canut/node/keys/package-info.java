/**
 * The node's own keys in operation: stating others, revoking one, and taking a stolen name back.
 *
 * <p>{@link coop.canut.node.keys.Keys} has the use cases. They are called at the machine, by {@code ops/canut keys}, beside a
 * node that runs or does not: new secrets go into the folder of keys first, where they sign nothing, and then one transaction
 * leaves the signed statement in the outbox. If we crash between the two, a key waits in the folder unused. The node seals the
 * statement into its log within a second, or at its next start, and from its place on uses the keys that it names; what a
 * statement holds is decided by {@code NextKeys} alone, without a clock or a store.
 *
 * <p>Every statement is folded onto the history before it is said, so that nobody ever says one that peers would refuse. Whose
 * a key is and when it is good are the protocol's business ({@code protocol.message.KeyHistory}). The package calls
 * {@code post} to be heard, {@code store}, and the {@code Identity} of the node.
 */
package coop.canut.node.keys;
