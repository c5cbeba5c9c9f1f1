package coop.canut.node.member;

import coop.canut.node.Secret;
import coop.canut.node.World;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signing in with a browser. A link that opens once begins a session; the session is alive while it is used, until its last
 * day, or until somebody ends it. Whatever is not alive is not there: a wrong token, another's session and one that has ended
 * get the same answer (F-80, F-84). All refusals are in the future. Source: OWASP ASVS 5.0, chapter 7.
 */
public final class Sessions {

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    /** Hours for which a link opens: it is still good after a weekend, and no old mail opens anything. */
    public static final int LINK_HOURS = 48;
    /** The languages that the pages speak. */
    public static final List<String> LANGUAGES = List.of("en", "fr");

    /** How long a session lives unused: a working day. */
    private static final Duration IDLE = Duration.ofHours(12);
    /** The same where somebody walking past could admit people or see all accounts. */
    private static final Duration IDLE_IN_OFFICE = Duration.ofMinutes(30);
    private static final Duration LONGEST = Duration.ofDays(7);
    /** How long after a sign-in somebody may do what a stolen session must not. */
    private static final Duration PROVEN = Duration.ofMinutes(15);
    /** A page asks for many things at once, and one of them is enough to note that somebody is there. */
    private static final Duration SEEN_EVERY = Duration.ofMinutes(1);
    private static final int BROWSER_CHARS = 200;
    /** Sessions in a list, and rows that one tick sweeps. */
    private static final int SHOWN = 100;
    private static final int SWEPT = 500;

    private final World world;
    private final Store store;
    private final Opened opened;
    private final SessionStore sessions = new SessionStore();
    private final MemberStore members = new MemberStore();
    private final ChronicleStore chronicle = new ChronicleStore();

    /** Hears that somebody signed in by a link, in the transaction in which it happens. */
    @FunctionalInterface
    public interface Opened {
        /** The person signed in by the link with this hash. */
        Future<Void> by(Tx tx, Id person, Hash link);
    }

    /** The sessions of the people in this store. */
    public Sessions(World world, Store store) {
        this(world, store, (tx, person, link) -> Future.succeededFuture());
    }

    /** The same, and somebody wants to know which links were opened: they may have gone to an address. */
    public Sessions(World world, Store store, Opened opened) {
        this.world = world;
        this.store = store;
        this.opened = opened;
    }

    /**
     * A browser that somebody has signed in.
     *
     * @param language of {@link #LANGUAGES}, or null: as the browser asks
     * @param seenAt   last use, to the minute
     * @param endsAt   when it ends at the latest; earlier, if it is not used for 12 hours (a steward's or treasurer's: 30
     *                 minutes)
     * @param browser  what it said of itself, at most 200 characters in one line; may be empty
     */
    public record Session(Id id, Person person, String language, Instant begunAt, Instant seenAt, Instant endsAt,
                          String browser) {

        private Session seen(Instant now) {
            return new Session(id, person, language, begunAt, now, endsAt, browser);
        }

        private Instant aliveUntil() {
            boolean inOffice = person.is(Role.STEWARD) || person.is(Role.TREASURER);
            Instant idle = seenAt.plus(inOffice ? IDLE_IN_OFFICE : IDLE);
            return idle.isBefore(endsAt) ? idle : endsAt;
        }
    }

    /**
     * A session that has just begun.
     *
     * @param token by which the browser is known; shown this once
     */
    public record Begun(Session session, Secret token) {
    }

    /**
     * Makes a link: whoever opens it within {@link #LINK_HOURS} signs in as that person, once. Anybody may for oneself, to sign
     * in on another device, and a steward for everybody: all members are told that she did, since she could open it (W-36).
     *
     * @param by null for somebody at the machine, which is how the first steward gets in
     * @return the token that stands in the link, 43 characters
     * @throws Refused {@code not-allowed}; {@code not-found} if there is no such person
     */
    public Future<Secret> link(Person by, Id person) {
        if (!mayActFor(by, person)) {
            return Future.failedFuture(new Refused(Problem.NOT_ALLOWED, "a link for " + person + " by " + by.id()));
        }
        Secret link = Tokens.fresh(world);
        Instant now = world.now();
        return store.write(tx -> sessions.addLink(tx, Tokens.hash(link), person, by == null ? null : by.id(), now,
            now.plus(Duration.ofHours(LINK_HOURS))).compose(added -> {
                requireThere(added, "person", person);
                return by != null && by.id().equals(person) ? Future.succeededFuture()
                    : chronicle.add(tx, Event.Kind.LINK_MADE, by, person, now);
            })).map(told -> {
                LOG.info("{} may sign in by a link that {} made", person, by == null ? "the machine" : by.id());
                return link;
            });
    }

    /**
     * Whom a link would sign in. It stays unused, so that programs that look at every link in a mail do no harm.
     *
     * @throws Refused {@code not-found} for a link that is used, too old, or none
     */
    public Future<Person> linked(String link) {
        return known(link, hash -> sessions.linked(store, hash, world.now()));
    }

    /**
     * Uses a link up and begins a session, both or neither. If our answer is lost on its way, the link is used and another one
     * is needed.
     *
     * @param browser what it says of itself, or null
     * @throws Refused as {@link #linked}; of two at once one gets the session and the other this
     */
    public Future<Begun> begin(String link, String browser) {
        Secret token = Tokens.fresh(world);
        Instant now = world.now();
        return known(link, hash -> store.write(tx -> sessions.use(tx, hash, now).compose(used -> used
            .map(owner -> {
                var session = new Session(world.newId(), owner.person(), owner.language(), now, now, now.plus(LONGEST),
                    oneLine(browser));
                return sessions.begin(tx, session, Tokens.hash(token), session.aliveUntil())
                    .compose(done -> opened.by(tx, owner.person().id(), hash)).map(Optional.of(session));
            })
            .orElseGet(() -> Future.succeededFuture(Optional.empty())))))
            .map(session -> {
                LOG.info("{} has signed in, session {}", session.person().id(), session.id());
                return new Begun(session, token);
            });
    }

    /** The session of a token, if it is alive. Whoever asks is using it. */
    public Future<Optional<Session>> find(String token) {
        Optional<Hash> hash = Tokens.hash(token);
        Instant now = world.now();
        return hash.isEmpty() ? Future.succeededFuture(Optional.empty())
            : sessions.find(store, hash.get(), now).compose(found -> found
                .filter(session -> !now.isBefore(session.seenAt().plus(SEEN_EVERY)))
                .map(session -> session.seen(now))
                .map(seen -> sessions.seen(store, seen.id(), now, seen.aliveUntil()).map(Optional.of(seen)))
                .orElseGet(() -> Future.succeededFuture(found)));
    }

    /** A person's sessions that are alive, the newest first, at most 100. */
    public Future<List<Session>> mine(Person person) {
        return sessions.mine(store, person.id(), world.now(), SHOWN);
    }

    /**
     * Ends a session at once: one's own, or as a steward or at the machine (null) anybody's.
     *
     * @throws Refused {@code not-found} if there is none, and for another's too
     */
    public Future<Void> end(Person by, Id session) {
        boolean any = by == null || by.is(Role.STEWARD);
        return sessions.end(store, session, any ? null : by.id()).map(ended -> {
            requireThere(ended, "session", session);
            LOG.info("session {} was ended by {}", session, by == null ? "the machine" : by.id());
            return null;
        });
    }

    /**
     * Ends all sessions of a person, and all links that would begin one.
     *
     * @param by as {@link #end}
     * @throws Refused {@code not-found} if there is no such person, and for another person too
     */
    public Future<Void> endAll(Person by, Id person) {
        return store.write(tx -> members.find(tx, person).compose(found -> {
            requireThere(found.isPresent() && mayActFor(by, person), "person", person);
            return sessions.endAll(tx, person).compose(ended -> by != null && by.id().equals(person) ? Future.succeededFuture()
                : chronicle.add(tx, Event.Kind.SESSIONS_ENDED, by, person, world.now()));
        })).onSuccess(ended -> LOG.info("all sessions of {} were ended by {}", person, by == null ? "the machine" : by.id()));
    }

    /** Which of these sessions are alive. Asking is no use of them: a page that merely stays open does not keep one alive. */
    public Future<Set<Id>> alive(Set<Id> asked) {
        return asked.isEmpty() ? Future.succeededFuture(Set.of()) : sessions.alive(store, asked, world.now());
    }

    /**
     * Whether somebody has just signed in here, within fifteen minutes, by a link that did not come from a session of their own:
     * one that was mailed, or made by a steward or at the machine. Until there are passkeys this is how a session shows that it
     * was not stolen (W-20).
     */
    public Future<Boolean> isProven(Session session) {
        return sessions.isProven(store, session.id(), world.now().minus(PROVEN));
    }

    /**
     * A person chooses a language, for all sessions.
     *
     * @param language of {@link #LANGUAGES}
     * @throws Refused {@code field-wrong} on {@code language} for any other
     */
    public Future<Void> speak(Person person, String language) {
        return language == null || !LANGUAGES.contains(language)
            ? Future.failedFuture(Refused.at(Problem.FIELD_WRONG, "language", "not one of " + LANGUAGES))
            : sessions.speak(store, person.id(), language);
    }

    /** Sweeps links whose time is over, and sessions that have died. */
    public Future<Void> tick() {
        return sessions.sweep(store, world.now(), SWEPT);
    }

    private static <T> Future<T> known(String link, Function<Hash, Future<Optional<T>>> asked) {
        return Tokens.hash(link).map(asked).orElseGet(() -> Future.succeededFuture(Optional.empty()))
            .map(found -> found.orElseThrow(() -> new Refused(Problem.NOT_FOUND, "a link that opens nothing")));
    }

    /** By code points: half a character is not text. Signs that only steer how others are shown would let it pretend. */
    private static String oneLine(String browser) {
        var line = new StringBuilder();
        (browser == null ? "" : browser).codePoints()
            .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT)
            .limit(BROWSER_CHARS).forEach(line::appendCodePoint);
        return line.toString();
    }

    private static boolean mayActFor(Person by, Id person) {
        return by == null || by.id().equals(person) || by.is(Role.STEWARD);
    }

    private static void requireThere(boolean there, String what, Id id) {
        if (!there) {
            throw new Refused(Problem.NOT_FOUND, "no " + what + " " + id);
        }
    }
}
