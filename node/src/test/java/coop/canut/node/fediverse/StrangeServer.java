package coop.canut.node.fediverse;

import coop.canut.node.fetch.Network;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.name.Host;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * An ActivityPub server with one account, ana: it signs what it says, verifies what it hears, and keeps it. It behaves until a
 * test makes it do otherwise. A {@link Network}, so that it needs no port.
 */
final class StrangeServer implements Network {

    /** One key for all: making one takes longer than most tests. */
    static final RsaKey KEY = RsaKey.make();
    static final RsaKey OTHER_KEY = RsaKey.make();

    final Host host;
    private final Supplier<Instant> now;
    /** The forms of signature that it understands. */
    Set<SignatureForm> understands = Set.of(SignatureForm.values());
    /** What its account's document says otherwise. */
    UnaryOperator<Json.Obj> instead = document -> document;
    String type = "application/activity+json";
    int status = 202;
    int accountStatus = 200;
    String boardKey;
    /** Whether it is there at all. */
    boolean silent;
    /** Method, path and form of every request. */
    final List<String> asked = new CopyOnWriteArrayList<>();
    /** Activities that it took. */
    final List<Foreign> heard = new CopyOnWriteArrayList<>();

    StrangeServer(String name, Supplier<Instant> now) {
        host = Host.of(name);
        this.now = now;
    }

    String ana() {
        return "https://" + host + "/users/ana";
    }

    Json.Obj account() {
        return instead.apply(Json.object().put("@context", Documents.AS2).put("id", ana()).put("type", "Person")
            .put("inbox", ana() + "/inbox").put("endpoints", Json.object().put("sharedInbox", "https://" + host + "/inbox")
                .build())
            .put("publicKey", Json.object().put("id", ana() + "#main-key").put("owner", ana())
                .put("publicKeyPem", KEY.pem()).build()).build());
    }

    Json.Obj follow() {
        return Json.object().put("@context", Documents.AS2).put("id", ana() + "#follow-1").put("type", "Follow")
            .put("actor", ana()).put("object", "https://lyon.localhost/board").build();
    }

    Json.Obj undo() {
        return Json.object().put("id", ana() + "#undo-1").put("type", "Undo").put("actor", ana()).put("object", follow())
            .build();
    }

    Json.Obj delete() {
        return Json.object().put("id", ana() + "#delete").put("type", "Delete").put("actor", ana()).put("object", ana())
            .build();
    }

    /** A request to the board's inbox as it arrives there. */
    IncomingRequest request(Json.Obj activity, SignatureForm form) {
        return request(activity, form, ana() + "#main-key", KEY);
    }

    IncomingRequest request(Json.Obj activity, SignatureForm form, String keyId, RsaKey key) {
        byte[] body = activity.canonical();
        Map<String, List<String>> headers = new HashMap<>();
        form.sign("POST", ForeignUrl.of("https://lyon.localhost/board/inbox"), body, keyId, key, now.get())
            .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        headers.put("host", List.of("lyon.localhost"));
        headers.put("content-type", List.of(type));
        return new IncomingRequest("POST", Host.of("lyon.localhost"), "/board/inbox", headers, body);
    }

    /** The same request with another value of one header, or without it where that is null. */
    static IncomingRequest with(IncomingRequest request, String header, UnaryOperator<String> change) {
        Map<String, List<String>> headers = new HashMap<>(request.headers());
        String value = change.apply(headers.getOrDefault(header, List.of("")).getFirst());
        if (value == null) {
            headers.remove(header);
        } else {
            headers.put(header, List.of(value));
        }
        return new IncomingRequest(request.method(), request.self(), request.target(), headers, request.body());
    }

    @Override
    public Future<Answer> send(Host to, Request request) {
        boolean newer = request.headers().containsKey("Signature-Input");
        asked.add(request.method() + " " + request.path() + (newer ? " newer" : " older"));
        if (silent || !to.equals(host)) {
            return Future.failedFuture(to + " does not answer");
        }
        if (!understands.contains(newer ? SignatureForm.RFC_9421 : SignatureForm.DRAFT_CAVAGE)) {
            return answer(401, "text/plain", "no");
        }
        if (request.method().equals("GET")) {
            return answer(accountStatus, type, account().text());
        }
        try {
            Map<String, List<String>> headers = new HashMap<>();
            request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), List.of(value)));
            headers.put("host", List.of(host.toString()));
            var incoming = new IncomingRequest("POST", host, request.path(), headers, request.body().getBytes());
            ClaimedSignature.read(incoming, now.get()).verify(RsaKey.read(boardKey));
        } catch (Refused refused) {
            return answer(401, "text/plain", refused.getMessage());
        }
        if (status < 300) {
            heard.add(Foreign.read(request.body()));
        }
        return answer(status, "text/plain", "");
    }

    private static Future<Answer> answer(int status, String type, String body) {
        return Future.succeededFuture(new Answer(status, type, 0, Map.of(), Buffer.buffer(body)));
    }
}
