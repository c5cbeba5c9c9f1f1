package coop.canut.node.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.Secret;
import coop.canut.node.TestWorld;
import coop.canut.node.member.Sessions.Begun;
import coop.canut.node.member.Sessions.Session;
import coop.canut.node.store.Store;
import coop.canut.node.store.TestDatabase;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in, on a real database and under a clock that stands until it is moved. */
class SessionsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final String BROWSER = "Firefox on a phone";

    private final TestWorld world = new TestWorld(1);
    private final Vertx vertx = Vertx.vertx();
    private Store store;
    private Members members;
    private Sessions sessions;
    private Person ada;
    private Person bruno;
    private Person steward;

    @BeforeEach
    void open() {
        store = Store.open(vertx, TestDatabase.fresh());
        members = new Members(world, Host.of("lyon.example"), store);
        sessions = new Sessions(world, store);
        ada = admit("Ada", Role.WORKER);
        bruno = admit("Bruno", Role.WORKER);
        steward = admit("Odile", Role.STEWARD);
    }

    @AfterEach
    void close() {
        store.close().await();
        vertx.close().await();
    }

    private Person admit(String name, Role role) {
        return members.admit(null, name, Set.of(role), null).await().person();
    }

    private String link(Person person) {
        return sessions.link(person, person.id()).await().revealText();
    }

    private Begun signIn(Person person) {
        return sessions.begin(link(person), BROWSER).await();
    }

    private Optional<Session> find(Begun begun) {
        return sessions.find(begun.token().revealText()).await();
    }

    private List<Id> mine(Person person) {
        return sessions.mine(person).await().stream().map(Session::id).toList();
    }

    private long rows(String table) {
        return store.run("select count(*) from " + table).await().iterator().next().getLong(0);
    }

    private static Problem problem(Future<?> future) {
        return assertThrows(Refused.class, future::await).problem();
    }

    @Test
    void aLinkBeginsASession() {
        String link = link(ada);
        assertEquals(43, link.length());
        Begun begun = sessions.begin(link, BROWSER).await();
        assertEquals(new Session(begun.session().id(), ada, null, TestWorld.START, TestWorld.START,
            TestWorld.START.plus(Duration.ofDays(7)), BROWSER), begun.session());
        assertEquals(Optional.of(begun.session()), find(begun));
        assertEquals(List.of(begun.session()), sessions.mine(ada).await());
        assertNotEquals(link, begun.token().revealText());
    }

    @Test
    void onlyHashesAreKept() {
        Secret unused = sessions.link(ada, ada.id()).await();
        Begun begun = signIn(ada);
        for (String table : List.of("link", "session")) {
            store.run("select t::text from " + table + " t").await().forEach(row -> {
                assertFalse(row.getString(0).contains(begun.token().revealText()));
                assertFalse(row.getString(0).contains(unused.revealText()));
            });
        }
        assertEquals("[REDACTED]", begun.token().toString());
    }

    @Test
    void lookingAtALinkDoesNotUseItUp() {
        String link = link(ada);
        assertEquals(ada, sessions.linked(link).await());
        assertEquals(ada, sessions.linked(link).await());
        assertEquals(ada, sessions.begin(link, BROWSER).await().session().person());
    }

    @Test
    void aUsedLinkOpensNothing() {
        String link = link(ada);
        sessions.begin(link, BROWSER).await();
        assertEquals(Problem.NOT_FOUND, problem(sessions.begin(link, BROWSER)));
        assertEquals(Problem.NOT_FOUND, problem(sessions.linked(link)));
        assertEquals(1, mine(ada).size());
    }

    @Test
    @Tag("F-85")
    void ofManyWhoOpenOneLinkAtOnceOneIsSignedIn() {
        for (int round = 0; round < 10; round++) {
            String link = link(ada);
            List<Future<Begun>> opened = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                opened.add(sessions.begin(link, BROWSER));
            }
            Future.join(opened).otherwiseEmpty().await();
            assertEquals(1, opened.stream().filter(Future::succeeded).count());
            opened.stream().filter(Future::failed).forEach(late -> assertEquals(Problem.NOT_FOUND, problem(late)));
        }
        assertEquals(10, mine(ada).size());
    }

    @Test
    void aLinkOpensForTwoDays() {
        String early = link(ada);
        String late = link(ada);
        world.pass(Duration.ofHours(Sessions.LINK_HOURS).minus(MINUTE));
        assertEquals(ada, sessions.begin(early, BROWSER).await().session().person());
        world.pass(MINUTE);
        assertEquals(Problem.NOT_FOUND, problem(sessions.linked(late)));
        assertEquals(Problem.NOT_FOUND, problem(sessions.begin(late, BROWSER)));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "ééééééééééééééééééééééééééééééééééééééééééé"})
    void aTextThatIsNobodysOpensNothing(String text) {
        assertEquals(Problem.NOT_FOUND, problem(sessions.linked(text)));
        assertEquals(Problem.NOT_FOUND, problem(sessions.begin(text, BROWSER)));
        assertEquals(Optional.empty(), sessions.find(text).await());
    }

    @Test
    void aSessionIsNoLinkAndNoTokenOfAProgram() {
        Begun begun = signIn(ada);
        String token = begun.token().revealText();
        assertEquals(Problem.NOT_FOUND, problem(sessions.begin(token, BROWSER)));
        assertEquals(Problem.NOT_SIGNED_IN, problem(members.bearer(token)));
        assertEquals(Optional.empty(), sessions.find(members.newToken(ada.id()).await().revealText()).await());
    }

    @Test
    void whoMayMakeALinkForWhom() {
        assertEquals(ada, sessions.linked(sessions.link(null, ada.id()).await().revealText()).await());
        assertEquals(ada, sessions.linked(sessions.link(steward, ada.id()).await().revealText()).await());
        assertEquals(ada, sessions.linked(sessions.link(ada, ada.id()).await().revealText()).await());
        assertEquals(Problem.NOT_ALLOWED, problem(sessions.link(ada, bruno.id())));
        assertEquals(Problem.NOT_ALLOWED, problem(sessions.link(ada, world.newId())));
        assertEquals(Problem.NOT_FOUND, problem(sessions.link(steward, world.newId())));
    }

    @Test
    void whatABrowserSaysOfItselfIsOneShortLine() {
        assertEquals("ab", sessions.begin(link(ada), "a\r\n\t\u0000\u0085\u202Eb").await().session().browser());
        assertEquals("", sessions.begin(link(ada), null).await().session().browser());
        String cut = sessions.begin(link(ada), "\uD83E\uDDF5".repeat(300)).await().session().browser();
        assertEquals("\uD83E\uDDF5".repeat(200), cut);
        assertEquals(List.of("", "ab", cut), sessions.mine(ada).await().stream().map(Session::browser).sorted().toList());
    }

    @Test
    void aSessionLivesAsLongAsItIsUsedForSevenDaysAtMost() {
        Begun begun = signIn(ada);
        for (int hours = 11; hours < 7 * 24; hours += 11) {
            world.pass(Duration.ofHours(11));
            assertTrue(find(begun).isPresent(), "after " + hours + " hours");
        }
        world.pass(Duration.between(world.now(), begun.session().endsAt()).minusSeconds(1));
        assertTrue(find(begun).isPresent());
        world.pass(Duration.ofSeconds(1));
        assertGone(begun, ada);
    }

    @Test
    void aSessionThatNobodyUsesEndsAfterTwelveHours() {
        Begun begun = signIn(ada);
        world.pass(Duration.ofHours(12));
        assertGone(begun, ada);
    }

    @ParameterizedTest
    @EnumSource(names = {"STEWARD", "TREASURER"})
    void inOfficeASessionThatNobodyUsesEndsAfterHalfAnHour(Role role) {
        Person person = members.admit(null, "Chiara", Set.of(Role.WORKER, role), null).await().person();
        Begun begun = signIn(person);
        world.pass(Duration.ofMinutes(29));
        assertTrue(find(begun).isPresent());
        world.pass(Duration.ofMinutes(29));
        assertTrue(find(begun).isPresent());
        world.pass(Duration.ofMinutes(30));
        assertGone(begun, person);
    }

    private void assertGone(Begun begun, Person person) {
        assertEquals(Optional.empty(), find(begun));
        assertEquals(List.of(), mine(person));
        assertEquals(Set.of(), sessions.alive(Set.of(begun.session().id())).await());
        sessions.tick().await();
        assertEquals(0, rows("session"));
    }

    @Test
    void useIsNotedOnceAMinute() {
        Begun begun = signIn(ada);
        world.pass(MINUTE.minusSeconds(1));
        assertEquals(TestWorld.START, find(begun).orElseThrow().seenAt());
        world.pass(Duration.ofSeconds(1));
        assertEquals(TestWorld.START.plus(MINUTE), find(begun).orElseThrow().seenAt());
        assertEquals(TestWorld.START.plus(MINUTE), sessions.mine(ada).await().getFirst().seenAt());
    }

    @Test
    void onesOwnSessionsAreListedNewestFirst() {
        Begun first = signIn(ada);
        world.pass(MINUTE);
        Begun second = signIn(ada);
        signIn(bruno);
        assertEquals(List.of(second.session().id(), first.session().id()), mine(ada));
    }

    @Test
    @Tag("F-84")
    void anEndedSessionIsGoneAtOnce() {
        Begun phone = signIn(ada);
        Begun desk = signIn(ada);
        Set<Id> both = Set.of(phone.session().id(), desk.session().id());
        assertEquals(both, sessions.alive(both).await());
        sessions.end(ada, phone.session().id()).await();
        assertEquals(Optional.empty(), find(phone));
        assertEquals(Set.of(desk.session().id()), sessions.alive(both).await());
        assertTrue(find(desk).isPresent());
        assertEquals(Problem.NOT_FOUND, problem(sessions.end(ada, phone.session().id())));
    }

    @Test
    @Tag("F-80")
    void anothersSessionIsAnsweredLikeAMissingOne() {
        Begun begun = signIn(ada);
        assertEquals(Problem.NOT_FOUND, problem(sessions.end(bruno, begun.session().id())));
        assertEquals(Problem.NOT_FOUND, problem(sessions.end(bruno, world.newId())));
        assertEquals(Problem.NOT_FOUND, problem(sessions.endAll(bruno, ada.id())));
        assertEquals(Problem.NOT_FOUND, problem(sessions.endAll(bruno, world.newId())));
        assertTrue(find(begun).isPresent());
    }

    @Test
    void aStewardEndsAnybodysSessions() {
        Begun one = signIn(ada);
        Begun two = signIn(ada);
        Begun other = signIn(bruno);
        sessions.end(steward, one.session().id()).await();
        assertEquals(List.of(two.session().id()), mine(ada));
        sessions.endAll(steward, ada.id()).await();
        assertEquals(List.of(), mine(ada));
        assertTrue(find(other).isPresent());
        assertEquals(Problem.NOT_FOUND, problem(sessions.endAll(steward, world.newId())));
        sessions.endAll(null, bruno.id()).await();
        assertEquals(Optional.empty(), find(other));
    }

    @Test
    @Tag("F-84")
    void whoEndsAllSessionsEndsWhatWouldBeginOneToo() {
        String unused = link(ada);
        sessions.endAll(ada, ada.id()).await();
        assertEquals(Problem.NOT_FOUND, problem(sessions.begin(unused, BROWSER)));
    }

    @Test
    @Tag("F-84")
    void noSessionSlipsThroughWhileAllAreEnded() {
        for (int round = 0; round < 50; round++) {
            String link = link(ada);
            Future.join(sessions.begin(link, BROWSER), sessions.endAll(ada, ada.id())).otherwiseEmpty().await();
            assertEquals(List.of(), mine(ada));
        }
    }

    @Test
    void aLanguageIsThePersonsAndNotTheSessions() {
        Begun phone = signIn(ada);
        assertNull(find(phone).orElseThrow().language());
        sessions.speak(ada, "fr").await();
        assertEquals("fr", find(phone).orElseThrow().language());
        assertEquals("fr", signIn(ada).session().language());
        assertNull(signIn(bruno).session().language());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "EN", "it", "fr-FR"})
    void aLanguageThatNoPageSpeaksIsRefused(String language) {
        Refused refused = assertThrows(Refused.class, sessions.speak(ada, language)::await);
        assertEquals(Problem.FIELD_WRONG, refused.problem());
        assertEquals("language", refused.field());
    }

    @Test
    void whatIsOverIsSweptAndNothingElse() {
        signIn(ada);
        link(ada);
        world.pass(DAY);
        Begun alive = signIn(ada);
        String unused = link(ada);
        world.pass(DAY.minus(MINUTE));
        sessions.tick().await();
        assertEquals(4, rows("link"));
        assertEquals(0, rows("session"));
        Begun again = signIn(ada);
        world.pass(MINUTE);
        sessions.tick().await();
        assertEquals(3, rows("link"));
        assertEquals(1, rows("session"));
        assertEquals(Optional.empty(), find(alive));
        assertTrue(find(again).isPresent());
        assertEquals(ada, sessions.linked(unused).await());
    }
}
