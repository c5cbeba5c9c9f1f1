package coop.canut.node.member;

import coop.canut.node.Secret;
import coop.canut.node.World;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.text.Collator;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Admitting people and requesters, and knowing them again by their tokens. */
public final class Members {

    private final World world;
    private final Host self;
    private final Store store;
    private final Bylaws bylaws;
    private final MemberStore members = new MemberStore();
    private final MembershipStore memberships = new MembershipStore();
    private final RequesterStore requesters = new RequesterStore();
    private final ChronicleStore chronicle = new ChronicleStore();

    /** The people of this host, before there are statutes. */
    public Members(World world, Host self, Store store) {
        this(world, self, store, Bylaws.FOUNDING);
    }

    /** The people of this host. */
    public Members(World world, Host self, Store store, Bylaws bylaws) {
        this.world = world;
        this.self = self;
        this.store = store;
        this.bylaws = bylaws;
    }

    /**
     * Somebody who was admitted.
     *
     * @param token by which this person's programs are known; shown this once
     */
    public record Admitted(Person person, Secret token) {
    }

    /**
     * Admits a person: with any role but that of a requester, as a full member. Who may is asked of {@code by}: a steward, for
     * members where the statutes leave it to stewards; only somebody at the machine itself, who holds the keys and the database
     * anyway, passes null, and that is how the first steward comes to be.
     *
     * @param requester in whose name a person with the role publishes, checked; null without that role
     * @throws Refused (in the future) {@code not-allowed}; {@code field-missing} and {@code field-wrong} on {@code name},
     *     {@code roles} or {@code requester}
     */
    public Future<Admitted> admit(Person by, String name, Set<Role> roles, Id requester) {
        requireSteward(by);
        Written.line(name, "name");
        if (roles.isEmpty()) {
            throw Refused.at(Problem.FIELD_MISSING, "roles", "no role");
        }
        if (roles.contains(Role.REQUESTER) != (requester != null)) {
            throw Refused.at(requester == null ? Problem.FIELD_MISSING : Problem.FIELD_WRONG, "requester",
                "belongs to the role of a requester");
        }
        var person = new Person(world.newId(), name, roles);
        if (by != null && person.isMember() && !bylaws.stewardsDecide()) {
            throw new Refused(Problem.NOT_ALLOWED, "the members admit members");
        }
        Secret token = Tokens.fresh(world);
        return (requester == null ? Future.succeededFuture() : ready(requester))
            .compose(known -> store.write(tx -> arrive(tx, by, person, requester)
                .compose(added -> members.addToken(tx, person.id(), Tokens.hash(token), world.now()))))
            .map(new Admitted(person, token));
    }

    private Future<Void> arrive(Tx tx, Person by, Person person, Id requester) {
        Instant now = world.now();
        String decision = by == null ? "founding" : Membership.STEWARDS;
        return members.add(tx, person.id(), person.name(), requester, by, now)
            .compose(added -> person.isMember() ? memberships.begin(tx, person.id(), now, null, decision)
                : Future.succeededFuture())
            .compose(begun -> members.addTerms(tx, person.id(), person.roles(), decision, now))
            .compose(begun -> chronicle.add(tx, Event.Kind.ADMITTED, by, person.id(), decision, null, now));
    }

    private Future<Void> ready(Id requester) {
        return requesters.find(store, self, requester).map(found -> {
            found.filter(Requesters.Known::isReady).orElseThrow(() ->
                Refused.at(Problem.FIELD_WRONG, "requester", "no such requester, or nobody has checked it"));
            return null;
        });
    }

    /** Somebody at the machine makes a new token for a person; the old ones stay. {@code not-found} if there is none. */
    public Future<Secret> newToken(Id person) {
        Secret token = Tokens.fresh(world);
        return members.find(store, person).compose(found -> {
            requirePerson(found, person);
            return store.write(tx -> members.addToken(tx, person, Tokens.hash(token), world.now()));
        }).map(token);
    }

    /**
     * Admits an organisation or person that has work done here, whose identity and contact whoever admits it has checked. By
     * whom: as {@link #admit}.
     */
    public Future<Requester> admitRequester(Person by, String name, String country, String register) {
        requireSteward(by);
        Requester requester = Requesters.requester(world, self, name, country, register);
        Instant now = world.now();
        return store.write(tx -> requesters.add(tx, requester, null, by, now, now)
            .compose(added -> requesters.check(tx, requester.id(), "name, country, register", requester.identity().register(),
                by, now))
            .compose(checked -> chronicle.add(tx, Event.Kind.REQUESTER_ADDED, by, requester.id(), now)))
            .map(requester);
    }

    /**
     * Somebody who was admitted, as stewards see it.
     *
     * @param requester in whose name this person publishes, or null
     */
    public record Listed(Person person, Id requester, Instant admittedAt) {
    }

    /** Everybody who was admitted, by name; {@code not-allowed} to anybody but a steward. */
    public Future<List<Listed>> people(Person by) {
        return allowed(by, Role.STEWARD).compose(allowed -> members.people(store))
            .map(people -> inOrder(people, listed -> listed.person().name(), listed -> listed.person().id()));
    }

    /**
     * Every requester that was checked and has answered, by name; {@code not-allowed} to anybody but a steward or a treasurer.
     */
    public Future<List<Requester>> requesters(Person by) {
        return allowed(by, Role.STEWARD, Role.TREASURER).compose(allowed -> members.requesters(store, self))
            .map(requesters -> inOrder(requesters, requester -> requester.identity().name(), Requester::id));
    }

    /** A person of this node; {@code not-found} if there is none of that id. Who may know is for the caller to ask. */
    public Future<Person> person(Id id) {
        return members.find(store, id).map(found -> requirePerson(found, id));
    }

    /** Whose token this is; {@code not-signed-in} for any other text. */
    public Future<Person> bearer(String token) {
        return Tokens.hash(token)
            .map(hash -> members.byToken(store, hash).map(found ->
                found.orElseThrow(() -> new Refused(Problem.NOT_SIGNED_IN, "nobody's token"))))
            .orElseGet(() -> Future.failedFuture(new Refused(Problem.NOT_SIGNED_IN, "not a token")));
    }

    /** In whose name a person publishes; {@code not-allowed} for anybody without that role. */
    public Future<Requester> requesterOf(Person person) {
        person.require(Role.REQUESTER);
        return members.requesterOf(store, self, person.id()).map(Members::requireAdmitted);
    }

    /** A requester of this node; {@code field-wrong} on {@code requester} if there is none of that id. */
    public Future<Requester> requester(Id id) {
        return members.requester(store, self, id).map(Members::requireAdmitted);
    }

    private static Requester requireAdmitted(Optional<Requester> found) {
        return found.orElseThrow(() -> Refused.at(Problem.FIELD_WRONG, "requester", "no such requester"));
    }

    private static Person requirePerson(Optional<Person> found, Id id) {
        return found.orElseThrow(() -> new Refused(Problem.NOT_FOUND, "no person " + id));
    }

    private static Future<Void> allowed(Person by, Role... roles) {
        return by == null || Stream.of(roles).anyMatch(by::is) ? Future.succeededFuture()
            : Future.failedFuture(new Refused(Problem.NOT_ALLOWED, "needs one of " + List.of(roles)));
    }

    /** As a person would look for a name, where É stands beside E. Those of one name, in the order of their admission. */
    static <T> List<T> inOrder(List<T> all, Function<T, String> name, Function<T, Id> id) {
        return all.stream().sorted(Comparator.comparing(name, Collator.getInstance(Locale.ROOT))
            .thenComparing(each -> id.apply(each).toString())).toList();
    }

    private static void requireSteward(Person by) {
        if (by != null) {
            by.require(Role.STEWARD);
        }
    }
}
