/**
 * The members decide, one member one vote, and the rules in force are what their decisions come to.
 *
 * <p>An {@link coop.canut.node.decision.Act} is what the software carries out of a decision. A {@link
 * coop.canut.node.decision.Policy} is never written down: it is the founding one with every enacted act applied to it, a pure
 * fold, said to everybody as {@code policy-enacted} and compared with what was said at each start. {@link
 * coop.canut.node.decision.Statutes} are the parameters by which decisions are made; only a decision changes them. {@link
 * coop.canut.node.decision.Proposals} are discussed, {@link coop.canut.node.decision.Votes} are held on them with a roll that
 * is closed when the vote opens, and time moves them on, each step in one transaction. At its end every decision gets its
 * number and its page of {@link coop.canut.node.decision.Minutes}, which names the hash of the page before. What other rooms
 * have to do then they do in that transaction, behind {@link coop.canut.node.decision.Enactors}, or the decision is closed as
 * impossible. Listings pin the number and hash of the policy under which they were published, so a later one touches only later
 * listings. {@link coop.canut.node.decision.Policies} knows, beside our own, the policies of hosts whose log we read. Calls
 * {@code store}, {@code post} and {@code mail}, and of {@code member} only who people are. Source: COOPERATIVE.md 1,
 * FEDERATION.md 7.1.
 */
package coop.canut.node.decision;
