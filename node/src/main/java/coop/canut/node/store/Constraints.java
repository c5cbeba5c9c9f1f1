package coop.canut.node.store;

import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import io.vertx.pgclient.PgException;
import java.util.Map;

/**
 * What the database refuses, in our words. A constraint's name is a sentence; where breaking it is something a person or a
 * peer can cause, it is mapped here to the problem it stands for. Any other error of a statement is a bug and stays one.
 */
final class Constraints {

    private static final Map<String, Problem> PROBLEMS = Map.ofEntries(
        Map.entry("one_log_entry_per_message", Problem.EQUIVOCATION),
        Map.entry("one_channel_message_per_id", Problem.EQUIVOCATION),
        Map.entry("one_membership_at_a_time", Problem.ALREADY_MEMBER),
        Map.entry("one_open_application_per_person", Problem.ALREADY_ASKED),
        Map.entry("one_exclusion_at_a_time", Problem.ALREADY_ASKED),
        Map.entry("one_suspension_at_a_time", Problem.ALREADY_DECIDED),
        Map.entry("one_live_claim_per_slot", Problem.TASK_ALREADY_CLAIMED),
        Map.entry("one_answer_per_unit_and_member", Problem.TASK_ALREADY_CLAIMED),
        Map.entry("prepaid_and_escrow_never_below_zero", Problem.FUNDS_MISSING),
        Map.entry("a_transfer_is_followed_once", Problem.ALREADY_SETTLED),
        Map.entry("one_correction_per_transfer", Problem.ALREADY_SETTLED),
        Map.entry("peers_store_within_their_share", Problem.PEER_QUOTA),
        Map.entry("only_who_is_on_the_roll_votes", Problem.NOT_ON_ROLL),
        Map.entry("only_who_is_on_the_roll_votes_in_secret", Problem.NOT_ON_ROLL),
        Map.entry("votes_are_cast_while_the_vote_is_open", Problem.VOTE_NOT_OPEN),
        Map.entry("one_secret_vote_per_member", Problem.ALREADY_VOTED),
        Map.entry("proxies_are_few", Problem.PROXY_NOT_POSSIBLE),
        Map.entry("one_proxy_per_place", Problem.PROXY_NOT_POSSIBLE),
        Map.entry("a_proxy_is_given_to_somebody_else", Problem.PROXY_NOT_POSSIBLE),
        Map.entry("proxies_make_no_chains", Problem.PROXY_NOT_POSSIBLE),
        Map.entry("an_emergency_takes_two_people", Problem.SECOND_PERSON_NEEDED),
        Map.entry("a_decision_against_somebody_names_who_answers", Problem.ANSWERABLE_MISSING));

    private Constraints() {
    }

    static Throwable explain(Throwable error) {
        if (error instanceof Refused || error instanceof Contention) {
            return error;
        }
        if (error instanceof PgException refused) {
            String state = String.valueOf(refused.getSqlState());
            Problem problem = refused.getConstraint() == null ? null : PROBLEMS.get(refused.getConstraint());
            if (problem != null) {
                return new Refused(problem, refused.getConstraint());
            }
            if (state.equals("40001") || state.equals("40P01")) {
                return new Contention(error);
            }
            boolean absent = state.startsWith("57") || state.startsWith("53") || state.startsWith("08");
            return absent ? new Refused(Problem.STORE_UNAVAILABLE, refused.getMessage()) : error;
        }
        return new Refused(Problem.STORE_UNAVAILABLE, String.valueOf(error));
    }
}
