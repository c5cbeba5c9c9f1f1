package coop.canut.node.mail;

import coop.canut.node.Secret;
import coop.canut.node.World;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where people are written to, and which letters they want. An address is asked whether it is theirs before anything else goes
 * there, and the one before it holds until then. Nobody but the person knows it; stewards do not.
 */
public final class Addresses {

    /** People of one address who get a link to sign in: a household that shares its mail. */
    static final int SHARED = 5;
    private static final int SWEPT = 200;

    private final World world;
    private final Store store;
    private final Letters letters;
    private final AddressStore addresses = new AddressStore();

    /** The addresses in this store, to which these letters go. */
    public Addresses(World world, Store store, Letters letters) {
        this.world = world;
        this.store = store;
        this.letters = letters;
    }

    /**
     * What a person has said about letters.
     *
     * @param address confirmed, or null
     * @param waiting given and not confirmed yet, or null
     * @param off     kinds that are not wanted
     */
    public record Wishes(Address address, Instant confirmedAt, Address waiting, Set<Kind> off) {
    }

    /** What a person has said about letters. */
    public Future<Wishes> wishes(Id person) {
        return addresses.wishes(store, person, world.now());
    }

    /**
     * A person gives an address, and a letter goes there with a link. It is the newest that can be confirmed. To one address go a
     * few such letters in a day; after that it waits without one.
     *
     * @param language of the letter
     * @throws Refused (in the future) {@code field-missing} and {@code field-wrong} on {@code address}
     */
    public Future<Void> give(Id person, String typed, String language) {
        return Future.succeededFuture().compose(begun -> {
            Address address = Address.of(typed);
            return store.write(tx -> give(tx, person, address, language, Kind.CONFIRMATION).mapEmpty());
        });
    }

    /**
     * The same in the transaction of somebody's coming, with the link by which that person signs in: who opens it has got it.
     *
     * @param kind with which link: {@code CONFIRMATION}, or {@code WELCOME} with one to sign in
     * @return the token in the link
     */
    public Future<Secret> give(Tx tx, Id person, Address address, String language, Kind kind) {
        String cause = world.newId().toString();
        Secret token = letters.tokens().token(kind, cause);
        return addresses.give(tx, person, address, language, Hash.sha256(token.reveal()), world.now().plus(kind.life()))
            // Whoever it is that gave it: no name goes to an address that may be a stranger's.
            .compose(given -> letters.post(tx, Letter.to(address, language, kind, cause, Map.of())))
            .map(token);
    }

    /**
     * A person opens the link that went to an address.
     *
     * @throws Refused (in the future) {@code not-found} for one that is too old, not the newest, another person's, or none
     */
    public Future<Void> confirm(Id person, String token) {
        return addresses.confirm(store, person, hash(token), world.now()).map(confirmed -> {
            if (!confirmed) {
                throw new Refused(Problem.NOT_FOUND, "a link that confirms nothing");
            }
            return null;
        });
    }

    /** Somebody signed in by this link; if it went to an address, that one has shown whose it is. */
    public Future<Void> reached(Tx tx, Id person, Hash link) {
        return addresses.confirm(tx, person, link, world.now()).mapEmpty();
    }

    /** Whether a link would confirm this person's address; looking does not use it. */
    public Future<Boolean> wouldConfirm(Id person, String token) {
        return addresses.waits(store, person, hash(token), world.now());
    }

    /** A person is not to be written to any more. What waits for this person is not sent. */
    public Future<Void> remove(Id person) {
        return addresses.remove(store, person);
    }

    /** A person says which kinds are wanted: all that can be switched off, but these. */
    public Future<Void> want(Id person, Set<Kind> wanted) {
        return store.write(tx -> addresses.off(tx, person,
            Kind.switchable().stream().filter(kind -> !wanted.contains(kind)).toList()));
    }

    /** Somebody opened the link under a letter, by which no more of its kind come; {@code not-found} for another text. */
    public Future<Void> off(String text) {
        LetterTokens.Off off = letters.tokens().off(text).filter(known -> known.kind().mayBeOff())
            .orElseThrow(() -> new Refused(Problem.NOT_FOUND, "a link that switches nothing off"));
        return addresses.offOne(store, off.person(), off.kind());
    }

    /** The kind that a link under a letter switches off; {@code not-found} for another text. */
    public Kind kindOf(String text) {
        return letters.tokens().off(text).filter(known -> known.kind().mayBeOff()).map(LetterTokens.Off::kind)
            .orElseThrow(() -> new Refused(Problem.NOT_FOUND, "a link that switches nothing off"));
    }

    /**
     * Whose address this is, of those who have confirmed it; at most five. Whoever else asks the same waits until this one ends.
     */
    public Future<List<Id>> at(Tx tx, Address address) {
        return addresses.at(tx, address, SHARED);
    }

    /** Forgets addresses that were given and not confirmed in time. */
    public Future<Void> tick() {
        return addresses.sweep(store, world.now(), SWEPT);
    }

    private static Hash hash(String token) {
        return Hash.sha256(token.getBytes(StandardCharsets.UTF_8));
    }
}
