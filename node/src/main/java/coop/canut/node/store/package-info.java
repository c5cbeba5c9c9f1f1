/**
 * The node's one store: PostgreSQL.
 *
 * <p>{@link coop.canut.node.store.Store} is the pool; {@link coop.canut.node.store.Tx} is one transaction, the only thing a
 * use case passes from one room to another. A use case loads, decides and writes inside one {@code Tx}; what must happen
 * only after the commit (waking a courier, answering somebody who waits) is hung on the {@code Tx} and lost with it.
 * {@link coop.canut.node.store.Migrations} brings a database forward and never back.
 * {@link coop.canut.node.store.EmbeddedPostgres} is a server of our own for a first node and for the tests. SQL itself
 * stands in the package-private {@code *Store} class of each room, as text blocks named after the use case; no other class
 * sees the driver. What a constraint refuses comes back as the {@code Problem} it stands for
 * ({@link coop.canut.node.store.Constraints}); a store that cannot be reached is {@code store-unavailable}, never a bug.
 */
package coop.canut.node.store;
