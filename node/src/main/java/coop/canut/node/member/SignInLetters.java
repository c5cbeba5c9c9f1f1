package coop.canut.node.member;

import coop.canut.node.Secret;
import coop.canut.node.World;
import coop.canut.node.mail.Address;
import coop.canut.node.mail.Addresses;
import coop.canut.node.mail.Kind;
import coop.canut.node.mail.Letter;
import coop.canut.node.mail.Letters;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Links to sign in that go by letter to whoever owns an address. Whoever asks learns nothing: the answer is the same, and as
 * quick, whether somebody has this address or nobody, since what follows happens after it (F-84).
 */
public final class SignInLetters {

    private static final Logger LOG = LoggerFactory.getLogger(SignInLetters.class);
    /** Such letters to one person within an hour; anybody may type anybody's address. */
    static final int PER_HOUR = 3;
    private static final Duration HOUR = Duration.ofHours(1);

    private final World world;
    private final Store store;
    private final Letters letters;
    private final Addresses addresses;
    private final SessionStore sessions = new SessionStore();

    /** Links for the people in this store. */
    public SignInLetters(World world, Store store, Letters letters, Addresses addresses) {
        this.world = world;
        this.store = store;
        this.letters = letters;
        this.addresses = addresses;
    }

    /** Whether this node writes letters at all. */
    public boolean areWritten() {
        return letters.areWritten();
    }

    /**
     * Somebody asks for a link. Does not wait for what comes of it.
     *
     * @throws coop.canut.protocol.Refused {@code field-missing} or {@code field-wrong} on {@code address} for what is none
     */
    public void ask(String typed) {
        Address address = Address.of(typed);
        store.write(tx -> addresses.at(tx, address).compose(people -> {
            Future<Void> done = Future.succeededFuture();
            for (Id person : people) {
                done = done.compose(before -> write(tx, person));
            }
            return done;
        })).onFailure(error -> LOG.warn("a link to sign in was not written: {}", String.valueOf(error)));
    }

    /**
     * Somebody who was just admitted gets a first link, and a letter with it at the address that was given for that person;
     * signing in by it confirms the address.
     *
     * @return the token in the link
     */
    public Future<Secret> welcome(Id person, Address address, String language) {
        Instant now = world.now();
        return store.write(tx -> addresses.give(tx, person, address, language, Kind.WELCOME).compose(token ->
            sessions.addLink(tx, Tokens.hash(token), person, null, now, now.plus(Duration.ofHours(Sessions.LINK_HOURS)))
                .map(token)));
    }

    private Future<Void> write(Tx tx, Id person) {
        Instant now = world.now();
        String cause = world.newId().toString();
        Secret token = letters.tokens().token(Kind.SIGN_IN, cause);
        return letters.posted(tx, person, Kind.SIGN_IN, now.minus(HOUR)).compose(posted -> posted >= PER_HOUR
            ? Future.succeededFuture()
            : sessions.addLink(tx, Tokens.hash(token), person, null, now, now.plus(Duration.ofHours(Sessions.LINK_HOURS)))
                .compose(added -> letters.post(tx, Letter.to(person, Kind.SIGN_IN, cause, Map.of()))));
    }
}
