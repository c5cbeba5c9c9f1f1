/**
 * Belonging to the cooperative: asking to join, the members among themselves, one's own membership; and the organisations that
 * have work done here.
 *
 * <p>{@link coop.canut.web.member.JoinPages} takes applications and sign-ups from strangers, says the same to everybody, and
 * shows an application again to whoever has its link. {@link coop.canut.web.member.ApplicationPages} shows all members who asks
 * and why, and stewards the contact, which all members are told. {@link coop.canut.web.member.MembersPages} is the register,
 * the hearings that are open, and the chronicle. {@link coop.canut.web.member.MembershipPages} is one's own: standing, terms,
 * what is owed, everything in one download, a reply to a hearing, leaving; it stays open to whoever has left. {@link
 * coop.canut.web.member.RequesterPages} shows who has work done here and who checked it, and lets stewards check, suspend and
 * lift; {@link coop.canut.web.member.OrganisationPages} is a requester's own. Every act against somebody has a form that asks
 * for reasons, a contact and a date of review. The package calls {@code member} and reads {@code ledger}.
 */
package coop.canut.web.member;
