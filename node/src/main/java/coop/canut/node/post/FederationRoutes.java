package coop.canut.node.post;

import coop.canut.node.Identity;
import coop.canut.node.World;
import coop.canut.node.door.Bodies;
import coop.canut.node.door.Refusals;
import coop.canut.node.quota.OverQuota;
import coop.canut.node.quota.Quotas;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.http.RequestSignature;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.message.ChannelAcknowledged;
import coop.canut.protocol.message.Frame;
import coop.canut.protocol.message.NodeMessage.Level;
import coop.canut.protocol.message.Stream;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.message.KeyHistory;
import coop.canut.protocol.sign.Purpose;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes that only peers may use, each request signed: inbox, channel, acknowledgement. Checks are made in the order of
 * the table in FEDERATION.md 6, the first that fails is the answer. HTTP ends here: what a delivery means is decided by
 * {@link Batch} and {@link Inbox}.
 */
final class FederationRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(FederationRoutes.class);
    static final String JSON = "application/vnd.canut+json";
    static final String TEXT = "text/plain; charset=utf-8";
    static final String BYTES = "application/octet-stream";

    private final World world;
    private final Identity identity;
    private final Correspondents correspondents;
    private final Channels channels;
    private final Inbox inbox;
    private final Recovery recovery;
    private final Refusals refusals;
    private final Post post;
    private final RefusalLog refusalLog;
    private final Quotas quotas;

    FederationRoutes(World world, Identity identity, Correspondents correspondents, Channels channels, Inbox inbox,
                     Recovery recovery, Refusals refusals, Post post, RefusalLog refusalLog, Quotas quotas) {
        this.world = world;
        this.identity = identity;
        this.correspondents = correspondents;
        this.channels = channels;
        this.inbox = inbox;
        this.recovery = recovery;
        this.refusals = refusals;
        this.post = post;
        this.refusalLog = refusalLog;
        this.quotas = quotas;
    }

    void mount(Router router) {
        router.route("/canut/1/*").handler(this::ownHost);
        router.route(HttpMethod.POST, Courier.INBOX).handler(this::receive);
        router.route(HttpMethod.GET, "/canut/1/channel").handler(this::channel);
        router.route(HttpMethod.GET, ChannelLoad.ACK).handler(this::ack);
        router.route(HttpMethod.GET, Recovery.RETURNED).handler(this::returned);
        for (String path : List.of(Courier.INBOX, "/canut/1/channel", ChannelLoad.ACK, Recovery.RETURNED)) {
            refusals.otherMethods(router, path);
        }
    }

    /** Stage 1: whom the request is addressed to. The port is the transport's; the name is ours or it is not. */
    void ownHost(RoutingContext context) {
        String authority = String.valueOf(context.request().getHeader("Host"));
        int colon = authority.indexOf(':');
        String name = colon < 0 ? authority : authority.substring(0, colon);
        if (name.equals(identity.host().toString())) {
            context.next();
        } else {
            refusals.answer(context.response(), new Refused(Problem.WRONG_HOST, "addressed to another host"));
        }
    }

    /** A peer whose request carries its valid signature. */
    private record Caller(Host host, KeyHistory keys, Instant created) {
    }

    private void receive(RoutingContext context) {
        HttpServerRequest request = context.request();
        request.pause();
        try {
            // Stages 3 to 6 need only headers; no byte of the body is read for a stranger.
            Bodies.requireBounded(request, Limits.BATCH_BYTES);
            Bodies.requireType(request, Courier.LINES);
            RequestSignature.Parsed signature = signature(request);
            Caller caller = caller(signature);
            Bodies.read(request, Limits.BATCH_BYTES)
                .compose(body -> verified(request, signature, caller, body).map(body))
                .onFailure(error -> refuse(context, null, error))
                .onSuccess(body -> heard(context, caller, body).compose(heard -> delivered(context, caller, body))
                    .recover(error -> Future.failedFuture(full(caller.host(), error)))
                    .onFailure(error -> refuse(context, caller.host(), error)));
        } catch (Refused refused) {
            refuse(context, null, refused);
        }
    }

    private RequestSignature.Parsed signature(HttpServerRequest request) {
        RequestSignature.Parsed signature = RequestSignature.parse(request.method().name(),
            request.headers().getAll("Signature-Input"), request.headers().getAll("Signature"),
            request.headers().getAll("Content-Digest"));
        signature.requireFresh(world.now());
        return signature;
    }

    private Caller caller(RequestSignature.Parsed signature) {
        Host host = signature.key().host();
        KeyHistory keys = correspondents.keys(host).orElseThrow(() -> new Refused(Problem.KEY_UNKNOWN, host.toString()));
        try {
            keys.valid(Purpose.NODE, signature.key().key(), signature.created(), world.now());
            return new Caller(host, keys, signature.created());
        } catch (Refused refused) {
            if (refused.problem() == Problem.KEY_UNKNOWN) {
                // A host that we know may have stated it since: its log says so, and nobody else is asked.
                post.keyMissing(host);
                throw new Refused(Problem.KEY_UNAVAILABLE, refused.detail());
            }
            throw refused;
        }
    }

    /** Stages 7 and 8: the digest of the body and the signature over it. Until then nobody is the caller. */
    private Future<Void> verified(HttpServerRequest request, RequestSignature.Parsed signature, Caller caller, Buffer body) {
        return world.compute(() -> {
            if (body != null) {
                signature.requireDigest(body.getBytes());
            }
            signature.verify(request.method().name(), "https://" + identity.host() + request.uri(),
                body == null ? null : Courier.LINES);
            return null;
        });
    }

    /** Stage 9: whether we hear this peer at all, and whether it has not had its share already. */
    private Future<Void> heard(RoutingContext context, Caller caller, Buffer body) {
        Level level = correspondents.ourLevel(caller.host());
        if (level == Level.ENDED) {
            return Future.failedFuture(new Refused(Problem.PEER_NOT_APPROVED, caller.host().toString()));
        }
        if (level == Level.SUSPENDED) {
            return Future.failedFuture(new Refused(Problem.PEER_SUSPENDED, caller.host().toString()));
        }
        boolean known = recovery.knows(caller.host());
        if (!known) {
            post.heard(caller.host(), Duration.between(world.now(), caller.created()));
        }
        if (body != null && (!known || recovery.underWay())) {
            return Future.failedFuture(new Refused(Problem.RECOVERING, "we read first what we had said"));
        }
        try {
            if (body != null) {
                quotas.stores(caller.host());
            }
            quotas.sends(caller.host(), body == null ? 0 : lines(body) - 1);
            quotas.begins(caller.host());
        } catch (OverQuota over) {
            return Future.failedFuture(over);
        }
        context.addEndHandler(answered -> quotas.ends(caller.host()));
        post.heard(caller.host(), Duration.between(world.now(), caller.created()));
        return Future.succeededFuture();
    }

    private static int lines(Buffer body) {
        int lines = 0;
        for (byte next : body.getBytes()) {
            lines += next == '\n' ? 1 : 0;
        }
        return lines;
    }

    /** What the constraint on stored bytes refused is remembered, so that the next delivery costs no transaction. */
    private Throwable full(Host peer, Throwable error) {
        return error instanceof Refused refused && refused.problem() == Problem.PEER_QUOTA ? quotas.full(peer) : error;
    }

    private Future<Void> delivered(RoutingContext context, Caller caller, Buffer body) {
        return world.compute(() -> Batch.read(body.getBytes(), caller.host(), identity.host(),
                frame -> judges(caller, frame), world.now()))
            .compose(batch -> switch (batch.frame().stream()) {
                case CHANNEL -> inbox.channel(batch).compose(outcome -> {
                    if (outcome.taken() == 0 && outcome.refusal() != null) {
                        return Future.failedFuture(outcome.refusal());
                    }
                    if (outcome.ruled() != null) {
                        return Future.failedFuture(outcome.ruled());
                    }
                    return channels.acknowledgement(caller.host())
                        .compose(ack -> answer(context, 202, JSON, Buffer.buffer(ack.wire())));
                });
                case LOG -> inbox.log(batch).compose(outcome -> inbox.cosign(caller.host()))
                    .compose(cosigned -> answer(context, 202, JSON, Buffer.buffer(Json.object()
                        .put("cosignature", cosigned.line()).put("epoch", cosigned.epoch()).put("size", cosigned.size())
                        .build().canonical())));
                case ACK -> acknowledged(context, caller, batch);
            });
    }

    /** What stands in a log is judged by its place there, everything else by what we know today. */
    private KeyHistory judges(Caller caller, Frame frame) {
        return frame.stream() == Stream.LOG
            ? correspondents.keysAt(caller.host(), frame.epoch(), frame.first()).orElse(null) : caller.keys();
    }

    private Future<Void> acknowledged(RoutingContext context, Caller caller, Batch batch) {
        if (batch.stopped() != null) {
            return Future.failedFuture(batch.stopped());
        }
        if (batch.messages().size() != 1
            || !(batch.messages().getFirst().envelope().message() instanceof ChannelAcknowledged ack)
            || !ack.from().equals(identity.host())) {
            return Future.failedFuture(new Refused(Problem.FRAME_WRONG, "one receipt for our channel"));
        }
        return channels.acknowledged(caller.host(), ack)
            .compose(counts -> answer(context, 202, JSON, Buffer.buffer("{}")));
    }

    /** Our numbered messages to the signer, and to nobody else. */
    private void channel(RoutingContext context) {
        signedGet(context, caller -> {
            long epoch = Query.number(context, "epoch", 1, Limits.INTEGER_MAX);
            long from = Query.number(context, "from", 1, Limits.INTEGER_MAX);
            int limit = (int) Query.number(context, "limit", 1, Limits.BATCH_MESSAGES);
            return outgoing(caller.host(), epoch, from).compose(cursor -> {
                if (epoch > cursor.epoch() || epoch == cursor.epoch() && from > cursor.seq() + 1) {
                    throw new Refused(Problem.CURSOR_AHEAD, "our last is " + cursor.epoch() + "/" + cursor.seq());
                }
                return channels.outgoing(caller.host(), epoch, from, limit).compose(kept -> {
                    List<Kept> page = kept.messages().isEmpty() ? kept.messages() : ChannelLoad.fitting(kept.messages());
                    post.reads(caller.host(), !page.isEmpty());
                    Buffer body = Buffer.buffer();
                    page.forEach(message -> body.appendBytes(message.message()).appendString("\n"));
                    context.response().putHeader("Canut-Channel",
                        kept.epoch() + "/" + kept.first() + "/" + page.size() + "/" + cursor.seq());
                    return answer(context, 200, Courier.LINES, body);
                });
            });
        });
    }

    /** How far our channel to a peer goes. Who has read it to the end is told now what waits, without a courier. */
    private Future<ChannelStore.Cursor> outgoing(Host peer, long epoch, long from) {
        return channels.outgoing(peer).compose(cursor ->
            epoch == cursor.epoch() && from == cursor.seq() + 1 && !recovery.underWay() && recovery.knows(peer)
                ? channels.number(peer).compose(any -> any ? channels.outgoing(peer) : Future.succeededFuture(cursor))
                : Future.succeededFuture(cursor));
    }

    /** What the signer had said: to us, or, in its log, to everyone. It asks when its database came from a backup. */
    private void returned(RoutingContext context) {
        signedGet(context, caller -> {
            Stream stream = Query.word(context, "stream", List.of(Stream.CHANNEL, Stream.LOG), Stream::code);
            long epoch = Query.number(context, "epoch", 1, Limits.INTEGER_MAX);
            long from = Query.number(context, "from", 0, Limits.INTEGER_MAX);
            int limit = (int) Query.number(context, "limit", 1, Limits.BATCH_MESSAGES);
            return recovery.returned(caller.host(), stream, epoch, from, limit).compose(lines -> {
                Buffer body = Buffer.buffer();
                for (Returned line : lines) {
                    byte[] bytes = line.write();
                    if (body.length() > 0 && body.length() + bytes.length > Limits.BATCH_BYTES) {
                        break;
                    }
                    body.appendBytes(bytes).appendString("\n");
                }
                return answer(context, 200, Courier.LINES, body);
            });
        });
    }

    private void ack(RoutingContext context) {
        signedGet(context, caller -> channels.acknowledgement(caller.host())
            .compose(ack -> answer(context, 200, JSON, Buffer.buffer(ack.wire()))));
    }

    /** What only a peer may read; used by the rooms that serve something to peers too. */
    void signedGet(RoutingContext context, java.util.function.Function<Caller, Future<Void>> use) {
        context.request().pause();
        try {
            RequestSignature.Parsed signature = signature(context.request());
            Caller caller = caller(signature);
            context.request().resume();
            verified(context.request(), signature, caller, null)
                .onFailure(error -> refuse(context, null, error))
                .onSuccess(known -> heard(context, caller, null).compose(heard -> use.apply(caller))
                    .onFailure(error -> refuse(context, caller.host(), error)));
        } catch (Refused refused) {
            refuse(context, null, refused);
        }
    }

    /** Serves bytes to peers by a path; the room is asked with the peer's host. */
    void serve(Router router, String path, Post.PeerRoute route) {
        router.route(HttpMethod.GET, path).handler(context -> signedGet(context, caller ->
            route.answer(caller.host(), context.pathParams()).compose(bytes -> {
                context.response().putHeader("Content-Disposition", "attachment");
                return answer(context, 200, BYTES, bytes);
            })));
        refusals.otherMethods(router, path);
    }

    static Future<Void> answer(RoutingContext context, int status, String type, Buffer body) {
        return context.response().setStatusCode(status)
            .putHeader("Content-Type", type).putHeader("X-Content-Type-Options", "nosniff")
            .putHeader("Cache-Control", "private, no-store")
            .end(body);
    }

    /** A refusal to a peer, or to null: somebody who has not shown yet who it is, so nothing is kept of it. */
    private void refuse(RoutingContext context, Host peer, Throwable error) {
        Throwable shown = error;
        var body = Json.object();
        if (error instanceof Inbox.Behind behind) {
            shown = behind.refused;
            body.put("cursor", Json.object().put("epoch", behind.epoch).put("seq", behind.seq).build());
            if (behind.refused.problem() == Problem.CURSOR_BEHIND || behind.refused.problem() == Problem.EPOCH_INCOMPLETE) {
                post.behind(peer);
            }
        }
        if (peer != null && (shown instanceof OverQuota over ? over.refused() : shown) instanceof Refused refused) {
            refusalLog.add(peer, refused);
        }
        LOG.debug("refused a request of {}: {}", peer, shown.getMessage());
        // Without the field: its name is the other side's, and a refusal repeats nothing of the input.
        refusals.answer(context.response(), shown instanceof Refused known
            ? new Refused(known.problem(), known.detail()) : shown, body);
    }
}
