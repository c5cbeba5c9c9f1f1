package coop.canut.ops.fedify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.node.Face;
import coop.canut.node.RunningNode;
import coop.canut.node.fediverse.Told;
import coop.canut.ops.federation.Federation;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.Members;
import coop.canut.protocol.message.ListingMessage.State;
import coop.canut.protocol.message.ListingMessage.StateChanged;
import coop.canut.protocol.message.NodeMessage.ContentErased;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.MessageUrl;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node and a server made of Fedify, on one machine: the node is reached by TLS under its name, as servers do, the app by the
 * node's address book. Both are real, and each judges what the other says.
 */
final class FedifyTest {

    private static final Host APP = Host.of("fedify.localhost");
    private static final String DRAFT = "draft-cavage-http-signatures-12";

    private static FedifyApp app;
    private static int port;

    @TempDir
    private Path folder;
    private Vertx vertx;
    private RunningNode node;
    private TlsFront front;

    @BeforeAll
    static void install() {
        port = Federation.freePorts(1).getFirst();
        app = FedifyApp.install(APP.toString(), port);
    }

    @AfterAll
    static void remove() {
        app.close();
    }

    @BeforeEach
    void open() throws Exception {
        vertx = Vertx.vertx();
        node = RunningNode.startFollowed(vertx, folder.resolve("keys"), Map.of(APP, new InetSocketAddress("127.0.0.1", port)),
            Face.NONE);
        front = TlsFront.open(vertx, folder, RunningNode.HOST.toString(), node.port());
    }

    @AfterEach
    void close() {
        app.stop();
        front.close();
        node.close();
        RunningNode.await(vertx.close());
    }

    private Json.Obj find() {
        return app.say("find", Json.object().put("account", "acct:board@" + RunningNode.HOST).build());
    }

    private boolean send(String type, String by) {
        return new Members(app.say("send", Json.object().put("type", type).put("by", by).build()), "").bool("taken");
    }

    private boolean send(String type) {
        return send(type, "ana");
    }

    private long followers() {
        return node.number("select count(*) from board_follower");
    }

    private List<Json> heard() {
        return ((Json.Arr) app.say("heard", Json.object().build()).get("heard")).items();
    }

    /** The first of this kind that the app has taken, proven in both ways. */
    private Members heard(String type, Predicate<Members> wanted) {
        RunningNode.until(type + " at the app, which says: " + app.words(), () -> found(type, wanted) != null);
        Members found = found(type, wanted);
        assertEquals("https://lyon.localhost/board#rsa", found.text("signedBy", 100), "the request's signature");
        assertTrue(found.bool("proven"), "the object's proof");
        return found;
    }

    private Members found(String type, Predicate<Members> wanted) {
        return heard().stream().map(each -> new Members((Json.Obj) each, ""))
            .filter(each -> each.text("type", 100).equals(type) && wanted.test(each)).findFirst().orElse(null);
    }

    private static Predicate<Members> saying(String content) {
        return said -> String.valueOf(said.optionalText("content", 10_000)).contains(content);
    }

    /** The message by which the one listing got that revision. */
    private MessageUrl published(int revision) {
        return new MessageUrl(RunningNode.HOST, Id.of(node.text(
            "select id from log_entry where kind = 'listing-published' order by index offset $1", (long) revision - 1)));
    }

    private static Id newId() {
        byte[] bytes = new byte[10];
        new SecureRandom().nextBytes(bytes);
        return Id.of(System.currentTimeMillis(), bytes);
    }

    @Test
    void fedifyFindsFollowsHearsAndLeavesAndNothingElseStays() {
        app.start(front, "rfc9421", false);
        Members board = new Members(find(), "");
        assertEquals("https://lyon.localhost/board", board.text("id", 100));
        assertEquals("Les canuts", board.text("name", 100));
        assertTrue(send("Follow"));
        assertEquals(1, followers());
        assertEquals("https://fedify.localhost/users/ana#follow", heard("Accept", said -> true).text("object", 100));

        Id id = newId();
        node.publish(Told.listing(RunningNode.HOST, id, 1, "Sort <silk>", 2));
        Members created = heard("Create", said -> true);
        assertEquals("https://lyon.localhost/board/note/" + id, created.text("object", 100));
        assertEquals("rfc9421", created.text("form", 100));
        assertTrue(saying("Sort &lt;silk&gt;").test(created));
        node.publish(Told.listing(RunningNode.HOST, id, 2, "Sort fine silk", 2));
        heard("Update", saying("Sort fine silk"));
        node.publish(new StateChanged(new ObjectUrl(Noun.LISTING, RunningNode.HOST, id), 1, State.CLOSED, "Done.", null));
        heard("Update", saying("<p>Closed.</p>"));

        var before = node.stored();
        assertTrue(send("Like"));
        assertTrue(send("Create"));
        assertTrue(!send("Undo", "eve") && !send("Delete", "eve"), "forged");
        assertEquals(before, node.stored());

        node.publish(new ContentErased(List.of(published(1), published(2)), "The requester asked for it."));
        assertEquals("https://lyon.localhost/board/note/" + id, heard("Delete", said -> true).text("object", 100));

        assertTrue(send("Undo"));
        assertEquals(0, followers());
        assertEquals(0, node.number("select count(*) from board_delivery"));
    }

    @Test
    void eachSideKnocksInTheOtherFormWhenTheFirstIsRefused() {
        app.start(front, DRAFT, false);
        find();
        app.say("refuse-newer", Json.object().build());
        assertTrue(send("Follow"));
        RunningNode.until("known to speak the older form", () -> followers() == 1);
        assertEquals("rfc9421", heard("Accept", said -> true).text("form", 100));
        app.say("refuse-newer", Json.object().build());
        node.publish(Told.listing(RunningNode.HOST, newId(), 1, "Sort silk", 0));
        assertEquals("draft-cavage", heard("Create", said -> true).text("form", 100));
        assertEquals(1, node.number("select count(*) from board_older_signature where host = $1", APP.toString()));
        assertTrue(send("Delete"));
        assertEquals(0, followers());
        assertEquals(0, node.number("select count(*) from board_older_signature"));
    }
}
