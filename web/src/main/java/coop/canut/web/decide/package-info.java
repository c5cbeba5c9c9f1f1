/**
 * What members decide: proposing, discussing, voting, reading what came of it; and the rules in force, for anyone.
 *
 * <p>{@link coop.canut.web.decide.DecisionPages} lists what runs and what was decided. {@link
 * coop.canut.web.decide.DraftPages} has one form for each act, and shows what the act would bring about before anybody votes
 * on it. {@link coop.canut.web.decide.ProposalPages} is the page of one proposal, on which members argue and vote. {@link
 * coop.canut.web.decide.MinutesPages} shows minutes, to be printed, signed, or taken away as text and JSON. {@link
 * coop.canut.web.decide.PolicyPages} shows the policy with its history, each policy with the decision that made it, and the
 * statutes. Nothing is decided here: the room of decisions refuses what is not possible, and pages say so beside the field.
 */
package coop.canut.web.decide;
