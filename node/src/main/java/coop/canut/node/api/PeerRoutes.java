package coop.canut.node.api;

import coop.canut.node.member.Role;
import coop.canut.node.peer.Effect;
import coop.canut.node.peer.PeerState;
import coop.canut.node.peer.Peers;
import coop.canut.node.peer.Statement;
import coop.canut.node.peer.Ties;
import coop.canut.node.post.DeliveryState;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Builder;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.money.Money;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.stream.Stream;

/** For stewards: how this node stands to others. */
final class PeerRoutes {

    private final Peers peers;
    private final Ties ties;

    PeerRoutes(Peers peers, Ties ties) {
        this.peers = peers;
        this.ties = ties;
    }

    void mount(Gate gate) {
        gate.way(HttpMethod.GET, "peers").by(Role.STEWARD, call -> peers.all()
            .compose(all -> call.ok(Json.object().put("peers", Shapes.each(all, PeerRoutes::peer)))));
        gate.way(HttpMethod.GET, "peers/:host/history").by(Role.STEWARD, call -> peers.peer(call.host())
            .compose(known -> peers.history(call.host()))
            .compose(history -> call.ok(Json.object().put("history", Shapes.each(history, PeerRoutes::statement)))));
        gate.way(HttpMethod.GET, "peers/:host/effects").taking("level", "amount", "currency").by(Role.STEWARD, this::effects);
        gate.way(HttpMethod.PUT, "peers/:host").with(Body.JSON).by(Role.STEWARD, this::state);
        gate.way(HttpMethod.PUT, "peers/:host/credit").with(Body.JSON).by(Role.STEWARD, this::credit);
    }

    private record Stated(Level level, String decision, String reason) {
    }

    private Future<Void> state(Call call) {
        Stated stated = call.read(in -> new Stated(in.choice("level", List.of(Level.values()), Level::code),
            in.shortText("decision"), in.optionalLine("reason")));
        return peers.state(call.host(), stated.level(), stated.decision(), stated.reason())
            .compose(peer -> call.ok(peer(peer)));
    }

    private static Builder statement(Statement statement) {
        return Json.object().put("from", statement.from()).put("to", statement.to()).put("number", statement.number())
            .put("level", statement.level().code()).put("decision", statement.decision())
            .putOptional("reason", statement.reason()).put("at", Shapes.second(statement.at()));
    }

    /** Of a level, or of a limit of credit: one of them is asked for. */
    private Future<Void> effects(Call call) {
        Level level = call.query().named("level", PeerRoutes::level);
        Long amount = call.query().number("amount", 0, Limits.INTEGER_MAX);
        String currency = call.query().named("currency", Shapes::currency);
        if ((level == null) == (amount == null) || (amount == null) != (currency == null)) {
            throw Refused.at(Problem.FIELD_WRONG, "level", "a level, or an amount and its currency");
        }
        return level == null
            ? ties.credit(call.host(), new Money(amount, currency)).compose(effects ->
                call.ok(Json.object().put("host", call.host()).put("effects", Shapes.each(effects, PeerRoutes::effect))))
            : ties.effects(call.host(), level).compose(effects -> call.ok(Json.object().put("host", effects.host())
                .put("now", effects.now().code()).put("then", effects.then().code())
                .put("effects", Shapes.each(effects.all(), PeerRoutes::effect))));
    }

    private static Level level(String code) {
        return Stream.of(Level.values()).filter(level -> level.code().equals(code)).findFirst()
            .orElseThrow(() -> new Refused(Problem.FIELD_WRONG, "no level"));
    }

    private static Builder effect(Effect effect) {
        Builder shape = Json.object().put("effect", effect.what().code()).put("count", effect.count()).put("of", effect.of());
        return effect.money() == null ? shape : shape.put("money", Shapes.money(effect.money()));
    }

    private Future<Void> credit(Call call) {
        Money limit = call.read(Shapes::money);
        return peers.credit(call.host(), limit).compose(peer -> call.ok(peer(peer)));
    }

    private static Builder peer(PeerState peer) {
        return Json.object().put("host", peer.host()).put("ours", peer.ours().code()).put("theirs", peer.theirs().code())
            .put("holds", peer.holds().code()).putOptional("coveredBy", peer.coveredBy())
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
