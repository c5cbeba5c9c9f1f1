package coop.canut.node.decision;

import static coop.canut.node.decision.Commune.get;
import static coop.canut.node.decision.Commune.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.member.Person;
import coop.canut.node.member.Role;
import coop.canut.protocol.Problem;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Voting. */
final class VotesTest {

    private static final Act FEE = new Act.SetFee(60);

    private final Commune commune = new Commune(Statutes.Preset.STEWARDS);

    @AfterEach
    void close() {
        commune.close();
    }

    private Votes votes() {
        return commune.decisions.votes();
    }

    private Proposal election() {
        return commune.opened(commune.ada, new Act.Elect(commune.eve.id(), Role.TREASURER, LocalDate.of(2027, 11, 1)));
    }

    @Test
    @Tag("W-37")
    void oneMemberHasOneVoteHoweverOftenTheyVote() {
        Proposal proposal = commune.opened(commune.ada, FEE);
        List<Future<Void>> clicks = new ArrayList<>();
        for (int click = 0; click < 20; click++) {
            clicks.add(votes().cast(commune.ada, proposal.id(), Choice.values()[click % 3]));
        }
        get(Future.all(clicks));
        commune.vote(commune.ada, proposal, Choice.NO);
        assertEquals(new Votes.Turnout(5, 1), get(votes().box(commune.ada, proposal)).turnout());
        assertEquals(Choice.NO, get(votes().box(commune.ada, proposal)).choice());
        commune.pass(Duration.ofHours(120));
        assertEquals(new Count(0, 1, 0), get(votes().box(commune.ada, commune.found(proposal))).count());
    }

    @Test
    @Tag("W-37")
    void whoJoinsToVoteIsNotOnTheRoll() {
        Proposal proposal = commune.opened(commune.ada, FEE);
        Person late = commune.join("Late", Role.WORKER);
        assertEquals(Problem.NOT_ON_ROLL, refused(() -> commune.vote(late, proposal, Choice.YES)));
        assertFalse(get(votes().box(late, proposal)).isOnRoll());
        for (String stuffing : List.of(
                "insert into roll (proposal, round, person) values ($1, 1, $2)",
                "update roll set person = $2 where proposal = $1 and person <> $2",
                "delete from roll where proposal = $1 and person <> $2")) {
            assertTrue(refusedByDatabase(stuffing, proposal.id().toString(), late.id().toString()), stuffing);
        }
        assertEquals(5, get(votes().box(commune.ada, proposal)).turnout().roll());
    }

    @Test
    @Tag("W-37")
    void whoJoinedAfterTheFoundingWaitsForTheirDays() {
        commune.pass(Duration.ofDays(8));
        Person late = commune.join("Late", Role.WORKER);
        Proposal soon = commune.opened(late, FEE);
        assertFalse(get(votes().box(late, soon)).isOnRoll());
        commune.pass(Duration.ofDays(30));
        Proposal later = commune.opened(late, new Act.SetFee(70));
        assertTrue(get(votes().box(late, later)).isOnRoll());
    }

    @Test
    @Tag("W-37")
    void beforeAndAfterTheVoteNobodyVotes() {
        Proposal proposal = commune.discussed(commune.ada, FEE);
        assertEquals(Problem.VOTE_NOT_OPEN, refused(() -> commune.vote(commune.ada, proposal, Choice.YES)));
        commune.pass(Duration.ofHours(72));
        commune.vote(commune.ada, proposal, Choice.YES);
        commune.vote(commune.bo, proposal, Choice.YES);
        commune.world.pass(Duration.ofHours(120));
        assertEquals(Problem.VOTE_NOT_OPEN, refused(() -> commune.vote(commune.eve, proposal, Choice.NO)), "not counted yet");
        commune.run("update decision_watch set seen_at = $1", Commune.time(commune.world.now()));
        commune.tick();
        assertEquals(State.NOTICE, commune.state(proposal));
        assertEquals(Problem.VOTE_NOT_OPEN, refused(() -> commune.vote(commune.ada, proposal, Choice.NO)));
        for (String stuffing : List.of("update ballot set choice = 'no' where proposal = $1",
                "delete from ballot where proposal = $1", "update held_vote set yes = yes + 1 where proposal = $1")) {
            assertEquals(Problem.VOTE_NOT_OPEN, refused(() -> commune.run(stuffing, proposal.id().toString())), stuffing);
        }
    }

    @Test
    void aSecretVoteTellsWhoVotedAndWhatAndNotWhoVotedWhat() {
        Proposal proposal = election();
        commune.vote(commune.ada, proposal, Choice.YES);
        commune.vote(commune.bo, proposal, Choice.NO);
        commune.vote(commune.chloe, proposal, Choice.YES);
        assertEquals(Problem.ALREADY_VOTED, refused(() -> commune.vote(commune.bo, proposal, Choice.YES)));
        Votes.Box own = get(votes().box(commune.ada, proposal));
        assertTrue(own.hasVoted());
        assertNull(own.choice());
        assertNull(own.count(), "while it runs nobody sees sums");
        assertEquals(0, commune.number("select count(*) from ballot"));
        assertEquals(List.of("opened_at", "yes", "no", "abstain"), columns("held_vote"));
        assertEquals(List.of("voter"), columns("secret_voter"));
        commune.pass(Duration.ofHours(120));
        Votes.Box after = get(votes().box(commune.ada, commune.found(proposal)));
        assertEquals(new Count(2, 1, 0), after.count());
        assertEquals(3, after.voters().stream().filter(Votes.Voter::hasVoted).count());
        assertTrue(after.voters().stream().allMatch(voter -> voter.choice() == null));
    }

    private List<String> columns(String table) {
        List<String> columns = new ArrayList<>();
        commune.run("""
            select column_name from information_schema.columns
            where table_name = $1 and column_name not in ('proposal', 'round') order by ordinal_position""", table)
            .forEach(row -> columns.add(row.getString(0)));
        return columns;
    }

    @Test
    void secretVotesOfManyAtOnceAreAllCounted() {
        Proposal proposal = election();
        List<Future<Void>> all = new ArrayList<>();
        for (Person voter : List.of(commune.ada, commune.bo, commune.chloe, commune.david, commune.eve)) {
            for (int click = 0; click < 3; click++) {
                all.add(votes().cast(voter, proposal.id(), Choice.YES).otherwiseEmpty());
            }
        }
        get(Future.all(all));
        assertEquals(5, commune.number("select yes from held_vote"));
        assertEquals(5, commune.number("select count(*) from secret_voter"));
    }

    @Test
    void aProxyVotesForTheOtherUntilItIsTakenBack() {
        Proposal proposal = commune.discussed(commune.ada, FEE);
        get(votes().entrust(commune.eve, proposal.id(), commune.bo.id()));
        commune.pass(Duration.ofHours(72));
        get(votes().castFor(commune.bo, commune.eve.id(), proposal.id(), Choice.YES));
        commune.vote(commune.bo, proposal, Choice.YES);
        assertEquals(2, get(votes().box(commune.bo, commune.found(proposal))).turnout().voted());
        assertEquals(1, get(votes().box(commune.bo, proposal)).holds().size());
        get(votes().takeBack(commune.eve, proposal.id()));
        commune.vote(commune.eve, proposal, Choice.NO);
        assertEquals(Problem.PROXY_NOT_POSSIBLE,
            refused(() -> get(votes().castFor(commune.bo, commune.eve.id(), proposal.id(), Choice.YES))));
        commune.pass(Duration.ofHours(120));
        assertEquals(new Count(1, 1, 0), get(votes().box(commune.eve, commune.found(proposal))).count());
    }

    @Test
    void proxiesAreFewAndMakeNoChains() {
        Proposal proposal = commune.discussed(commune.ada, FEE);
        get(votes().entrust(commune.eve, proposal.id(), commune.bo.id()));
        assertEquals(Problem.PROXY_NOT_POSSIBLE, entrust(proposal, commune.david, commune.bo), "bo holds one already");
        assertEquals(Problem.PROXY_NOT_POSSIBLE, entrust(proposal, commune.bo, commune.ada), "bo would give on what was given");
        assertEquals(Problem.PROXY_NOT_POSSIBLE, entrust(proposal, commune.david, commune.eve), "eve has given hers away");
        assertEquals(Problem.PROXY_NOT_POSSIBLE, entrust(proposal, commune.ada, commune.ada));
        get(votes().entrust(commune.eve, proposal.id(), commune.ada.id()));
        assertEquals(1, commune.number("select count(*) from proxy"), "a new one takes the place of the old one");
        assertEquals(Problem.PROXY_NOT_POSSIBLE, refused(() -> {
            commune.pass(Duration.ofHours(72));
            get(votes().castFor(commune.chloe, commune.david.id(), proposal.id(), Choice.YES));
        }));
    }

    private Problem entrust(Proposal proposal, Person giver, Person holder) {
        return refused(() -> get(votes().entrust(giver, proposal.id(), holder.id())));
    }

    @Test
    void aShareOfMembersHasAVoteHeldOnceMore() {
        Proposal proposal = commune.carried(commune.ada, FEE, commune.ada, commune.bo);
        get(votes().again(commune.eve, proposal.id()));
        assertEquals(State.VOTE, commune.state(proposal));
        assertEquals(2, commune.found(proposal).vote().round());
        commune.vote(commune.eve, proposal, Choice.NO);
        commune.vote(commune.david, proposal, Choice.NO);
        commune.vote(commune.ada, proposal, Choice.YES);
        commune.pass(Duration.ofHours(120));
        assertEquals(State.LAPSED, commune.state(proposal));
        assertEquals(50, commune.policies.folded().values().feePermille());
        assertEquals(2, get(commune.decisions.minutes().read("2026-001")).minutes().votes().size());
    }

    @Test
    void aSecondVoteToWhichNobodyComesUndoesNothingAndThereIsNoThird() {
        Proposal proposal = commune.carried(commune.ada, FEE, commune.ada, commune.bo);
        get(votes().again(commune.eve, proposal.id()));
        commune.vote(commune.eve, proposal, Choice.NO);
        commune.pass(Duration.ofHours(120));
        commune.tick();
        assertEquals(State.ENACTED, commune.state(proposal));
        assertEquals(Problem.VOTE_NOT_OPEN, refused(() -> get(votes().again(commune.eve, proposal.id()))));
    }

    @Test
    void inOneRoomAVoteEndsWhenAllHaveVoted() {
        try (var room = new Commune(Statutes.Preset.ASSEMBLY)) {
            Proposal proposal = room.opened(room.ada, FEE);
            room.tick();
            for (Person voter : List.of(room.ada, room.bo, room.chloe, room.david)) {
                room.vote(voter, proposal, Choice.YES);
            }
            room.tick();
            assertEquals(State.VOTE, room.state(proposal));
            room.vote(room.eve, proposal, Choice.NO);
            room.tick();
            room.tick();
            assertEquals(State.ENACTED, room.state(proposal));
        }
    }

    @Test
    void aVoteIsHeldByTheStatutesOfItsOpening() {
        Proposal fee = commune.opened(commune.ada, FEE);
        commune.run("update proposal set next_at = next_at + interval '60 days' where id = $1", fee.id().toString());
        commune.enacted(commune.bo, new Act.AmendStatutes(Statutes.Preset.ASSEMBLY.statutes()));
        assertEquals(Statutes.Preset.ASSEMBLY.statutes(), commune.policies.folded().statutes());
        assertEquals(Statutes.Preset.STEWARDS.statutes(), commune.found(fee).vote().statutes());
    }

    private boolean refusedByDatabase(String statement, Object... parameters) {
        try {
            commune.run(statement, parameters);
            return false;
        } catch (RuntimeException refused) {
            return true;
        }
    }
}
