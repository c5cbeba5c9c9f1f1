package coop.canut.node.fediverse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.canut.protocol.Problem;
import coop.canut.protocol.json.Json;
import io.vertx.core.buffer.Buffer;
import java.net.http.HttpResponse;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused at the board's inbox, or taken and not read: whatever it says, nobody follows by it. */
final class ForgeryTest {

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

    @Test
    @Tag("F-13")
    void aFollowUnderTheKeyOfAnotherHostIsNone() {
        board.refused(Problem.KEY_OWNER_MISMATCH, strange.request(strange.follow(), SignatureForm.RFC_9421,
            "https://evil.localhost/users/eve#main-key", StrangeServer.OTHER_KEY));
        assertEquals(List.of(), strange.asked);
    }

    @Test
    @Tag("F-02")
    void aFollowInAnothersNameIsNone() {
        Json.Obj forged = strange.follow().with("actor", Json.text("https://victim.localhost/users/vic"));
        board.refused(Problem.ORIGIN_MISMATCH, strange.request(forged, SignatureForm.RFC_9421));
        board.refused(Problem.KEY_OWNER_MISMATCH, strange.request(
            forged.with("id", Json.text("https://victim.localhost/users/vic#follow")), SignatureForm.RFC_9421));
        board.refused(Problem.LOCAL_ID_FORGED, strange.request(forged.with("actor", Json.text("https://lyon.localhost/actor"))
            .with("id", Json.text("https://lyon.localhost/actor#follow")), SignatureForm.RFC_9421));
        assertEquals(List.of(), strange.asked);
    }

    @Test
    void aFollowByAnotherKeyThanTheAccountShowsIsNone() {
        board.refused(Problem.SIGNATURE_INVALID, strange.request(strange.follow(), SignatureForm.RFC_9421,
            strange.ana() + "#main-key", StrangeServer.OTHER_KEY));
        board.refused(Problem.KEY_OWNER_MISMATCH, strange.request(strange.follow(), SignatureForm.RFC_9421,
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
        board.refused(Problem.ORIGIN_MISMATCH, follow());
    }

    @Test
    @Tag("F-28")
    void anAccountWhoseInboxIsElsewhereIsNone() {
        strange.instead = document -> document.with("inbox", Json.text("https://victim.localhost/inbox"));
        board.refused(Problem.URL_OFF_ORIGIN, follow());
        strange.instead = document -> document.with("inbox", Json.text("https://127.0.0.1/inbox"));
        board.refused(Problem.NAME_NOT_CANONICAL, follow());
    }

    @Test
    void aSharedInboxElsewhereIsNotUsed() {
        strange.instead = document -> document.with("endpoints",
            Json.object().put("sharedInbox", "https://victim.localhost/inbox").build());
        board.taken(follow());
        assertEquals(0, board.number("select count(*) from board_follower where shared_inbox is not null"));
    }

    @Test
    @Tag("F-13")
    void aKeyThatBelongsToAnotherIsNotBelieved() {
        Json.Obj key = (Json.Obj) strange.account().get("publicKey");
        String eve = "https://fedi.localhost/users/eve";
        strange.instead = document -> document.with("publicKey", key.with("owner", Json.text(eve)));
        board.refused(Problem.KEY_OWNER_MISMATCH, follow());
        for (String pem : List.of(shortKey(), "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----", "", "MIIB")) {
            strange.instead = document -> document.with("publicKey", key.with("publicKeyPem", Json.text(pem)));
            board.refused(Problem.KEY_WEAK, follow());
        }
    }

    /** A right key of 1 024 bits. */
    private static String shortKey() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(1_024);
            return "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(
                generator.generateKeyPair().getPublic().getEncoded()) + "\n-----END PUBLIC KEY-----";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @Tag("F-29")
    @ValueSource(strings = {"text/html", "application/json", "image/png", "", "application/ld+json"})
    void anAccountOfAnotherTypeIsNone(String type) {
        IncomingRequest follow = follow();
        strange.type = type;
        board.refused(Problem.MEDIA_TYPE_WRONG, follow);
    }

    @Test
    @Tag("F-19")
    void anAccountThatCannotBeReadNowIsAskedForLater() {
        strange.silent = true;
        board.refused(Problem.KEY_UNAVAILABLE, follow());
        strange.silent = false;
        for (int status : List.of(302, 404, 500)) {
            strange.accountStatus = status;
            board.refused(Problem.KEY_UNAVAILABLE, follow());
        }
    }

    @Test
    @Tag("F-60")
    void oneHostCannotMakeUsAskWithoutEnd() {
        strange.instead = document -> document.with("id", Json.text("https://fedi.localhost/users/eve"));
        for (int i = 0; i < Accounts.A_MINUTE_OF_HOST; i++) {
            board.refused(Problem.ORIGIN_MISMATCH, follow());
        }
        board.refused(Problem.TOO_MANY, follow());
        assertEquals(Accounts.A_MINUTE_OF_HOST, strange.asked.size());
        board.world.pass(Duration.ofSeconds(61));
        strange.instead = document -> document;
        board.taken(follow());
    }

    @Test
    @Tag("F-06")
    void aRequestToAnotherPlaceIsNotOneToUs() {
        IncomingRequest follow = follow();
        for (SignatureForm form : SignatureForm.values()) {
            Map<String, List<String>> headers = new HashMap<>(follow.headers());
            form.sign("POST", ForeignUrl.of("https://bologna.localhost/board/inbox"), follow.body(),
                    strange.ana() + "#main-key", StrangeServer.KEY, board.world.now())
                .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), List.of(value)));
            if (form == SignatureForm.DRAFT_CAVAGE) {
                headers.remove("signature-input");
            }
            board.refused(Problem.SIGNATURE_INVALID, new IncomingRequest("POST", follow.self(), follow.target(), headers,
                follow.body()));
        }
    }

    @Test
    @Tag("F-05")
    void whatASignatureDoesNotCoverIsNotSigned() {
        board.refused(Problem.SIGNATURE_MISSING, StrangeServer.with(follow(), "signature", header -> null));
        board.refused(Problem.SIGNATURE_INCOMPLETE, StrangeServer.with(follow(), "signature-input",
            header -> header.replace("\"@target-uri\" ", "")));
        board.refused(Problem.DIGEST_NOT_SIGNED, StrangeServer.with(follow(), "signature-input",
            header -> header.replace(" \"content-digest\"", "")));
        board.refused(Problem.ALGORITHM_NOT_ALLOWED, StrangeServer.with(follow(), "signature-input",
            header -> header.replace("rsa-v1_5-sha256", "hmac-sha256")));
        board.refused(Problem.SIGNATURE_AMBIGUOUS, StrangeServer.with(follow(), "signature-input",
            header -> header + ", " + header));
        board.refused(Problem.SIGNATURE_AMBIGUOUS, StrangeServer.with(follow(), "signature-input",
            header -> header + ";alg=\"rsa-v1_5-sha256\""));
        IncomingRequest older = strange.request(strange.follow(), SignatureForm.DRAFT_CAVAGE);
        board.refused(Problem.SIGNATURE_INCOMPLETE, StrangeServer.with(older, "signature",
            header -> header.replace("(request-target) ", "")));
        board.refused(Problem.DIGEST_NOT_SIGNED, StrangeServer.with(older, "signature", header -> header.replace(" digest", "")));
        board.refused(Problem.ALGORITHM_NOT_ALLOWED, StrangeServer.with(older, "signature",
            header -> header.replace("rsa-sha256", "rsa-sha1")));
        assertEquals(List.of(), strange.asked);
    }

    @Test
    @Tag("F-04")
    void anotherBodyThanTheSignedOneIsNotRead() {
        for (SignatureForm form : SignatureForm.values()) {
            IncomingRequest signed = strange.request(strange.follow(), form);
            board.refused(Problem.DIGEST_MISMATCH, new IncomingRequest("POST", signed.self(), signed.target(), signed.headers(),
                strange.follow().with("to", Json.text("everybody")).canonical()));
        }
    }

    @Test
    @Tag("F-12")
    void anOldRequestIsTooOld() {
        IncomingRequest newer = follow();
        IncomingRequest older = strange.request(strange.follow(), SignatureForm.DRAFT_CAVAGE);
        board.world.pass(ClaimedSignature.WINDOW.plusSeconds(2));
        board.refused(Problem.SIGNATURE_STALE, newer);
        board.refused(Problem.SIGNATURE_STALE, older);
    }

    @Test
    @Tag("F-59")
    void aCodedBodyIsNotRead() {
        board.refused(Problem.ENCODING_REFUSED, StrangeServer.with(follow(), "content-encoding", header -> "gzip"));
    }

    @Test
    @Tag("F-63")
    void aBodyOfAnotherTypeIsNotRead() {
        board.refused(Problem.MEDIA_TYPE_WRONG, StrangeServer.with(follow(), "content-type", header -> "text/html"));
    }

    @Test
    @Tag("F-62")
    void aHugeBodyIsTakenAndNotRead() {
        Json.Obj huge = strange.follow().with("content", Json.text("x".repeat(200_000)));
        board.taken(strange.request(huge, SignatureForm.RFC_9421));
        assertEquals(0, board.followers());
        assertEquals(List.of(), strange.asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{", "\u0000", "{\"type\":\"Follow\"}", "{\"type\":\"Follow\",\"actor\":[]}",
        "{\"actor\":\"https://127.0.0.1/a\",\"type\":\"Follow\"}", "{\"actor\":\"http://fedi.localhost/a\",\"type\":\"Follow\"}"})
    void whatIsNoActivityIsTakenAndForgotten(String body) {
        IncomingRequest follow = follow();
        board.taken(new IncomingRequest("POST", follow.self(), follow.target(), follow.headers(),
            Buffer.buffer(body).getBytes()));
        board.taken(new IncomingRequest("POST", follow.self(), follow.target(), follow.headers(),
            Buffer.buffer("[".repeat(10_000)).getBytes()));
        assertEquals(0, board.followers());
    }
}
