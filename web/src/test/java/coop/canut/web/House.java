package coop.canut.web;

import coop.canut.node.Face;
import coop.canut.node.Rooms;
import coop.canut.node.RunningNode;
import coop.canut.node.Secret;
import coop.canut.node.attack.StrangeNode;
import coop.canut.node.member.Requester;
import coop.canut.node.member.Role;
import coop.canut.node.publish.Draft;
import coop.canut.node.publish.Progress;
import coop.canut.protocol.money.Money;
import coop.canut.protocol.work.ChoiceTemplate;
import coop.canut.protocol.work.Template;
import coop.canut.web.page.Site;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A whole node with its pages, and people who look at them with {@link Browser}s. */
public final class House implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final Pages pages = new Pages();
    private final RunningNode node;
    private Rooms rooms;

    private final List<StrangeNode> others;

    /** Starts a node with its keys in a folder that does not exist yet, and others that it knows how to reach, and no more. */
    public House(Path keys, String... hosts) {
        this("stewards", keys, hosts);
    }

    /** The same with statutes by which a few people in one room decide at once. */
    public static House inOneRoom(Path keys, String... hosts) {
        return new House("assembly", keys, hosts);
    }

    private House(String statutes, Path keys, String... hosts) {
        others = Stream.of(hosts).map(host -> new StrangeNode(vertx, host)).toList();
        Face face = (router, all) -> {
            rooms = all;
            return pages.mount(router, all);
        };
        node = RunningNode.startDeciding(vertx, keys,
            others.stream().collect(Collectors.toMap(other -> other.host, StrangeNode::address)), face, statutes);
    }

    /** The others, in the order in which they were named. */
    public List<StrangeNode> others() {
        return others;
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

    /** Publishes a batch of texts, paid from a deposit of its own; the title and all other words are as they are given. */
    public Progress publish(Requester requester, String title, String words, List<String> items) {
        get(() -> rooms.members().admit(null, "Karim", Set.of(Role.TREASURER), null).compose(treasurer ->
            rooms.ledger().deposit(treasurer.person(), requester.url(), Money.of(100_000, "EUR"), "R" + title.hashCode())));
        String csv = "comment\n" + items.stream().map(item -> '"' + item.replace("\"", "\"\"") + '"')
            .collect(Collectors.joining("\n")) + "\n";
        var template = new ChoiceTemplate(List.of(new Template.Shown("comment", Template.As.TEXT)), words,
            List.of(new ChoiceTemplate.Choice("1", words), new ChoiceTemplate.Choice("0", "No")));
        byte[] file = csv.getBytes(StandardCharsets.UTF_8);
        Progress published = get(() -> rooms.items().upload(requester, file, List.of()).compose(set ->
            rooms.listings().publish(requester, new Draft(title, words, template.opaque(), set.id(), Map.of(), 1,
                Money.of(25, "EUR"), 60, words, words, List.of(), List.of("en"), List.of("reading"), "none",
                rooms.world().second().plus(Duration.ofDays(7)), 1_800, 86_400, 604_800, List.of()))));
        node.settle();
        return published;
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
