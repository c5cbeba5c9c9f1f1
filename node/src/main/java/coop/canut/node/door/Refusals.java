package coop.canut.node.door;

import coop.canut.node.World;
import coop.canut.node.quota.OverQuota;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Builder;
import coop.canut.protocol.json.Json;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where what went wrong becomes an answer (RFC 9457). */
public final class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    /** The media type of a refusal. */
    public static final String TYPE = "application/problem+json";
    /** What somebody is asked to wait when the world did not answer us. */
    static final int RETRY_AFTER_SECONDS = 1;

    private final World world;

    public Refusals(World world) {
        this.world = world;
    }

    /** A path that is served answers every method that nobody serves with {@code method-not-allowed}; to be said last. */
    public void otherMethods(Router router, String path) {
        router.route(path).handler(context ->
            answer(context.response(), new Refused(Problem.METHOD_NOT_ALLOWED, path)));
    }

    /** Answers with what went wrong: a refusal as itself, anything else as {@code internal} with an id to look up. */
    public void answer(HttpServerResponse response, Throwable error) {
        answer(response, error, Json.object());
    }

    /** The same, with further members beside the problem. */
    public void answer(HttpServerResponse response, Throwable error, Builder body) {
        if (response.ended() || response.closed()) {
            return;
        }
        Refused refused = switch (error) {
            case Refused known -> known;
            case OverQuota over -> over.refused();
            default -> bug(error, body);
        };
        Problem problem = refused.problem();
        LOG.debug("refused {}: {}", problem.code(), refused.getMessage());
        if (refused.field() != null) {
            body.put("field", refused.field());
        }
        body.put("problem", problem.code()).put("status", problem.status()).put("title", problem.title());
        if (problem.status() == 503 || problem.status() == 429) {
            response.putHeader("Retry-After", Long.toString(error instanceof OverQuota over ? over.retryAfterSeconds()
                : RETRY_AFTER_SECONDS));
        }
        if (problem.status() == 413) {
            response.putHeader("Connection", "close");
        }
        response.setStatusCode(problem.status())
            .putHeader("Content-Type", TYPE).putHeader("X-Content-Type-Options", "nosniff")
            .putHeader("Cache-Control", "no-store")
            .end(body.build().text());
    }

    private Refused bug(Throwable error, Builder body) {
        String id = world.newId().toString();
        LOG.error("internal {}", id, error);
        body.put("id", id);
        return new Refused(Problem.INTERNAL, id);
    }
}
