package coop.canut.web.open;

import coop.canut.node.Rooms;
import coop.canut.node.decision.PolicyInForce;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.web.look.Weave;
import coop.canut.web.page.Access;
import coop.canut.web.page.Answer;
import coop.canut.web.page.Page;
import coop.canut.web.page.Site;
import coop.canut.web.page.Visit;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** The pages for anyone. */
public final class OpenPages {

    private final Rooms rooms;

    /** The pages over these rooms. */
    public OpenPages(Rooms rooms) {
        this.rooms = rooms;
    }

    /** Adds the routes. */
    public void mount(Site site) {
        site.get("/", Access.ANYONE, this::cooperative);
        site.get("/marks/:sha256", Access.ANYONE, visit -> Future.succeededFuture(
            new Answer.Bytes("image/svg+xml", Buffer.buffer(Weave.svg(visit.sha256())), true)));
    }

    /**
     * Who we are.
     *
     * @param keys  fingerprint of our newest key statement
     * @param peers cooperatives that we deal with, each with the address of its mark
     */
    public record Cooperative(Page page, PolicyInForce policy, Hash keys, List<Peer> peers) {
    }

    /** Another cooperative. */
    public record Peer(Host host, String mark) {
    }

    private Future<Answer> cooperative(Visit visit) {
        Host self = rooms.config().host();
        List<Peer> peers = rooms.peers().known().stream().filter(host -> !host.equals(self))
            .filter(host -> rooms.peers().level(host).compareTo(Level.SEE) <= 0)
            .map(host -> new Peer(host, visit.mark(host))).toList();
        return Answer.page("open/cooperative.jte", new Cooperative(visit.page(rooms.config().name()),
            rooms.policies().current(), rooms.peers().keys(self).orElseThrow().last(), peers));
    }
}
