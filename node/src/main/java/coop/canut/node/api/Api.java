package coop.canut.node.api;

import coop.canut.node.Rooms;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The JSON API: mounts its routes, and hands out their description. */
public final class Api {

    /** The description, beside this class. */
    static final String DESCRIPTION = "openapi.json";

    private final Rooms rooms;

    /** The API to these rooms. */
    public Api(Rooms rooms) {
        this.rooms = rooms;
    }

    /** Adds all routes under {@code /api/1/}, and the refusals of what is not there. */
    public void mount(Router router) {
        var gate = new Gate(router, rooms.world(), rooms.members(), rooms.refusals(), rooms.closed());
        new PeopleRoutes(rooms.members(), rooms.sessions()).mount(gate);
        new PeerRoutes(rooms.peers(), rooms.ties()).mount(gate);
        new PeerListRoutes(rooms.peerLists()).mount(gate);
        new EvidenceRoutes(rooms.forks(), rooms.witnesses(), rooms.erasures()).mount(gate);
        new MoneyRoutes(rooms.members(), rooms.ledger()).mount(gate);
        new PaymentRoutes(rooms.members(), rooms.money()).mount(gate);
        new PublishRoutes(rooms.members(), rooms.items(), rooms.listings()).mount(gate);
        new ReviewRoutes(rooms.members(), rooms.reviews(), rooms.exports()).mount(gate);
        new BoardRoutes(rooms.board(), rooms.policies()).mount(gate);
        new WorkRoutes(rooms.claims(), rooms.tasks(), rooms.files(), rooms.receipts()).mount(gate);
        new FollowerRoutes(rooms.fediverse()).mount(gate);
        Buffer description = description();
        gate.way(HttpMethod.GET, DESCRIPTION).byAnyone(call -> call.bytes(Call.JSON, description));
        gate.close();
    }

    private static Buffer description() {
        try (InputStream in = Api.class.getResourceAsStream(DESCRIPTION)) {
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException broken) {
            throw new UncheckedIOException("the description of the API cannot be read", broken);
        }
    }
}
