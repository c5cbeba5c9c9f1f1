package coop.canut.node.member;

import coop.canut.node.Secret;
import coop.canut.node.World;
import coop.canut.node.store.Sql;
import coop.canut.node.store.Store;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Asking to join. Whoever asks gets a link by which the application is seen again, and withdrawn; nothing is said about who is
 * here already. Stewards read an application under the members' eyes, and decide about it where the statutes let them.
 */
public final class Applications {

    /** Applications of uninvited people that are kept open: more than a cooperative can talk to. */
    public static final int OPEN = 100;
    /** After so many days an application that nobody decided about lapses. */
    public static final int OPEN_DAYS = 90;
    /** After so many days what somebody wrote who did not join is forgotten; not before the date of review. */
    public static final int KEPT_DAYS = 90;
    /** Days for which an invitation opens: who gets one has a fortnight to think. */
    public static final int INVITATION_DAYS = 14;

    private static final int TICK = 100;

    private final World world;
    private final Store store;
    private final Membership membership;
    private final ApplicationStore applications = new ApplicationStore();
    private final Chronicler chronicle;

    Applications(World world, Store store, Membership membership, Chronicler chronicle) {
        this.world = world;
        this.store = store;
        this.membership = membership;
        this.chronicle = chronicle;
    }

    /**
     * What somebody asks with.
     *
     * @param name    one line, at most 200 characters
     * @param contact the same; where an answer reaches her
     * @param why     at most 4,000 characters
     */
    public record Asked(String name, String contact, String why) {

        Asked required() {
            return new Asked(Written.line(name, "name"), Written.line(contact, "contact"), Written.text(why, "why"));
        }
    }

    /** What became of an application. */
    public enum State {
        OPEN, ADMITTED, DECLINED, WITHDRAWN, LAPSED;

        /** The word in the table and in the keys of sentences. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * An application.
     *
     * @param asked    contact and why are empty once they are forgotten, or where the reader may not know them
     * @param person   who asked, if she was signed in, or whom it was that was admitted; else null
     * @param inviter  name of the steward who invited her, or null
     * @param decision by which it was decided, or null
     * @param human    name of who declined it, or null
     * @param grounds  of that, or null
     */
    public record Application(Id id, Asked asked, Id person, String inviter, Instant madeAt, State state, Instant decidedAt,
                              String decision, String human, Grounds grounds) {
    }

    /**
     * Somebody asks to join.
     *
     * @param person     null for somebody who is not signed in
     * @param invitation of the link by which she was invited, or null
     * @param language   in which she is answered
     * @return the token of a link by which this application is seen again
     * @throws Refused (in the future) {@code field-missing} and {@code field-wrong}; {@code not-found} for an invitation that
     *     is used, too old, or none; {@code already-member}; {@code already-asked} while another of this person is open;
     *     {@code too-many} while so many are open
     */
    public Future<Secret> apply(Person person, Asked asked, String invitation, String language) {
        Id id = world.newId();
        Secret link = chronicle.link(id).orElseGet(() -> Tokens.fresh(world));
        Instant now = world.now();
        return Future.succeededFuture().compose(begun -> {
            Asked checked = asked.required();
            if (person != null && person.isMember()) {
                throw new Refused(Problem.ALREADY_MEMBER, person.id().toString());
            }
            return store.write(tx -> (invitation == null ? Future.<Id>succeededFuture()
                    : applications.use(tx, hash(invitation), now).map(by -> by.orElseThrow(Applications::opensNothing)))
                .compose(inviter -> applications.add(tx, id, Tokens.hash(link), checked, person == null ? null : person.id(),
                    inviter, language, now, OPEN))
                .compose(added -> {
                    if (!added) {
                        throw new Refused(Problem.TOO_MANY, OPEN + " applications are open");
                    }
                    return chronicle.add(tx, Event.Kind.APPLIED, person, id, now);
                }));
        }).map(link);
    }

    /** The same, answered in the first of the languages. */
    public Future<Secret> apply(Person person, Asked asked, String invitation) {
        return apply(person, asked, invitation, Sessions.LANGUAGES.getFirst());
    }

    /**
     * A steward invites somebody to apply.
     *
     * @return the token of the link, which opens once within {@link #INVITATION_DAYS}
     */
    public Future<Secret> invite(Person by) {
        Secret link = Tokens.fresh(world);
        Instant now = world.now();
        return steward(by).compose(allowed -> store.write(tx ->
            applications.invite(tx, Tokens.hash(link), by, now, now.plus(Duration.ofDays(INVITATION_DAYS)))
                .compose(made -> chronicle.add(tx, Event.Kind.INVITED, by, by.id(), now)))).map(link);
    }

    /** Who invites by a link; {@code not-found} for one that is used, too old, or none. Looking does not use it up. */
    public Future<Person> inviter(String link) {
        return known(link).compose(hash -> applications.invited(store, hash, world.now()))
            .map(found -> found.orElseThrow(Applications::opensNothing));
    }

    /** The application behind a link, for whoever made it; {@code not-found} if there is none. */
    public Future<Application> seen(String link) {
        return known(link).compose(hash -> applications.byLink(store, hash))
            .map(found -> found.orElseThrow(Applications::opensNothing));
    }

    /** Whoever made an application takes it back; {@code already-decided} once it is not open any more. */
    public Future<Void> withdraw(String link) {
        return known(link).compose(hash -> store.write(tx -> applications.withdraw(tx, hash, world.now()).compose(found ->
            chronicle.add(tx, Event.Kind.WITHDRAWN, null, found.orElseThrow(() ->
                new Refused(Problem.ALREADY_DECIDED, "an application that is not open")), world.now()))));
    }

    /** The open ones, the oldest first, as every member sees them: who asks and why, without the contact. */
    public Future<List<Application>> open(Person by) {
        return Future.succeededFuture().compose(begun -> {
            by.requireMember();
            return applications.open(store);
        }).map(all -> all.stream().map(Applications::withoutContact).toList());
    }

    /** Who waits for a decision, by the ids of the applications, the oldest first. */
    public Future<Map<Id, String>> waiting(Sql sql) {
        return applications.open(sql).map(all -> {
            Map<Id, String> waiting = new LinkedHashMap<>();
            all.forEach(each -> waiting.put(each.id(), each.asked().name()));
            return waiting;
        });
    }

    private static Application withoutContact(Application all) {
        return new Application(all.id(), new Asked(all.asked().name(), "", all.asked().why()), all.person(), all.inviter(),
            all.madeAt(), all.state(), all.decidedAt(), all.decision(), all.human(), all.grounds());
    }

    /** An application with its contact, for a steward; told to the members before it is read (I-21). */
    public Future<Application> read(Person by, Id application) {
        return steward(by).compose(allowed -> store.write(tx -> applications.find(tx, application).compose(found -> {
            Application there = requireThere(found, application);
            return chronicle.add(tx, Event.Kind.READ_APPLICATION, by, application, world.now()).map(there);
        })));
    }

    /**
     * A steward admits, where the statutes leave that to stewards.
     *
     * @return the new member's id
     * @throws Refused (in the future) {@code not-allowed}; as {@link Membership#admit}
     */
    public Future<Id> admit(Person by, Id application) {
        return membership.mayDecide(by)
            ? store.write(tx -> membership.admit(tx, application, by, Membership.STEWARDS, world.now()))
            : Future.failedFuture(new Refused(Problem.NOT_ALLOWED, "admission by " + by.id()));
    }

    /**
     * A steward declines, where the statutes leave that to stewards. The grounds are shown to whoever asked.
     *
     * @throws Refused (in the future) {@code not-allowed}; {@code field-missing} and {@code field-wrong} as {@link Grounds}
     *     has them; {@code not-found}; {@code already-decided}
     */
    public Future<Void> decline(Person by, Id application, Grounds grounds) {
        Instant now = world.now();
        return steward(by).compose(allowed -> {
            if (!membership.mayDecide(by)) {
                throw new Refused(Problem.NOT_ALLOWED, "the members decide");
            }
            Grounds given = grounds.required(now);
            return store.write(tx -> applications.lock(tx, application).compose(found -> {
                requireOpen(found, application);
                return applications.declined(tx, application, by, given, Membership.STEWARDS, now);
            }).compose(declined -> chronicle.add(tx, Event.Kind.DECLINED, by, application, Membership.STEWARDS, null, now)));
        });
    }

    /** Lets applications lapse, forgets what people wrote who did not join, and sweeps invitations whose time is over. */
    public Future<Void> tick() {
        Instant now = world.now();
        return store.write(tx -> applications.lapse(tx, now, now.minus(Duration.ofDays(OPEN_DAYS)), TICK).compose(lapsed -> {
            Future<Void> done = Future.succeededFuture();
            for (Id each : lapsed) {
                done = done.compose(before -> chronicle.add(tx, Event.Kind.LAPSED, null, each, now));
            }
            return done;
        })).compose(done -> applications.forget(store, now.minus(Duration.ofDays(KEPT_DAYS)), Grounds.day(now), TICK))
            .compose(done -> applications.sweep(store, now, TICK));
    }

    static Application requireOpen(Optional<Application> found, Id id) {
        Application application = requireThere(found, id);
        if (application.state() != State.OPEN) {
            throw new Refused(Problem.ALREADY_DECIDED, id + " is " + application.state().code());
        }
        return application;
    }

    private static Application requireThere(Optional<Application> found, Id id) {
        return found.orElseThrow(() -> new Refused(Problem.NOT_FOUND, "no application " + id));
    }

    private static Future<Hash> known(String link) {
        return Future.succeededFuture(link).map(Applications::hash);
    }

    private static Hash hash(String link) {
        return Tokens.hash(link).orElseThrow(Applications::opensNothing);
    }

    private static Refused opensNothing() {
        return new Refused(Problem.NOT_FOUND, "a link that opens nothing");
    }

    private static Future<Void> steward(Person by) {
        return by.is(Role.STEWARD) ? Future.succeededFuture()
            : Future.failedFuture(new Refused(Problem.NOT_ALLOWED, "needs a steward"));
    }
}
