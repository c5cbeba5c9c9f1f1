package coop.canut.node.post;

import coop.canut.node.Identity;
import coop.canut.node.World;
import coop.canut.node.door.Bodies;
import coop.canut.node.door.Refusals;
import coop.canut.node.quota.OverQuota;
import coop.canut.node.quota.Quotas;
import coop.canut.node.store.Sql;
import coop.canut.node.store.Store;
import coop.canut.protocol.Limits;
import coop.canut.protocol.Problem;
import coop.canut.protocol.Refused;
import coop.canut.protocol.log.Checkpoint;
import coop.canut.protocol.log.GoneLine;
import coop.canut.protocol.log.Origin;
import coop.canut.protocol.message.Kind;
import coop.canut.protocol.name.Hash;
import coop.canut.protocol.name.Host;
import coop.canut.protocol.name.Id;
import coop.canut.protocol.sign.Purpose;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/**
 * What anybody may read of us: our log and its checkpoints, our keys, single public messages, the logs of others that we
 * have read and cosigned. Source: FEDERATION.md 4 and the table of 6.
 */
final class PublicRoutes {

    private static final String COSIGNATURE = "/canut/1/log/:epoch/cosignature";
    private static final int NOTE_BYTES = 1_024;

    private final World world;
    private final Store store;
    private final Identity identity;
    private final Correspondents correspondents;
    private final Log log;
    private final Inbox inbox;
    private final Refusals refusals;
    private final Quotas quotas;
    private final LogStore logs = new LogStore();

    PublicRoutes(World world, Store store, Identity identity, Correspondents correspondents, Log log, Inbox inbox,
                 Refusals refusals, Quotas quotas) {
        this.world = world;
        this.store = store;
        this.identity = identity;
        this.correspondents = correspondents;
        this.log = log;
        this.inbox = inbox;
        this.refusals = refusals;
        this.quotas = quotas;
    }

    void mount(Router router) {
        get(router, "/canut/1/keys", this::keys);
        get(router, "/canut/1/m/:id", this::message);
        get(router, "/canut/1/log/:epoch/checkpoint", this::checkpoint);
        get(router, "/canut/1/log/:epoch/entries", context -> entries(context, identity.host()));
        get(router, "/canut/1/log/:epoch/messages", context -> messages(context, identity.host()));
        get(router, "/canut/1/mirror/:host/log/:epoch/entries", context -> entries(context, mirrored(context)));
        get(router, "/canut/1/mirror/:host/log/:epoch/messages", context -> messages(context, mirrored(context)));
        get(router, "/canut/1/witness/:origin/checkpoint", this::witnessed);
        router.route(HttpMethod.POST, COSIGNATURE).handler(this::cosignature);
        refusals.otherMethods(router, COSIGNATURE);
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

    private Future<Void> keys(RoutingContext context) {
        return logs.ofKind(store, identity.host(), Kind.KEYS_STATED.code()).compose(statements -> {
            Buffer body = Buffer.buffer();
            statements.forEach(statement -> body.appendBytes(statement).appendString("\n"));
            return answer(context, Courier.LINES, body);
        });
    }

    private Future<Void> message(RoutingContext context) {
        return logs.byId(store, identity.host(), Id.of(context.pathParam("id"))).compose(found -> {
            if (found.isEmpty()) {
                throw new Refused(Problem.NOT_FOUND, "no public message of that id");
            }
            if (found.get().message() == null) {
                throw new Refused(Problem.TOMBSTONED, "erased");
            }
            return answer(context, FederationRoutes.JSON, Buffer.buffer(found.get().message()));
        });
    }

    private Future<Void> checkpoint(RoutingContext context) {
        return upTo(context, identity.host()).compose(state -> {
            long epoch = epoch(context);
            return logs.cosignatures(store, epoch, state.size(), Limits.COSIGNATURES).compose(lines -> {
                context.response().putHeader("Cache-Control", "max-age=" + Limits.CHECKPOINT_AGE_SECONDS);
                return answer(context, FederationRoutes.TEXT, Buffer.buffer(state.note() + String.join("", lines)));
            });
        });
    }

    /** How far we hold the log that is asked for: the present one, or one that ended because a later epoch began. */
    private Future<LogStore.Checkpointed> upTo(RoutingContext context, Host host) {
        long epoch = epoch(context);
        return logs.head(store, host).compose(found -> {
            LogStore.Head head = found.orElseThrow(() -> new Refused(Problem.NOT_FOUND, "never read " + host));
            return epoch == head.epoch()
                ? Future.succeededFuture(new LogStore.Checkpointed(head.size(), head.checkpoint()))
                : logs.closed(store, host, epoch).map(closed -> closed.orElseThrow(() ->
                    new Refused(Problem.NOT_FOUND, "the epoch is " + head.epoch())));
        });
    }

    private Future<Void> entries(RoutingContext context, Host host) {
        return page(context, host, logs::leaves, Limits.LOG_ENTRIES_PER_PAGE, kept -> kept.entry().text() + "\n");
    }

    private Future<Void> messages(RoutingContext context, Host host) {
        return page(context, host, logs::from, Limits.BATCH_MESSAGES, kept -> (kept.message() == null ? gone(kept)
            : new String(kept.message(), StandardCharsets.UTF_8)) + "\n");
    }

    private static String gone(Kept kept) {
        return new GoneLine(kept.entry(), kept.place(), kept.gone() == null ? GoneLine.ERASED : kept.gone()).text();
    }

    /** Entries of a log from an index on. */
    @FunctionalInterface
    private interface Rows {
        Future<List<Kept>> from(Sql sql, Host host, long epoch, long index, int limit);
    }

    private Future<Void> page(RoutingContext context, Host host, Rows rows, int most, Function<Kept, String> line) {
        long epoch = epoch(context);
        long from = Query.number(context, "from", 0, Limits.INTEGER_MAX);
        int limit = (int) Query.number(context, "limit", 1, most);
        return upTo(context, host).compose(head -> {
            if (from > head.size()) {
                throw new Refused(Problem.CURSOR_AHEAD, "the log has " + head.size());
            }
            return rows.from(store, host, epoch, from, limit).compose(kept -> {
                Buffer body = Buffer.buffer();
                int count = 0;
                for (Kept next : kept) {
                    Buffer bytes = Buffer.buffer(line.apply(next));
                    if (count > 0 && most == Limits.BATCH_MESSAGES
                        && body.length() + bytes.length() > Limits.BATCH_BYTES) {
                        break;
                    }
                    body.appendBuffer(bytes);
                    count++;
                }
                context.response().putHeader("Canut-Log", epoch + "/" + from + "/" + count + "/" + head.size());
                return answer(context, Courier.LINES, body);
            });
        });
    }

    /** The last checkpoint of another's log that we cosigned, by the hash of its origin (C2SP tlog-witness). */
    private Future<Void> witnessed(RoutingContext context) {
        Hash asked = Hash.of(context.pathParam("origin"));
        return logs.witnessed(store, correspondents.readers()).compose(origins -> {
            Host host = origins.stream()
                .filter(origin -> Hash.sha256(origin.toString().getBytes(StandardCharsets.UTF_8)).equals(asked))
                .map(Origin::host).findFirst().orElseThrow(() -> new Refused(Problem.NOT_FOUND, "no such log"));
            return inbox.cosign(host).compose(cosigned ->
                answer(context, FederationRoutes.TEXT, Buffer.buffer(cosigned.checkpoint() + cosigned.line())));
        });
    }

    /** A reader's cosignature of our log; the line proves itself, so the request needs no signature. */
    private void cosignature(RoutingContext context) {
        try {
            quotas.reads(context.request());
            Bodies.requireBounded(context.request(), NOTE_BYTES);
            Bodies.requireType(context.request(), FederationRoutes.TEXT);
            long epoch = epoch(context);
            Bodies.read(context.request(), NOTE_BYTES).compose(body -> {
                String line = body.toString(StandardCharsets.UTF_8);
                Host witness = correspondents.readers().stream()
                    .filter(host -> line.startsWith("— " + Checkpoint.witness(host) + " ")).findFirst()
                    .orElseThrow(() -> new Refused(Problem.KEY_UNKNOWN, "no witness we know"));
                var keys = correspondents.keys(witness)
                    .orElseThrow(() -> new Refused(Problem.KEY_UNKNOWN, witness.toString()))
                    .current(Purpose.WITNESS, world.now());
                return log.head().compose(head -> log.cosigned(witness, keys, epoch, head.size(), line));
            }).onSuccess(kept -> context.response().setStatusCode(204).end())
                .onFailure(error -> refusals.answer(context.response(), error));
        } catch (Refused | OverQuota refused) {
            refusals.answer(context.response(), refused);
        }
    }

    private Host mirrored(RoutingContext context) {
        Host host = Host.of(context.pathParam("host"));
        if (!correspondents.readers().contains(host)) {
            throw new Refused(Problem.NOT_FOUND, "no mirror of " + host);
        }
        return host;
    }

    private static long epoch(RoutingContext context) {
        String epoch = context.pathParam("epoch");
        if (!epoch.matches("[1-9][0-9]{0,9}")) {
            throw new Refused(Problem.NOT_FOUND, "no such epoch");
        }
        return Long.parseLong(epoch);
    }

    static Future<Void> answer(RoutingContext context, String type, Buffer body) {
        return context.response().putHeader("Content-Type", type).putHeader("X-Content-Type-Options", "nosniff").end(body);
    }
}
