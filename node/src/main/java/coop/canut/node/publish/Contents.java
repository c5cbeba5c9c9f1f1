package coop.canut.node.publish;

import coop.canut.node.member.Requester;
import coop.canut.node.store.Store;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** Files by the hash of their bytes. */
public final class Contents {

    private final Store store;
    private final ContentStore contents = new ContentStore();

    /** The files of this node's listings. */
    public Contents(Store store) {
        this.store = store;
    }

    /** A file as it is handed out. */
    public record Stored(String mediaType, Buffer data) {
    }

    /** A file, whoever asks; {@code not-found} if there is none. */
    public Future<Stored> read(Hash sha256) {
        return contents.read(store, sha256).map(found -> found.orElseThrow(() ->
            new Refused(Problem.NOT_FOUND, "no content " + sha256)));
    }

    /**
     * A file that some slot lent to this node names, or one that it has answered; to anybody else it does not exist
     * ({@code not-found}), so that nobody can ask whether a node holds certain bytes.
     */
    public Future<Stored> readFor(Host peer, Hash sha256) {
        return contents.readFor(store, peer, sha256).map(found -> found.orElseThrow(() ->
            new Refused(Problem.NOT_FOUND, "no content " + sha256 + " for " + peer)));
    }

    /** A file of a listing of this requester's; {@code not-found} for any other, whether it exists or not (F-80). */
    public Future<Stored> file(Requester requester, Id listing, Hash sha256) {
        return contents.readOf(store, requester.id(), listing, sha256).map(found -> found.orElseThrow(() ->
            new Refused(Problem.NOT_FOUND, "no content " + sha256 + " of listing " + listing)));
    }
}
