package coop.canut.node.fediverse;

import coop.canut.node.World;
import coop.canut.node.fediverse.NoteStore.Entry;
import coop.canut.node.fediverse.NoteStore.Voice;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.protocol.message.Codec;
import coop.canut.protocol.message.Envelope;
import coop.canut.protocol.message.ListingMessage.Published;
import coop.canut.protocol.message.ListingMessage.StateChanged;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes posts of our own public log, read like anybody could: one for a listing, and one for all that came in the hour after,
 * since a timeline is no job queue. Listings that are meant for certain nodes only are nobody else's news.
 */
final class Notes {

    /** Between two posts that tell of new listings. */
    static final Duration BETWEEN = Duration.ofHours(1);
    /** Before a change is told, so that two in a row are told once. */
    static final Duration CHANGE_WAITS = Duration.ofSeconds(5);
    /** Entries of the log that one tick reads. */
    private static final int ENTRIES = 20;
    /** Listings that one post is about. */
    private static final int LISTINGS = 500;
    /** How often we look whether bytes have gone, if the log does not say so first. */
    private static final Duration SWEEP = Duration.ofMinutes(1);

    private final World world;
    private final Host self;
    private final Store store;
    private final NoteStore notes;
    private Instant swept = Instant.EPOCH;

    Notes(World world, Host self, Store store, NoteStore notes) {
        this.world = world;
        this.self = self;
        this.store = store;
        this.notes = notes;
    }

    /** Reads on in our log and says what is to be said; a bounded part, in one transaction, and a repeat finds nothing. */
    Future<Void> tick() {
        Instant now = world.now();
        return store.write(tx -> notes.lock(tx).compose(voice -> notes.entries(tx, self, voice, ENTRIES)
            .compose(entries -> read(tx, entries)
                .compose(changed -> sweep(tx, now, !entries.isEmpty(), changed))
                .compose(changed -> notes.changed(tx, changed, now, now.plus(CHANGE_WAITS)))
                .compose(said -> entries.size() < ENTRIES ? announce(tx, voice, now) : Future.succeededFuture()))));
    }

    /** Gives the posts that are not true any more. */
    private Future<List<String>> read(Tx tx, List<Entry> entries) {
        List<String> changed = new ArrayList<>();
        Future<Void> done = Future.succeededFuture();
        for (Entry entry : entries) {
            if (entry.message() != null) {
                Envelope said = Codec.read(entry.message()).envelope();
                done = done.compose(before -> heard(tx, said)).map(notes -> {
                    changed.addAll(notes);
                    return null;
                });
            }
        }
        return done.compose(read -> entries.isEmpty() ? Future.succeededFuture()
            : notes.move(tx, entries.getLast().epoch(), entries.getLast().index() + 1)).map(changed);
    }

    private Future<List<String>> heard(Tx tx, Envelope said) {
        return switch (said.message()) {
            case Published listing when listing.audience().isEmpty() -> notes.published(tx, said, listing);
            case StateChanged change -> notes.turned(tx, change);
            default -> Future.succeededFuture(List.of());
        };
    }

    private Future<List<String>> sweep(Tx tx, Instant now, boolean read, List<String> changed) {
        if (!read && now.isBefore(swept.plus(SWEEP))) {
            return Future.succeededFuture(changed);
        }
        swept = now;
        return notes.erased(tx, self).map(gone -> {
            changed.addAll(gone);
            return changed;
        });
    }

    private Future<Void> announce(Tx tx, Voice voice, Instant now) {
        if (voice.announced() != null && now.isBefore(voice.announced().plus(BETWEEN))) {
            return Future.succeededFuture();
        }
        return notes.waiting(tx, LISTINGS).compose(waiting -> waiting.isEmpty() ? Future.succeededFuture()
            : notes.announce(tx, waiting.size() == 1 ? Id.of(waiting.getFirst()) : world.newId(), waiting.size() > 1, waiting,
                now));
    }
}
