package coop.canut.ops.bench;

import coop.canut.node.fediverse.ForeignUrl;
import coop.canut.node.fediverse.RsaKey;
import coop.canut.node.fediverse.SignatureForm;
import coop.canut.ops.federation.Federation;
import coop.canut.ops.fedify.FedifyApp;
import coop.canut.ops.fedify.TlsFront;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.Members;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.PoolOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What a Fedify inbox takes of signed activities per second, beside what {@link Inbound} took of signed messages just before: the
 * same machine and the same size. Where the two differ, it is in Fedify's favour: nothing is committed to a disk, the queue
 * behind its inbox is in memory, the activities carry no proof of their own, and their key is known after the first.
 */
final class FedifyInbox implements Measurement {

    private static final String APP = "fedify.localhost";
    private static final String SENDER = "https://sender.localhost/users/sam";
    private static final String KEY_ID = SENDER + "#main-key";
    private static final String INBOX = "/users/ana/inbox";
    private static final String ACTIVITY = "application/activity+json";
    private static final int MESSAGES = 1_000;
    private static final int WARM_UP = 1;
    private static final int ROUNDS = 5;
    /** Requests under way at once; more do not make it faster. */
    private static final int LANES = 16;
    private static final Duration PROCESSED_WITHIN = Duration.ofSeconds(60);
    private static final double GOAL = 5;

    private final Inbound ours;
    private final RsaKey key = RsaKey.make();
    private int said;

    /** A request with everything that takes time made beforehand. */
    private record Prepared(Map<String, String> headers, Buffer body) {
    }

    FedifyInbox(Inbound ours) {
        this.ours = ours;
    }

    @Override
    public List<Measured> take(Consumer<String> say) throws Exception {
        say.accept("installing Fedify and the Node.js that it needs");
        Vertx vertx = Vertx.vertx();
        Path folder = Files.createTempDirectory("canut-bench-");
        int port = Federation.freePorts(1).getFirst();
        try (FedifyApp app = FedifyApp.install(APP, port)) {
            HttpServer sender = get(vertx.createHttpServer().requestHandler(request -> request.response()
                .putHeader("Content-Type", ACTIVITY).end(account())).listen(0, "127.0.0.1"));
            try (TlsFront front = TlsFront.open(vertx, folder, "sender.localhost", sender.actualPort())) {
                app.start(front, "rfc9421", true);
                HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(LANES));
                List<Double> taken = new ArrayList<>();
                Duration effort = Duration.ZERO;
                for (int round = 1 - WARM_UP; round <= ROUNDS; round++) {
                    Duration before = used(app);
                    double rate = round(client, port, app);
                    say.accept((round > 0 ? "Fedify, round " + round + " of " + ROUNDS : "Fedify, warming up") + ": "
                        + Median.whole(rate) + "/s");
                    if (round > 0) {
                        taken.add(rate);
                        effort = effort.plus(used(app)).minus(before);
                    }
                }
                return List.of(line(Median.of(taken), effort));
            }
        } finally {
            get(vertx.close());
        }
    }

    private Measured line(Median taken, Duration effort) {
        double ratio = ours.measured() / taken.middle();
        boolean both = !Double.isNaN(ratio);
        return new Measured("signed messages taken, beside Fedify", both ? Median.whole(ours.measured()) + "/s" : Measured.NONE,
            Median.whole(taken.middle()) + "/s taken by Fedify", both ? String.format("%.1f ×", ratio) : Measured.NONE,
            "at least " + Median.whole(GOAL) + " ×", both ? ratio >= GOAL : null, List.of(
                "The first number is that of *signed messages taken*. Beside it Fedify 2.3.6 on Node.js 22.23.3, with its "
                    + "in-memory queue and store: " + MESSAGES + " `Create` activities a round of " + bytes() + " bytes, as many "
                    + "as a `work-submitted` has with its share of its delivery, each signed beforehand (RFC 9421, RSA-2048, as "
                    + "such servers do), " + LANES + " requests under way, from the first byte sent to the last 202.",
                "Fedify has the easier task: its 202 comes before anything is processed, nothing of it is on a disk, and one "
                    + "signature is verified for each activity, where we verify a proof for each message and a signature for "
                    + "each delivery. Ours has the easier transport: up to 500 messages in one request, which the protocol "
                    + "is made for and ActivityPub has no form of.",
                "Its JavaScript runs on one thread; a second process would at most double it on these cores, which our node, "
                    + "its PostgreSQL and the senders share as well.",
                "Medians of " + ROUNDS + " rounds (" + taken.range() + "); after each round Fedify had processed exactly so "
                    + "many. " + Median.whole(effort.toNanos() / 1e3 / ROUNDS / MESSAGES) + " µs of processor time for each in "
                    + "its process."),
            "see above.");
    }

    private int bytes() {
        return Math.max(ours.messageBytes(), 600);
    }

    /** Activities per second. */
    private double round(HttpClient client, int port, FedifyApp app) throws InterruptedException {
        List<Prepared> prepared = IntStream.range(0, MESSAGES).parallel().mapToObj(i -> prepared(said + i)).toList();
        said += MESSAGES;
        var next = new AtomicInteger();
        long begun = System.nanoTime();
        get(Future.all(IntStream.range(0, LANES).mapToObj(lane -> lane(client, port, prepared, next)).toList()));
        long nanos = System.nanoTime() - begun;
        Instant end = Instant.now().plus(PROCESSED_WITHIN);
        while (processed(app) != said) {
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException("said " + said + ", and Fedify processed " + processed(app));
            }
            Thread.sleep(Duration.ofMillis(50));
        }
        return MESSAGES / (nanos / 1e9);
    }

    private static long processed(FedifyApp app) {
        return new Members(app.say("processed", Json.object().build()), "").integer("processed", 0, Long.MAX_VALUE);
    }

    /** One request after the other until there is none left. */
    private static Future<Void> lane(HttpClient client, int port, List<Prepared> prepared, AtomicInteger next) {
        Promise<Void> done = Promise.promise();
        step(client, port, prepared, next, done);
        return done.future();
    }

    private static void step(HttpClient client, int port, List<Prepared> prepared, AtomicInteger next, Promise<Void> done) {
        int at = next.getAndIncrement();
        if (at >= prepared.size()) {
            done.complete();
            return;
        }
        client.request(HttpMethod.POST, port, "127.0.0.1", INBOX).compose(request -> {
            prepared.get(at).headers.forEach(request::putHeader);
            return request.send(prepared.get(at).body);
        }).compose(answer -> answer.end().map(answer.statusCode())).onComplete(answered -> {
            if (answered.failed() || answered.result() != 202) {
                done.tryFail(answered.failed() ? answered.cause() : new IllegalStateException("status " + answered.result()));
            } else {
                step(client, port, prepared, next, done);
            }
        });
    }

    private Prepared prepared(int number) {
        Json.Obj bare = activity(number, "");
        byte[] body = activity(number, "x".repeat(Math.max(0, bytes() - bare.canonical().length))).canonical();
        Map<String, String> headers = SignatureForm.RFC_9421.sign("POST", ForeignUrl.of("https://" + APP + INBOX), body, KEY_ID,
            key, Instant.now());
        headers.put("Content-Type", ACTIVITY);
        return new Prepared(headers, Buffer.buffer(body));
    }

    private static Json.Obj activity(int number, String content) {
        String id = SENDER + "/notes/" + number;
        String everybody = "https://www.w3.org/ns/activitystreams#Public";
        return Json.object().put("@context", "https://www.w3.org/ns/activitystreams").put("id", id + "#create")
            .put("type", "Create").put("actor", SENDER).putTexts("to", List.of(everybody))
            .put("object", Json.object().put("id", id).put("type", "Note").put("attributedTo", SENDER)
                .putTexts("to", List.of(everybody)).put("content", content).build()).build();
    }

    private Buffer account() {
        return Buffer.buffer(Json.object()
            .putTexts("@context", List.of("https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"))
            .put("id", SENDER).put("type", "Person").put("preferredUsername", "sam").put("inbox", SENDER + "/inbox")
            .put("publicKey", Json.object().put("id", KEY_ID).put("owner", SENDER).put("publicKeyPem", key.pem()).build())
            .build().canonical());
    }

    private static Duration used(FedifyApp app) {
        return ProcessHandle.of(app.pid()).flatMap(process -> process.info().totalCpuDuration()).orElse(Duration.ZERO);
    }

    private static <T> T get(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
