package coop.canut.node.api;

import coop.canut.node.World;
import coop.canut.node.board.Board;
import coop.canut.node.decision.Policies;
import coop.canut.node.door.Refusals;
import coop.canut.node.ledger.Ledger;
import coop.canut.node.member.Members;
import coop.canut.node.peer.Peers;
import coop.canut.node.publish.Exports;
import coop.canut.node.publish.Items;
import coop.canut.node.publish.Listings;
import coop.canut.node.publish.Reviews;
import coop.canut.node.work.Claims;
import coop.canut.node.work.Files;
import coop.canut.node.work.Receipts;
import coop.canut.node.work.Tasks;
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

    private final World world;
    private final Refusals refusals;
    private final Rooms rooms;

    /** The rooms it speaks to. */
    public record Rooms(Members members, Ledger ledger, Peers peers, Policies policies, Items items, Listings listings,
                        Reviews reviews, Exports exports, Board board, Claims claims, Tasks tasks, Files files,
                        Receipts receipts) {
    }

    /** The API to these rooms; refusals are answered by {@code refusals}. */
    public Api(World world, Refusals refusals, Rooms rooms) {
        this.world = world;
        this.refusals = refusals;
        this.rooms = rooms;
    }

    /** Adds all routes under {@code /api/1/}, and the refusals of what is not there. */
    public void mount(Router router) {
        var gate = new Gate(router, world, rooms.members(), refusals);
        new PeopleRoutes(rooms.members()).mount(gate);
        new PeerRoutes(rooms.peers()).mount(gate);
        new MoneyRoutes(rooms.members(), rooms.ledger()).mount(gate);
        new PublishRoutes(rooms.members(), rooms.items(), rooms.listings()).mount(gate);
        new ReviewRoutes(rooms.members(), rooms.reviews(), rooms.exports()).mount(gate);
        new BoardRoutes(rooms.board(), rooms.policies()).mount(gate);
        new WorkRoutes(rooms.claims(), rooms.tasks(), rooms.files(), rooms.receipts()).mount(gate);
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
