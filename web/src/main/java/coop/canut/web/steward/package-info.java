/**
 * Running the node: how it stands to other cooperatives, and who is here.
 *
 * <p>{@link coop.canut.web.steward.PeerPages} shows the federation as a weave and as a table, and looks at a host before
 * anything is stated about it, so that two stewards can compare marks and policies. {@link coop.canut.web.steward.PeerPage}
 * shows one peer beside us, live, with all that was stated and the evidence of a fork, and states levels and credit after
 * having shown what that would do; {@link coop.canut.web.steward.PeerListPages} does the same for whole lists.
 * {@link coop.canut.web.steward.PeoplePages} admits people and requesters, makes the links by which people sign
 * in, each shown once, ends sessions, puts members into office, and proposes to exclude one, with grounds. What it shows of one
 * person all members are told. Every route is a steward's. Of the books it shows only what is owed between two
 * cooperatives, beside the credit that bounds it: a steward does not see the rest by being one. What a form cannot mean is said
 * beside its field and nothing that was typed is lost. It calls {@code peer}, {@code decision}, {@code member} and
 * {@code ledger}.
 */
package coop.canut.web.steward;
