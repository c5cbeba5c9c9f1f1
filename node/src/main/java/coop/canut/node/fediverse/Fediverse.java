package coop.canut.node.fediverse;

import coop.canut.node.NodeConfig;
import coop.canut.node.World;
import coop.canut.node.door.Refusals;
import coop.canut.node.quota.Quotas;
import coop.canut.node.store.Store;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.sign.SigningKey;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Optional;

/** The board as ordinary ActivityPub servers see it, and what the rest of the node may ask of it. */
public final class Fediverse {

    private final Store store;
    private final Documents documents;
    private final FollowerStore followers = new FollowerStore();
    private final Notes notes;
    private final Deliveries deliveries;
    private final FediverseRoutes routes;

    /**
     * How the board is followed.
     *
     * @param account   the name by which people find it
     * @param followers accounts that follow
     * @param waiting   posts that some inbox has not taken yet
     */
    public record Following(String account, long followers, long waiting) {
    }

    /**
     * The board of a node.
     *
     * @param proofKey   signs what it says
     * @param requestKey signs its requests
     */
    public Fediverse(World world, NodeConfig config, Store store, SigningKey proofKey, RsaKey requestKey, Refusals refusals,
                     Quotas quotas) {
        this.store = store;
        documents = new Documents(config.host(), config.name(), proofKey, requestKey);
        var noteStore = new NoteStore();
        var requests = new SignedRequests(world, store, followers, documents.requestKeyId(), requestKey);
        var inbox = new BoardInbox(world, store, followers, new Accounts(world, config.host(), requests), documents.board());
        notes = new Notes(world, config.host(), store, noteStore);
        deliveries = new Deliveries(world, config.host(), store, followers, noteStore, documents, requests);
        routes = new FediverseRoutes(config.host(), store, followers, noteStore, documents, inbox, refusals, quotas);
    }

    /** Adds its routes; before those of pages, which answer the same address to people. */
    public void mount(Router router) {
        routes.mount(router);
    }

    /** What WebFinger says of this resource, if it is the board. */
    public Optional<Json.Obj> found(String resource) {
        return List.of("acct:" + documents.account(), documents.board()).contains(resource) ? Optional.of(documents.found())
            : Optional.empty();
    }

    /** Makes posts of what is new, and starts to bring what is due; a bounded part of both. */
    public Future<Void> tick() {
        return notes.tick().compose(made -> deliveries.tick());
    }

    /** Posts that are being brought at this moment. */
    int underWay() {
        return deliveries.underWay();
    }

    /** How it is followed now. */
    public Future<Following> following() {
        return followers.count(store).compose(count -> deliveries.waiting()
            .map(waiting -> new Following(documents.account(), count, waiting)));
    }

    /** Begins nothing any more. */
    public void stop() {
        deliveries.stop();
    }
}
