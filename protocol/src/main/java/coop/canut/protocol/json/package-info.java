/**
 * JSON as the protocol means it: one value, one byte string.
 *
 * <p>{@link coop.canut.protocol.json.Json#read} is strict where ordinary readers are kind: duplicate names, numbers
 * that are no plain integers, {@code null}, invalid UTF-8, lone surrogates, control characters and anything beyond a
 * stated limit are refused, each with its own code. {@link coop.canut.protocol.json.Json#readCanonical} refuses also
 * every byte string that is not the canonical form (RFC 8785) of what it says, so two nodes never hash different bytes
 * for one message. {@link coop.canut.protocol.json.Members} is the way to take an object apart: a member that nobody
 * asked for is refused. {@link coop.canut.protocol.json.Times} reads and writes the one form of a time.
 *
 * <p>The tokens come from jackson-core, with each of its limits set explicitly; nothing is bound to classes. Every
 * value is immutable. Work is linear in the bytes and stops at the limits, whatever is sent. The package calls {@code
 * coop.canut.protocol} and {@code .name}.
 */
package coop.canut.protocol.json;
