/**
 * Who acts on this node: people with their roles, and the requesters in whose name some of them publish.
 *
 * <p>{@link coop.canut.node.member.Members} admits them and knows their programs again by a token, of which only the hash is
 * kept. {@link coop.canut.node.member.Sessions} signs them in with a browser: a link that opens once begins a session, which
 * can be listed and ended. A {@link coop.canut.node.member.Person} is known by name here and nowhere else; towards other
 * nodes {@code work} makes pseudonyms. A {@link coop.canut.node.member.Requester} has a legal identity, and everybody who
 * works for it is told which. The {@link coop.canut.node.member.Role}s are those of a cooperative and none contains another:
 * a steward does not see the ledger by being one. What a role may do is asked by the room where it is done. Calls {@code
 * store} only. Source: DESIGN.md 2 and 11.
 */
package coop.canut.node.member;
