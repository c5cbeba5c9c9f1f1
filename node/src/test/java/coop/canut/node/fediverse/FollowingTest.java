package coop.canut.node.fediverse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.protocol.json.Json;
import io.vertx.core.buffer.Buffer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the board's inbox takes, and that of the rest nothing stays. */
final class FollowingTest {

    private Followed board;
    private StrangeServer strange;

    @BeforeEach
    void open() {
        board = new Followed();
        strange = board.strange;
    }

    @AfterEach
    void close() {
        board.close();
    }

    private IncomingRequest follow() {
        return strange.request(strange.follow(), SignatureForm.RFC_9421);
    }

    @ParameterizedTest
    @EnumSource(SignatureForm.class)
    void whoFollowsIsToldThatItDoes(SignatureForm form) {
        board.taken(strange.request(strange.follow(), form));
        assertEquals(1, board.followers());
        board.bring();
        Foreign accept = strange.heard.getFirst();
        assertTrue(accept.is("type", "Accept"));
        assertEquals(strange.ana() + "#follow-1", accept.reference("object"));
        assertEquals(List.of("GET /users/ana newer", "POST /users/ana/inbox newer"), strange.asked);
        assertEquals(0, board.number("select count(*) from board_delivery"));
        assertTrue(board.get("/board/followers").body().contains("\"totalItems\":1"));
    }

    @Test
    void followingTwiceIsFollowing() {
        board.followed();
        board.followed();
        assertEquals(1, board.followers());
    }

    @ParameterizedTest
    @EnumSource(SignatureForm.class)
    void whoLeavesIsForgottenWithAllThatWaitedForIt(SignatureForm form) {
        board.taken(follow());
        board.taken(strange.request(strange.undo(), form));
        assertEquals(0, board.followers());
        assertEquals(0, board.number("select count(*) from board_delivery"));
    }

    @Test
    void theRequestThatIsTakenBackMayBeNamedById() {
        board.followed();
        board.taken(strange.request(strange.undo().with("object", Json.text(strange.ana() + "#follow-1")),
            SignatureForm.RFC_9421));
        assertEquals(0, board.followers());
    }

    @Test
    void anAccountThatIsGoneSaysSoWithItsOldKeyAndIsNotAskedFor() {
        board.followed();
        strange.accountStatus = 410;
        board.taken(strange.request(strange.delete(), SignatureForm.DRAFT_CAVAGE));
        assertEquals(0, board.followers());
        assertEquals(List.of(), strange.asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Like", "Create", "Announce", "Accept", "Block", "Move", "Flag"})
    void everythingElseIsTakenAndKeptNowhere(String type) {
        board.followed();
        var before = board.number("select count(*) from board_follower");
        board.taken(strange.request(strange.follow().with("type", Json.text(type)), SignatureForm.RFC_9421));
        board.taken(StrangeServer.with(strange.request(strange.follow().with("type", Json.text(type)),
            SignatureForm.RFC_9421), "signature-input",
            header -> null));
        assertEquals(before, board.followers());
        assertEquals(List.of(), strange.asked);
    }

    @Test
    void strangersThatGoAndFollowersOfOthersAreNoBusinessOfOurs() {
        board.taken(strange.request(strange.delete(), SignatureForm.RFC_9421));
        board.taken(strange.request(strange.undo(), SignatureForm.RFC_9421));
        board.taken(strange.request(strange.follow().with("object", Json.text("https://lyon.localhost/actor")),
            SignatureForm.RFC_9421));
        assertEquals(0, board.followers());
        assertEquals(List.of(), strange.asked);
    }

    @Test
    void onlySoManyMayFollow() {
        board.number("""
            with filled as (insert into board_follower (actor, host, inbox, follow, key_id, key, since)
              select 'https://a.example/' || n, 'a.example', 'https://a.example/inbox', '', '', '', now()
              from generate_series(1, $1) as n returning 1) select count(*) from filled""", BoardInbox.FOLLOWERS);
        HttpResponse<String> answer = board.post(follow());
        assertEquals(429, answer.statusCode());
        assertEquals(BoardInbox.FOLLOWERS, board.followers());
    }

    @Test
    void aServerThatKnowsOnlyTheOlderFormIsAskedInItFromThenOn() {
        strange.understands = Set.of(SignatureForm.DRAFT_CAVAGE);
        board.taken(follow());
        board.bring();
        assertEquals(1, strange.heard.size());
        assertEquals(List.of("GET /users/ana newer", "GET /users/ana older", "POST /users/ana/inbox newer",
            "POST /users/ana/inbox older"), strange.asked);
        board.followed();
        strange.understands = Set.of(SignatureForm.RFC_9421);
        board.taken(follow());
        assertEquals(List.of("GET /users/ana older", "GET /users/ana newer"), strange.asked);
        strange.understands = Set.of(SignatureForm.DRAFT_CAVAGE);
        strange.asked.clear();
        board.taken(follow());
        assertEquals("GET /users/ana newer", strange.asked.getFirst());
        board.bring();
        board.world.pass(SignedRequests.OLDER_FOR.plusSeconds(1));
        strange.asked.clear();
        board.taken(follow());
        assertEquals("GET /users/ana newer", strange.asked.getFirst());
    }

    @Test
    void theBoardIsFoundAndDescribesItself() {
        assertTrue(board.fediverse.found("acct:board@lyon.localhost").isPresent());
        assertTrue(board.fediverse.found("acct:anne@lyon.localhost").isEmpty());
        HttpResponse<String> actor = board.get("/board");
        assertEquals("application/activity+json", actor.headers().firstValue("Content-Type").orElse(""));
        Foreign document = Foreign.read(Buffer.buffer(actor.body()));
        assertEquals("Service", document.text("type"));
        assertEquals("https://lyon.localhost/board#rsa", document.object("publicKey").text("id"));
        RsaKey.read(document.object("publicKey").text("publicKeyPem"));
        assertTrue(document.text("summary").contains("Les &lt;canuts&gt;"));
        assertEquals(405, Followed.send(HttpRequest.newBuilder(actor.uri().resolve("/board/inbox"))).statusCode());
        assertEquals(404, Followed.send(HttpRequest.newBuilder(actor.uri())).statusCode());
    }
}
