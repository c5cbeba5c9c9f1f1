package coop.canut.node.actor;

import coop.canut.node.Node;
import coop.canut.node.NodeConfig;
import coop.canut.node.World;
import coop.canut.node.board.Board;
import coop.canut.node.decision.Policies;
import coop.canut.node.door.Bodies;
import coop.canut.node.door.Refusals;
import coop.canut.node.peer.Peers;
import coop.canut.node.post.Post;
import coop.canut.node.quota.OverQuota;
import coop.canut.node.quota.Quotas;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.JsonLimits;
import coop.canut.protocol.json.Members;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.name.ActorUrl;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.name.KeyId;
import coop.canut.protocol.name.Noun;
import coop.canut.protocol.name.ObjectUrl;
import coop.canut.protocol.sign.Purpose;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The documents that describe this node, and the knock. */
public final class ActorRoutes {

    private static final String WELL_KNOWN = "/.well-known/canut";
    private static final String NODEINFO = "/nodeinfo/2.1";
    private static final String KNOCK = "/canut/1/knock";
    private static final String MESSAGE = "application/vnd.canut+json";
    private static final String ACTIVITY = "application/activity+json";
    private static final String NODEINFO_SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/2.1";
    private static final String AS2 = "https://www.w3.org/ns/activitystreams";
    private static final int KNOCK_BYTES = 1_024;

    private final NodeConfig config;
    private final World world;
    private final Peers peers;
    private final Policies policies;
    private final Board board;
    private final Post post;
    private final Refusals refusals;
    private final Quotas quotas;
    private final Function<String, Optional<Json.Obj>> others;

    /**
     * The documents of this node.
     *
     * @param others what WebFinger says of a resource that is not the node itself
     */
    public ActorRoutes(NodeConfig config, World world, Peers peers, Policies policies, Board board, Post post,
                       Refusals refusals, Quotas quotas, Function<String, Optional<Json.Obj>> others) {
        this.config = config;
        this.world = world;
        this.peers = peers;
        this.policies = policies;
        this.board = board;
        this.post = post;
        this.refusals = refusals;
        this.quotas = quotas;
        this.others = others;
    }

    /** Adds the routes. */
    public void mount(Router router) {
        get(router, WELL_KNOWN, context -> wellKnown().compose(document -> answer(context, MESSAGE, document)));
        get(router, "/.well-known/webfinger", this::webFinger);
        get(router, "/.well-known/nodeinfo", context -> answer(context, "application/json", nodeInfoLinks()));
        get(router, NODEINFO, context ->
            answer(context, "application/json; profile=\"" + NODEINFO_SCHEMA + "#\"", nodeInfo()));
        get(router, "/actor", context -> answer(context, ACTIVITY, actor()));
        get(router, "/listing/:id", context -> signed(context, board.message(
            new ObjectUrl(Noun.LISTING, config.host(), Id.of(context.pathParam("id"))))));
        get(router, "/policy/:number", context -> signed(context, policies.message(number(context.pathParam("number")))));
        router.route(HttpMethod.POST, KNOCK).handler(this::knock);
        refusals.otherMethods(router, KNOCK);
    }

    private void get(Router router, String path, Function<RoutingContext, Future<Void>> answer) {
        router.route(HttpMethod.GET, path).handler(context -> {
            try {
                quotas.reads(context.request());
                answer.apply(context).onFailure(error -> refusals.answer(context.response(), error));
            } catch (Refused | OverQuota refused) {
                refusals.answer(context.response(), refused);
            }
        });
        refusals.otherMethods(router, path);
    }

    /** What we speak, and how much of it at once. Nothing in it gives authority. */
    private Future<Json.Obj> wellKnown() {
        return post.position().map(position -> Json.object()
            .put("node", config.host())
            .put("versions", List.of(Json.of(1)))
            .putTexts("kinds", Stream.of(Kind.values()).map(Kind::code).sorted().toList())
            .putTexts("capabilities", List.of("mirror", "witness"))
            .put("epoch", position.epoch())
            .put("logSize", position.size())
            .put("policy", policies.current().policy().number())
            .put("limits", Json.object().put("messageBytes", Limits.MESSAGE_BYTES)
                .put("batchBytes", Limits.BATCH_BYTES).put("batchMessages", Limits.BATCH_MESSAGES).build())
            .build());
    }

    private Json.Obj actor() {
        var url = new ActorUrl(config.host());
        List<Json> methods = new ArrayList<>();
        peers.keys(config.host()).orElseThrow().current(Purpose.NODE, world.now()).forEach(key -> methods.add(Json.object()
            .put("id", new KeyId(config.host(), key)).put("type", "Multikey").put("controller", url)
            .put("publicKeyMultibase", key).build()));
        return Json.object()
            .putTexts("@context", List.of(AS2, "https://w3id.org/security/multikey/v1", "https://www.w3.org/ns/did/v1"))
            .put("id", url)
            .put("type", "Application")
            .put("name", config.name())
            .put("inbox", "https://" + config.host() + "/canut/1/inbox")
            .put("outbox", "https://" + config.host() + "/canut/1/log/1/messages")
            .put("assertionMethod", methods)
            .build();
    }

    /** RFC 7033. Programs find {@code /actor} by its own address and by the node's (FEP-d556), people what others there are. */
    private Future<Void> webFinger(RoutingContext context) {
        String root = "https://" + config.host() + "/";
        String actor = new ActorUrl(config.host()).toString();
        List<String> asked = context.queryParam("resource");
        Optional<Json.Obj> other = asked.size() == 1 ? others.apply(asked.getFirst()) : Optional.empty();
        if (other.isPresent()) {
            return answer(context, "application/jrd+json", other.get());
        }
        if (asked.size() != 1 || !asked.getFirst().equals(root) && !asked.getFirst().equals(actor)) {
            throw new Refused(Problem.NOT_FOUND, "no such resource");
        }
        var links = Json.object().put("rel", "self").put("type", ACTIVITY).put("href", actor).build();
        var service = Json.object().put("rel", AS2 + "#Service").put("type", ACTIVITY).put("href", actor).build();
        return answer(context, "application/jrd+json", Json.object().put("subject", asked.getFirst())
            .put("links", asked.getFirst().equals(root) ? List.of(links, service) : List.of(links)).build());
    }

    private Json.Obj nodeInfoLinks() {
        return Json.object().put("links", List.of(
            Json.object().put("rel", NODEINFO_SCHEMA).put("href", "https://" + config.host() + NODEINFO).build(),
            Json.object().put("rel", AS2 + "#Application").put("href", new ActorUrl(config.host())).build())).build();
    }

    private static Json.Obj nodeInfo() {
        return Json.object()
            .put("version", "2.1")
            .put("software", Json.object().put("name", "canut").put("version", Node.VERSION).build())
            .putTexts("protocols", List.of("activitypub"))
            .put("services", Json.object().putTexts("inbound", List.of()).putTexts("outbound", List.of()).build())
            .put("openRegistrations", false)
            .put("usage", Json.object().put("users", Json.object().build()).build())
            .put("metadata", Json.object().put("canut", WELL_KNOWN).build())
            .build();
    }

    /** The message behind an address, for programs; people get a page. */
    private Future<Void> signed(RoutingContext context, Future<byte[]> message) {
        return MESSAGE.equals(context.request().getHeader("Accept"))
            ? message.compose(bytes -> send(context, MESSAGE, Buffer.buffer(bytes)))
            : Future.failedFuture(new Refused(Problem.NOT_FOUND, "no page here, only " + MESSAGE));
    }

    private static long number(String text) {
        if (!text.matches("[1-9][0-9]{0,9}")) {
            throw new Refused(Problem.NOT_FOUND, "no such number");
        }
        return Long.parseLong(text);
    }

    /** A host asks to be heard (F-55): whoever says so, nothing is fetched and nothing is promised. */
    private void knock(RoutingContext context) {
        try {
            quotas.reads(context.request());
            Bodies.requireBounded(context.request(), KNOCK_BYTES);
            Bodies.requireType(context.request(), "application/json");
            Bodies.read(context.request(), KNOCK_BYTES).compose(body -> {
                if (!(Json.read(body.getBytes(), JsonLimits.MESSAGE) instanceof Json.Obj object)) {
                    throw new Refused(Problem.MEMBER_MISSING, "not an object");
                }
                var members = new Members(object, "");
                Host from = members.host("from");
                members.done();
                return peers.knock(from);
            }).onSuccess(noted -> context.response().setStatusCode(202).end())
                .onFailure(error -> refusals.answer(context.response(), error));
        } catch (Refused | OverQuota refused) {
            refusals.answer(context.response(), refused);
        }
    }

    private static Future<Void> answer(RoutingContext context, String type, Json.Obj document) {
        return send(context, type, Buffer.buffer(document.canonical()));
    }

    private static Future<Void> send(RoutingContext context, String type, Buffer body) {
        return context.response().putHeader("Content-Type", type).putHeader("X-Content-Type-Options", "nosniff").end(body);
    }
}
