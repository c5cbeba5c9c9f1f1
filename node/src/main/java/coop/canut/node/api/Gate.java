package coop.canut.node.api;

import coop.canut.node.World;
import coop.canut.node.door.PathNames;
import coop.canut.node.door.Refusals;
import coop.canut.node.member.Members;
import coop.canut.node.member.Person;
import coop.canut.node.member.Role;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Builder;
import coop.canut.protocol.json.Json;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where requests come in. For each route, in this order: the names in its path, who is asking, that person's role, the
 * query, the headers of the body, and only then the body. The first that is wrong is the answer. Source: RFC 6750 (bearer
 * tokens), RFC 9110.
 */
final class Gate {

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    /** The path of every route begins so. */
    static final String ROOT = "/api/1/";
    /**
     * Bytes of an unwanted body that are read and thrown away, so that the next request of the connection can follow. With
     * more to come the connection is closed instead.
     */
    private static final int DISCARDED_BYTES = 262_144;
    private static final String BEARER = "Bearer ";

    private final Router router;
    private final World world;
    private final Members members;
    private final Refusals refusals;
    private final BooleanSupplier closed;
    private final Map<String, Set<String>> methods = new LinkedHashMap<>();

    /** What a route does with a request that came in: answers it, or fails with why not. */
    @FunctionalInterface
    interface Use {
        Future<Void> answer(Call call);
    }

    /** @param closed while it holds nothing is taken that may change anything */
    Gate(Router router, World world, Members members, Refusals refusals, BooleanSupplier closed) {
        this.router = router;
        this.world = world;
        this.members = members;
        this.refusals = refusals;
        this.closed = closed;
        router.route(ROOT + "*").handler(this::requireOneSpelling).failureHandler(this::unreadable);
    }

    /** Begins a route; {@code path} is what follows {@link #ROOT}, its variables with a colon in front. */
    Way way(HttpMethod method, String path) {
        return new Way(method, ROOT + path);
    }

    /** Ends the mounting: whatever else is asked for is refused. */
    void close() {
        methods.forEach((path, taken) -> router.route(path).handler(context -> {
            context.response().putHeader("Allow", String.join(", ", taken));
            refuse(context, new Refused(Problem.METHOD_NOT_ALLOWED, context.request().method() + " " + path));
        }));
        router.route(ROOT + "*").handler(context ->
            refuse(context, new Refused(Problem.NOT_FOUND, "no route " + context.request().path())));
    }

    /** A route in the making. One of the three methods that begin with {@code by} ends it. */
    final class Way {

        private final HttpMethod method;
        private final String path;
        private Set<String> parameters = Set.of();
        private String repeated;
        private Body body = Body.NONE;

        private Way(HttpMethod method, String path) {
            this.method = method;
            this.path = path;
        }

        /** It takes these query parameters, each at most once. */
        Way taking(String... names) {
            parameters = Set.of(names);
            return this;
        }

        /** It takes this query parameter any number of times, and no other. */
        Way takingMany(String name) {
            parameters = Set.of(name);
            repeated = name;
            return this;
        }

        /** It takes a body of this kind. */
        Way with(Body taken) {
            body = taken;
            return this;
        }

        /** It is for people with this role. */
        void by(Role role, Use use) {
            mount(context -> signedIn(context.request()).map(person -> {
                person.require(role);
                return person;
            }), use);
        }

        /** It is for everybody with a token. */
        void byMembers(Use use) {
            mount(context -> signedIn(context.request()), use);
        }

        /** It is for anybody. */
        void byAnyone(Use use) {
            mount(context -> Future.succeededFuture(), use);
        }

        private void mount(Function<RoutingContext, Future<Person>> who, Use use) {
            methods.computeIfAbsent(path, first -> new TreeSet<>()).add(method.name());
            router.route(method, path).handler(context -> {
                // Nothing of the body is read while we ask who this is.
                context.request().pause();
                Future.succeededFuture()
                    .map(begun -> PathNames.of(context.pathParams()))
                    .compose(names -> who.apply(context).compose(person -> {
                        var query = Parameters.read(context, parameters, repeated);
                        return body.read(context.request(), world).compose(content ->
                            use.answer(new Call(context, person, names, query, content)));
                    }))
                    .onFailure(error -> refuse(context, error));
            });
        }
    }

    private Future<Person> signedIn(HttpServerRequest request) {
        List<String> given = request.headers().getAll("Authorization");
        if (given.size() != 1 || !given.getFirst().startsWith(BEARER)) {
            throw new Refused(Problem.NOT_SIGNED_IN, "no bearer token");
        }
        return members.bearer(given.getFirst().substring(BEARER.length()));
    }

    /** Vert.x takes a path with a slash at its end for the same path; here every address has one spelling. */
    private void requireOneSpelling(RoutingContext context) {
        String path = context.request().path();
        if (path.length() < ROOT.length() || path.endsWith("/")) {
            refuse(context, new Refused(Problem.NOT_FOUND, "no route " + path));
        } else if (closed.getAsBoolean() && !context.request().method().equals(HttpMethod.GET)) {
            refuse(context, new Refused(Problem.RECOVERING, "nothing may be changed now"));
        } else {
            context.next();
        }
    }

    /** What the router itself could not read: a path with broken escapes. */
    private void unreadable(RoutingContext context) {
        refuse(context, context.failure() == null || context.statusCode() == 400
            ? new Refused(Problem.NOT_FOUND, "unreadable path") : context.failure());
    }

    private void refuse(RoutingContext context, Throwable error) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        if (response.headWritten()) {
            // Half an answer is out. Only a connection that breaks tells the other side that it is not whole.
            LOG.warn("an answer to {} broke off", request.path(), error);
            request.connection().close();
            return;
        }
        if (!request.isEnded()) {
            if (declaredBytes(request) <= DISCARDED_BYTES) {
                request.resume();
            } else {
                response.putHeader("Connection", "close").endHandler(ended -> request.connection().close());
            }
        }
        Throwable shown = error;
        Builder more = Json.object();
        if (error instanceof RowsWrong rows) {
            shown = rows.refused();
            more.put("rows", rows.json());
        }
        if (shown instanceof Refused refused && refused.problem() == Problem.NOT_SIGNED_IN) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        refusals.answer(response, shown, more);
    }

    private static long declaredBytes(HttpServerRequest request) {
        if (request.getHeader("Transfer-Encoding") != null) {
            return Long.MAX_VALUE;
        }
        String length = request.getHeader("Content-Length");
        return length == null ? 0 : length.length() > 10 ? Long.MAX_VALUE : Long.parseLong(length);
    }
}
