package coop.canut.node.fediverse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.canut.protocol.Problem;
import coop.canut.protocol.http.RefusalBody;
import coop.canut.protocol.json.Json;
import io.vertx.core.buffer.Buffer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the board's inbox takes, what it answers to the rest, and that of the rest nothing stays. */
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

    private void taken(IncomingRequest request) {
        HttpResponse<String> answer = board.post(request);
        assertEquals(202, answer.statusCode(), answer.body());
    }

    /** Refused with this problem, and nobody follows. */
    private void refused(Problem problem, IncomingRequest request) {
        HttpResponse<String> answer = board.post(request);
        RefusalBody body = RefusalBody.read(answer.body().getBytes(StandardCharsets.UTF_8));
        assertEquals(problem.code(), body == null ? answer.statusCode() + answer.body() : body.problem());
        assertEquals(problem.status(), answer.statusCode());
        assertEquals(0, board.followers());
        assertEquals(0, board.number("select count(*) from board_delivery"));
    }

    private IncomingRequest follow() {
        return strange.request(strange.follow(), SignatureForm.RFC_9421);
    }

    private static IncomingRequest with(IncomingRequest request, String header, UnaryOperator<String> change) {
        Map<String, List<String>> headers = new HashMap<>(request.headers());
        String before = headers.getOrDefault(header, List.of("")).getFirst();
        String after = change.apply(before);
        if (after == null) {
            headers.remove(header);
        } else {
            headers.put(header, List.of(after));
        }
        return new IncomingRequest(request.method(), request.self(), request.target(), headers, request.body());
    }

    @ParameterizedTest
    @EnumSource(SignatureForm.class)
    void whoFollowsIsToldThatItDoes(SignatureForm form) {
        taken(strange.request(strange.follow(), form));
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
        taken(follow());
        taken(strange.request(strange.undo(), form));
        assertEquals(0, board.followers());
        assertEquals(0, board.number("select count(*) from board_delivery"));
    }

    @Test
    void theRequestThatIsTakenBackMayBeNamedById() {
        board.followed();
        taken(strange.request(strange.undo().with("object", Json.text(strange.ana() + "#follow-1")), SignatureForm.RFC_9421));
        assertEquals(0, board.followers());
    }

    @Test
    void anAccountThatIsGoneSaysSoWithItsOldKeyAndIsNotAskedFor() {
        board.followed();
        strange.accountStatus = 410;
        taken(strange.request(strange.delete(), SignatureForm.DRAFT_CAVAGE));
        assertEquals(0, board.followers());
        assertEquals(List.of(), strange.asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Like", "Create", "Announce", "Accept", "Block", "Move", "Flag"})
    void everythingElseIsTakenAndKeptNowhere(String type) {
        board.followed();
        var before = board.number("select count(*) from board_follower");
        taken(strange.request(strange.follow().with("type", Json.text(type)), SignatureForm.RFC_9421));
        taken(with(strange.request(strange.follow().with("type", Json.text(type)), SignatureForm.RFC_9421), "signature-input",
            header -> null));
        assertEquals(before, board.followers());
        assertEquals(List.of(), strange.asked);
    }

    @Test
    void strangersThatGoAndFollowersOfOthersAreNoBusinessOfOurs() {
        taken(strange.request(strange.delete(), SignatureForm.RFC_9421));
        taken(strange.request(strange.undo(), SignatureForm.RFC_9421));
        taken(strange.request(strange.follow().with("object", Json.text("https://lyon.localhost/actor")),
            SignatureForm.RFC_9421));
        assertEquals(0, board.followers());
        assertEquals(List.of(), strange.asked);
    }

    @Test
    @Tag("F-13")
    void aFollowUnderTheKeyOfAnotherHostIsNone() {
        refused(Problem.KEY_OWNER_MISMATCH, strange.request(strange.follow(), SignatureForm.RFC_9421,
            "https://evil.localhost/users/eve#main-key", StrangeServer.OTHER_KEY));
        assertEquals(List.of(), strange.asked);
    }

    @Test
    @Tag("F-02")
    void aFollowInAnothersNameIsNone() {
        Json.Obj forged = strange.follow().with("actor", Json.text("https://victim.localhost/users/vic"));
        refused(Problem.ORIGIN_MISMATCH, strange.request(forged, SignatureForm.RFC_9421));
        refused(Problem.KEY_OWNER_MISMATCH, strange.request(
            forged.with("id", Json.text("https://victim.localhost/users/vic#follow")), SignatureForm.RFC_9421));
        refused(Problem.LOCAL_ID_FORGED, strange.request(forged.with("actor", Json.text("https://lyon.localhost/actor"))
            .with("id", Json.text("https://lyon.localhost/actor#follow")), SignatureForm.RFC_9421));
        assertEquals(List.of(), strange.asked);
    }

    @Test
    void aFollowByAnotherKeyThanTheAccountShowsIsNone() {
        refused(Problem.SIGNATURE_INVALID, strange.request(strange.follow(), SignatureForm.RFC_9421,
            strange.ana() + "#main-key", StrangeServer.OTHER_KEY));
        refused(Problem.KEY_OWNER_MISMATCH, strange.request(strange.follow(), SignatureForm.RFC_9421,
            strange.ana() + "#another-key", StrangeServer.KEY));
    }

    @Test
    void aForgedUndoLeavesEverybodyWhereTheyAre() {
        board.followed();
        HttpResponse<String> answer = board.post(strange.request(strange.undo(), SignatureForm.RFC_9421,
            strange.ana() + "#main-key", StrangeServer.OTHER_KEY));
        assertEquals(401, answer.statusCode());
        answer = board.post(strange.request(strange.delete(), SignatureForm.DRAFT_CAVAGE,
            "https://evil.localhost/users/eve#main-key", StrangeServer.OTHER_KEY));
        assertEquals(403, answer.statusCode());
        assertEquals(1, board.followers());
    }

    @Test
    @Tag("F-14")
    void anAccountThatSaysItIsAnotherIsNone() {
        strange.instead = document -> document.with("id", Json.text("https://victim.localhost/users/vic"));
        refused(Problem.ORIGIN_MISMATCH, follow());
    }

    @Test
    @Tag("F-28")
    void anAccountWhoseInboxIsElsewhereIsNone() {
        strange.instead = document -> document.with("inbox", Json.text("https://victim.localhost/inbox"));
        refused(Problem.URL_OFF_ORIGIN, follow());
        strange.instead = document -> document.with("inbox", Json.text("https://127.0.0.1/inbox"));
        refused(Problem.NAME_NOT_CANONICAL, follow());
    }

    @Test
    void aSharedInboxElsewhereIsNotUsed() {
        strange.instead = document -> document.with("endpoints",
            Json.object().put("sharedInbox", "https://victim.localhost/inbox").build());
        taken(follow());
        assertEquals(0, board.number("select count(*) from board_follower where shared_inbox is not null"));
    }

    @Test
    @Tag("F-13")
    void aKeyThatBelongsToAnotherIsNotBelieved() {
        Json.Obj key = (Json.Obj) strange.account().get("publicKey");
        strange.instead = document -> document.with("publicKey", key.with("owner", Json.text("https://fedi.localhost/users/eve")));
        refused(Problem.KEY_OWNER_MISMATCH, follow());
        strange.instead = document -> document.with("publicKey", key.with("publicKeyPem", Json.text("-----BEGIN PUBLIC KEY-----\n"
            + "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBALRiMLAh9iimur8VA7qVvdqxevEuUkW4K+2KdMXmnQbG9Aa7k7eBjK1S+0LYmVjPKlJGNXHDGuy5Fw/d7rjV"
            + "J0BLB+ubPK8iA/Tw3hLQgXMRRGRXXCn8ikfuQfjUS1uZSatdLB81mydBETlJhI6GH4twrbDJCR2Bwy/XWXgqgGRzAgMBAAE=\n"
            + "-----END PUBLIC KEY-----")));
        refused(Problem.KEY_WEAK, follow());
    }

    @ParameterizedTest
    @Tag("F-29")
    @ValueSource(strings = {"text/html", "application/json", "image/png", "", "application/ld+json"})
    void anAccountOfAnotherTypeIsNone(String type) {
        IncomingRequest follow = follow();
        strange.type = type;
        refused(Problem.MEDIA_TYPE_WRONG, follow);
    }

    @Test
    @Tag("F-19")
    void anAccountThatCannotBeReadNowIsAskedForLater() {
        strange.silent = true;
        refused(Problem.KEY_UNAVAILABLE, follow());
        strange.silent = false;
        for (int status : List.of(302, 404, 500)) {
            strange.accountStatus = status;
            refused(Problem.KEY_UNAVAILABLE, follow());
        }
    }

    @Test
    @Tag("F-60")
    void oneHostCannotMakeUsAskWithoutEnd() {
        strange.instead = document -> document.with("id", Json.text("https://fedi.localhost/users/eve"));
        for (int i = 0; i < Accounts.A_MINUTE_OF_HOST; i++) {
            refused(Problem.ORIGIN_MISMATCH, follow());
        }
        refused(Problem.TOO_MANY, follow());
        assertEquals(Accounts.A_MINUTE_OF_HOST, strange.asked.size());
        board.world.pass(Duration.ofSeconds(61));
        strange.instead = document -> document;
        taken(follow());
    }

    @Test
    @Tag("F-06")
    void aRequestToAnotherPlaceIsNotOneToUs() {
        IncomingRequest follow = follow();
        for (SignatureForm form : SignatureForm.values()) {
            Map<String, List<String>> headers = new HashMap<>(follow.headers());
            form.sign("POST", ForeignUrl.of("https://bologna.localhost/board/inbox"), follow.body(), strange.ana() + "#main-key",
                StrangeServer.KEY, board.world.now()).forEach((name, value) -> headers.put(name.toLowerCase(java.util.Locale.ROOT),
                    List.of(value)));
            if (form == SignatureForm.DRAFT_CAVAGE) {
                headers.remove("signature-input");
            }
            refused(Problem.SIGNATURE_INVALID, new IncomingRequest("POST", follow.self(), follow.target(), headers,
                follow.body()));
        }
    }

    @Test
    @Tag("F-05")
    void whatASignatureDoesNotCoverIsNotSigned() {
        refused(Problem.SIGNATURE_MISSING, with(follow(), "signature", header -> null));
        refused(Problem.SIGNATURE_INCOMPLETE, with(follow(), "signature-input",
            header -> header.replace("\"@target-uri\" ", "")));
        refused(Problem.DIGEST_NOT_SIGNED, with(follow(), "signature-input",
            header -> header.replace(" \"content-digest\"", "")));
        refused(Problem.ALGORITHM_NOT_ALLOWED, with(follow(), "signature-input",
            header -> header.replace("rsa-v1_5-sha256", "hmac-sha256")));
        refused(Problem.SIGNATURE_AMBIGUOUS, with(follow(), "signature-input", header -> header + ", " + header));
        refused(Problem.SIGNATURE_AMBIGUOUS, with(follow(), "signature-input", header -> header + ";alg=\"rsa-v1_5-sha256\""));
        IncomingRequest older = strange.request(strange.follow(), SignatureForm.DRAFT_CAVAGE);
        refused(Problem.SIGNATURE_INCOMPLETE, with(older, "signature", header -> header.replace("(request-target) ", "")));
        refused(Problem.DIGEST_NOT_SIGNED, with(older, "signature", header -> header.replace(" digest", "")));
        refused(Problem.ALGORITHM_NOT_ALLOWED, with(older, "signature", header -> header.replace("rsa-sha256", "rsa-sha1")));
        assertEquals(List.of(), strange.asked);
    }

    @Test
    @Tag("F-04")
    void anotherBodyThanTheSignedOneIsNotRead() {
        for (SignatureForm form : SignatureForm.values()) {
            IncomingRequest signed = strange.request(strange.follow(), form);
            refused(Problem.DIGEST_MISMATCH, new IncomingRequest("POST", signed.self(), signed.target(), signed.headers(),
                strange.follow().with("to", Json.text("everybody")).canonical()));
        }
    }

    @Test
    @Tag("F-12")
    void anOldRequestIsTooOld() {
        IncomingRequest newer = follow();
        IncomingRequest older = strange.request(strange.follow(), SignatureForm.DRAFT_CAVAGE);
        board.world.pass(ClaimedSignature.WINDOW.plusSeconds(2));
        refused(Problem.SIGNATURE_STALE, newer);
        refused(Problem.SIGNATURE_STALE, older);
    }

    @Test
    @Tag("F-59")
    void aCodedBodyIsNotRead() {
        refused(Problem.ENCODING_REFUSED, with(follow(), "content-encoding", header -> "gzip"));
    }

    @Test
    @Tag("F-63")
    void aBodyOfAnotherTypeIsNotRead() {
        refused(Problem.MEDIA_TYPE_WRONG, with(follow(), "content-type", header -> "text/html"));
    }

    @Test
    @Tag("F-62")
    void aHugeBodyIsTakenAndNotRead() {
        Json.Obj huge = strange.follow().with("content", Json.text("x".repeat(200_000)));
        taken(strange.request(huge, SignatureForm.RFC_9421));
        assertEquals(0, board.followers());
        assertEquals(List.of(), strange.asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{", "\u0000", "{\"type\":\"Follow\"}", "{\"type\":\"Follow\",\"actor\":[]}",
        "{\"actor\":\"https://127.0.0.1/a\",\"type\":\"Follow\"}", "{\"actor\":\"http://fedi.localhost/a\",\"type\":\"Follow\"}"})
    void whatIsNoActivityIsTakenAndForgotten(String body) {
        IncomingRequest follow = follow();
        taken(new IncomingRequest("POST", follow.self(), follow.target(), follow.headers(),
            Buffer.buffer(body).getBytes()));
        taken(new IncomingRequest("POST", follow.self(), follow.target(), follow.headers(),
            Buffer.buffer("[".repeat(10_000)).getBytes()));
        assertEquals(0, board.followers());
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
        taken(follow());
        board.bring();
        assertEquals(1, strange.heard.size());
        assertEquals(List.of("GET /users/ana newer", "GET /users/ana older", "POST /users/ana/inbox newer",
            "POST /users/ana/inbox older"), strange.asked);
        board.followed();
        strange.understands = Set.of(SignatureForm.RFC_9421);
        taken(follow());
        assertEquals(List.of("GET /users/ana older", "GET /users/ana newer"), strange.asked);
        strange.understands = Set.of(SignatureForm.DRAFT_CAVAGE);
        strange.asked.clear();
        taken(follow());
        assertEquals("GET /users/ana newer", strange.asked.getFirst());
        board.bring();
        board.world.pass(SignedRequests.OLDER_FOR.plusSeconds(1));
        strange.asked.clear();
        taken(follow());
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
        assertEquals(405, Followed.send(java.net.http.HttpRequest.newBuilder(actor.uri().resolve("/board/inbox"))).statusCode());
        assertEquals(404, Followed.send(java.net.http.HttpRequest.newBuilder(actor.uri())).statusCode());
    }
}
