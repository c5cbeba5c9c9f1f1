package coop.canut.ops.bench;

import coop.canut.ops.client.Together;
import coop.canut.ops.demo.Batch;
import coop.canut.ops.demo.Person;
import coop.canut.ops.federation.Cooperative;
import coop.canut.protocol.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** The page of the board with ten thousand open listings, asked for at a steady rate whether or not the answers keep up. */
final class ServedBoard implements Measurement {

    private static final int LISTINGS = 10_000;
    private static final int PUBLISHERS = 8;
    private static final int PER_SECOND = 100;
    private static final int WARM_UP_SECONDS = 10;
    private static final int SECONDS = 30;
    private static final int CONNECTIONS = 64;
    private static final int DIGITS = 3;
    private static final double MICROS_PER_MILLI = 1_000;
    private static final List<String> PATHS = List.of("/board", "/board?text=archive", "/board?pay=10",
        "/board?language=fr&hardship=1");

    @Override
    public List<Measured> take(Consumer<String> say) throws Exception {
        say.accept("starting nodes");
        try (Town town = Town.start()) {
            town.stopAllBut(Cooperative.LYON);
            publish(town.people().one(Cooperative.LYON, "requester"), say);
            Person worker = town.people().of(Cooperative.LYON, "worker").getFirst();
            int port = town.federation().node(Cooperative.LYON).url().getPort();
            Vertx vertx = Vertx.vertx();
            try {
                HttpClient http = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(CONNECTIONS));
                String cookie = signIn(http, port, worker);
                say.accept("asking for the board");
                ask(http, port, cookie, WARM_UP_SECONDS);
                Histogram micros = ask(http, port, cookie, SECONDS);
                return List.of(new Measured("the board's page, 10 000 listings",
                    "p99 " + Median.whole(micros.getValueAtPercentile(99) / MICROS_PER_MILLI) + " ms",
                    "p50 " + Median.whole(micros.getValueAtPercentile(50) / MICROS_PER_MILLI) + " ms", Measured.NONE,
                    Measured.NONE, null, List.of(
                        PER_SECOND + " requests a second for " + SECONDS + " s by somebody who is signed in, open loop: each is "
                            + "due at its own instant and its time counts from then, however late it leaves; no filter, a "
                            + "word, a least pay, and a language with a ceiling in turn; " + micros.getTotalCount()
                            + " answers, all 200.",
                        "Rendered, compressed and received whole; the client and PostgreSQL share the cores. Most "
                            + Median.whole(micros.getMaxValue() / MICROS_PER_MILLI) + " ms."), null));
            } finally {
                vertx.close().toCompletionStage().toCompletableFuture().join();
            }
        }
    }

    private static void publish(Person requester, Consumer<String> say) {
        Batch batch = Batch.few("An archive of letters", 1, 1);
        String items = requester.api().post("/items", "text/csv", batch.csv()).id("items").toString();
        Json.Obj draft = batch.draft(items);
        var done = new AtomicInteger();
        List<Callable<Void>> publishers = new ArrayList<>();
        for (int i = 0; i < PUBLISHERS; i++) {
            publishers.add(() -> {
                for (int n = done.incrementAndGet(); n <= LISTINGS; n = done.incrementAndGet()) {
                    requester.api().post("/listings", draft);
                    if (n % 1_000 == 0) {
                        say.accept(n + " of " + LISTINGS + " listings");
                    }
                }
                return null;
            });
        }
        Together.all(publishers);
    }

    /** As a browser does it: a link, and its button. */
    private static String signIn(HttpClient http, int port, Person worker) {
        String link = worker.api().post("/me/links").line("path");
        HttpClientResponse answer = send(http, port, HttpMethod.POST, link, null).toCompletionStage().toCompletableFuture()
            .join();
        String set = answer.getHeader("Set-Cookie");
        return set.substring(0, set.indexOf(';'));
    }

    private static Future<HttpClientResponse> send(HttpClient http, int port, HttpMethod method, String path, String cookie) {
        var options = new RequestOptions().setMethod(method).setURI(path).setHost(Cooperative.LYON.host().toString())
            .setPort(port).setServer(SocketAddress.inetSocketAddress(port, "127.0.0.1"))
            .putHeader("Accept", "text/html").putHeader("Accept-Encoding", "gzip").putHeader("Sec-Fetch-Site", "same-origin");
        if (cookie != null) {
            options.putHeader("Cookie", cookie);
        }
        if (method == HttpMethod.POST) {
            options.putHeader("Content-Type", "application/x-www-form-urlencoded").putHeader("Content-Length", "0");
        }
        // All of it on the client's own thread: this one may come when the body has gone by.
        return http.request(options).compose(request -> request.send(Buffer.buffer())
            .compose(response -> response.body().map(response)));
    }

    private static Histogram ask(HttpClient http, int port, String cookie, int seconds) throws Exception {
        var micros = new ConcurrentHistogram(DIGITS);
        int count = PER_SECOND * seconds;
        var left = new AtomicInteger(count);
        Promise<Void> all = Promise.promise();
        long begun = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = begun + TimeUnit.SECONDS.toNanos(1) / PER_SECOND * i;
            String path = PATHS.get(i % PATHS.size());
            long wait = due - System.nanoTime();
            if (wait > 0) {
                TimeUnit.NANOSECONDS.sleep(wait);
            }
            send(http, port, HttpMethod.GET, path, cookie).onComplete(answer -> {
                if (answer.failed() || answer.result().statusCode() != 200) {
                    all.tryFail(answer.failed() ? answer.cause()
                        : new IllegalStateException(path + " is " + answer.result().statusCode()));
                }
                micros.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - due));
                if (left.decrementAndGet() == 0) {
                    all.tryComplete();
                }
            });
        }
        all.future().toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
        return micros;
    }
}
