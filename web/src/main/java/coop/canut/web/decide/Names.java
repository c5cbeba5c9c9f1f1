package coop.canut.web.decide;

import coop.canut.node.Rooms;
import coop.canut.node.decision.Decisions;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import java.util.Map;
import java.util.TreeMap;

/** What people are called on pages of decisions: members, and those who were or would be. */
final class Names {

    private final Decisions decisions;

    Names(Rooms rooms) {
        decisions = rooms.decisions();
    }

    /** Everybody by id: whoever is or was here, and whoever has applied. */
    Future<Map<Id, String>> all() {
        return decisions.proposals().names().map(TreeMap::new);
    }
}
