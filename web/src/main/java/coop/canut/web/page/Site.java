package coop.canut.web.page;

import coop.canut.node.Rooms;
import coop.canut.node.Secret;
import coop.canut.node.door.PathNames;
import coop.canut.node.member.Sessions.Session;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Name;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gate of all pages. For each route, in this order: the node's own host name, the names in the path, who is asking and
 * whether that person may, and for forms where they come from, their fields and their session's token; only then the use
 * case. The first that is wrong is the answer. What no route serves is not found.
 */
public final class Site {

    private static final Logger LOG = LoggerFactory.getLogger(Site.class);
    /** Of a form that is refused before it was read: about what somebody sends who mistook a limit. */
    private static final int DRAINED_BYTES = 67_108_864;

    private final Router router;
    private final Rooms rooms;
    private final Assets assets = new Assets();
    private final Sender sender;
    private final Live live;
    private final List<Route> routes = new ArrayList<>();
    private final Page.Home home;

    /** A route as tests walk over it. */
    public record Route(HttpMethod method, String path, Access access) {
    }

    /** What a route does. */
    @FunctionalInterface
    public interface Use {
        /** Answers, or fails with why not. */
        Future<Answer> answer(Visit visit);
    }

    /** A site on this router. */
    public Site(Router router, Rooms rooms) {
        this.router = router;
        this.rooms = rooms;
        this.home = new Page.Home(rooms.config().name(), rooms.config().host().toString(), mark(rooms.config().host()));
        this.live = new Live(rooms.world(), rooms.sessions());
        this.sender = new Sender(live);
    }

    /** Adds a page that is only looked at. */
    public void get(String path, Access access, Use use) {
        add(HttpMethod.GET, path, access, (context, entered) -> Future.succeededFuture(Form.EMPTY), use);
    }

    /**
     * Adds what a form does.
     *
     * @param fields its fields; {@code name+} may stand several times, {@code begin*} is any name that begins so
     */
    public void post(String path, Access access, Set<String> fields, Use use) {
        add(HttpMethod.POST, path, access, (context, entered) -> FormBody.read(context.request())
            .map(form -> require(form, fields, entered)), use);
    }

    /** Adds what a form with files does, which may bring so many bytes. */
    public void upload(String path, Access access, int maxBytes, Set<String> fields, Use use) {
        add(HttpMethod.POST, path, access, (context, entered) -> FormBody.readFiles(context.request(), maxBytes)
            .map(form -> require(form, fields, entered)), use);
    }

    /** Every route, in the order in which it was added. */
    public List<Route> routes() {
        return List.copyOf(routes);
    }

    /** Ends the adding: what nobody serves is answered with a page to those who want one. Gives what ends open streams. */
    public Runnable close() {
        router.get("/assets/:folder/:name").handler(context -> {
            Headers.put(context.response());
            Assets.Asset asset = assets.find(context.pathParam("folder"), context.pathParam("name"));
            if (asset == null) {
                refuse(context, null, new Refused(Problem.NOT_FOUND, "no asset"));
            } else {
                sender.asset(context, asset);
            }
        });
        router.route().order(Integer.MAX_VALUE - 1).handler(context -> {
            String path = context.request().path();
            boolean page = !path.startsWith("/api/") && !path.startsWith("/canut/") && !path.startsWith("/.well-known/");
            if (page && String.valueOf(context.request().getHeader("Accept")).contains("text/html")) {
                Headers.put(context.response());
                context.request().pause();
                entered(context).onComplete(who -> refuse(context, who.result(), new Refused(Problem.NOT_FOUND, "no page")));
            } else {
                context.next();
            }
        });
        return live::close;
    }

    String mark(Host host) {
        return "/marks/" + rooms.peers().keys(host).map(KeyHistory::last).orElse(Hash.ZERO).hex();
    }

    Page.Home home() {
        return home;
    }

    /** The files beside pages. */
    public Assets assets() {
        return assets;
    }

    String token(Secret session) {
        return FormToken.fresh(rooms.world(), session);
    }

    /** Who came in; both null if nobody is signed in. */
    private record Entered(Session session, Secret secret) {
    }

    /** While the node finds out what it had said, it can be read and not changed. */
    private void requireOpen() {
        if (rooms.closed().getAsBoolean()) {
            throw new Refused(Problem.RECOVERING, "nothing may be changed now");
        }
    }

    @FunctionalInterface
    private interface Reading {
        Future<Form> form(RoutingContext context, Entered entered);
    }

    private void add(HttpMethod method, String path, Access access, Reading reading, Use use) {
        routes.add(new Route(method, path, access));
        router.route(method, path).handler(context -> {
            HttpServerRequest request = context.request();
            // Nothing of the body is read while we ask who this is.
            request.pause();
            Headers.put(context.response());
            var who = new Entered[1];
            Future.succeededFuture()
                .compose(begun -> {
                    requireOurHost(request);
                    requireOneSpelling(request);
                    Visit.query(context, "lang");
                    Map<String, Name> names = PathNames.of(context.pathParams());
                    return entered(context).compose(entered -> {
                        who[0] = entered;
                        if (!access.allows(entered.session() == null ? null : entered.session().person())) {
                            throw new Refused(entered.session() == null ? Problem.NOT_SIGNED_IN : Problem.NOT_ALLOWED, path);
                        }
                        if (method.equals(HttpMethod.POST)) {
                            requireOurPage(request);
                            requireOpen();
                        }
                        return reading.form(context, entered).compose(form -> use.answer(new Visit(this, context,
                            entered.session(), entered.secret(), words(context, entered), names, form)));
                    });
                })
                .compose(answer -> sender.send(context, answer, who[0].session()))
                .onFailure(error -> refuse(context, who[0], error));
        });
    }

    private Form require(Form form, Set<String> fields, Entered entered) {
        if (entered.secret() != null && !FormToken.fits(form.text(FormToken.FIELD), entered.secret())) {
            throw new Refused(Problem.NOT_ALLOWED, "no token of this session");
        }
        form.require(fields);
        return form;
    }

    private Future<Entered> entered(RoutingContext context) {
        Optional<Secret> cookie = Cookie.read(context.request());
        return cookie.isEmpty() ? Future.succeededFuture(new Entered(null, null))
            : rooms.sessions().find(cookie.get().revealText()).map(found ->
                found.map(session -> new Entered(session, cookie.get())).orElse(new Entered(null, null)));
    }

    private static Words words(RoutingContext context, Entered entered) {
        List<String> asked = asked(context);
        if (entered != null && entered.session() != null && entered.session().language() != null) {
            return Words.in(entered.session().language());
        }
        return asked.size() == 1 && Words.LANGUAGES.contains(asked.getFirst()) ? Words.in(asked.getFirst())
            : Words.asked(context.request().getHeader("Accept-Language"));
    }

    /** The language in the query; a query that cannot be read asks for none, so that the refusal of it can be said in one. */
    private static List<String> asked(RoutingContext context) {
        try {
            return Visit.query(context, "lang");
        } catch (Refused unreadable) {
            return List.of();
        }
    }

    /** Whatever other name leads here, pages are those of one host (F-88). */
    private void requireOurHost(HttpServerRequest request) {
        if (!request.authority().host().equals(home.host())) {
            throw new Refused(Problem.WRONG_HOST, "a page of another host");
        }
    }

    private static void requireOneSpelling(HttpServerRequest request) {
        if (request.path().length() > 1 && request.path().endsWith("/")) {
            throw new Refused(Problem.NOT_FOUND, "a slash at the end");
        }
    }

    /** A form comes from a page of ours: browsers say so, and scripts elsewhere cannot. Source: OWASP ASVS 5.0, 3.5. */
    private static void requireOurPage(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        String origin = request.getHeader("Origin");
        String host = request.getHeader("Host");
        boolean ours = site != null ? site.equals("same-origin")
            : origin != null && (origin.equals("https://" + host) || origin.equals("http://" + host));
        if (!ours) {
            throw new Refused(Problem.NOT_ALLOWED, "a form from elsewhere");
        }
    }

    private void refuse(RoutingContext context, Entered entered, Throwable error) {
        HttpServerRequest request = context.request();
        if (context.response().headWritten()) {
            // Half an answer is out. Only a connection that breaks tells the other side that it is not whole.
            LOG.warn("an answer to {} broke off", request.path(), error);
            request.connection().close();
            return;
        }
        if (entered != null && entered.session() != null && !request.isEnded()) {
            // A browser that still sends sees no answer, so what one of our own people sends is let run out first.
            drained(request).onComplete(done -> explain(context, entered, error));
        } else {
            request.resume();
            explain(context, entered, error);
        }
    }

    private static Future<Void> drained(HttpServerRequest request) {
        Promise<Void> promise = Promise.promise();
        var left = new AtomicInteger(DRAINED_BYTES);
        request.handler(chunk -> {
            if (left.addAndGet(-chunk.length()) < 0) {
                promise.tryComplete();
            }
        });
        request.exceptionHandler(promise::tryFail);
        request.endHandler(end -> promise.tryComplete());
        request.resume();
        return promise.future();
    }

    private void explain(RoutingContext context, Entered entered, Throwable error) {
        HttpServerRequest request = context.request();
        if (error instanceof Refused refused && refused.problem() == Problem.NOT_SIGNED_IN) {
            String next = request.method() == HttpMethod.GET ? LocalPath.asQuery("next", request.uri()) : "";
            sender.elsewhere(context, "/sign-in" + next);
            return;
        }
        Refused refused = error instanceof Refused known ? known : new Refused(Problem.INTERNAL, request.path());
        String id = null;
        if (refused.problem() == Problem.INTERNAL) {
            id = rooms.world().newId().toString();
            LOG.error("internal {}", id, error);
        }
        Session session = entered == null ? null : entered.session();
        Words words = words(context, entered);
        var visit = new Visit(this, context, session, entered == null ? null : entered.secret(), words, Map.of(), Form.EMPTY);
        boolean part = visit.wantsPart();
        Page page;
        try {
            page = visit.page(words.text("error.title"));
        } catch (Refused badQuery) {
            page = new Page(words.text("error.title"), words, request.path(), null, "", assets, home, null, null, List.of(),
                false);
        }
        sender.send(context, new Answer.Shown(refused.problem().status(), part ? "page/refusal.jte" : "page/error.jte",
            new ErrorView(page, words.problem(refused), id)), session);
    }

    /** What an error page shows: what happened and what to do next, and an id if somebody has to look it up. */
    public record ErrorView(Page page, String what, String id) {
    }
}
