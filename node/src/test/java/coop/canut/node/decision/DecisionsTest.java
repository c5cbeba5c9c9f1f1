package coop.canut.node.decision;

import static coop.canut.node.decision.Commune.get;
import static coop.canut.node.decision.Commune.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.member.Role;
import coop.canut.node.store.Passage;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.NodeMessage.PolicyEnacted;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.name.Hash;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** From a proposal to what is in force. */
final class DecisionsTest {

    private static final Act FLOOR = new Act.SetPayFloor(Money.of(1_400, "EUR"));
    private static final Act FEE = new Act.SetFee(60);
    private static final Act RESOLVE = new Act.Resolve("We meet on Mondays.");

    private final Commune commune = new Commune(Statutes.Preset.STEWARDS);

    @AfterEach
    void close() {
        commune.close();
    }

    @Test
    void aProposalRunsItsCourseAndBecomesThePolicy() {
        Proposal proposal = commune.discussed(commune.chloe, FLOOR);
        assertEquals(State.DISCUSSION, commune.state(proposal));
        commune.pass(Duration.ofHours(72));
        assertEquals(State.VOTE, commune.state(proposal));
        commune.vote(commune.ada, proposal, Choice.YES);
        commune.vote(commune.bo, proposal, Choice.ABSTAIN);
        commune.pass(Duration.ofHours(120));
        assertEquals(State.NOTICE, commune.state(proposal));
        assertEquals(1_200, commune.policies.folded().values().payFloor().getFirst().amount());
        commune.pass(Duration.ofHours(48));
        Proposal done = commune.found(proposal);
        assertEquals(State.ENACTED, done.state());
        assertEquals("2026-001", done.end().number());
        assertEquals(2L, done.end().policy());
        assertEquals(1_400, commune.policies.current().payFloor("EUR").orElseThrow().amount());
        assertEquals("2026-001", commune.policies.current().policy().decision());
        assertEquals(commune.policies.folded().values(), Values.of(commune.policies.current().policy()));
        assertEquals(Optional.empty(), get(commune.policies.disagreement()));
    }

    @Test
    void minutesAreWrittenNumberedChainedAndSigned() {
        commune.enacted(commune.ada, RESOLVE);
        Proposal lost = commune.opened(commune.bo, FEE);
        commune.vote(commune.ada, lost, Choice.NO);
        commune.vote(commune.bo, lost, Choice.YES);
        get(commune.decisions.proposals().argue(commune.ada, lost.id(), Argument.Stance.AGAINST, "Too much."));
        commune.pass(Duration.ofHours(120));
        MinutesBook book = commune.decisions.minutes();
        Minutes first = get(book.read("2026-001")).minutes();
        Minutes second = get(book.read("2026-002")).minutes();
        assertEquals(Hash.ZERO, first.previous());
        assertEquals(first.hash(), second.previous());
        assertEquals(State.LOST, second.state());
        assertEquals(new Count(1, 1, 0), second.votes().getFirst().count());
        assertEquals(List.of("Ada", "Bo"), second.votes().getFirst().voted().stream().map(Minutes.Voted::name).toList());
        assertEquals("Too much.", second.arguments().getFirst().text());
        assertEquals(5, second.votes().getFirst().roll());
        assertEquals(second, Minutes.read(second.json().text()));
        get(book.add(commune.ada, "2026-002", "Eve was ill."));
        get(book.sign(commune.chloe, "2026-002", second.hash()));
        get(book.sign(commune.chloe, "2026-002", second.hash()));
        assertFalse(get(book.read("2026-002")).isSigned());
        get(book.sign(commune.david, "2026-002", second.hash()));
        assertTrue(get(book.read("2026-002")).isSigned());
        assertEquals(Problem.PROPOSAL_MOVED_ON, refused(() -> get(book.sign(commune.eve, "2026-002", first.hash()))));
        assertEquals(Problem.NOT_ALLOWED, refused(() -> get(book.add(commune.eve, "2026-002", "I was not."))));
        assertEquals(List.of(), get(MinutesBook.broken(commune.store)));
    }

    @Test
    @Tag("W-36")
    void minutesAreNeverChangedAndAChangedPageIsFound() {
        commune.enacted(commune.ada, RESOLVE);
        commune.enacted(commune.ada, FEE);
        for (String change : List.of("update minutes set content = '{}'", "delete from minutes", "truncate minutes cascade")) {
            assertTrue(refusedByDatabase(change).contains("insert-only"), change);
        }
        commune.run("alter table minutes disable trigger all");
        commune.run("update minutes set content = replace(content, 'Mondays', 'Sundays') where place = 1");
        assertEquals(1, get(MinutesBook.broken(commune.store)).size());
        commune.run("delete from minutes where place = 1");
        assertNotEquals(List.of(), get(MinutesBook.broken(commune.store)));
    }

    @Test
    void everyEndHasANumberAndNumbersHaveNoGaps() {
        commune.enacted(commune.ada, RESOLVE);
        Proposal nobodyCame = commune.opened(commune.ada, FEE);
        commune.pass(Duration.ofHours(120));
        assertEquals(State.NO_QUORUM, commune.state(nobodyCame));
        commune.pass(Duration.ofDays(40));
        Proposal nextYear = commune.enacted(commune.ada, FLOOR);
        assertEquals("2027-001", nextYear.end().number());
        assertEquals("2026-002", commune.found(nobodyCame).end().number());
        assertEquals(LongStream.rangeClosed(1, 3).boxed().toList(),
            get(commune.decisions.proposals().ended(Long.MAX_VALUE)).reversed().stream()
                .map(each -> each.end().place()).toList());
    }

    @Test
    void whatIsDueAtOnceIsEnactedInOrderAndEachPolicyNamesTheOneBefore() {
        Proposal floor = commune.opened(commune.ada, FLOOR);
        Proposal fee = commune.opened(commune.bo, FEE);
        // The same instant for both.
        commune.run("update proposal set next_at = (select max(next_at) from proposal), due_at = next_at");
        for (var voter : List.of(commune.ada, commune.bo)) {
            commune.vote(voter, floor, Choice.YES);
            commune.vote(voter, fee, Choice.YES);
        }
        commune.pass(Duration.ofHours(121));
        commune.run("update proposal set next_at = (select max(next_at) from proposal), due_at = next_at");
        commune.world.pass(Duration.ofHours(48));
        commune.run("update decision_watch set seen_at = $1", Commune.time(commune.world.now()));
        get(commune.decisions.tick());
        assertEquals(State.ENACTED, commune.state(floor));
        assertEquals(State.NOTICE, commune.state(fee), "the log has not said the policy before");
        commune.tick();
        commune.tick();
        assertEquals("2026-001", commune.found(floor).end().number());
        assertEquals("2026-002", commune.found(fee).end().number());
        assertEquals(3, commune.policies.current().policy().number());
        assertEquals(60, commune.policies.current().policy().feePermille());
        assertEquals(1_400, commune.policies.current().payFloor("EUR").orElseThrow().amount());
        assertEquals(Optional.empty(), get(commune.policies.disagreement()));
    }

    @Test
    void whatWasDecidedOtherwiseMeanwhileIsNotDoneOverIt() {
        Proposal slow = commune.carried(commune.ada, FEE, commune.ada, commune.bo);
        commune.run("update proposal set next_at = next_at + interval '60 days', due_at = next_at where id = $1",
            slow.id().toString());
        commune.enacted(commune.bo, new Act.SetFee(80));
        commune.enacted(commune.bo, FLOOR);
        commune.pass(Duration.ofDays(45));
        Proposal ended = commune.found(slow);
        assertEquals(State.IMPOSSIBLE, ended.state());
        assertEquals("act-impossible", ended.end().why());
        assertEquals("act-impossible", get(commune.decisions.minutes().read(ended.end().number())).minutes().why());
        assertEquals(80, commune.policies.folded().values().feePermille());
    }

    @Test
    void anActThatBecameImpossibleIsClosedWithItsReasonAndNotHalfDone() {
        var until = java.time.LocalDate.of(2027, 11, 1);
        Proposal elect = commune.carried(commune.ada, new Act.Elect(commune.eve.id(), Role.TREASURER, until),
            commune.ada, commune.bo);
        get(commune.people.membership().leave(commune.eve, null, commune.world.newId()));
        commune.pass(Duration.ofHours(48));
        assertEquals(State.IMPOSSIBLE, commune.state(elect));
        assertEquals("2026-001", commune.found(elect).end().number());
        assertEquals("not-a-member", commune.found(elect).end().why());
        commune.tick();
        assertEquals(1, commune.number("select count(*) from minutes"));
    }

    @Test
    void whatCannotBeEnactedIsNotDiscussed() {
        Proposal admit = get(commune.decisions.proposals().draft(commune.ada, "Nobody", "",
            new Act.AdmitMember(commune.world.newId())));
        assertEquals(Problem.NOT_FOUND, refused(() -> get(commune.decisions.proposals().discuss(commune.ada, admit.id()))));
        assertEquals(State.DRAFT, commune.state(admit));
        assertEquals(Problem.NOTHING_CHANGES, refused(() -> get(commune.decisions.proposals().draft(commune.ada, "Fee", "",
            new Act.SetFee(50)))));
        get(commune.decisions.proposals().tryOut(new Act.Recall(commune.bo.id(), Role.STEWARD,
            new Adverse(commune.ada.id(), "ada@lyon.example", java.time.LocalDate.of(2027, 2, 1)))));
        assertTrue(get(commune.members.person(commune.bo.id())).is(Role.STEWARD), "it was only tried");
    }

    @Test
    @Tag("D-11")
    void aVoteThatEndedWhileNobodyWatchedIsKeptOpenADay() {
        Proposal proposal = commune.opened(commune.ada, FEE);
        commune.vote(commune.ada, proposal, Choice.NO);
        commune.world.pass(Duration.ofDays(9));
        commune.tick();
        assertEquals(State.VOTE, commune.state(proposal));
        commune.vote(commune.bo, proposal, Choice.YES);
        commune.vote(commune.chloe, proposal, Choice.YES);
        commune.pass(Duration.ofHours(23));
        assertEquals(State.VOTE, commune.state(proposal));
        commune.pass(Duration.ofHours(1));
        assertEquals(State.NOTICE, commune.state(proposal));
        commune.world.pass(Duration.ofDays(9));
        commune.tick();
        assertEquals(State.NOTICE, commune.state(proposal), "so is the time for a second vote");
        commune.world.pass(Duration.ofDays(9));
        commune.tick();
        assertEquals(State.ENACTED, commune.state(proposal), "but not for ever");
    }

    @Test
    @Tag("D-11")
    void aClockThatGoesBackMovesNothing() {
        Proposal proposal = commune.opened(commune.ada, FEE);
        commune.world.pass(Duration.ofHours(-30));
        commune.tick();
        assertEquals(State.VOTE, commune.state(proposal));
        commune.vote(commune.ada, proposal, Choice.YES);
        commune.vote(commune.bo, proposal, Choice.YES);
        commune.pass(Duration.ofHours(149));
        assertEquals(State.VOTE, commune.state(proposal));
        commune.pass(Duration.ofHours(1));
        assertEquals(State.NOTICE, commune.state(proposal));
    }

    @Test
    void aDeathAtAnyStatementLosesNothingAndDoesNothingTwice() {
        Proposal proposal = commune.carried(commune.ada, FLOOR, commune.ada, commune.bo);
        commune.world.pass(Duration.ofHours(47).plusMinutes(59));
        commune.run("update decision_watch set seen_at = $1", Commune.time(commune.world.now()));
        commune.world.pass(Duration.ofMinutes(1));
        int deaths = 0;
        while (commune.state(proposal) != State.ENACTED) {
            int at = ++deaths;
            var passed = new AtomicInteger();
            boolean beforeIt = commune.number("select count(*) from outbox") == 0;
            assertTrue(beforeIt, "nothing is said of what is not done");
            commune.tickElsewhere(dying(at, passed)).onComplete(ended -> { }).otherwiseEmpty().toCompletionStage()
                .toCompletableFuture().join();
        }
        assertTrue(deaths > 10, "it died " + deaths + " times");
        commune.tick();
        commune.tick();
        assertEquals("2026-001", commune.found(proposal).end().number());
        assertEquals(2, commune.policies.current().policy().number());
        assertEquals(1, commune.number("select count(*) from minutes"));
        assertEquals(2, commune.number("select count(*) from policy where host = 'lyon.example'"));
    }

    private static Passage dying(int at, AtomicInteger passed) {
        return new Passage() {
            @Override
            public <T> Future<T> pass(Step step, String statement, Function<String, Future<T>> send) {
                boolean ends = step == Step.ROLLBACK;
                return !ends && passed.incrementAndGet() >= at ? Future.failedFuture("dead") : send.apply(statement);
            }
        };
    }

    @Test
    @Tag("D-12")
    void whatPeersGaveBackAfterABackupStandsInTheFold() {
        commune.enacted(commune.ada, FEE);
        PolicyInForce before = commune.policies.current();
        var said = new PolicyEnacted(3, before.sha256(), "2026-007", List.of(Money.of(1_500, "EUR")), 60, 20,
            before.policy().severityMinutesPerDay(), before.policy().severityMinutesPerWeek(), 14, "show");
        get(commune.store.write(tx -> new coop.canut.node.post.Outbox(Commune.SELF).publish(tx, commune.world.second(), said)));
        commune.seal();
        assertEquals(3, commune.policies.folded().number());
        assertEquals(Optional.empty(), get(commune.policies.disagreement()));
        assertEquals("2026-008", commune.enacted(commune.ada, RESOLVE).end().number());
        assertEquals(List.of(), get(MinutesBook.broken(commune.store)));
    }

    @Test
    void aPolicyThatNoDecisionMadeIsFound() {
        commune.enacted(commune.ada, FEE);
        commune.run("update proposal set act = '{\"act\":\"set-fee\",\"permille\":61}' where place = 1");
        assertTrue(get(commune.policies.disagreement()).orElseThrow().contains("policy 2"));
    }

    @Test
    void onlyItsAuthorMovesADraftAndOnlyMembersPropose() {
        Proposals proposals = commune.decisions.proposals();
        Proposal draft = get(proposals.draft(commune.chloe, "Fee", "", FEE));
        assertEquals(Problem.NOT_ALLOWED, refused(() -> get(proposals.discuss(commune.ada, draft.id()))));
        assertEquals(Problem.NOT_ALLOWED, refused(() -> get(proposals.revise(commune.ada, draft.id(), "x", "", FEE))));
        var guest = new coop.canut.node.member.Person(commune.world.newId(), "Guest", java.util.Set.of(Role.REQUESTER));
        assertEquals(Problem.NOT_ALLOWED, refused(() -> get(proposals.draft(guest, "Fee", "", FEE))));
        assertEquals(Problem.NOT_ALLOWED, refused(() -> get(proposals.argue(guest, draft.id(), Argument.Stance.FOR, "Yes"))));
        get(proposals.revise(commune.chloe, draft.id(), "Floor", "It is time.", FLOOR));
        assertEquals(FLOOR, commune.found(draft).act());
        get(proposals.discuss(commune.chloe, draft.id()));
        assertEquals(Problem.PROPOSAL_MOVED_ON,
            refused(() -> get(proposals.revise(commune.chloe, draft.id(), "Floor", "", FLOOR))));
        get(proposals.withdraw(commune.chloe, draft.id()));
        commune.pass(Duration.ofDays(9));
        assertEquals(State.WITHDRAWN, commune.state(draft));
        assertNull(commune.found(draft).end().number());
    }

    @Test
    void nobodyBuriesTheOthersInDraftsOrWords() {
        for (int draft = 0; draft < 20; draft++) {
            get(commune.decisions.proposals().draft(commune.ada, "Draft " + draft, "", RESOLVE));
        }
        assertEquals(Problem.TOO_MANY, refused(() -> get(commune.decisions.proposals().draft(commune.ada, "One more", "",
            RESOLVE))));
        Proposal proposal = commune.discussed(commune.bo, RESOLVE);
        for (int word = 0; word < 200; word++) {
            get(commune.decisions.proposals().argue(commune.bo, proposal.id(), Argument.Stance.FOR, "Yes."));
        }
        assertEquals(Problem.TOO_MANY, refused(() -> get(commune.decisions.proposals().argue(commune.bo, proposal.id(),
            Argument.Stance.FOR, "Yes."))));
        assertEquals(Problem.JSON_LIMIT, refused(() -> get(commune.decisions.proposals().argue(commune.bo, proposal.id(),
            Argument.Stance.FOR, "é".repeat(4_001)))));
    }

    @Test
    void whatIsCountedIsWhatWasVotedOrItIsFound() {
        Proposal vote = commune.opened(commune.ada, new Act.Elect(commune.eve.id(), Role.TREASURER,
            java.time.LocalDate.of(2027, 11, 1)));
        commune.vote(commune.ada, vote, Choice.YES);
        commune.enacted(commune.ada, FEE);
        assertEquals(List.of(), get(Audit.of(commune.store, Commune.SELF)));
        commune.run("alter table held_vote disable trigger all");
        commune.run("update held_vote set yes = yes + 1 where proposal = $1", vote.id().toString());
        commune.run("update proposal set number = '2026-009' where place = 1");
        assertEquals(4, get(Audit.of(commune.store, Commune.SELF)).size());
    }

    private String refusedByDatabase(String statement) {
        try {
            commune.run(statement);
            return "done";
        } catch (Refused refused) {
            return refused.problem().code();
        } catch (RuntimeException error) {
            return String.valueOf(error.getMessage());
        }
    }
}
