package coop.canut.node.fediverse;

import coop.canut.node.World;
import coop.canut.node.fetch.Network.Answer;
import coop.canut.node.fetch.Network.Request;
import coop.canut.node.store.Store;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Requests to foreign servers, signed by the board's RSA key. In the newer form first, and if that is refused once more in the
 * older; which form a host takes is remembered, and after a month the newer one is tried again ("double-knocking").
 */
final class SignedRequests {

    /** Until a host that wanted the older form is asked whether it has learned the newer. */
    static final Duration OLDER_FOR = Duration.ofDays(30);
    /** What servers answer to a signature that they do not understand. */
    private static final Set<Integer> REFUSED = Set.of(400, 401, 403);
    private static final String ACTIVITY = "application/activity+json";
    /** Mastodon wants the longer name, others the shorter one. */
    private static final String ACCEPT = ACTIVITY + ", application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";

    private final World world;
    private final Store store;
    private final FollowerStore followers;
    private final String keyId;
    private final RsaKey key;

    SignedRequests(World world, Store store, FollowerStore followers, String keyId, RsaKey key) {
        this.world = world;
        this.store = store;
        this.followers = followers;
        this.keyId = keyId;
        this.key = key;
    }

    /** Reads a document; the answer may be any. */
    Future<Answer> get(ForeignUrl url, int maxBytes) {
        return send("GET", url, null, maxBytes);
    }

    /** Posts an activity; the answer may be any. */
    Future<Answer> post(ForeignUrl url, Buffer activity, int maxBytes) {
        return send("POST", url, activity, maxBytes);
    }

    private Future<Answer> send(String method, ForeignUrl url, Buffer body, int maxBytes) {
        return followers.form(store, url.host(), world.now()).compose(form -> knock(form, method, url, body, maxBytes)
            .compose(first -> REFUSED.contains(first.status())
                ? knock(form.other(), method, url, body, maxBytes).compose(second -> taken(second)
                    ? followers.remember(store, url.host(), form.other(), world.now().plus(OLDER_FOR)).map(second)
                    : Future.succeededFuture(first))
                : Future.succeededFuture(first)));
    }

    private Future<Answer> knock(SignatureForm form, String method, ForeignUrl url, Buffer body, int maxBytes) {
        return world.compute(() -> form.sign(method, url, body == null ? null : body.getBytes(), keyId, key, world.second()))
            .compose(signed -> {
                Map<String, String> headers = new HashMap<>(signed);
                headers.put(body == null ? "Accept" : "Content-Type", body == null ? ACCEPT : ACTIVITY);
                return world.network().send(url.host(), new Request(method, url.path(), headers, body, maxBytes));
            });
    }

    /** Whether a server took a request. */
    static boolean taken(Answer answer) {
        return answer.status() >= 200 && answer.status() < 300;
    }
}
