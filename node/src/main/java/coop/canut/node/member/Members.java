package coop.canut.node.member;

import coop.canut.node.Secret;
import coop.canut.node.World;
import coop.canut.node.store.Store;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.ListingMessage;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import io.vertx.core.Future;
import java.text.Collator;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Admitting people and requesters, and knowing them again by their tokens. */
public final class Members {

    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");

    private final World world;
    private final Host self;
    private final Store store;
    private final MemberStore members = new MemberStore();

    /** The people of this host. */
    public Members(World world, Host self, Store store) {
        this.world = world;
        this.self = self;
        this.store = store;
    }

    /**
     * Somebody who was admitted.
     *
     * @param token by which this person's programs are known; shown this once
     */
    public record Admitted(Person person, Secret token) {
    }

    /**
     * Admits a person. Who may is asked of {@code by}: a steward; only somebody at the machine itself, who holds the keys and
     * the database anyway, passes null, and that is how the first steward comes to be.
     *
     * @param requester in whose name a person with the role publishes; null without that role
     * @throws Refused (in the future) {@code not-allowed}; {@code field-missing} and {@code field-wrong} on {@code name},
     *     {@code roles} or {@code requester}
     */
    public Future<Admitted> admit(Person by, String name, Set<Role> roles, Id requester) {
        requireSteward(by);
        requireLine(name, "name");
        if (roles.isEmpty()) {
            throw Refused.at(Problem.FIELD_MISSING, "roles", "no role");
        }
        if (roles.contains(Role.REQUESTER) != (requester != null)) {
            throw Refused.at(requester == null ? Problem.FIELD_MISSING : Problem.FIELD_WRONG, "requester",
                "belongs to the role of a requester");
        }
        var person = new Person(world.newId(), name, roles);
        Secret token = Tokens.fresh(world);
        return (requester == null ? Future.succeededFuture() : requester(requester))
            .compose(known -> store.write(tx -> members.add(tx, person, requester, by, world.now())
                .compose(added -> members.addToken(tx, person.id(), Tokens.hash(token), world.now()))))
            .map(new Admitted(person, token));
    }

    /** Somebody at the machine makes a new token for a person; the old ones stay. {@code not-found} if there is none. */
    public Future<Secret> newToken(Id person) {
        Secret token = Tokens.fresh(world);
        return members.find(store, person).compose(found -> {
            requirePerson(found, person);
            return store.write(tx -> members.addToken(tx, person, Tokens.hash(token), world.now()));
        }).map(token);
    }

    /** Admits an organisation or person that has work done here. By whom: as {@link #admit}. */
    public Future<Requester> admitRequester(Person by, String name, String country, String register) {
        requireSteward(by);
        requireLine(name, "name");
        requireLine(register, "register");
        if (country == null || !COUNTRY.matcher(country).matches()) {
            throw Refused.at(Problem.FIELD_WRONG, "country", "not two capital letters");
        }
        Id id = world.newId();
        var requester = new Requester(id, new ObjectUrl(Noun.REQUESTER, self, id),
            new ListingMessage.Identity(name, country, register));
        return store.write(tx -> members.addRequester(tx, requester, by, world.now())).map(requester);
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

    /** Every requester of this node, by name; {@code not-allowed} to anybody but a steward or a treasurer. */
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
    private static <T> List<T> inOrder(List<T> all, Function<T, String> name, Function<T, Id> id) {
        return all.stream().sorted(Comparator.comparing(name, Collator.getInstance(Locale.ROOT))
            .thenComparing(each -> id.apply(each).toString())).toList();
    }

    private static void requireSteward(Person by) {
        if (by != null) {
            by.require(Role.STEWARD);
        }
    }

    private static void requireLine(String text, String field) {
        if (text == null || text.isBlank()) {
            throw Refused.at(Problem.FIELD_MISSING, field, "empty");
        }
        if (text.length() > Limits.LINE_CHARS || text.chars().anyMatch(c -> c < ' ')) {
            throw Refused.at(Problem.FIELD_WRONG, field, "too long, or not one line");
        }
    }
}
