package coop.canut.node.member;

import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.canut.node.TestWorld;
import coop.canut.node.member.Applications.Asked;
import coop.canut.node.store.Sql;
import coop.canut.node.store.Store;
import coop.canut.node.store.TestDatabase;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** The room of people on a database of its own, with a steward and a member, under a clock that stands until it is moved. */
final class Commons implements AutoCloseable {

    static final Host SELF = Host.of("lyon.example");
    static final LocalDate TODAY = LocalDate.parse("2026-11-24");
    static final Grounds GROUNDS = new Grounds("She took the cash box.", "Odile, +33 4 00 00 00 00", TODAY.plusMonths(6));

    final TestWorld world = new TestWorld(1);
    final Store store;
    final Members members;
    final Sessions sessions;
    final People people;
    final Membership membership;
    final Person odile;
    final Person ada;
    boolean stewardsDecide = true;
    Duration probation = Duration.ofDays(90);
    private final Vertx vertx = Vertx.vertx();

    Commons() {
        store = Store.open(vertx, TestDatabase.fresh());
        var bylaws = new Bylaws() {
            @Override
            public boolean stewardsDecide() {
                return stewardsDecide;
            }

            @Override
            public Duration probation() {
                return probation;
            }

            @Override
            public Duration hearing() {
                return FOUNDING.hearing();
            }

            @Override
            public Period term() {
                return FOUNDING.term();
            }
        };
        members = new Members(world, SELF, store, bylaws);
        sessions = new Sessions(world, store);
        people = People.of(world, SELF, store, bylaws);
        membership = people.membership();
        odile = admit("Odile", Role.STEWARD);
        ada = admit("Ada", Role.WORKER);
    }

    @Override
    public void close() {
        store.close().await();
        vertx.close().await();
    }

    Person admit(String name, Role... roles) {
        return members.admit(null, name, Set.of(roles), null).await().person();
    }

    /** In a transaction, as whoever enacts a decision does it. */
    <T> Future<T> enact(Function<Tx, Future<T>> act) {
        return store.write(act);
    }

    Future<Void> elect(Person person, Role role, Instant until) {
        return enact(tx -> membership.elect(tx, person.id(), role, until, "2026-001"));
    }

    Instant in(Duration time) {
        return world.now().plus(time);
    }

    Person now(Person person) {
        return members.person(person.id()).await();
    }

    Standing standing(Person person) {
        return membership.mine(person).await().standing();
    }

    static Asked asks(String name) {
        return new Asked(name, name.toLowerCase(Locale.ROOT) + "@example.org", "I weave.");
    }

    /** The link of an application. */
    String applied(String name) {
        return people.applications().apply(null, asks(name), null).await().revealText();
    }

    Id application(String name) {
        return people.applications().seen(applied(name)).await().id();
    }

    Id exclusion(Person by, Person person) {
        return people.hearings().propose(by, person.id(), GROUNDS).await();
    }

    /** Hears a member and has her excluded by a decision. */
    void exclude(Person person) {
        Id exclusion = exclusion(odile, person);
        people.hearings().reply(person, exclusion, "I did not.").await();
        enact(tx -> membership.exclude(tx, person.id(), "2026-009", world.now())).await();
    }

    /** Kinds of what the chronicle says, the oldest first. */
    List<Event.Kind> told(Id about) {
        List<Event.Kind> kinds = new ArrayList<>();
        people.chronicle().read(odile, about, null).await().forEach(event -> kinds.addFirst(event.kind()));
        return kinds;
    }

    Event lastTold(Id about) {
        return people.chronicle().read(now(odile), about, null).await().getFirst();
    }

    static long count(Sql sql, String query) {
        return sql.run(query).await().iterator().next().getLong(0);
    }

    static Problem problem(Future<?> future) {
        return refused(future).problem();
    }

    static Refused refused(Future<?> future) {
        return assertThrows(Refused.class, future::await);
    }
}
