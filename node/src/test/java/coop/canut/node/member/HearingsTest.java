package coop.canut.node.member;

import static coop.canut.node.member.Commons.GROUNDS;
import static coop.canut.node.member.Commons.TODAY;
import static coop.canut.node.member.Commons.asks;
import static coop.canut.node.member.Commons.problem;
import static coop.canut.node.member.Commons.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.member.Applications.State;
import coop.canut.node.member.Event.Kind;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is decided against somebody: only with a human, reasons, a contact and a date of review, and never unheard. */
class HearingsTest {

    private Commons commons;
    private Hearings hearings;
    private Person paola;

    @BeforeEach
    void open() {
        commons = new Commons();
        hearings = commons.people.hearings();
        paola = commons.admit("Paola", Role.STEWARD);
    }

    @AfterEach
    void close() {
        commons.close();
    }

    private Future<Void> excluded(Person person) {
        return commons.enact(tx -> commons.membership.exclude(tx, person.id(), "2026-009", commons.world.now()));
    }

    @Test
    void nobodyIsExcludedUnheard() {
        assertEquals(Problem.NOT_HEARD, problem(excluded(commons.ada)), "nobody proposed it");
        commons.exclusion(commons.odile, commons.ada);
        assertEquals(Problem.NOT_HEARD, problem(excluded(commons.ada)), "she has not replied");
        commons.world.pass(Bylaws.FOUNDING.hearing().minusSeconds(1));
        assertEquals(Problem.NOT_HEARD, problem(excluded(commons.ada)), "and may still");
        commons.world.pass(Duration.ofSeconds(1));
        excluded(commons.ada).await();
        assertEquals(Standing.State.EXCLUDED, commons.standing(commons.ada).state());
    }

    @Test
    void herReplyIsKeptAndShownAndMayBeWrittenAnewUntilItIsDecided() {
        Id exclusion = commons.exclusion(commons.odile, commons.ada);
        hearings.reply(commons.ada, exclusion, "I was away.").await();
        hearings.reply(commons.ada, exclusion, "I was in Turin; ask Paola.").await();
        Exclusion shown = hearings.open(paola).await().getFirst();
        assertEquals("I was in Turin; ask Paola.", shown.reply());
        assertEquals("Odile", shown.humanName());
        assertEquals(GROUNDS, shown.grounds());
        excluded(commons.ada).await();
        assertEquals(List.of(), hearings.open(paola).await());
        assertEquals("I was in Turin; ask Paola.", commons.membership.mine(commons.ada).await().exclusions().getFirst().reply());
        assertEquals(Problem.ALREADY_DECIDED, problem(hearings.reply(commons.ada, exclusion, "More.")));
        assertEquals(List.of(Kind.ADMITTED, Kind.EXCLUSION_PROPOSED, Kind.REPLIED, Kind.REPLIED, Kind.EXCLUDED),
            commons.told(commons.ada.id()));
    }

    @Test
    void onlyWhomItConcernsReplies() {
        Id exclusion = commons.exclusion(commons.odile, commons.ada);
        assertEquals(Problem.NOT_FOUND, problem(hearings.reply(paola, exclusion, "She did.")));
        assertEquals(Problem.FIELD_MISSING, problem(hearings.reply(commons.ada, exclusion, " ")));
    }

    @Test
    @Tag("I-20")
    void exclusionEndsRolesSessionsAndTokensAndLeavesAWayIn() {
        String token = commons.members.newToken(commons.ada.id()).await().revealText();
        commons.sessions.begin(commons.sessions.link(commons.ada, commons.ada.id()).await().revealText(), "Firefox").await();
        commons.exclude(commons.ada);
        assertEquals(Set.of(), commons.now(commons.ada).roles());
        assertEquals(0, Commons.count(commons.store, "select count(*) from session"));
        assertEquals(Problem.NOT_SIGNED_IN, problem(commons.members.bearer(token)));
        String link = commons.sessions.link(commons.odile, commons.ada.id()).await().revealText();
        assertEquals(commons.now(commons.ada), commons.sessions.begin(link, "Firefox").await().session().person());
    }

    @Test
    void theExcludedAreNotAdmittedBeforeTheDateOfReview() {
        Id first = commons.application("Berthe");
        commons.people.applications().admit(commons.odile, first).await();
        Person berthe = commons.membership.register(commons.odile).await().stream().map(Membership.Member::person)
            .filter(person -> person.name().equals("Berthe")).findFirst().orElseThrow();
        commons.exclude(berthe);
        commons.people.applications().apply(commons.now(berthe), asks("Another"), null).await();
        commons.people.applications().apply(null, new Applications.Asked("B.", "BERTHE@example.org", "Me again."), null).await();
        List<Id> both = commons.people.applications().open(commons.odile).await().stream()
            .map(Applications.Application::id).toList();
        assertEquals(2, both.size());
        for (Id each : both) {
            assertEquals(Problem.EXCLUDED, problem(commons.people.applications().admit(commons.odile, each)));
        }
        // The review: half a year later to the day. The applications have lapsed by then, and another is made.
        commons.world.pass(Duration.between(commons.world.now(), GROUNDS.reviewOn().atStartOfDay(ZoneOffset.UTC)
            .toInstant()));
        commons.people.tick().await();
        commons.people.tick().await();
        assertEquals(1, commons.told(berthe.id()).stream().filter(kind -> kind == Kind.REVIEW_DUE).count());
        commons.people.applications().apply(commons.now(berthe), asks("Berthe"), null).await();
        Id again = commons.people.applications().open(commons.odile).await().getFirst().id();
        commons.people.applications().admit(commons.odile, again).await();
        assertTrue(commons.now(berthe).isMember());
    }

    @Test
    @Tag("W-36")
    void whoProposedItDoesNotDecideIt() {
        Id exclusion = commons.exclusion(commons.odile, commons.ada);
        hearings.reply(commons.ada, exclusion, "I did not.").await();
        assertEquals(Problem.NOT_ALLOWED, problem(hearings.decide(commons.odile, exclusion)));
        assertEquals(Problem.NOT_ALLOWED, problem(hearings.decide(commons.ada, exclusion)));
        commons.stewardsDecide = false;
        assertEquals(Problem.NOT_ALLOWED, problem(hearings.decide(paola, exclusion)), "the members do");
        commons.stewardsDecide = true;
        hearings.decide(paola, exclusion).await();
        assertFalse(commons.now(commons.ada).isMember());
        assertEquals(Problem.ALREADY_DECIDED, problem(hearings.decide(paola, exclusion)));
    }

    @Test
    void whoIsConcernedDoesNotDecideEvenAsASteward() {
        Id exclusion = commons.exclusion(commons.odile, paola);
        hearings.reply(paola, exclusion, "No.").await();
        assertEquals(Problem.NOT_ALLOWED, problem(hearings.decide(paola, exclusion)));
        assertEquals(Problem.NOT_ALLOWED, problem(hearings.propose(paola, paola.id(), GROUNDS)));
    }

    @Test
    void itIsDroppedOrEndsWithHerLeaving() {
        Id exclusion = commons.exclusion(commons.odile, commons.ada);
        assertEquals(Problem.ALREADY_ASKED, problem(hearings.propose(paola, commons.ada.id(), GROUNDS)));
        hearings.drop(paola, exclusion).await();
        assertEquals(Problem.ALREADY_DECIDED, problem(hearings.drop(commons.odile, exclusion)));
        commons.world.pass(Duration.ofDays(30));
        assertEquals(Problem.NOT_HEARD, problem(excluded(commons.ada)));
        commons.exclusion(commons.odile, commons.ada);
        commons.membership.leave(commons.ada, null, commons.world.newId()).await();
        assertEquals(List.of(), hearings.open(paola).await());
        assertEquals(Problem.NOT_A_MEMBER, problem(excluded(commons.ada)));
        assertEquals(Problem.NOT_A_MEMBER, problem(hearings.propose(paola, commons.ada.id(), GROUNDS)));
    }

    @Test
    void theLastStewardIsNotExcludedBeforeThereIsAnother() {
        commons.enact(tx -> commons.membership.recall(tx, commons.odile.id(), Role.STEWARD, "2026-003")).await();
        commons.elect(commons.ada, Role.STEWARD, commons.in(Duration.ofDays(20))).await();
        Id exclusion = commons.exclusion(commons.now(commons.ada), paola);
        hearings.reply(paola, exclusion, "No.").await();
        commons.world.pass(Duration.ofDays(20));
        assertEquals(Problem.LAST_STEWARD, problem(excluded(paola)), "the term of the other is over");
    }

    static Stream<Grounds> half() {
        return Stream.of(new Grounds("", GROUNDS.contact(), GROUNDS.reviewOn()),
            new Grounds(null, GROUNDS.contact(), GROUNDS.reviewOn()), new Grounds("x".repeat(4_001), "y", GROUNDS.reviewOn()),
            new Grounds("x", " ", GROUNDS.reviewOn()), new Grounds("x", "a\nb", GROUNDS.reviewOn()),
            new Grounds("x", "y", null), new Grounds("x", "y", TODAY), new Grounds("x", "y", TODAY.plusYears(1).plusDays(1)));
    }

    @ParameterizedTest
    @MethodSource("half")
    @Tag("W-36")
    void everyActAgainstSomebodyHasReasonsAContactAndADateOfReview(Grounds half) {
        Id application = commons.application("Berthe");
        Requester museum = commons.members.admitRequester(null, "Museum", "FR", "SIREN 1").await();
        for (Future<?> act : List.of(hearings.propose(commons.odile, commons.ada.id(), half),
                commons.people.applications().decline(commons.odile, application, half),
                commons.people.requesters().suspend(commons.odile, museum.id(), half))) {
            Refused refused = refused(act);
            assertTrue(Set.of(Problem.FIELD_MISSING, Problem.FIELD_WRONG).contains(refused.problem()));
            assertTrue(Set.of("reasons", "contact", "review").contains(refused.field()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "insert into exclusion (id, person, human, reasons, contact, review_on, proposed_at, heard_until) "
            + "select 'x', a.id, o.id, '', 'y', '2027-01-01', now(), now() from person a, person o "
            + "where a.name = 'Ada' and o.name = 'Odile'",
        "insert into exclusion (id, person, human, reasons, contact, review_on, proposed_at, heard_until) "
            + "select 'x', a.id, null, 'x', 'y', '2027-01-01', now(), now() from person a where a.name = 'Ada'",
        "insert into exclusion (id, person, human, reasons, contact, review_on, proposed_at, heard_until) "
            + "select 'x', a.id, o.id, 'x', 'y', now()::date, now(), now() from person a, person o "
            + "where a.name = 'Ada' and o.name = 'Odile'",
        "insert into exclusion (id, person, human, reasons, contact, review_on, proposed_at, heard_until, state, decided_at, "
            + "decision) select 'x', a.id, o.id, 'x', 'y', now()::date + 9, now(), now() + interval '9 days', 'excluded', "
            + "now(), 'x' from person a, person o where a.name = 'Ada' and o.name = 'Odile'",
        "update membership set state = 'excluded', ended_at = now(), ended_by = 'x'"})
    @Tag("W-36")
    void theDatabaseKeepsToItToo(String statement) {
        assertThrows(PgException.class, commons.store.run(statement)::await);
    }

    @Test
    void whoIsDeclinedIsToldByWhomAndWhyAndWhenItIsLookedAtAgain() {
        String link = commons.applied("Berthe");
        Id application = commons.people.applications().seen(link).await().id();
        commons.people.applications().decline(commons.odile, application, GROUNDS).await();
        Applications.Application seen = commons.people.applications().seen(link).await();
        assertEquals(State.DECLINED, seen.state());
        assertEquals("Odile", seen.human());
        assertEquals(GROUNDS, seen.grounds());
        assertEquals(Problem.ALREADY_DECIDED, problem(
            commons.people.applications().decline(commons.odile, application, GROUNDS)));
    }

    @ParameterizedTest
    @EnumSource(value = Role.class, names = {"WORKER", "TREASURER", "SECRETARY"})
    void onlyStewardsProposeAndDecline(Role role) {
        Person other = commons.admit("Other", role);
        assertEquals(Problem.NOT_ALLOWED, problem(hearings.propose(other, commons.ada.id(), GROUNDS)));
        assertEquals(Problem.NOT_ALLOWED, problem(hearings.drop(other, commons.exclusion(commons.odile, commons.ada))));
        assertEquals(Problem.NOT_ALLOWED, problem(
            commons.people.applications().decline(other, commons.application("Berthe"), GROUNDS)));
    }
}
