package coop.canut.node.api;

import coop.canut.node.member.Role;
import coop.canut.node.peer.PeerList;
import coop.canut.node.peer.PeerLists;
import coop.canut.node.peer.PeerLists.Result;
import coop.canut.node.peer.PendingPeer;
import coop.canut.protocol.json.Builder;
import coop.canut.protocol.json.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.Locale;

/** For stewards: lists of peers, ours and those of others. */
final class PeerListRoutes {

    private static final String TEXT = "text/plain; charset=utf-8";

    private final PeerLists lists;

    PeerListRoutes(PeerLists lists) {
        this.lists = lists;
    }

    void mount(Gate gate) {
        gate.way(HttpMethod.GET, "peer-list").by(Role.STEWARD, call -> lists.export().compose(list ->
            call.bytes(Call.JSON, Buffer.buffer(list.json()))));
        gate.way(HttpMethod.GET, "peer-list/text").by(Role.STEWARD, call -> lists.export().compose(list ->
            call.bytes(TEXT, Buffer.buffer(list.text()))));
        gate.way(HttpMethod.POST, "peer-list/preview").with(Body.JSON).by(Role.STEWARD, call ->
            lists.preview(call.read(in -> in.text("list", PeerList.CHARS))).compose(result -> call.ok(result(result))));
        gate.way(HttpMethod.POST, "peer-list").with(Body.JSON).by(Role.STEWARD, this::apply);
        gate.way(HttpMethod.GET, "pending-peers").by(Role.STEWARD, call -> lists.pending().compose(pending ->
            call.ok(Json.object().put("pending", Shapes.each(pending, PeerListRoutes::pending)))));
        gate.way(HttpMethod.DELETE, "pending-peers/:host").by(Role.STEWARD, call -> lists.drop(call.host())
            .compose(dropped -> call.done()));
    }

    private record Confirmed(String list, String decision) {
    }

    private Future<Void> apply(Call call) {
        Confirmed confirmed = call.read(in -> new Confirmed(in.text("list", PeerList.CHARS), in.shortText("decision")));
        return lists.apply(confirmed.list(), confirmed.decision()).compose(result -> call.ok(result(result)));
    }

    private static Builder result(Result result) {
        return Json.object().put("wrong", Shapes.each(result.wrong(), wrong -> Json.object().put("line", wrong.line())
                .put("part", wrong.part())))
            .put("hosts", Shapes.each(result.rows(), PeerListRoutes::row))
            .put("left", result.left().stream().map(host -> new Json.Text(host.toString())).toList())
            .put("confirmed", result.confirmed().text());
    }

    private static Builder row(PeerLists.Row row) {
        return Json.object().put("line", row.entry().line()).put("host", row.entry().host())
            .put("level", row.entry().level().code()).putOptional("now", row.now() == null ? null : row.now().code())
            .putOptional("keys", row.seen()).put("fate", row.fate().name().toLowerCase(Locale.ROOT))
            .putOptional("problem", row.problem() == null ? null : row.problem().code());
    }

    private static Builder pending(PendingPeer pending) {
        return Json.object().put("host", pending.host()).put("level", pending.level().code())
            .putOptional("fingerprint", pending.fingerprint()).put("decision", pending.decision())
            .putOptional("reason", pending.reason()).put("problem", pending.problem()).put("at", Shapes.second(pending.at()));
    }
}
