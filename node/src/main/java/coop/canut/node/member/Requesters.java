package coop.canut.node.member;

import coop.canut.node.Secret;
import coop.canut.node.World;
import coop.canut.node.store.Sql;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.ListingMessage;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Organisations that have work done here, and the people who act for them. One that signs up publishes nothing until a steward
 * has checked who it is by law and its contact has answered; until then its people have no role. A suspended one publishes
 * nothing new; what is published, done and owed goes on as agreed.
 */
public final class Requesters {

    /** Requesters that have signed up and may not publish yet: more than stewards can check. */
    public static final int UNFINISHED = 100;
    /** After so many days a sign-up whose contact never answered is removed. */
    public static final int UNFINISHED_DAYS = 30;
    /** People who act for one requester. */
    public static final int PEOPLE = 50;
    /** Days within which a contact answers with its code. */
    public static final int CODE_DAYS = 14;
    /** Times that a code may be typed in: it has 40 random bits. */
    public static final int CODE_TRIES = 5;

    private static final int CODE_BYTES = 5;
    private static final String CODE_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int TICK = 20;

    private final World world;
    private final Host self;
    private final Store store;
    private final RequesterStore requesters = new RequesterStore();
    private final MemberStore members = new MemberStore();
    private final MembershipStore memberships = new MembershipStore();
    private final SessionStore sessions = new SessionStore();
    private final Chronicler chronicle;

    Requesters(World world, Host self, Store store, Chronicler chronicle) {
        this.world = world;
        this.self = self;
        this.store = store;
        this.chronicle = chronicle;
    }

    /**
     * What a steward has checked of a legal identity.
     *
     * @param what    such as {@code name, country, register}
     * @param against such as the extract of a register and its date
     * @param by      name of the steward, or null for somebody at the machine
     */
    public record Check(String what, String against, String by, Instant at) {
    }

    /**
     * That a requester publishes nothing new.
     *
     * @param human name of the steward who answers for it
     */
    public record Suspension(String human, Grounds grounds, Instant at) {
    }

    /**
     * A requester, as it stands.
     *
     * @param contact    an address of the organisation; null where the reader may not know it, or none was given
     * @param answeredAt when somebody showed that the contact answers, or null
     * @param codeMadeAt when a code was made for it last, or null
     * @param check      the newest, or null
     * @param suspension that is in force, or null
     */
    public record Known(Requester requester, String contact, Instant addedAt, Instant answeredAt, Instant codeMadeAt,
                        Check check, Suspension suspension) {

        /** Whether it was checked and has answered. */
        public boolean isReady() {
            return check != null && answeredAt != null;
        }

        private Known withoutContact() {
            return new Known(requester, null, addedAt, answeredAt, codeMadeAt, check, suspension);
        }
    }

    /**
     * What an organisation says of itself when it signs up.
     *
     * @param country two capital letters, ISO 3166
     * @param register which one, and the number there
     * @param contact an address of the organisation that answers
     * @param person  name of whoever signs it up
     */
    public record SignUp(String name, String country, String register, String contact, String person) {
    }

    /**
     * An organisation signs up.
     *
     * @return the token of a link by which its first person signs in
     * @throws Refused (in the future) {@code field-missing} and {@code field-wrong}; {@code too-many} while so many wait to be
     *     checked
     */
    public Future<Secret> signUp(SignUp asked) {
        Instant now = world.now();
        Secret link = Tokens.fresh(world);
        Id person = world.newId();
        return Future.succeededFuture().compose(begun -> {
            Requester requester = requester(world, self, asked.name(), asked.country(), asked.register());
            String contact = Written.line(asked.contact(), "contact");
            String name = Written.line(asked.person(), "person");
            return store.write(tx -> requesters.unfinished(tx).compose(unfinished -> {
                if (unfinished >= UNFINISHED) {
                    throw new Refused(Problem.TOO_MANY, UNFINISHED + " requesters wait to be checked");
                }
                return requesters.add(tx, requester, contact, null, null, now);
            }).compose(added -> members.add(tx, person, name, requester.id(), null, now))
                .compose(added -> chronicle.add(tx, Event.Kind.REQUESTER_ADDED, null, requester.id(), now))
                .compose(told -> sessions.addLink(tx, Tokens.hash(link), person, null, now,
                    now.plus(Duration.ofHours(Sessions.LINK_HOURS)))));
        }).map(link);
    }

    /** A requester of that identity; {@code field-missing} and {@code field-wrong} on what is not. */
    static Requester requester(World world, Host self, String name, String country, String register) {
        String whole = Written.line(name, "name");
        if (country == null || !country.matches("[A-Z]{2}")) {
            throw Refused.at(Problem.FIELD_WRONG, "country", "not two capital letters");
        }
        Id id = world.newId();
        return new Requester(id, new ObjectUrl(Noun.REQUESTER, self, id),
            new ListingMessage.Identity(whole, country, Written.line(register, "register")));
    }

    /** A requester as anybody may know it, without its contact; {@code not-found} if there is none of that id. */
    public Future<Known> known(Id requester) {
        return requesters.find(store, self, requester).map(found -> requireThere(found, requester).withoutContact());
    }

    /** All of them by name, as every member may know them. {@code not-allowed} to anybody else. */
    public Future<List<Known>> all(Person by) {
        return Future.succeededFuture().compose(begun -> {
            by.requireMember();
            return requesters.all(store, self);
        }).map(all -> Members.inOrder(all.stream().map(Known::withoutContact).toList(),
            known -> known.requester().identity().name(), known -> known.requester().id()));
    }

    /** A requester with its contact, for a steward; told to the members before it is read (I-21). */
    public Future<Known> read(Person by, Id requester) {
        return store.write(tx -> steward(tx, by, requester)
            .compose(locked -> chronicle.add(tx, Event.Kind.READ_REQUESTER, by, requester, world.now()))
            .compose(told -> requesters.find(tx, self, requester)).map(found -> requireThere(found, requester)));
    }

    /** For whom a person acts, whether that may publish yet or not; empty for everybody else. */
    public Future<Optional<Known>> mine(Person person) {
        return requesters.ofPerson(store, self, person.id());
    }

    /** The people who act for the requester for which this person does, in the order in which they came. */
    public Future<List<Person>> colleagues(Person by) {
        return own(store, by).compose(known -> requesters.people(store, known.requester().id()));
    }

    /**
     * A person of a requester adds another, who does whatever she herself may.
     *
     * @return the token of a link by which the other signs in
     * @throws Refused (in the future) {@code not-found} for whoever acts for none; {@code field-missing} or {@code
     *     field-wrong} on {@code name}; {@code too-many}
     */
    public Future<Secret> addColleague(Person by, String name) {
        Secret link = Tokens.fresh(world);
        Id person = world.newId();
        Instant now = world.now();
        return Future.succeededFuture(name).map(given -> Written.line(given, "name")).compose(given ->
            store.write(tx -> own(tx, by).compose(known -> {
                Id requester = known.requester().id();
                return requesters.lock(tx, requester).compose(locked -> requesters.people(tx, requester)).compose(people -> {
                    if (people.size() >= PEOPLE) {
                        throw new Refused(Problem.TOO_MANY, PEOPLE + " people of " + requester);
                    }
                    return members.add(tx, person, given, requester, by, now);
                }).compose(added -> known.isReady() ? requesters.letPublish(tx, requester, "colleague", now)
                        : Future.succeededFuture())
                    .compose(let -> chronicle.add(tx, Event.Kind.COLLEAGUE_ADDED, by, requester, now));
            }).compose(added -> sessions.addLink(tx, Tokens.hash(link), person, by.id(), now,
                now.plus(Duration.ofHours(Sessions.LINK_HOURS)))))).map(link);
    }

    /**
     * A person of a requester takes another out, who is signed out at once. The last one stays.
     *
     * @throws Refused (in the future) {@code not-found} for anybody who is none of them; {@code not-over} for the last one
     */
    public Future<Void> removeColleague(Person by, Id person) {
        Instant now = world.now();
        return store.write(tx -> own(tx, by).compose(known -> {
            Id requester = known.requester().id();
            return requesters.lock(tx, requester).compose(locked -> requesters.people(tx, requester)).compose(people -> {
                if (people.stream().noneMatch(each -> each.id().equals(person))) {
                    throw new Refused(Problem.NOT_FOUND, "no colleague " + person);
                }
                if (people.size() == 1) {
                    throw new Refused(Problem.NOT_OVER, "the last of " + requester);
                }
                return memberships.endTerm(tx, person, Role.REQUESTER, now, by.id().equals(person) ? "left" : "colleague");
            }).compose(ended -> requesters.part(tx, person, requester))
                .compose(parted -> sessions.endAll(tx, person))
                .compose(ended -> members.endTokens(tx, person))
                .compose(ended -> chronicle.add(tx, Event.Kind.COLLEAGUE_REMOVED, by, requester, now));
        }));
    }

    /**
     * A steward has checked who a requester is by law.
     *
     * @throws Refused (in the future) {@code not-allowed}, {@code not-found}; {@code field-missing} or {@code field-wrong} on
     *     {@code what} or {@code against}
     */
    public Future<Void> check(Person by, Id requester, String what, String against) {
        Instant now = world.now();
        return store.write(tx -> steward(tx, by, requester)
            .compose(locked -> requesters.check(tx, requester, Written.line(what, "what"), Written.line(against, "against"), by,
                now))
            .compose(checked -> chronicle.add(tx, Event.Kind.CHECKED, by, requester, now))
            .compose(told -> letPublishIfReady(tx, requester, now)));
    }

    /**
     * A steward has a code made for a requester's contact, and sends it there; an earlier one is void.
     *
     * @return the code, to be shown this once
     * @throws Refused (in the future) {@code not-allowed}, {@code not-found}; {@code already-decided} once the contact has
     *     answered
     */
    public Future<Secret> makeCode(Person by, Id requester) {
        Secret code = code();
        return store.write(tx -> steward(tx, by, requester)
            .compose(locked -> requesters.makeCode(tx, requester, hash(code.revealText()), world.now()))
            .compose(made -> {
                if (!made) {
                    throw new Refused(Problem.ALREADY_DECIDED, "the contact of " + requester + " has answered");
                }
                return chronicle.add(tx, Event.Kind.CODE_MADE, by, requester, world.now());
            })).map(code);
    }

    private Secret code() {
        long bits = 0;
        for (byte each : world.random(CODE_BYTES)) {
            bits = bits << Byte.SIZE | each & 0xff;
        }
        var text = new StringBuilder();
        for (int i = 0; i < CODE_BYTES * Byte.SIZE / 5; i++) {
            text.append(CODE_SIGNS.charAt((int) (bits >>> 5 * i & 31)));
        }
        return Secret.of(text.toString());
    }

    private static Hash hash(String code) {
        return Hash.sha256(code.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A person of a requester types in the code that its contact was sent.
     *
     * @throws Refused (in the future) {@code not-found} for whoever acts for none; {@code code-wrong} on {@code code}, also for
     *     one that is too old or was tried too often, and for the right one once it was used
     */
    public Future<Void> answer(Person by, String code) {
        Instant now = world.now();
        Hash typed = hash(code == null ? "" : code.toUpperCase(Locale.ROOT).replaceAll("[\\s-]", "").replace('O', '0')
            .replaceAll("[IL]", "1"));
        return store.write(tx -> own(tx, by).compose(known -> {
            Id requester = known.requester().id();
            return requesters.tryCode(tx, requester, typed, now, now.minus(Duration.ofDays(CODE_DAYS)), CODE_TRIES)
                .compose(answered -> !answered ? Future.succeededFuture(false)
                    : chronicle.add(tx, Event.Kind.ANSWERED, by, requester, now)
                        .compose(told -> letPublishIfReady(tx, requester, now)).map(true));
        })).compose(answered -> answered ? Future.succeededFuture()
            : Future.failedFuture(Refused.at(Problem.CODE_WRONG, "code", "wrong, too old, or tried too often")));
    }

    private Future<Void> letPublishIfReady(Tx tx, Id requester, Instant now) {
        return requesters.gate(tx, requester).compose(gate -> gate.filter(each -> each.isChecked() && each.hasAnswered())
            .map(ready -> requesters.letPublish(tx, requester, "checked", now)).orElse(Future.succeededFuture()));
    }

    /**
     * A steward suspends a requester: nothing new of it is published. What is published, done and owed is not touched.
     *
     * @throws Refused (in the future) {@code not-allowed}, {@code not-found}; {@code field-missing} and {@code field-wrong} as
     *     {@link Grounds} has them; {@code already-decided} while it is suspended
     */
    public Future<Void> suspend(Person by, Id requester, Grounds grounds) {
        Instant now = world.now();
        return store.write(tx -> steward(tx, by, requester)
            .compose(locked -> requesters.suspend(tx, world.newId(), requester, by, grounds.required(now), now))
            .compose(suspended -> chronicle.add(tx, Event.Kind.SUSPENDED, by, requester, now)));
    }

    /** A steward lifts it; {@code already-decided} if it is not suspended. */
    public Future<Void> lift(Person by, Id requester) {
        return store.write(tx -> steward(tx, by, requester)
            .compose(locked -> requesters.lift(tx, requester, by, world.now()))
            .compose(lifted -> {
                if (!lifted) {
                    throw new Refused(Problem.ALREADY_DECIDED, requester + " is not suspended");
                }
                return chronicle.add(tx, Event.Kind.LIFTED, by, requester, world.now());
            }));
    }

    /**
     * Refuses a requester that may publish nothing new. Within a transaction nobody suspends it before that one ends.
     *
     * @throws Refused (in the future) {@code requester-suspended}; {@code requester-unchecked} before it was checked and its
     *     contact has answered
     */
    public Future<Void> requireMayPublish(Sql sql, Id requester) {
        return requesters.gate(sql, requester).map(found -> {
            if (found.isPresent() && found.get().isSuspended()) {
                throw new Refused(Problem.REQUESTER_SUSPENDED, requester.toString());
            }
            if (found.isEmpty() || !found.get().isChecked() || !found.get().hasAnswered()) {
                throw new Refused(Problem.REQUESTER_UNCHECKED, requester.toString());
            }
            return null;
        });
    }

    /** Removes sign-ups that came to nothing, and tells which suspensions are to be looked at again. */
    public Future<Void> tick() {
        Instant now = world.now();
        return store.write(tx -> requesters.toReview(tx, Grounds.day(now), TICK)
            .compose(due -> tell(tx, due, Event.Kind.REVIEW_DUE, now))
            .compose(told -> requesters.removeUnfinished(tx, now.minus(Duration.ofDays(UNFINISHED_DAYS)), TICK))
            .compose(removed -> tell(tx, removed, Event.Kind.REQUESTER_LAPSED, now)));
    }

    private Future<Void> tell(Tx tx, List<Id> about, Event.Kind kind, Instant now) {
        Future<Void> done = Future.succeededFuture();
        for (Id each : about) {
            done = done.compose(before -> chronicle.add(tx, kind, null, each, now));
        }
        return done;
    }

    private Future<Known> own(Sql sql, Person by) {
        return requesters.ofPerson(sql, self, by.id()).map(found ->
            found.orElseThrow(() -> new Refused(Problem.NOT_FOUND, by.id() + " acts for no requester")));
    }

    private Future<Void> steward(Tx tx, Person by, Id requester) {
        by.require(Role.STEWARD);
        return requesters.lock(tx, requester).map(there -> {
            if (!there) {
                throw new Refused(Problem.NOT_FOUND, "no requester " + requester);
            }
            return null;
        });
    }

    private static Known requireThere(Optional<Known> found, Id requester) {
        return found.orElseThrow(() -> new Refused(Problem.NOT_FOUND, "no requester " + requester));
    }
}
