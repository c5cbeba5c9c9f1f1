package coop.canut.web.open;

import coop.canut.node.Rooms;
import coop.canut.node.board.Filter;
import coop.canut.node.board.Posting;
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

/** The cooperative's own pages for anyone: who we are, what is open here, and what programs that look around ask for. */
public final class OpenPages {

    /** Open batches on the page of the cooperative: enough to see what is asked here; the rest is on the board. */
    private static final int SHOWN = 5;

    /** Pages for people lead everybody else to signing in, so only what is no page is kept from who searches (RFC 9309). */
    private static final String ROBOTS = """
        User-agent: *
        Disallow: /api/
        Disallow: /canut/
        Disallow: /live/
        Disallow: /sign-in/
        """;

    private final Rooms rooms;
    private final Filter ours;

    /** The pages over these rooms. */
    public OpenPages(Rooms rooms) {
        this.rooms = rooms;
        this.ours = new Filter(null, null, null, null, rooms.config().host());
    }

    /** Adds the routes. */
    public void mount(Site site) {
        site.get("/", Access.ANYONE, this::cooperative);
        site.get("/marks/:sha256", Access.ANYONE, visit -> Future.succeededFuture(
            new Answer.Bytes("image/svg+xml", Buffer.buffer(Weave.svg(visit.sha256())), true)));
        site.get("/open.atom", Access.ANYONE, this::feed);
        site.get("/robots.txt", Access.ANYONE, visit -> Future.succeededFuture(
            new Answer.Bytes("text/plain; charset=utf-8", Buffer.buffer(ROBOTS), false)));
    }

    /**
     * Who we are.
     *
     * @param keys  fingerprint of our newest key statement
     * @param peers cooperatives that we deal with, each with the address of its mark
     * @param open  our newest open batches
     */
    public record Cooperative(Page page, PolicyInForce policy, Hash keys, List<Peer> peers, List<Posting> open) {
    }

    /** Another cooperative. */
    public record Peer(Host host, String mark) {
    }

    private Future<Answer> cooperative(Visit visit) {
        Host self = rooms.config().host();
        List<Peer> peers = rooms.peers().known().stream().filter(host -> !host.equals(self))
            .filter(host -> rooms.peers().level(host).compareTo(Level.SEE) <= 0)
            .map(host -> new Peer(host, visit.mark(host))).toList();
        return rooms.board().open(ours, null, SHOWN).compose(open -> Answer.page("open/cooperative.jte", new Cooperative(
            visit.page(rooms.config().name()), rooms.policies().current(), rooms.peers().keys(self).orElseThrow().last(),
            peers, open)));
    }

    private Future<Answer> feed(Visit visit) {
        return rooms.board().open(ours, null, Feed.ENTRIES).map(open -> new Answer.Bytes(Feed.MEDIA_TYPE,
            Buffer.buffer(Feed.atom(visit, rooms.config().name(), rooms.config().host(), open)), false));
    }
}
