/**
 * Who acts on this node: members, the offices that some of them hold, and the requesters in whose name others publish.
 *
 * <p>{@link coop.canut.node.member.Members} admits people and knows their programs again by a token, of which only the hash is
 * kept. {@link coop.canut.node.member.Sessions} signs them in with a browser: a link that opens once begins a session, which
 * can be listed and ended. Belonging to the cooperative is apart from what one may do: {@link
 * coop.canut.node.member.Membership} knows who is a member, on probation or in full, and who holds which {@link
 * coop.canut.node.member.Role} until when and by which decision; {@link coop.canut.node.member.Applications} is how somebody
 * comes, and {@link coop.canut.node.member.Hearings} how somebody is heard before she is excluded. What the members decide by
 * vote arrives in the transaction that enacts it; what stewards may decide themselves is asked of {@link
 * coop.canut.node.member.Bylaws}. Whatever is done against somebody has {@link coop.canut.node.member.Grounds}. A {@link
 * coop.canut.node.member.Requester} has a legal identity, and everybody who works for it is told which and who checked it: see
 * {@link coop.canut.node.member.Requesters}. Every act about people, and every look of a steward at what is private, is in the
 * {@link coop.canut.node.member.Chronicle}, which members read. A {@link coop.canut.node.member.Person} is known by name here
 * and nowhere else; towards other nodes {@code work} makes pseudonyms. What a role may do is asked by the room where it is
 * done. No end of a membership or a role touches money: the books are kept by person. Calls {@code store} only. Source:
 * DESIGN.md 2, 9 and 11; COOPERATIVE.md 1; PEOPLE.md 5.
 */
package coop.canut.node.member;
