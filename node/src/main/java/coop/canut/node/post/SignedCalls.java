package coop.canut.node.post;

import coop.canut.node.Identity;
import coop.canut.node.World;
import coop.canut.node.fetch.Network.Answer;
import coop.canut.node.fetch.Network.Request;
import coop.canut.protocol.http.RefusalBody;
import coop.canut.protocol.http.RequestSignature;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.KeyId;
import coop.canut.protocol.sign.SigningKey;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Requests to peers, signed by our node key as FEDERATION.md 6 prescribes. */
public final class SignedCalls {

    private static final int FOUND = 200;
    private static final int TAKEN = 202;

    private final World world;
    private final Identity identity;

    public SignedCalls(World world, Identity identity) {
        this.world = world;
        this.identity = identity;
    }

    /** Gets something that only a peer may have. Fails with the peer's refusal when the answer is not 200. */
    public Future<Buffer> get(Host host, String path, int maxBytes) {
        return find(host, path, maxBytes).map(Answer::body);
    }

    /** The same with its headers. */
    Future<Answer> find(Host host, String path, int maxBytes) {
        return getAnswer(host, path, maxBytes).compose(answer -> found(host, path, answer));
    }

    Future<Answer> getAnswer(Host host, String path, int maxBytes) {
        return send(host, "GET", path, null, null, maxBytes);
    }

    /** Posts to a peer; the answer may be any, but what it took it says in the type of that path. */
    Future<Answer> post(Host host, String path, String mediaType, Buffer body, int maxBytes) {
        return send(host, "POST", path, mediaType, body, maxBytes).map(answer -> {
            if (answer.status() == TAKEN) {
                AnswerType.require(host, path, answer);
            }
            return answer;
        });
    }

    /** Gets something that is anybody's to read, without a signature. */
    Future<Buffer> getPublic(Host host, String path, int maxBytes) {
        return getPublic(host, path, Map.of(), maxBytes);
    }

    /** The same, where an address serves several types and the headers say which is meant. */
    Future<Buffer> getPublic(Host host, String path, Map<String, String> headers, int maxBytes) {
        return world.network().send(host, new Request("GET", path, headers, null, maxBytes))
            .compose(answer -> found(host, path, answer)).map(Answer::body);
    }

    private static Future<Answer> found(Host host, String path, Answer answer) {
        if (answer.status() != FOUND) {
            return Future.failedFuture(new PeerRefused(host, answer));
        }
        AnswerType.require(host, path, answer);
        return Future.succeededFuture(answer);
    }

    /** Posts something that proves itself, without a signature of the request. */
    Future<Answer> postPublic(Host host, String path, String mediaType, Buffer body) {
        return world.network().send(host, new Request("POST", path, Map.of("Content-Type", mediaType), body,
            Courier.ANSWER_BYTES));
    }

    private Future<Answer> send(Host host, String method, String path, String mediaType, Buffer body, int maxBytes) {
        return world.compute(() -> {
            Instant created = world.second();
            SigningKey key = identity.node(created);
            return RequestSignature.sign(method, "https://" + host + path, mediaType,
                body == null ? null : body.getBytes(), new KeyId(identity.host(), key.key()), key, created);
        })
            .map(signed -> {
                Map<String, String> headers = new HashMap<>(signed);
                if (mediaType != null) {
                    headers.put("Content-Type", mediaType);
                }
                return headers;
            })
            .compose(headers -> world.network().send(host, new Request(method, path, headers, body, maxBytes)));
    }

    /** A peer answered with a refusal. */
    static final class PeerRefused extends RuntimeException {
        private final transient Answer answer;

        PeerRefused(Host host, Answer answer) {
            super(host + " answered " + answer.status() + " " + problem(answer), null, false, false);
            this.answer = answer;
        }

        Answer answer() {
            return answer;
        }
    }

    /** The problem code of a refusal, or the bare status where the answer is not of our form. */
    static String problem(Answer answer) {
        RefusalBody refusal = RefusalBody.read(answer.body().getBytes());
        return refusal == null ? "status " + answer.status() : refusal.problem();
    }
}
