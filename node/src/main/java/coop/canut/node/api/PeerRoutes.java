package coop.canut.node.api;

import coop.canut.node.member.Role;
import coop.canut.node.peer.PeerState;
import coop.canut.node.peer.Peers;
import coop.canut.node.post.DeliveryState;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Builder;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.money.Money;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;

/** For stewards: how this node stands to others. */
final class PeerRoutes {

    private final Peers peers;

    PeerRoutes(Peers peers) {
        this.peers = peers;
    }

    void mount(Gate gate) {
        gate.way(HttpMethod.GET, "peers").by(Role.STEWARD, call -> peers.all()
            .compose(all -> call.ok(Json.object().put("peers", Shapes.each(all, PeerRoutes::peer)))));
        gate.way(HttpMethod.PUT, "peers/:host").with(Body.JSON).by(Role.STEWARD, this::state);
        gate.way(HttpMethod.PUT, "peers/:host/credit").with(Body.JSON).by(Role.STEWARD, this::credit);
    }

    private record Statement(Level level, String decision) {
    }

    private Future<Void> state(Call call) {
        Statement statement = call.read(in ->
            new Statement(in.choice("level", List.of(Level.values()), Level::code), in.shortText("decision")));
        if (statement.decision().isBlank()) {
            throw Refused.at(Problem.FIELD_MISSING, "decision", "empty");
        }
        return peers.state(call.host(), statement.level(), statement.decision())
            .compose(peer -> call.ok(peer(peer)));
    }

    private Future<Void> credit(Call call) {
        Money limit = call.read(Shapes::money);
        return peers.credit(call.host(), limit).compose(peer -> call.ok(peer(peer)));
    }

    private static Builder peer(PeerState peer) {
        return Json.object().put("host", peer.host()).put("ours", peer.ours().code()).put("theirs", peer.theirs().code())
            .put("keys", peer.keys()).put("keysNumber", peer.keysNumber())
            .putOptional("keysSince", Shapes.second(peer.keysSince()))
            .put("given", peer.given().stream().map(Shapes::money).toList())
            .put("received", peer.received().stream().map(Shapes::money).toList())
            .put("deliveries", Shapes.each(peer.deliveries(), PeerRoutes::delivery));
    }

    private static Builder delivery(DeliveryState delivery) {
        return Json.object().put("stream", delivery.stream()).put("position", delivery.position())
            .put("failures", delivery.failures()).putOptional("lastProblem", delivery.lastProblem())
            .putOptional("lastSuccess", Shapes.second(delivery.lastSuccess()));
    }
}
