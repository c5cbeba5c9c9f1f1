package coop.canut.node.member;

import static coop.canut.node.member.Commons.TODAY;
import static coop.canut.node.member.Commons.asks;
import static coop.canut.node.member.Commons.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.check.Finding;
import coop.canut.node.check.Invariants;
import coop.canut.node.member.Event.Kind;
import coop.canut.node.member.Sessions.Begun;
import coop.canut.node.member.Standing.State;
import coop.canut.protocol.Problem;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Belonging to the cooperative: joining, probation, offices for a term, leaving. */
class MembershipTest {

    private static final Duration YEAR = Duration.ofDays(365);

    private Commons commons;

    @BeforeEach
    void open() {
        commons = new Commons();
    }

    @AfterEach
    void close() {
        List<Finding> findings = new Invariants(Commons.SELF, commons.store).check().await();
        commons.close();
        assertEquals(List.of(), findings.stream().filter(finding -> finding.invariant().matches("I-2[01]")).toList());
    }

    private Person admitted(String name) {
        Id application = commons.application(name);
        commons.enact(tx -> commons.membership.admit(tx, application, "2026-002", commons.world.now())).await();
        return commons.membership.register(commons.odile).await().stream().map(Membership.Member::person)
            .filter(person -> person.name().equals(name)).findFirst().orElseThrow();
    }

    private String token(Person person) {
        return commons.members.newToken(person.id()).await().revealText();
    }

    private Begun signIn(Person person) {
        return commons.sessions.begin(commons.sessions.link(person, person.id()).await().revealText(), "Firefox").await();
    }

    @Test
    void whoIsAdmittedIsOnProbationAndHasNoVoteUntilItsEnd() {
        Person berthe = admitted("Berthe");
        assertEquals(Set.of(Role.WORKER), berthe.roles());
        assertTrue(berthe.isMember());
        assertEquals(State.PROBATION, commons.standing(berthe).state());
        assertFalse(roll().contains(berthe.id()));
        commons.world.pass(Duration.ofDays(90).minusSeconds(1));
        commons.people.tick().await();
        assertEquals(State.PROBATION, commons.standing(berthe).state());
        commons.world.pass(Duration.ofSeconds(1));
        commons.people.tick().await();
        commons.people.tick().await();
        assertEquals(State.FULL, commons.standing(berthe).state());
        assertTrue(roll().contains(berthe.id()));
        assertEquals(List.of(Kind.ADMITTED, Kind.PROBATION_ENDED), commons.told(berthe.id()));
    }

    @Test
    void withoutProbationSheIsAFullMemberAtOnce() {
        commons.probation = Duration.ZERO;
        assertEquals(State.FULL, commons.standing(admitted("Berthe")).state());
    }

    private List<Id> roll() {
        return commons.membership.roll(commons.store, commons.world.now()).await();
    }

    @Test
    void theRollIsOfThoseWhoWereFullMembersByThen() {
        commons.world.pass(Duration.ofDays(1));
        Person late = commons.admit("Late", Role.TREASURER);
        Instant opening = commons.world.now();
        assertEquals(List.of(commons.odile.id(), commons.ada.id(), late.id()),
            commons.membership.roll(commons.store, opening).await());
        assertEquals(List.of(commons.odile.id(), commons.ada.id()),
            commons.membership.roll(commons.store, opening.minusSeconds(1)).await());
    }

    @Test
    void whoOnlyPublishesIsNoMember() {
        Requester museum = commons.members.admitRequester(null, "Museum", "FR", "SIREN 1").await();
        Person anne = commons.members.admit(commons.odile, "Anne", Set.of(Role.REQUESTER), museum.id()).await().person();
        assertFalse(anne.isMember());
        assertFalse(commons.now(anne).isMember());
        assertNull(commons.membership.mine(anne).await().standing());
        assertEquals(2, roll().size());
        assertEquals(Problem.NOT_ALLOWED, problem(commons.membership.register(anne)));
        assertEquals(Problem.NOT_ALLOWED, problem(commons.people.chronicle().read(anne, null, null)));
    }

    @Test
    void nobodyJoinsTwice() {
        Id application = commons.people.applications().seen(
            commons.people.applications().apply(null, asks("Berthe"), null).await().revealText()).await().id();
        commons.enact(tx -> commons.membership.admit(tx, application, "2026-002", commons.world.now())).await();
        assertEquals(Problem.ALREADY_DECIDED, problem(
            commons.enact(tx -> commons.membership.admit(tx, application, "2026-003", commons.world.now()))));
        assertEquals(Problem.ALREADY_MEMBER, problem(commons.people.applications().apply(commons.ada, asks("Ada"), null)));
        assertEquals(Problem.NOT_FOUND, problem(commons.enact(tx ->
            commons.membership.admit(tx, commons.world.newId(), "2026-003", commons.world.now()))));
    }

    @Test
    void ofManyWhoAdmitOneAtOnceOneDoes() {
        Id application = commons.application("Berthe");
        List<Future<Void>> acts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            acts.add(commons.enact(tx -> commons.membership.admit(tx, application, "2026-002", commons.world.now())));
        }
        Future.join(acts).otherwiseEmpty().await();
        assertEquals(1, acts.stream().filter(Future::succeeded).count());
        acts.stream().filter(Future::failed).forEach(late -> assertEquals(Problem.ALREADY_DECIDED, problem(late)));
        assertEquals(1, Commons.count(commons.store, "select count(*) from person where name = 'Berthe'"));
    }

    @Test
    void anActThatFailsWithItsDecisionLeavesNothing() {
        Id application = commons.application("Berthe");
        assertThrows(IllegalStateException.class, commons.enact(tx ->
            commons.membership.admit(tx, application, "2026-002", commons.world.now()).compose(done ->
                Future.failedFuture(new IllegalStateException("the decision could not be enacted"))))::await);
        assertEquals(2, commons.membership.register(commons.odile).await().size());
        assertEquals(Map.of(application, "Berthe"), commons.people.applications().waiting(commons.store).await());
        assertEquals(Applications.State.OPEN, commons.people.applications().read(commons.odile, application).await().state());
    }

    @Test
    void anOfficeIsHeldForATermThatEndsByTheClock() {
        commons.elect(commons.ada, Role.TREASURER, commons.in(YEAR)).await();
        assertEquals(Set.of(Role.WORKER, Role.TREASURER), commons.now(commons.ada).roles());
        Term term = commons.membership.mine(commons.ada).await().terms().getFirst();
        assertEquals(new Term(Role.TREASURER, commons.world.now(), commons.in(YEAR), "2026-001", false, null, null), term);
        commons.world.pass(YEAR.minusSeconds(1));
        commons.people.tick().await();
        assertTrue(commons.now(commons.ada).is(Role.TREASURER));
        commons.world.pass(Duration.ofSeconds(1));
        commons.people.tick().await();
        commons.people.tick().await();
        assertEquals(Set.of(Role.WORKER), commons.now(commons.ada).roles());
        assertEquals(List.of(Kind.ADMITTED, Kind.APPOINTED, Kind.TERM_ENDED), commons.told(commons.ada.id()));
    }

    @Test
    void electedAgainIsANewTerm() {
        commons.elect(commons.ada, Role.SECRETARY, commons.in(YEAR)).await();
        commons.world.pass(Duration.ofDays(300));
        commons.elect(commons.ada, Role.SECRETARY, commons.in(YEAR)).await();
        commons.world.pass(Duration.ofDays(100));
        commons.people.tick().await();
        assertTrue(commons.now(commons.ada).is(Role.SECRETARY));
        assertEquals("succeeded", commons.membership.mine(commons.ada).await().terms().get(1).endedBy());
    }

    @ParameterizedTest
    @EnumSource(value = Role.class, names = {"WORKER", "REQUESTER"})
    void onlyOfficesAreElected(Role role) {
        assertEquals(Problem.FIELD_WRONG, problem(commons.elect(commons.ada, role, commons.in(YEAR))));
    }

    @Test
    void aTermEndsAfterTodayAndNotBeyondTheLongest() {
        Instant now = commons.world.now();
        assertEquals(Problem.TERM_WRONG, problem(commons.elect(commons.ada, Role.STEWARD, now)));
        assertEquals(Problem.TERM_WRONG, problem(commons.elect(commons.ada, Role.STEWARD, null)));
        assertEquals(Problem.TERM_WRONG, problem(commons.elect(commons.ada, Role.STEWARD, commons.in(YEAR.multipliedBy(5)))));
        commons.elect(commons.ada, Role.STEWARD, Instant.parse("2030-11-24T18:00:00Z")).await();
    }

    @Test
    void whoIsNoFullMemberIsNotElected() {
        Person berthe = admitted("Berthe");
        assertEquals(Problem.NOT_A_MEMBER, problem(commons.elect(berthe, Role.STEWARD, commons.in(YEAR))));
        Requester museum = commons.members.admitRequester(null, "Museum", "FR", "SIREN 1").await();
        Person anne = commons.members.admit(null, "Anne", Set.of(Role.REQUESTER), museum.id()).await().person();
        assertEquals(Problem.NOT_A_MEMBER, problem(commons.elect(anne, Role.STEWARD, commons.in(YEAR))));
        var nobody = new Person(commons.world.newId(), "Nobody", Set.of());
        assertEquals(Problem.NOT_FOUND, problem(commons.elect(nobody, Role.STEWARD, commons.in(YEAR))));
    }

    @Test
    void whoIsRecalledHoldsTheOfficeNoMore() {
        commons.elect(commons.ada, Role.TREASURER, commons.in(YEAR)).await();
        commons.enact(tx -> commons.membership.recall(tx, commons.ada.id(), Role.TREASURER, "2026-003")).await();
        assertFalse(commons.now(commons.ada).is(Role.TREASURER));
        assertEquals(Problem.NOT_IN_OFFICE, problem(
            commons.enact(tx -> commons.membership.recall(tx, commons.ada.id(), Role.TREASURER, "2026-004"))));
        assertEquals(Problem.NOT_IN_OFFICE, problem(
            commons.enact(tx -> commons.membership.recall(tx, commons.ada.id(), Role.WORKER, "2026-004"))));
    }

    @Test
    void stewardsAppointWhereTheStatutesLeaveItToThem() {
        commons.membership.appoint(commons.odile, commons.ada.id(), Role.TREASURER, TODAY.plusDays(30)).await();
        commons.world.pass(Duration.ofDays(30));
        commons.people.tick().await();
        assertTrue(commons.now(commons.ada).is(Role.TREASURER), "to the end of the last day");
        commons.world.pass(Duration.ofHours(6));
        commons.people.tick().await();
        assertFalse(commons.now(commons.ada).is(Role.TREASURER));
        assertEquals(Problem.FIELD_MISSING, problem(
            commons.membership.appoint(commons.odile, commons.ada.id(), Role.TREASURER, null)));
        assertEquals(Problem.NOT_ALLOWED, problem(
            commons.membership.appoint(commons.ada, commons.ada.id(), Role.TREASURER, TODAY.plusDays(60))));
        commons.stewardsDecide = false;
        assertEquals(Problem.NOT_ALLOWED, problem(
            commons.membership.appoint(commons.odile, commons.ada.id(), Role.TREASURER, TODAY.plusDays(60))));
    }

    @Test
    void whereTheMembersAdmitStewardsDoNot() {
        commons.stewardsDecide = false;
        Requester museum = commons.members.admitRequester(commons.odile, "Museum", "FR", "SIREN 1").await();
        commons.members.admit(commons.odile, "Anne", Set.of(Role.REQUESTER), museum.id()).await();
        assertEquals(Problem.NOT_ALLOWED, Commons.refused(Future.succeededFuture().compose(begun ->
            commons.members.admit(commons.odile, "Berthe", Set.of(Role.WORKER), null))).problem());
        Id application = commons.application("Berthe");
        assertEquals(Problem.NOT_ALLOWED, problem(commons.people.applications().admit(commons.odile, application)));
        assertEquals(Problem.NOT_ALLOWED, problem(
            commons.people.applications().decline(commons.odile, application, Commons.GROUNDS)));
        commons.enact(tx -> commons.membership.admit(tx, application, "2026-002", commons.world.now())).await();
    }

    @Test
    void leavingIsAtOnceAndLeavesAWayIn() {
        commons.elect(commons.ada, Role.TREASURER, commons.in(YEAR)).await();
        String token = token(commons.ada);
        String unused = commons.sessions.link(commons.ada, commons.ada.id()).await().revealText();
        Begun phone = signIn(commons.ada);
        Begun desk = signIn(commons.ada);
        commons.membership.leave(commons.now(commons.ada), "", desk.session().id()).await();
        Person gone = commons.now(commons.ada);
        assertEquals(Set.of(), gone.roles());
        assertFalse(gone.isMember());
        assertEquals(State.LEFT, commons.standing(commons.ada).state());
        assertEquals(Problem.NOT_SIGNED_IN, problem(commons.members.bearer(token)));
        assertEquals(Problem.NOT_FOUND, problem(commons.sessions.linked(unused)));
        assertEquals(Optional.empty(), commons.sessions.find(phone.token().revealText()).await());
        assertEquals(gone, commons.sessions.find(desk.token().revealText()).await().orElseThrow().person());
        assertEquals(gone, signIn(gone).session().person(), "a new link lets her in");
        assertEquals(Problem.NOT_A_MEMBER, problem(commons.membership.leave(gone, "", desk.session().id())));
        assertFalse(roll().contains(gone.id()));
    }

    @Test
    void whoHasLeftMayComeBackByAnotherApplication() {
        commons.membership.leave(commons.ada, "", commons.world.newId()).await();
        commons.world.pass(YEAR);
        Person gone = commons.now(commons.ada);
        commons.people.applications().apply(gone, asks("Ada"), null).await();
        assertEquals(Problem.ALREADY_ASKED, problem(commons.people.applications().apply(gone, asks("Ada"), null)));
        Id application = commons.people.applications().open(commons.odile).await().getFirst().id();
        commons.people.applications().admit(commons.odile, application).await();
        assertEquals(State.PROBATION, commons.standing(commons.ada).state());
        assertEquals(Set.of(Role.WORKER), commons.now(commons.ada).roles());
        assertEquals(1, Commons.count(commons.store, "select count(*) from person where name = 'Ada'"));
    }

    @Test
    void theLastStewardDoesNotGoWithoutAWord() {
        assertEquals(Problem.LAST_STEWARD, problem(commons.membership.leave(commons.odile, " ", commons.world.newId())));
        assertEquals(Problem.LAST_STEWARD, problem(commons.membership.resign(commons.odile, Role.STEWARD, null)));
        assertEquals(Problem.LAST_STEWARD, problem(
            commons.enact(tx -> commons.membership.recall(tx, commons.odile.id(), Role.STEWARD, "2026-003"))));
        commons.membership.leave(commons.odile, "I move to Roubaix; elect Ada.", commons.world.newId()).await();
        Event told = commons.people.chronicle().read(commons.ada, commons.odile.id(), null).await().getFirst();
        assertEquals(Kind.LEFT, told.kind());
        assertEquals("I move to Roubaix; elect Ada.", told.what());
    }

    @Test
    void ofTwoStewardsOneMayGo() {
        commons.elect(commons.ada, Role.STEWARD, commons.in(YEAR)).await();
        commons.enact(tx -> commons.membership.recall(tx, commons.odile.id(), Role.STEWARD, "2026-003")).await();
        assertEquals(Problem.LAST_STEWARD, problem(commons.membership.leave(commons.ada, null, commons.world.newId())));
    }

    @Test
    void ofTwoStewardsWhoGoAtOnceOneStays() {
        commons.elect(commons.ada, Role.STEWARD, commons.in(YEAR)).await();
        List<Future<Void>> both = List.of(commons.membership.leave(commons.odile, null, commons.world.newId()),
            commons.membership.leave(commons.ada, null, commons.world.newId()));
        Future.join(both).otherwiseEmpty().await();
        assertEquals(1, both.stream().filter(Future::succeeded).count());
        assertEquals(1, Commons.count(commons.store, "select count(*) from person where 'steward' = any(roles)"));
    }

    @Test
    void theTermOfTheLastStewardGoesOnUntilThereIsAnother() {
        Person berthe = commons.admit("Berthe", Role.WORKER);
        commons.elect(commons.ada, Role.STEWARD, commons.in(YEAR)).await();
        commons.enact(tx -> commons.membership.recall(tx, commons.odile.id(), Role.STEWARD, "2026-003")).await();
        commons.world.pass(YEAR.plusDays(1));
        commons.people.tick().await();
        commons.people.tick().await();
        assertTrue(commons.now(commons.ada).is(Role.STEWARD));
        assertEquals(List.of(Kind.ADMITTED, Kind.APPOINTED, Kind.TERM_GOES_ON), commons.told(commons.ada.id()), "told once");
        commons.elect(berthe, Role.STEWARD, commons.in(YEAR)).await();
        commons.people.tick().await();
        assertFalse(commons.now(commons.ada).is(Role.STEWARD));
        assertTrue(commons.now(berthe).is(Role.STEWARD));
    }

    @Test
    void anOfficeIsGivenBack() {
        commons.elect(commons.ada, Role.TREASURER, commons.in(YEAR)).await();
        commons.membership.resign(commons.ada, Role.TREASURER, "I am ill.").await();
        assertEquals(Set.of(Role.WORKER), commons.now(commons.ada).roles());
        assertEquals("treasurer I am ill.", commons.lastTold(commons.ada.id()).what());
        assertEquals(Problem.NOT_IN_OFFICE, problem(commons.membership.resign(commons.ada, Role.TREASURER, null)));
        assertEquals(Problem.NOT_IN_OFFICE, problem(commons.membership.resign(commons.ada, Role.WORKER, null)));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "update person set roles = '{steward}' where name = 'Ada'",
        "update person set member = false",
        "update people_event set actor = null",
        "delete from people_event",
        "truncate people_event"})
    @Tag("W-36")
    void nobodyMakesOneselfAStewardOrUnmakesWhatHappened(String statement) {
        assertThrows(PgException.class, commons.store.run(statement)::await);
    }

    @Test
    @Tag("I-21")
    @Tag("W-36")
    void whatAStewardReadsOfAMemberIsToldToAll() {
        commons.membership.read(commons.odile, commons.ada.id()).await();
        Event told = commons.people.chronicle().read(commons.ada, commons.ada.id(), null).await().getFirst();
        assertEquals(Kind.READ_PERSON, told.kind());
        assertEquals(commons.odile.id(), told.actor());
        assertEquals("Odile", told.actorName());
        assertEquals("Ada", told.aboutName());
        assertEquals(Problem.NOT_ALLOWED, problem(commons.membership.read(commons.ada, commons.odile.id())));
        assertEquals(Problem.NOT_FOUND, problem(commons.membership.read(commons.odile, commons.world.newId())));
    }

    @Test
    @Tag("W-36")
    void aLinkThatAStewardMakesForAnotherIsToldToAll() {
        commons.sessions.link(commons.odile, commons.ada.id()).await();
        commons.sessions.endAll(commons.odile, commons.ada.id()).await();
        commons.sessions.link(commons.ada, commons.ada.id()).await();
        assertEquals(List.of(Kind.ADMITTED, Kind.LINK_MADE, Kind.SESSIONS_ENDED), commons.told(commons.ada.id()));
    }

    @Test
    void theChronicleIsReadPageByPage() {
        for (int i = 0; i < Chronicle.PAGE; i++) {
            commons.membership.read(commons.odile, commons.ada.id()).await();
        }
        List<Event> first = commons.people.chronicle().read(commons.ada, null, null).await();
        assertEquals(Chronicle.PAGE, first.size());
        List<Event> second = commons.people.chronicle().read(commons.ada, null, first.getLast().number()).await();
        assertEquals(List.of(Kind.ADMITTED, Kind.ADMITTED), second.stream().map(Event::kind).toList());
    }
}
