package coop.canut.node.fediverse;

import coop.canut.node.door.Bodies;
import coop.canut.node.door.Refusals;
import coop.canut.node.quota.OverQuota;
import coop.canut.node.quota.Quotas;
import coop.canut.node.store.Store;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The addresses under {@code /board} that programs of other servers read and post to. */
final class FediverseRoutes {

    static final String ACTIVITY = "application/activity+json";
    /** Bytes of what is read of an activity; a request to follow has about a thousand. */
    static final int ACTIVITY_BYTES = 16_384;
    /** Requests whose proof is being looked at; more wait at their own servers. */
    private static final int UNDER_WAY = 16;
    private static final int PAGE = 20;
    private static final String BOARD = "/board";
    private static final String INBOX = "/board/inbox";
    private static final String FIRST = "first";

    private final Host self;
    private final Store store;
    private final FollowerStore followers;
    private final NoteStore notes;
    private final Documents documents;
    private final BoardInbox inbox;
    private final Refusals refusals;
    private final Quotas quotas;
    private int underWay;

    FediverseRoutes(Host self, Store store, FollowerStore followers, NoteStore notes, Documents documents, BoardInbox inbox,
                    Refusals refusals, Quotas quotas) {
        this.self = self;
        this.store = store;
        this.followers = followers;
        this.notes = notes;
        this.documents = documents;
        this.inbox = inbox;
        this.refusals = refusals;
        this.quotas = quotas;
    }

    void mount(Router router) {
        // People who come to the same address get the page; caches must not mix up the two.
        router.get(BOARD).handler(context -> {
            if (wantsActivity(context.request())) {
                context.response().putHeader("Vary", "Accept");
                answer(context, 200, documents.actor());
            } else {
                context.next();
            }
        });
        get(router, "/board/outbox", this::outbox);
        get(router, "/board/followers", context -> followers.count(store)
            .compose(count -> answer(context, 200, documents.followers(count))));
        get(router, "/board/note/:id", this::note);
        router.route(HttpMethod.POST, INBOX).handler(this::receive);
        refusals.otherMethods(router, INBOX);
    }

    private void get(Router router, String path, Function<RoutingContext, Future<Void>> answer) {
        router.route(HttpMethod.GET, path).handler(context -> Future.<Void>succeededFuture()
            .compose(start -> {
                quotas.reads(context.request());
                return answer.apply(context);
            }).onFailure(error -> refusals.answer(context.response(), error)));
        refusals.otherMethods(router, path);
    }

    private static boolean wantsActivity(HttpServerRequest request) {
        String accept = String.valueOf(request.getHeader("Accept")).toLowerCase(Locale.ROOT);
        return accept.contains(ACTIVITY) || accept.contains("application/ld+json");
    }

    private Future<Void> outbox(RoutingContext context) {
        List<String> pages = context.queryParam("page");
        if (pages.isEmpty()) {
            return notes.count(store).compose(count -> answer(context, 200, documents.outbox(count)));
        }
        String page = pages.getFirst();
        return notes.recent(store, self, page.equals(FIRST) ? null : id(page), PAGE + 1).compose(found -> {
            boolean more = found.size() > PAGE;
            return answer(context, 200, documents.outboxPage(page, more ? found.subList(0, PAGE) : found, more));
        });
    }

    private Future<Void> note(RoutingContext context) {
        return notes.find(store, self, id(context.pathParam("id"))).compose(found -> found.isEmpty()
            ? Future.failedFuture(new Refused(Problem.NOT_FOUND, "no such post"))
            : answer(context, found.getFirst().erased() ? 410 : 200, documents.document(found.getFirst())));
    }

    private static Id id(String text) {
        try {
            return Id.of(text);
        } catch (Refused notCanonical) {
            throw new Refused(Problem.NOT_FOUND, notCanonical.detail());
        }
    }

    /**
     * Always 202 unless somebody asks for something and does not prove who asks. A body that is longer than any such request
     * is none, so it is not read to its end.
     */
    private void receive(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.getHeader("Content-Encoding") != null) {
            refusals.answer(context.response(), new Refused(Problem.ENCODING_REFUSED, "coded body"));
            return;
        }
        if (!Accounts.isActivity(request.getHeader("Content-Type"))) {
            refusals.answer(context.response(), new Refused(Problem.MEDIA_TYPE_WRONG, "no activity"));
            return;
        }
        try {
            quotas.reads(request);
        } catch (OverQuota over) {
            refusals.answer(context.response(), over);
            return;
        }
        Bodies.read(request, ACTIVITY_BYTES)
            .compose(body -> received(new IncomingRequest(request.method().name(), self, request.uri(), headers(request),
                body.getBytes())), FediverseRoutes::ignored)
            .onSuccess(done -> context.response().setStatusCode(202).end())
            .onFailure(error -> refusals.answer(context.response(), error));
    }

    private Future<Void> received(IncomingRequest request) {
        if (underWay >= UNDER_WAY) {
            throw new Refused(Problem.TOO_MANY, underWay + " requests under way");
        }
        underWay++;
        return inbox.receive(request).onComplete(done -> underWay--);
    }

    private static Future<Void> ignored(Throwable error) {
        return error instanceof Refused refused && refused.problem() == Problem.TOO_LARGE ? Future.succeededFuture()
            : Future.failedFuture(error);
    }

    private static Map<String, List<String>> headers(HttpServerRequest request) {
        Map<String, List<String>> headers = new HashMap<>();
        request.headers().names().forEach(name -> headers.merge(name.toLowerCase(Locale.ROOT), request.headers().getAll(name),
            (one, other) -> one));
        return headers;
    }

    private static Future<Void> answer(RoutingContext context, int status, Json.Obj document) {
        return context.response().setStatusCode(status).putHeader("Content-Type", ACTIVITY)
            .putHeader("X-Content-Type-Options", "nosniff").end(Buffer.buffer(document.canonical()));
    }
}
