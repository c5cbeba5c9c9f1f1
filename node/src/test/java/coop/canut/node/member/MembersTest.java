package coop.canut.node.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.canut.node.TestWorld;
import coop.canut.node.member.Members.Listed;
import coop.canut.node.store.Store;
import coop.canut.node.store.TestDatabase;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who was admitted, and who may know. */
class MembersTest {

    private final TestWorld world = new TestWorld(1);
    private final Vertx vertx = Vertx.vertx();
    private Store store;
    private Members members;

    @BeforeEach
    void open() {
        store = Store.open(vertx, TestDatabase.fresh());
        members = new Members(world, Host.of("lyon.example"), store);
    }

    @AfterEach
    void close() {
        store.close().await();
        vertx.close().await();
    }

    private Person admit(String name, Role role) {
        return members.admit(null, name, Set.of(role), null).await().person();
    }

    private Person is(Role role) {
        return new Person(world.newId(), "Somebody", Set.of(role));
    }

    private static Problem problem(Future<?> future) {
        return assertThrows(Refused.class, future::await).problem();
    }

    @Test
    void everybodyIsListedByNameAsAPersonWouldLookForIt() {
        Requester museum = members.admitRequester(null, "Museum", "FR", "SIREN 1").await();
        Person zoe = admit("Zoé", Role.WORKER);
        world.pass(Duration.ofDays(1));
        Person emile = admit("Émile", Role.STEWARD);
        Person eva = admit("eva", Role.TREASURER);
        Person first = admit("Félix", Role.WORKER);
        world.pass(Duration.ofSeconds(1));
        Person publisher = members.admit(emile, "Félix", Set.of(Role.REQUESTER), museum.id()).await().person();
        assertEquals(List.of(
            new Listed(emile, null, TestWorld.START.plus(Duration.ofDays(1))),
            new Listed(eva, null, TestWorld.START.plus(Duration.ofDays(1))),
            new Listed(first, null, TestWorld.START.plus(Duration.ofDays(1))),
            new Listed(publisher, museum.id(), world.now()),
            new Listed(zoe, null, TestWorld.START)), members.people(emile).await());
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    @Tag("F-81")
    void onlyAStewardSeesWhoIsHere(Role role) {
        Future<List<Listed>> people = members.people(is(role));
        if (role == Role.STEWARD) {
            assertEquals(List.of(), people.await());
        } else {
            assertEquals(Problem.NOT_ALLOWED, problem(people));
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    @Tag("F-81")
    void stewardsAndTreasurersSeeWhoHasWorkDone(Role role) {
        Requester weavers = members.admitRequester(null, "Weavers", "IT", "REA 2").await();
        Requester museum = members.admitRequester(null, "Museum", "FR", "SIREN 1").await();
        Future<List<Requester>> requesters = members.requesters(is(role));
        if (role == Role.STEWARD || role == Role.TREASURER) {
            assertEquals(List.of(museum, weavers), requesters.await());
        } else {
            assertEquals(Problem.NOT_ALLOWED, problem(requesters));
        }
    }

    @Test
    void aPersonIsFoundById() {
        Person ada = admit("Ada", Role.WORKER);
        assertEquals(ada, members.person(ada.id()).await());
        assertEquals(Problem.NOT_FOUND, problem(members.person(world.newId())));
    }
}
