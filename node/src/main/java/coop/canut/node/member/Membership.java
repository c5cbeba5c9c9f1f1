package coop.canut.node.member;

import coop.canut.node.World;
import coop.canut.node.member.Applications.Application;
import coop.canut.node.member.MembershipStore.Expired;
import coop.canut.node.member.MembershipStore.Steward;
import coop.canut.node.store.Sql;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who belongs to the cooperative, and who holds which role until when. What the members decide comes here in the transaction
 * that enacts it; what stewards decide, where the statutes let them, goes the same way. No end of a membership or a role touches
 * what is owed to anybody: the books are kept by person, and whoever has left signs in and sees hers as before.
 *
 * <p>The last steward: the cooperative does not lose its last steward without a word. A term that would leave none goes on,
 * and that is told; to recall or exclude her another is elected first; she herself may leave at any time, with a word to all
 * members.
 */
public final class Membership {

    /** How an act of stewards stands where the number of a decision would. */
    public static final String STEWARDS = "stewards";

    private static final String LEFT = "left";
    private static final int TICK = 100;

    private final World world;
    private final Store store;
    private final Bylaws bylaws;
    private final MembershipStore memberships = new MembershipStore();
    private final MemberStore members = new MemberStore();
    private final SessionStore sessions = new SessionStore();
    private final ApplicationStore applications = new ApplicationStore();
    private final ExclusionStore exclusions = new ExclusionStore();
    private final Chronicler chronicle;

    Membership(World world, Store store, Bylaws bylaws, Chronicler chronicle) {
        this.world = world;
        this.store = store;
        this.bylaws = bylaws;
        this.chronicle = chronicle;
    }

    /** Somebody who belongs to the cooperative now. */
    public record Member(Person person, Standing standing) {
    }

    /** The members who have a vote: full members who were admitted at that instant or before it, in the order of admission. */
    public Future<List<Id>> roll(Sql sql, Instant admittedBefore) {
        return memberships.roll(sql, admittedBefore);
    }

    /**
     * Admits whoever made an application: a member on probation, if the statutes have one, and a worker.
     *
     * @throws Refused (in the future) {@code not-found}; {@code already-decided} about the application; {@code already-member};
     *     {@code excluded} until the date of review of an exclusion
     */
    public Future<Void> admit(Tx tx, Id application, String decision, Instant at) {
        return admit(tx, application, null, decision, at).mapEmpty();
    }

    /** @param by null for the members together @return the member's id */
    Future<Id> admit(Tx tx, Id application, Person by, String decision, Instant at) {
        return applications.lock(tx, application).compose(found -> {
            Application asked = Applications.requireOpen(found, application);
            return applications.shutOutUntil(tx, asked.person(), asked.asked().contact(), Grounds.day(at)).compose(until -> {
                if (until != null) {
                    throw new Refused(Problem.EXCLUDED, application + " until " + until);
                }
                return asked.person() != null ? again(tx, asked.person()) : arrive(tx, asked, by, at);
            }).compose(person -> {
                Duration probation = bylaws.probation();
                return memberships.begin(tx, person, at, probation.isPositive() ? at.plus(probation) : null, decision)
                    .compose(begun -> memberships.beginTerm(tx, person, Role.WORKER, at, null, decision))
                    .compose(begun -> applications.admitted(tx, application, person, decision, at))
                    .compose(marked -> chronicle.add(tx, Event.Kind.ADMITTED, by, person, decision, null, at))
                    .compose(told -> chronicle.welcome(tx, application, person, at))
                    .map(person);
            });
        });
    }

    private Future<Id> again(Tx tx, Id person) {
        return lock(tx, person).map(known -> {
            if (known.isMember()) {
                throw new Refused(Problem.ALREADY_MEMBER, person.toString());
            }
            return person;
        });
    }

    private Future<Id> arrive(Tx tx, Application asked, Person by, Instant at) {
        Id person = world.newId();
        return members.add(tx, person, asked.asked().name(), null, by, at).map(person);
    }

    /**
     * Excludes a member whose exclusion was proposed and who was heard. Her roles, sessions, links and tokens end; what is owed
     * to her stays owed, and a new link lets her in to see it.
     *
     * @throws Refused (in the future) {@code not-a-member}; {@code not-heard} if nothing was proposed, or she has neither
     *     replied nor let the time for it pass; {@code last-steward}
     */
    public Future<Void> exclude(Tx tx, Id person, String decision, Instant at) {
        return exclude(tx, person, null, decision, at);
    }

    Future<Void> exclude(Tx tx, Id person, Person by, String decision, Instant at) {
        return member(tx, person).compose(found -> exclusions.proposedOf(tx, person)).compose(proposed -> {
            Exclusion exclusion = proposed.filter(each -> each.isHeard(at)).orElseThrow(() ->
                new Refused(Problem.NOT_HEARD, "exclusion of " + person));
            return requireAnotherSteward(tx, person)
                .compose(another -> exclusions.decide(tx, exclusion.id(), "excluded", by, decision, at))
                .compose(decided -> memberships.end(tx, person, Standing.State.EXCLUDED, at, decision, exclusion.id()));
        }).compose(ended -> memberships.endTerms(tx, person, at, decision))
            .compose(ended -> sessions.endAll(tx, person))
            .compose(ended -> members.endTokens(tx, person))
            .compose(ended -> chronicle.add(tx, Event.Kind.EXCLUDED, by, person, decision, null, at));
    }

    /**
     * Puts a full member into an office until an instant; a term that she has in it ends with that.
     *
     * @throws Refused (in the future) {@code field-wrong} on {@code role} for one that is no office; {@code term-wrong};
     *     {@code not-a-member} also for somebody on probation; {@code not-found}
     */
    public Future<Void> elect(Tx tx, Id person, Role role, Instant until, String decision) {
        return appoint(tx, person, role, until, null, decision);
    }

    private Future<Void> appoint(Tx tx, Id person, Role role, Instant until, Person by, String decision) {
        Instant now = world.now();
        if (!role.isOffice()) {
            return Future.failedFuture(Refused.at(Problem.FIELD_WRONG, "role", role.code() + " is no office"));
        }
        if (until == null || !until.isAfter(now) || until.isAfter(longest(now))) {
            return Future.failedFuture(Refused.at(Problem.TERM_WRONG, "until", "not within " + bylaws.term()));
        }
        return member(tx, person).compose(standing -> {
            if (standing.state() != Standing.State.FULL) {
                throw new Refused(Problem.NOT_A_MEMBER, person + " is on probation");
            }
            return memberships.endTerm(tx, person, role, now, "succeeded");
        }).compose(ended -> memberships.beginTerm(tx, person, role, now, until, decision))
            .compose(begun -> chronicle.add(tx, Event.Kind.APPOINTED, by, person, decision,
                role.code() + " " + Grounds.day(until), now));
    }

    private Instant longest(Instant now) {
        return now.atZone(ZoneOffset.UTC).plus(bylaws.term()).toInstant();
    }

    /**
     * Takes an office from somebody before its term is over.
     *
     * @throws Refused (in the future) {@code not-in-office}; {@code last-steward}; {@code not-found}
     */
    public Future<Void> recall(Tx tx, Id person, Role role, String decision) {
        return lock(tx, person)
            .compose(known -> role == Role.STEWARD ? requireAnotherSteward(tx, person) : Future.succeededFuture())
            .compose(another -> endOffice(tx, person, role, decision))
            .compose(ended -> chronicle.add(tx, Event.Kind.RECALLED, null, person, decision, role.code(), world.now()));
    }

    private Future<Void> endOffice(Tx tx, Id person, Role role, String by) {
        return memberships.endTerm(tx, person, role, world.now(), by).map(ended -> {
            if (!role.isOffice() || !ended) {
                throw new Refused(Problem.NOT_IN_OFFICE, person + " as " + role.code());
            }
            return null;
        });
    }

    /**
     * A steward puts a full member into an office, where the statutes leave that to stewards.
     *
     * @param until the last day of the term, of UTC
     * @throws Refused (in the future) {@code not-allowed}; {@code field-missing} on {@code until}; as {@link #elect}
     */
    public Future<Void> appoint(Person by, Id person, Role role, LocalDate until) {
        return stewards(by).compose(allowed -> {
            if (until == null) {
                throw Refused.at(Problem.FIELD_MISSING, "until", "no day");
            }
            Instant end = until.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
            return store.write(tx -> appoint(tx, person, role, end, by, STEWARDS));
        });
    }

    /**
     * A member gives an office back.
     *
     * @param word to all members; only the last steward has to say one
     * @throws Refused (in the future) {@code not-in-office}; {@code last-steward}
     */
    public Future<Void> resign(Person member, Role role, String word) {
        String said = word(word);
        return store.write(tx -> lock(tx, member.id())
            .compose(known -> role == Role.STEWARD && said == null ? requireAnotherSteward(tx, member.id())
                : Future.succeededFuture())
            .compose(another -> endOffice(tx, member.id(), role, "resigned"))
            .compose(ended -> chronicle.add(tx, Event.Kind.RESIGNED, member, member.id(), null,
                said == null ? role.code() : role.code() + " " + said, world.now())));
    }

    /**
     * A member leaves, at once. Her roles end, her programs' tokens and her other sessions; what she did stays done, what is
     * owed to her stays owed, and from the session in which she left, or by a new link, she sees it and takes her download.
     *
     * @param word    to all members; only the last steward has to say one
     * @param session in which she says so
     * @throws Refused (in the future) {@code not-a-member}; {@code last-steward}
     */
    public Future<Void> leave(Person member, String word, Id session) {
        String said = word(word);
        Id person = member.id();
        Instant now = world.now();
        return store.write(tx -> member(tx, person)
            .compose(found -> said == null ? requireAnotherSteward(tx, person) : Future.succeededFuture())
            .compose(another -> exclusions.proposedOf(tx, person))
            .compose(proposed -> proposed.isEmpty() ? Future.succeededFuture()
                : exclusions.decide(tx, proposed.get().id(), "dropped", null, LEFT, now))
            .compose(dropped -> memberships.end(tx, person, Standing.State.LEFT, now, LEFT, null))
            .compose(ended -> memberships.endTerms(tx, person, now, LEFT))
            .compose(ended -> sessions.endOthers(tx, person, session))
            .compose(ended -> members.endTokens(tx, person))
            .compose(ended -> chronicle.add(tx, Event.Kind.LEFT, member, person, null, said, now)));
    }

    private static String word(String word) {
        return word == null || word.isBlank() ? null : Written.text(word, "word");
    }

    /** Every member, by name: what each member may know of the others. {@code not-allowed} to anybody else. */
    public Future<List<Member>> register(Person by) {
        return Future.succeededFuture().compose(begun -> {
            by.requireMember();
            return memberships.register(store);
        }).map(all -> Members.inOrder(all, member -> member.person().name(), member -> member.person().id()));
    }

    /**
     * What there is about somebody as a member.
     *
     * @param standing    null of somebody who never was one
     * @param terms       the newest first
     * @param application by which she came, with the contact that she gave; null of those who came otherwise
     * @param exclusions  the newest first
     */
    public record File(Person person, Standing standing, List<Term> terms, Application application,
                       List<Exclusion> exclusions) {
    }

    /** One's own file. */
    public Future<File> mine(Person person) {
        return file(store, person.id());
    }

    /**
     * The file of somebody as a steward reads it, which is told to the members before it is read (I-21).
     *
     * @throws Refused (in the future) {@code not-allowed}, {@code not-found}
     */
    public Future<File> read(Person by, Id person) {
        return Future.succeededFuture().compose(begun -> {
            by.require(Role.STEWARD);
            return store.write(tx -> members.find(tx, person).compose(found -> {
                requireThere(found, person);
                return by.id().equals(person) ? Future.succeededFuture()
                    : chronicle.add(tx, Event.Kind.READ_PERSON, by, person, world.now());
            }).compose(told -> file(tx, person)));
        });
    }

    private Future<File> file(Sql sql, Id person) {
        return members.find(sql, person).map(found -> requireThere(found, person)).compose(known ->
            memberships.standing(sql, person).compose(standing -> memberships.terms(sql, person).compose(terms ->
                applications.ofPerson(sql, person).compose(application -> exclusions.ofPerson(sql, person).map(excluded ->
                    new File(known, standing.orElse(null), terms, application.orElse(null), excluded))))));
    }

    /** What time brings about: probation ends, terms end, and what is to be looked at again is told. */
    public Future<Void> tick() {
        Instant now = world.now();
        return store.write(tx -> memberships.probationOver(tx, now, TICK).compose(full ->
                tell(tx, full, Event.Kind.PROBATION_ENDED, now))
                .compose(told -> exclusions.toReview(tx, Grounds.day(now), TICK))
                .compose(due -> tell(tx, due, Event.Kind.REVIEW_DUE, now)))
            .compose(done -> memberships.expired(store, now, TICK))
            .compose(expired -> {
                Future<Void> done = Future.succeededFuture();
                for (Expired each : expired) {
                    done = done.compose(before -> store.write(tx -> expire(tx, each, now)));
                }
                return done;
            });
    }

    private Future<Void> tell(Tx tx, List<Id> people, Event.Kind kind, Instant now) {
        Future<Void> done = Future.succeededFuture();
        for (Id person : people) {
            done = done.compose(before -> chronicle.add(tx, kind, null, person, now));
        }
        return done;
    }

    private Future<Void> expire(Tx tx, Expired term, Instant now) {
        return lock(tx, term.person()).compose(known -> {
            if (!known.is(term.role())) {
                return Future.succeededFuture();
            }
            return (term.role() == Role.STEWARD ? isLastSteward(tx, term.person(), now) : Future.succeededFuture(false))
                .compose(last -> last && term.goesOn() ? Future.succeededFuture()
                    : last ? memberships.goOn(tx, term.number())
                        .compose(gone -> chronicle.add(tx, Event.Kind.TERM_GOES_ON, null, term.person(), null,
                            term.role().code(), now))
                    : memberships.endTerm(tx, term.person(), term.role(), now, "expired")
                        .compose(ended -> chronicle.add(tx, Event.Kind.TERM_ENDED, null, term.person(), null,
                            term.role().code(), now)));
        });
    }

    private Future<Void> requireAnotherSteward(Tx tx, Id person) {
        return isLastSteward(tx, person, world.now()).map(last -> {
            if (last) {
                throw new Refused(Problem.LAST_STEWARD, person.toString());
            }
            return null;
        });
    }

    /** Whether this is a steward beside whom there is none whose term still runs. */
    private Future<Boolean> isLastSteward(Tx tx, Id person, Instant now) {
        return memberships.stewards(tx).map(stewards -> {
            Set<Id> others = new HashSet<>();
            for (Steward each : stewards) {
                if (!each.person().equals(person) && (each.until() == null || each.until().isAfter(now))) {
                    others.add(each.person());
                }
            }
            return others.isEmpty() && stewards.stream().anyMatch(each -> each.person().equals(person));
        });
    }

    /** The person's row, which nobody else changes before this transaction ends. */
    private Future<Person> lock(Tx tx, Id person) {
        return memberships.lock(tx, person).map(found -> requireThere(found, person));
    }

    private Future<Standing> member(Tx tx, Id person) {
        return lock(tx, person).compose(known -> memberships.standing(tx, person)).map(found ->
            found.filter(standing -> standing.endedAt() == null)
                .orElseThrow(() -> new Refused(Problem.NOT_A_MEMBER, person.toString())));
    }

    private Future<Void> stewards(Person by) {
        return mayDecide(by) ? Future.succeededFuture()
            : Future.failedFuture(new Refused(Problem.NOT_ALLOWED, "for stewards, where the statutes leave it to them"));
    }

    /** Whether this person is a steward and the statutes leave it to stewards to admit, appoint and exclude. */
    public boolean mayDecide(Person by) {
        return by.is(Role.STEWARD) && bylaws.stewardsDecide();
    }

    private static Person requireThere(Optional<Person> found, Id person) {
        return found.orElseThrow(() -> new Refused(Problem.NOT_FOUND, "no person " + person));
    }
}
