package coop.canut.node.decision;

import coop.canut.node.World;
import coop.canut.node.member.Person;
import coop.canut.node.member.Role;
import coop.canut.node.store.Sql;
import coop.canut.node.store.Store;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The book of minutes: reading them, adding to them, signing them. All refusals are in the future. */
public final class MinutesBook {

    private static final int LINKS_AT_ONCE = 500;

    private final World world;
    private final Store store;
    private final Enactors enactors;
    private final MinutesStore minutes = new MinutesStore();

    MinutesBook(World world, Store store, Enactors enactors) {
        this.world = world;
        this.store = store;
        this.enactors = enactors;
    }

    /**
     * What was added afterwards.
     *
     * @param name of who added it; null for the machine
     */
    public record Note(String name, Instant at, String text) {
    }

    /** Somebody says with their name that the minutes are right. */
    public record Signature(Id person, String name, Instant at) {
    }

    /** Minutes with what was added to them; two signatures make them signed. */
    public record Kept(Minutes minutes, List<Note> notes, List<Signature> signatures) {

        /** Whether two members have signed them. */
        public boolean isSigned() {
            return signatures.size() >= 2;
        }
    }

    /** The minutes of a decision, for its members; {@code not-found} if there are none of that number. */
    public Future<Kept> read(String number) {
        return find(number).compose(found -> minutes.notes(store, found.place()).compose(notes ->
            minutes.signed(store, found.place()).map(signed -> new Kept(found, notes, signed))));
    }

    /** Whether somebody keeps the minutes: a secretary or, since not every cooperative has one, a steward. */
    public static boolean mayAdd(Person person) {
        return person.is(Role.SECRETARY) || person.is(Role.STEWARD);
    }

    /** The secretary, or while there is none a steward, adds a text; {@code not-allowed} to anybody else. */
    public Future<Void> add(Person by, String number, String text) {
        return find(number).compose(found -> {
            if (!mayAdd(by)) {
                throw new Refused(Problem.NOT_ALLOWED, "adds to no minutes");
            }
            if (text == null || text.isBlank() || text.length() > Limits.TEXT_CHARS) {
                throw Refused.at(Problem.FIELD_MISSING, "text", "empty or too long");
            }
            return minutes.note(store, world.newId(), found.place(), by.id(), world.now(), text.strip());
        });
    }

    /**
     * A member signs; a second click changes nothing.
     *
     * @param shown hash of the minutes that this member has read
     * @throws Refused {@code not-allowed} to who is no member, {@code proposal-moved-on} if that is another page
     */
    public Future<Void> sign(Person by, String number, Hash shown) {
        return find(number).compose(found -> enactors.roll(store, world.now()).compose(roll -> {
            if (!roll.contains(by.id())) {
                throw new Refused(Problem.NOT_ALLOWED, "no member");
            }
            if (!found.hash().equals(shown)) {
                throw new Refused(Problem.PROPOSAL_MOVED_ON, "other minutes than were shown");
            }
            return minutes.sign(store, found.place(), by.id(), world.now(), shown);
        }));
    }

    /** What is wrong with the chain, in sentences; empty if all is well. */
    public static Future<List<String>> broken(Sql sql) {
        return broken(new MinutesStore(), sql, 0, Hash.ZERO, new ArrayList<>());
    }

    private static Future<List<String>> broken(MinutesStore minutes, Sql sql, long place, Hash before, List<String> found) {
        return minutes.chain(sql, place, LINKS_AT_ONCE).compose(links -> {
            long at = place;
            Hash hash = before;
            for (MinutesStore.Link link : links) {
                Minutes read = Minutes.read(link.content());
                if (link.place() != at + 1 || !link.previous().equals(hash) || !read.previous().equals(hash)) {
                    found.add("minutes " + link.number() + " do not follow the ones before");
                }
                if (!read.hash().equals(link.sha256()) || !read.number().equals(link.number())) {
                    found.add("minutes " + link.number() + " are not those that were written");
                }
                at = link.place();
                hash = link.sha256();
            }
            return links.size() < LINKS_AT_ONCE ? Future.succeededFuture(found) : broken(minutes, sql, at, hash, found);
        });
    }

    private Future<Minutes> find(String number) {
        return minutes.find(store, number)
            .map(found -> found.orElseThrow(() -> new Refused(Problem.NOT_FOUND, "no minutes " + number)));
    }
}
