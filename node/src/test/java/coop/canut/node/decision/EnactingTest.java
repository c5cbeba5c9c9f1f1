package coop.canut.node.decision;

import static coop.canut.node.decision.Commune.get;
import static coop.canut.node.decision.Commune.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.ledger.Account;
import coop.canut.node.ledger.Bookings;
import coop.canut.node.member.Applications;
import coop.canut.node.member.Grounds;
import coop.canut.node.member.Role;
import coop.canut.protocol.Problem;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Host;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What decisions do in other rooms: to people, and in an emergency to peers. */
final class EnactingTest {

    private final Commune commune = new Commune(Statutes.Preset.STEWARDS);

    @AfterEach
    void close() {
        commune.close();
    }

    @Test
    void whoAppliedIsAdmittedByAVoteAndServesByAVote() {
        get(commune.people.applications().apply(null,
            new Applications.Asked("Fatou", "fatou@example.org", "I like the work."), null));
        var application = get(commune.decisions.proposals().applications()).keySet().iterator().next();
        commune.enacted(commune.ada, new Act.AdmitMember(application));
        var fatou = get(commune.decisions.proposals().names()).entrySet().stream()
            .filter(each -> each.getValue().equals("Fatou")).findFirst().orElseThrow().getKey();
        assertFalse(get(commune.decisions.proposals().members()).containsKey(fatou), "on probation she has no vote");
        commune.enacted(commune.ada, new Act.Elect(commune.eve.id(), Role.SECRETARY, LocalDate.of(2027, 11, 1)));
        var eve = get(commune.members.person(commune.eve.id()));
        assertTrue(eve.is(Role.SECRETARY));
        get(commune.decisions.minutes().add(eve, "2026-001", "We had cake."));
        assertEquals(1, get(commune.decisions.minutes().read("2026-001")).notes().size());
    }

    @Test
    void aSurplusIsBookedExactlyAsTheTableThatWasVotedOn() {
        var terms = new Surplus.Terms(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 11, 1), Money.of(10_000, "EUR"), 100, 50,
            850, Surplus.Measure.HOURS);
        assertEquals(Problem.FIELD_WRONG, refused(() -> get(commune.decisions.divide(terms))), "nobody has worked here yet");
        Surplus surplus = Surplus.of(terms,
            List.of(new Surplus.Work(commune.ada.id(), 2), new Surplus.Work(commune.eve.id(), 1)));
        var act = new Act.AllocateSurplus(surplus);
        Proposal draft = get(commune.decisions.proposals().draft(commune.ada, "Surplus", "", act));
        assertEquals(Problem.FUNDS_MISSING, refused(() -> get(commune.decisions.proposals().discuss(commune.ada, draft.id()))));
        var karim = commune.join("Karim", Role.TREASURER);
        get(new Bookings(commune.ledger).income(karim, Money.of(10_500, "EUR"), "G 1", "A gift"));
        assertEquals("2026-001", commune.enacted(commune.ada, act).end().number());
        assertEquals(List.of(5_667L, 2_833L, 1_000L, 500L), List.of(balance(Account.allocated(commune.ada.id())),
            balance(Account.allocated(commune.eve.id())), balance(Account.RESERVE), balance(Account.SURPLUS)));
        Proposal again = get(commune.decisions.proposals().draft(commune.ada, "Surplus", "", act));
        assertEquals(Problem.FUNDS_MISSING, refused(() -> get(commune.decisions.proposals().discuss(commune.ada, again.id()))));
    }

    private long balance(Account account) {
        return get(commune.ledger.balance(commune.store, account, "EUR"));
    }

    @Test
    void nobodyIsExcludedUnheard() {
        var act = new Act.ExcludeMember(commune.eve.id(), new Adverse(commune.bo.id(), "bo@lyon.example",
            LocalDate.of(2027, 2, 1)));
        Proposal draft = get(commune.decisions.proposals().draft(commune.ada, "Exclusion", "She sold answers.", act));
        assertEquals(Problem.NOT_HEARD, refused(() -> get(commune.decisions.proposals().discuss(commune.ada, draft.id()))));
        get(commune.people.hearings().propose(commune.ada, commune.eve.id(),
            new Grounds("She sold answers.", "bo@lyon.example", LocalDate.of(2027, 2, 1))));
        assertEquals(Problem.NOT_HEARD, refused(() -> get(commune.decisions.proposals().discuss(commune.ada, draft.id()))));
        commune.pass(Duration.ofDays(14));
        get(commune.decisions.proposals().discuss(commune.ada, draft.id()));
        commune.pass(Duration.ofHours(72));
        for (var voter : List.of(commune.ada, commune.bo, commune.chloe)) {
            commune.vote(voter, draft, Choice.YES);
        }
        commune.pass(Duration.ofHours(168));
        assertEquals(State.ENACTED, commune.state(draft));
        assertFalse(get(commune.members.person(commune.eve.id())).isMember());
    }

    @Test
    void aDecisionAgainstSomebodyNamesWhoAnswersOrTheDatabaseRefusesIt() {
        var adverse = new Adverse(commune.bo.id(), "bo@lyon.example", LocalDate.of(2027, 2, 1));
        Proposals proposals = commune.decisions.proposals();
        assertEquals(Problem.FIELD_MISSING, refused(() -> get(proposals.draft(commune.ada, "Recall", " ",
            new Act.Recall(commune.ada.id(), Role.STEWARD, adverse)))));
        assertEquals(Problem.ANSWERABLE_MISSING, refused(() -> get(proposals.draft(commune.ada, "Recall", "Because.",
            new Act.Recall(commune.bo.id(), Role.STEWARD, adverse)))));
        Proposal draft = get(proposals.draft(commune.ada, "Recall", "Because.",
            new Act.Recall(commune.ada.id(), Role.STEWARD, adverse)));
        for (String change : List.of("human = null", "contact = ''", "review_on = null", "reasons = ''")) {
            assertEquals(Problem.ANSWERABLE_MISSING, refused(() ->
                commune.run("update proposal set " + change + " where id = $1", draft.id().toString())), change);
        }
    }

    @Test
    void anEmergencyTakesTwoStewardsAndEndsByItself() {
        commune.run("insert into peer (host, our_level, our_number, our_decision) values ('bologna.example', 'claim', 1, 'x')");
        var act = new Act.LimitPeer(Host.of("bologna.example"), Level.SUSPENDED, "Spam");
        Proposals proposals = commune.decisions.proposals();
        assertEquals(Problem.NOT_ALLOWED, refused(() -> get(proposals.draftEmergency(commune.eve, "Stop", "Spam", act))));
        Proposal emergency = get(proposals.draftEmergency(commune.ada, "Stop", "Spam", act));
        assertEquals(Problem.SECOND_PERSON_NEEDED, refused(() -> get(commune.decisions.second(commune.ada, emergency.id()))));
        assertEquals(Problem.NOT_ALLOWED, refused(() -> get(commune.decisions.second(commune.eve, emergency.id()))));
        assertEquals(Problem.PROPOSAL_MOVED_ON, refused(() -> get(proposals.discuss(commune.ada, emergency.id()))));
        assertEquals("claim", level());
        get(commune.decisions.second(commune.bo, emergency.id()));
        assertEquals("suspended", level());
        assertEquals(State.ENACTED, commune.state(emergency));
        assertEquals("Bo", get(commune.decisions.minutes().read("2026-001")).minutes().secondedBy());
        commune.pass(Duration.ofDays(7));
        assertEquals("claim", level());
        assertTrue(commune.found(emergency).emergency().hasEnded());
        assertEquals(1, get(commune.decisions.minutes().read("2026-001")).notes().size());
    }

    @Test
    void anEmergencyThatAVoteConfirmsGoesOn() {
        commune.run("insert into peer (host, our_level, our_number, our_decision) values ('bologna.example', 'claim', 1, 'x')");
        var act = new Act.LimitPeer(Host.of("bologna.example"), Level.SUSPENDED, "Spam");
        Proposal emergency = get(commune.decisions.proposals().draftEmergency(commune.ada, "Stop", "Spam", act));
        get(commune.decisions.second(commune.bo, emergency.id()));
        commune.run("update peer set our_decision = '2026-002' where host = 'bologna.example'");
        commune.pass(Duration.ofDays(7));
        assertEquals("suspended", level());
        assertTrue(commune.found(emergency).emergency().hasEnded());
    }

    private String level() {
        return commune.text("select our_level from peer where host = 'bologna.example'");
    }
}
