package coop.canut.web;

import coop.canut.node.Face;
import coop.canut.node.Rooms;
import coop.canut.node.RunningNode;
import coop.canut.node.Secret;
import coop.canut.node.member.Requester;
import coop.canut.node.member.Role;
import coop.canut.web.page.Site;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** A whole node with its pages, and people who look at them with {@link Browser}s. */
public final class House implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final Pages pages = new Pages();
    private final RunningNode node;
    private Rooms rooms;

    /** Starts a node with its keys in a folder that does not exist yet. */
    public House(Path keys) {
        Face face = (router, all) -> {
            rooms = all;
            return pages.mount(router, all);
        };
        node = RunningNode.start(vertx, keys, Map.of(), face);
    }

    /** The node. */
    public RunningNode node() {
        return node;
    }

    /** Its use cases, for what a page cannot do. */
    public Rooms rooms() {
        return rooms;
    }

    /** All routes of its pages. */
    public List<Site.Route> routes() {
        return pages.routes();
    }

    /** The result of a use case. */
    public static <T> T get(Supplier<Future<T>> work) {
        return RunningNode.await(work.get());
    }

    /** Admits a requester. */
    public Requester requester(String name) {
        return get(() -> rooms.members().admitRequester(null, name, "FR", "SIREN 1"));
    }

    /** Admits a person who then signs in, as people do: by a link and its button. */
    public Browser signedIn(String name, Role role, Requester requester) {
        Browser browser = stranger();
        browser.signIn(link(name, role, requester));
        return browser;
    }

    /** Admits a person; gives the path of a link. */
    public String link(String name, Role role, Requester requester) {
        var admitted = get(() -> rooms.members().admit(null, name, Set.of(role), requester == null ? null : requester.id()));
        Secret link = get(() -> rooms.sessions().link(null, admitted.person().id()));
        return "/sign-in/" + link.revealText();
    }

    /** Somebody who is not signed in. */
    public Browser stranger() {
        return new Browser(vertx, node.port(), RunningNode.HOST.toString());
    }

    @Override
    public void close() {
        node.close();
        RunningNode.await(vertx.close());
    }
}
