/**
 * A program's view of a node: its JSON API over HTTP with a bearer token, and nothing else.
 *
 * <p>{@link coop.canut.ops.client.NodeApi} sends one request and gives its whole answer; a refusal comes as
 * {@link coop.canut.ops.client.ApiRefused} with its stable code. {@link coop.canut.ops.client.Patience} repeats what may be
 * repeated while a node is away. It knows no use case: which calls make a story is written where the story is told. Whoever
 * wants to see how the API is used by a script reads the callers of this package. Methods block; callers that want many
 * requests at once use virtual threads. Calls the protocol's JSON only.
 */
package coop.canut.ops.client;
