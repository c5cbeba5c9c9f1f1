package coop.canut.node.api;

import coop.canut.node.member.Role;
import coop.canut.node.post.Comparison;
import coop.canut.node.post.Equivocation;
import coop.canut.node.post.Fork;
import coop.canut.node.post.Forks;
import coop.canut.node.post.Witnesses;
import coop.canut.node.publish.Erasures;
import coop.canut.protocol.json.Builder;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;

/** For stewards: what stands against other nodes' words, and taking back our own. */
final class EvidenceRoutes {

    private final Forks forks;
    private final Witnesses witnesses;
    private final Erasures erasures;

    EvidenceRoutes(Forks forks, Witnesses witnesses, Erasures erasures) {
        this.forks = forks;
        this.witnesses = witnesses;
        this.erasures = erasures;
    }

    void mount(Gate gate) {
        gate.way(HttpMethod.GET, "forks").by(Role.STEWARD, call -> forks.all()
            .compose(all -> call.ok(Json.object().put("forks", Shapes.each(all, EvidenceRoutes::fork)))));
        gate.way(HttpMethod.GET, "peers/:host/evidence").by(Role.STEWARD, this::evidence);
        gate.way(HttpMethod.POST, "erasures").with(Body.JSON).by(Role.STEWARD, this::erase);
    }

    private Future<Void> evidence(Call call) {
        return forks.of(call.host()).compose(found -> forks.equivocations(call.host()).compose(told ->
            witnesses.of(call.host()).compose(compared -> call.ok(Json.object()
                .put("forks", Shapes.each(found, EvidenceRoutes::fork))
                .put("equivocations", Shapes.each(told, EvidenceRoutes::equivocation))
                .put("comparisons", Shapes.each(compared, EvidenceRoutes::comparison))))));
    }

    private record Erasure(Id listing, String reason) {
    }

    private Future<Void> erase(Call call) {
        Erasure erasure = call.read(in -> new Erasure(in.id("listing"), in.line("reason")));
        return erasures.erase(erasure.listing(), erasure.reason()).compose(messages -> call.ok(Json.object()
            .put("listing", erasure.listing()).put("messages", messages)));
    }

    private static Builder fork(Fork fork) {
        return Json.object().put("host", fork.host()).put("epoch", fork.epoch()).put("size", fork.size())
            .put("proof", fork.isProof()).putTexts("checkpoints", fork.checkpoints()).putOptional("toldBy", fork.toldBy())
            .put("foundAt", Shapes.second(fork.foundAt())).putOptional("decidedAt", Shapes.second(fork.decidedAt()))
            .putOptional("decidedBy", fork.decidedBy());
    }

    private static Builder equivocation(Equivocation told) {
        return Json.object().put("stream", told.stream()).put("epoch", told.epoch()).put("place", told.place())
            .putOptional("held", told.held() == null ? null : text(told.held())).put("shown", text(told.shown()))
            .put("foundAt", Shapes.second(told.foundAt()));
    }

    private static Builder comparison(Comparison compared) {
        return Json.object().put("witness", compared.witness()).put("at", Shapes.second(compared.at()))
            .put("size", compared.size()).put("outcome", compared.outcome().code());
    }

    private static String text(byte[] message) {
        return new String(message, StandardCharsets.UTF_8);
    }
}
