package coop.canut.node.publish;

import coop.canut.node.World;
import coop.canut.node.member.Requester;
import coop.canut.node.store.Store;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Listings that are being written. A draft is the whole form as it was typed, right or wrong: whether it could be published
 * is asked of {@link Listings#quote}. It stays until {@link Listings#publish(Requester, Draft, Id)} makes a listing of it or
 * it is discarded. It is its requester's alone: another's is {@code not-found}, exactly like one that never was (F-80).
 */
public final class Drafts {

    /** Drafts of one requester: more than anybody works on at a time, and few enough for one page. */
    public static final int DRAFTS = 100;
    /** Fields of one form. Ours has about forty, with one for each choice of an answer. */
    public static final int FIELDS = 100;
    /** UTF-16 code units of a field's name. */
    public static final int NAME_CHARS = Limits.NAME_CHARS;
    /** UTF-16 code units of what is typed into one field: as much as a listing's longest text. */
    public static final int VALUE_CHARS = Limits.TEXT_CHARS;
    /** Bytes of all names and values in UTF-8: a listing has no more in its message. */
    public static final int BYTES = Limits.MESSAGE_BYTES;

    private final World world;
    private final Store store;
    private final DraftStore drafts = new DraftStore();
    private final ItemStore items = new ItemStore();

    /** The drafts of this node's requesters. */
    public Drafts(World world, Store store) {
        this.world = world;
        this.store = store;
    }

    /**
     * A draft as it was saved last.
     *
     * @param fields by the names that the form gives them
     * @param items  the uploaded set it is to be made of, or null
     */
    public record Saved(Id id, Map<String, String> fields, Id items, Instant changedAt) {
    }

    /**
     * Begins a draft.
     *
     * @throws Refused (in the future) as {@link #save}; {@code too-many} beyond {@link #DRAFTS}
     */
    public Future<Saved> begin(Requester requester, Map<String, String> fields) {
        return bounded(fields).compose(typed -> {
            var draft = new Saved(world.newId(), typed, null, world.now());
            return store.write(tx -> drafts.begin(tx, requester.id(), draft, DRAFTS)).map(begun -> {
                if (!begun) {
                    throw new Refused(Problem.TOO_MANY, DRAFTS + " drafts of " + requester.id());
                }
                return draft;
            });
        });
    }

    /**
     * Saves the whole form in place of what was there.
     *
     * @throws Refused (in the future) {@code not-found}; {@code too-large} and {@code field-wrong} on {@code fields} or the
     *     name of one beyond the bounds; {@code text-invalid} on one that no message could hold
     */
    public Future<Saved> save(Requester requester, Id draft, Map<String, String> fields) {
        return bounded(fields).compose(typed -> drafts.save(store, requester.id(), draft, typed, world.now()));
    }

    /**
     * Notes the uploaded set that the listing is to be made of.
     *
     * @throws Refused (in the future) {@code not-found}; {@code listing-not-found} on {@code items} if the set is not this
     *     requester's
     */
    public Future<Saved> useItems(Requester requester, Id draft, Id itemSet) {
        return store.write(tx -> items.find(tx, requester.id(), itemSet)
            .compose(found -> drafts.useItems(tx, requester.id(), draft, itemSet, world.now())));
    }

    /** A draft of this requester; {@code not-found} for any other. */
    public Future<Saved> find(Requester requester, Id draft) {
        return drafts.find(store, requester.id(), draft);
    }

    /** All drafts of a requester, what was worked on last first. */
    public Future<List<Saved>> mine(Requester requester) {
        return drafts.mine(store, requester.id(), DRAFTS);
    }

    /** Throws a draft away; what was uploaded for it stays. {@code not-found} if there is none, or none any more. */
    public Future<Void> discard(Requester requester, Id draft) {
        return drafts.take(store, requester.id(), draft).mapEmpty();
    }

    private static Future<Map<String, String>> bounded(Map<String, String> fields) {
        return Future.succeededFuture(Map.copyOf(fields)).map(typed -> {
            requireBounded(typed);
            return typed;
        });
    }

    private static void requireBounded(Map<String, String> fields) {
        if (fields.size() > FIELDS) {
            throw Refused.at(Problem.TOO_LARGE, "fields", fields.size() + " fields");
        }
        long bytes = 0;
        for (Map.Entry<String, String> field : fields.entrySet()) {
            String name = field.getKey();
            String value = field.getValue();
            if (name.isEmpty() || name.length() > NAME_CHARS || !Texts.isPlain(name)) {
                throw Refused.at(Problem.FIELD_WRONG, "fields", "a name that is empty, too long or no text");
            }
            if (value.length() > VALUE_CHARS) {
                throw Refused.at(Problem.FIELD_WRONG, name, "longer than " + VALUE_CHARS);
            }
            if (!Texts.isPlain(value)) {
                throw Refused.at(Problem.TEXT_INVALID, name, "a control character or half a surrogate pair");
            }
            bytes += name.getBytes(StandardCharsets.UTF_8).length + value.getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > BYTES) {
            throw Refused.at(Problem.TOO_LARGE, "fields", bytes + " bytes");
        }
    }
}
