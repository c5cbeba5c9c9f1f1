package coop.canut.node.api;

import coop.canut.node.fediverse.Fediverse;
import coop.canut.node.member.Role;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Json;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;

/** For stewards: how many of the fediverse follow the board. */
final class FollowerRoutes {

    private final Optional<Fediverse> fediverse;

    FollowerRoutes(Optional<Fediverse> fediverse) {
        this.fediverse = fediverse;
    }

    void mount(Gate gate) {
        gate.way(HttpMethod.GET, "followers").by(Role.STEWARD, this::count);
    }

    private Future<Void> count(Call call) {
        return fediverse.orElseThrow(() -> new Refused(Problem.NOT_FOUND, "nobody can follow this board")).following()
            .compose(following -> call.ok(Json.object().put("account", following.account())
                .put("followers", following.followers()).put("waiting", following.waiting())));
    }
}
