/**
 * The names that cross the wire: hosts, ids, the URLs made of them, keys, hashes and pseudonyms.
 *
 * <p>A value of a type in this package exists only in its one canonical spelling; every other spelling of the same
 * thing is refused with {@code name-not-canonical} and never repaired. So names are compared as text, and a blocked
 * host cannot return under another spelling. No URL is ever parsed by a URL library: each has one fixed form, read
 * from left to right. {@code toString()} of each type is its wire form. Ids are derived from causes, so a repeated
 * fact has the same id and a receiver can recompute it. Pseudonyms are derived with a secret of the home node and
 * cannot be joined across requesters or nodes.
 *
 * <p>Everything is immutable and pure. The package calls only {@code coop.canut.protocol}.
 */
package coop.canut.protocol.name;
