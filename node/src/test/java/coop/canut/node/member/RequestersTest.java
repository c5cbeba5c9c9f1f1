package coop.canut.node.member;

import static coop.canut.node.member.Commons.GROUNDS;
import static coop.canut.node.member.Commons.problem;
import static coop.canut.node.member.Commons.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.member.Event.Kind;
import coop.canut.node.member.Requesters.Known;
import coop.canut.node.member.Requesters.SignUp;
import coop.canut.protocol.Problem;
import coop.canut.protocol.name.Id;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Organisations: signing up, being checked, answering, being suspended; and their people. */
class RequestersTest {

    private static final SignUp MUSEUM =
        new SignUp("Museum", "FR", "SIREN 1", "work@museum.example", "Anne");

    private Commons commons;
    private Requesters requesters;

    @BeforeEach
    void open() {
        commons = new Commons();
        requesters = commons.people.requesters();
    }

    @AfterEach
    void close() {
        commons.close();
    }

    private Person signUp() {
        String link = requesters.signUp(MUSEUM).await().revealText();
        return commons.sessions.begin(link, "Firefox").await().session().person();
    }

    private Id of(Person person) {
        return requesters.mine(person).await().orElseThrow().requester().id();
    }

    private Id ready(Person anne) {
        Id museum = of(anne);
        requesters.check(commons.odile, museum, "name, register", "extract of 2026-11-20").await();
        requesters.answer(anne, requesters.makeCode(commons.odile, museum).await().revealText()).await();
        return museum;
    }

    @Test
    void whoSignsUpPublishesNothingBeforeTheCheckAndTheAnswer() {
        Person anne = signUp();
        assertEquals(Set.of(), anne.roles());
        assertFalse(anne.isMember());
        assertEquals(List.of(), commons.members.requesters(commons.odile).await(), "no deposit for it, nobody admitted for it");
        Id museum = of(anne);
        assertEquals(Problem.REQUESTER_UNCHECKED, problem(requesters.requireMayPublish(commons.store, museum)));
        requesters.check(commons.odile, museum, "name, register", "extract of 2026-11-20").await();
        assertEquals(Problem.REQUESTER_UNCHECKED, problem(requesters.requireMayPublish(commons.store, museum)));
        assertEquals(Set.of(), commons.now(anne).roles());
        String code = requesters.makeCode(commons.odile, museum).await().revealText();
        requesters.answer(anne, code.substring(0, 4).toLowerCase(Locale.ROOT) + " - " + code.substring(4)).await();
        requesters.requireMayPublish(commons.store, museum).await();
        assertEquals(Set.of(Role.REQUESTER), commons.now(anne).roles());
        assertEquals(museum, commons.members.requesterOf(commons.now(anne)).await().id());
        assertEquals(List.of(Kind.REQUESTER_ADDED, Kind.CHECKED, Kind.CODE_MADE, Kind.ANSWERED), commons.told(museum));
    }

    @Test
    void whatWasCheckedIsShownWithByWhomAndWhen() {
        Id museum = ready(signUp());
        Known shown = requesters.known(museum).await();
        assertEquals(new Requesters.Check("name, register", "extract of 2026-11-20", "Odile", commons.world.now()),
            shown.check());
        assertNull(shown.contact(), "for stewards only");
        assertEquals("work@museum.example", requesters.read(commons.odile, museum).await().contact());
        assertEquals(Kind.READ_REQUESTER, commons.lastTold(museum).kind());
        commons.world.pass(Duration.ofDays(1));
        requesters.check(commons.odile, museum, "name", "website").await();
        assertEquals("website", requesters.known(museum).await().check().against(), "the newest");
        assertEquals(Problem.NOT_FOUND, problem(requesters.known(commons.world.newId())));
    }

    @Test
    void aWrongCodeOpensNothingAndFiveWrongOnesEndIt() {
        Person anne = signUp();
        Id museum = of(anne);
        assertEquals(Problem.CODE_WRONG, problem(requesters.answer(anne, "")), "none was made");
        String code = requesters.makeCode(commons.odile, museum).await().revealText();
        String other = code.startsWith("0") ? "1" + code.substring(1) : "0" + code.substring(1);
        for (int i = 0; i < Requesters.CODE_TRIES; i++) {
            assertEquals("code", refused(requesters.answer(anne, other)).field());
        }
        assertEquals(Problem.CODE_WRONG, problem(requesters.answer(anne, code)), "too late");
        String second = requesters.makeCode(commons.odile, museum).await().revealText();
        commons.world.pass(Duration.ofDays(Requesters.CODE_DAYS));
        assertEquals(Problem.CODE_WRONG, problem(requesters.answer(anne, second)), "too old");
        String third = requesters.makeCode(commons.odile, museum).await().revealText();
        assertEquals(Problem.CODE_WRONG, problem(requesters.answer(anne, second)), "void");
        requesters.answer(anne, third).await();
        assertEquals(Problem.CODE_WRONG, problem(requesters.answer(anne, third)), "used");
        assertEquals(Problem.ALREADY_DECIDED, problem(requesters.makeCode(commons.odile, museum)));
        commons.store.run("select t::text from requester t").await().forEach(row ->
            assertFalse(row.getString(0).contains(third)));
    }

    @Test
    void aRequesterThatAStewardAddsIsCheckedByWhoeverAddsIt() {
        Requester archive = commons.members.admitRequester(commons.odile, "Archive", "IT", "REA 2").await();
        assertEquals("Odile", requesters.known(archive.id()).await().check().by());
        requesters.requireMayPublish(commons.store, archive.id()).await();
        Requester machine = commons.members.admitRequester(null, "Museum", "FR", "SIREN 1").await();
        assertNull(requesters.known(machine.id()).await().check().by());
        requesters.requireMayPublish(commons.store, machine.id()).await();
    }

    @Test
    void nobodyIsAdmittedForARequesterThatIsNotChecked() {
        Id museum = of(signUp());
        assertEquals("requester", refused(commons.members.admit(commons.odile, "Bea", Set.of(Role.REQUESTER), museum)).field());
    }

    @Test
    void aSuspendedOnePublishesNothingUntilThatIsLifted() {
        Person anne = signUp();
        Id museum = ready(anne);
        requesters.suspend(commons.odile, museum, GROUNDS).await();
        assertEquals(Problem.REQUESTER_SUSPENDED, problem(requesters.requireMayPublish(commons.store, museum)));
        assertEquals(new Requesters.Suspension("Odile", GROUNDS, commons.world.now()),
            requesters.known(museum).await().suspension());
        assertEquals(Set.of(Role.REQUESTER), commons.now(anne).roles(), "what is done is reviewed and paid");
        assertEquals(Problem.ALREADY_DECIDED, problem(requesters.suspend(commons.odile, museum, GROUNDS)));
        commons.world.pass(Duration.between(commons.world.now(), GROUNDS.reviewOn().atStartOfDay(ZoneOffset.UTC)
            .toInstant()));
        requesters.tick().await();
        requesters.tick().await();
        assertEquals(1, commons.told(museum).stream().filter(kind -> kind == Kind.REVIEW_DUE).count());
        assertEquals(Problem.REQUESTER_SUSPENDED, problem(requesters.requireMayPublish(commons.store, museum)));
        requesters.lift(commons.odile, museum).await();
        requesters.requireMayPublish(commons.store, museum).await();
        assertEquals(Problem.ALREADY_DECIDED, problem(requesters.lift(commons.odile, museum)));
    }

    @Test
    @Tag("F-81")
    void onlyStewardsCheckSuspendAndRead() {
        Id museum = ready(signUp());
        for (Person other : List.of(commons.ada, commons.admit("Karim", Role.TREASURER))) {
            assertEquals(Problem.NOT_ALLOWED, problem(requesters.check(other, museum, "name", "nothing")));
            assertEquals(Problem.NOT_ALLOWED, problem(requesters.makeCode(other, museum)));
            assertEquals(Problem.NOT_ALLOWED, problem(requesters.suspend(other, museum, GROUNDS)));
            assertEquals(Problem.NOT_ALLOWED, problem(requesters.lift(other, museum)));
            assertEquals(Problem.NOT_ALLOWED, problem(requesters.read(other, museum)));
            assertEquals(Problem.NOT_FOUND, problem(requesters.addColleague(other, "Eve")));
            assertEquals(Optional.empty(), requesters.mine(other).await());
            assertEquals(List.of(museum), requesters.all(other).await().stream().map(each -> each.requester().id()).toList());
        }
    }

    @Test
    void oneOfThemAddsOthersWhoDoWhatSheDoes() {
        Person anne = signUp();
        commons.world.pass(Duration.ofSeconds(1));
        Person bea = commons.sessions.begin(requesters.addColleague(anne, "Bea").await().revealText(), "x").await().session()
            .person();
        commons.world.pass(Duration.ofSeconds(1));
        assertEquals(Set.of(), bea.roles());
        Id museum = ready(bea);
        assertEquals(Set.of(Role.REQUESTER), commons.now(anne).roles(), "with both");
        Person carl = commons.sessions.begin(requesters.addColleague(bea, "Carl").await().revealText(), "x").await().session()
            .person();
        assertTrue(carl.is(Role.REQUESTER));
        assertEquals(museum, of(carl));
        assertEquals(List.of("Anne", "Bea", "Carl"), requesters.colleagues(carl).await().stream().map(Person::name).toList());
    }

    @Test
    void whoIsTakenOutIsSignedOutAndTheLastOneStays() {
        Person anne = signUp();
        Id museum = ready(anne);
        Person bea = commons.sessions.begin(requesters.addColleague(anne, "Bea").await().revealText(), "x").await().session()
            .person();
        String token = commons.members.newToken(bea.id()).await().revealText();
        requesters.removeColleague(anne, bea.id()).await();
        assertEquals(List.of(), commons.sessions.mine(bea).await());
        assertEquals(Problem.NOT_SIGNED_IN, problem(commons.members.bearer(token)));
        assertEquals(Set.of(), commons.now(bea).roles());
        assertEquals(Optional.empty(), requesters.mine(bea).await());
        assertEquals(Problem.NOT_FOUND, problem(requesters.removeColleague(anne, bea.id())));
        assertEquals(Problem.NOT_OVER, problem(requesters.removeColleague(anne, anne.id())));
        assertEquals(Problem.NOT_FOUND, problem(requesters.removeColleague(anne, commons.ada.id())));
        requesters.requireMayPublish(commons.store, museum).await();
    }

    @Test
    void signUpsThatComeToNothingAreRemovedAndBounded() {
        Person anne = signUp();
        for (int i = 1; i < Requesters.UNFINISHED; i++) {
            requesters.signUp(MUSEUM).await();
        }
        assertEquals(Problem.TOO_MANY, problem(requesters.signUp(MUSEUM)));
        Id kept = of(anne);
        requesters.answer(anne, requesters.makeCode(commons.odile, kept).await().revealText()).await();
        commons.world.pass(Duration.ofDays(Requesters.UNFINISHED_DAYS));
        for (int i = 0; i < 10; i++) {
            requesters.tick().await();
        }
        assertEquals(List.of(kept), requesters.all(commons.odile).await().stream().map(each -> each.requester().id()).toList());
        assertEquals(1, Commons.count(commons.store, "select count(*) from person where requester is not null"));
        requesters.signUp(MUSEUM).await();
    }

    @Test
    void whatIsMissingIsNamed() {
        assertEquals("name", refused(requesters.signUp(new SignUp("", "FR", "r", "c", "p"))).field());
        assertEquals("country", refused(requesters.signUp(new SignUp("n", "fr", "r", "c", "p"))).field());
        assertEquals("register", refused(requesters.signUp(new SignUp("n", "FR", " ", "c", "p"))).field());
        assertEquals("contact", refused(requesters.signUp(new SignUp("n", "FR", "r", null, "p"))).field());
        assertEquals("person", refused(requesters.signUp(new SignUp("n", "FR", "r", "c", "x".repeat(201)))).field());
        Id museum = of(signUp());
        assertEquals("what", refused(requesters.check(commons.odile, museum, "", "a")).field());
        assertEquals("against", refused(requesters.check(commons.odile, museum, "w", "")).field());
    }
}
