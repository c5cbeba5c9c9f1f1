/**
 * The public log: the tree over everything a node said to everyone, and the short signed texts that commit to it.
 *
 * <p>Hashing is that of RFC 6962 section 2.1, so proofs are interchangeable with those of other transparency logs. A
 * leaf is a {@link coop.canut.protocol.log.LogEntry}: id, kind and hash of a message, not the message, so a message can
 * be erased without breaking the tree. {@link coop.canut.protocol.log.Frontier} is what a reader keeps of a tree it
 * has read: at most 64 hashes, enough to append and to compute the root. {@link coop.canut.protocol.log.Merkle} builds
 * and checks proofs from whole lists. {@link coop.canut.protocol.log.Note} is the signed note of C2SP, {@link
 * coop.canut.protocol.log.Checkpoint} the tree head in it (C2SP tlog-checkpoint), with cosignatures of other nodes
 * (C2SP tlog-cosignature).
 *
 * <p>What does not verify is refused; nothing returns a boolean. The package keeps no state, calls {@code .name} and
 * {@code .sign}, and neither stores nor fetches.
 */
package coop.canut.protocol.log;
