package coop.canut.node.publish;

import coop.canut.node.World;
import coop.canut.node.post.Outbox;
import coop.canut.node.post.Tombstones;
import coop.canut.node.store.Store;
import coop.canut.node.store.Tx;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.NodeMessage.ContentErased;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.MessageUrl;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import io.vertx.core.Future;
import java.util.List;

/**
 * Taking a listing back for good: everything that was said of it to everyone, here and at every reader. Its leaves stay in the
 * log, its answers and its money stay in our books, and its channels stay as they are: they are what both sides go by.
 */
public final class Erasures {

    private final World world;
    private final Host self;
    private final Store store;
    private final Outbox outbox;
    private final Tombstones tombstones;
    private final ErasureStore erasures = new ErasureStore();

    /** The erasures of this host. */
    public Erasures(World world, Host self, Store store, Outbox outbox, Tombstones tombstones) {
        this.world = world;
        this.self = self;
        this.store = store;
        this.outbox = outbox;
        this.tombstones = tombstones;
    }

    /**
     * Erases a listing of ours, whoever its requester is. The bytes are gone here once it is sealed into the log, and at each
     * reader when it has read so far. Erasing again changes nothing.
     *
     * @param reason one line that everybody can read
     * @return public messages that are taken back
     * @throws Refused (in the future) {@code listing-not-found}; {@code not-over} unless it is closed or withdrawn, nobody
     *     holds or has answered a slot, every answer is decided and paid, and its escrow is empty; {@code field-missing}
     */
    public Future<Integer> erase(Id listing, String reason) {
        if (reason == null || reason.isBlank() || reason.length() > Limits.LINE_CHARS) {
            return Future.failedFuture(Refused.at(Problem.FIELD_MISSING, "reason", "no reason, or too long"));
        }
        return store.write(tx -> erasures.lock(tx, listing).compose(found -> {
            var state = found.orElseThrow(() -> new Refused(Problem.LISTING_NOT_FOUND, "listing " + listing));
            if (state.erased()) {
                return Future.succeededFuture(0);
            }
            if (!state.over()) {
                throw new Refused(Problem.NOT_OVER, "listing " + listing);
            }
            return erasures.erased(tx, listing, world.now()).compose(marked ->
                say(tx, new ObjectUrl(Noun.LISTING, self, listing), reason));
        }));
    }

    /** One message names at most 500; a listing that was paused and opened more often takes several. */
    private Future<Integer> say(Tx tx, ObjectUrl listing, String reason) {
        return tombstones.about(tx, listing).compose(ids -> {
            Future<Void> said = Future.succeededFuture();
            for (int from = 0; from < ids.size(); from += Limits.ERASED_PER_MESSAGE) {
                List<MessageUrl> urls = ids.subList(from, Math.min(ids.size(), from + Limits.ERASED_PER_MESSAGE)).stream()
                    .map(id -> new MessageUrl(self, id)).toList();
                said = said.compose(before -> outbox.publish(tx, world.second(), new ContentErased(urls, reason)));
            }
            return said.map(ids.size());
        });
    }
}
