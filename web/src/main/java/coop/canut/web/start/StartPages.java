package coop.canut.web.start;

import coop.canut.node.Rooms;
import coop.canut.node.member.Role;
import coop.canut.node.start.Start;
import coop.canut.node.start.Start.Progress;
import coop.canut.web.page.Access;
import coop.canut.web.page.Answer;
import coop.canut.web.page.Page;
import coop.canut.web.page.Site;
import coop.canut.web.page.Visit;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;

/** The guided start. */
public final class StartPages {

    private final Start start;

    /** The page over these rooms. */
    public StartPages(Rooms rooms) {
        this.start = rooms.start();
    }

    /** Adds the routes. */
    public void mount(Site site) {
        site.get("/start", Access.MEMBER, this::look);
        site.post("/start/confirm", Access.MEMBER, Set.of(), visit -> start.confirm(visit.person())
            .compose(confirmed -> visit.did("/start", "start-confirmed")));
        site.post("/start/close", Access.STEWARD, Set.of(), visit -> start.close(visit.person())
            .compose(closed -> visit.did("/members", "start-closed")));
    }

    /**
     * How far they are.
     *
     * @param confirmed whether the reader has confirmed
     */
    public record View(Page page, Progress progress, boolean isSteward, boolean confirmed) {

        /** A step that is about the node and not about each founder; its sentences end in the key. */
        public record Step(String key, boolean done, String path) {
        }

        /** Those steps, in the order in which they are possible. */
        public List<Step> steps() {
            return List.of(new Step("requester", progress.requesters() > 0, "/requesters"),
                new Step("peer", progress.peers() > 0, isSteward ? "/peers" : null),
                new Step("listing", progress.listings() > 0, page.person().is(Role.REQUESTER) ? "/batches" : null));
        }
    }

    private Future<Answer> look(Visit visit) {
        return start.look(visit.person()).compose(progress -> Answer.page("start/start.jte", new View(
            visit.page(visit.words().text("start.title")), progress, visit.person().is(Role.STEWARD),
            progress.founders().stream().anyMatch(founder -> founder.person().equals(visit.person().id())
                && founder.confirmed()))));
    }
}
