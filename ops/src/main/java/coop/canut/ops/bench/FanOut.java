package coop.canut.ops.bench;

import coop.canut.ops.demo.Batch;
import coop.canut.ops.federation.Supervised;
import coop.canut.protocol.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** How long it takes from publishing a listing at one node until all its peers have it, and what that costs. */
final class FanOut implements Measurement {

    private static final int PEERS = 50;
    private static final Duration HOP = Duration.ofMillis(40);
    private static final int WARM_UP = 20;
    private static final int LISTINGS = 100;
    private static final int UNITS = 3;
    private static final long GOAL_MILLIS = 100;
    private static final Duration IDLE = Duration.ofSeconds(10);
    /** Between two listings, so that one is over before the next: receipts and all. */
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final long WITHIN_SECONDS = 60;
    private static final int DIGITS = 3;
    private static final double MICROS_PER_MILLI = 1_000;
    private static final String SEALED = "sealed";
    private static final String APPLIED = "applied listing-published";

    private final Map<Integer, Long> shown = new ConcurrentHashMap<>();
    private volatile long sealed;
    private volatile CountDownLatch missing = new CountDownLatch(0);

    @Override
    public List<Measured> take(Consumer<String> say) throws Exception {
        say.accept("starting " + (PEERS + 1) + " nodes in this process");
        try (var place = new Supervised(null);
             Crowd crowd = new Crowd(place.folder().toRealPath(), PEERS + 1, HOP, this::reached)) {
            crowd.meet();
            say.accept("all have met");
            for (int i = 0; i < WARM_UP; i++) {
                publish(crowd, "Warm " + i);
            }
            Crowd.rest(PAUSE);
            long bytes = crowd.bytes();
            Duration idle = used();
            Crowd.rest(IDLE);
            idle = used().minus(idle);
            long idleBytes = crowd.bytes() - bytes;
            var everywhere = new Histogram(DIGITS);
            var each = new Histogram(DIGITS);
            var first = new Histogram(DIGITS);
            bytes = crowd.bytes();
            Duration effort = used();
            long begun = System.nanoTime();
            for (int i = 0; i < LISTINGS; i++) {
                long from = publish(crowd, "Bench " + i);
                first.recordValue(TimeUnit.NANOSECONDS.toMicros(sealed - from));
                shown.values().forEach(at -> each.recordValue(TimeUnit.NANOSECONDS.toMicros(at - from)));
                everywhere.recordValue(TimeUnit.NANOSECONDS.toMicros(
                    shown.values().stream().mapToLong(Long::longValue).max().orElseThrow() - from));
                if (i % WARM_UP == 0) {
                    say.accept(i + " of " + LISTINGS + " listings, everywhere within " + millis(everywhere, 50) + " ms");
                }
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            effort = used().minus(effort);
            double idleShare = idle.toNanos() / 1e9 / IDLE.toSeconds();
            double perListing = (effort.toNanos() / 1e6 - idleShare * seconds * 1e3) / LISTINGS;
            double sent = (double) (crowd.bytes() - bytes) / LISTINGS / PEERS;
            return List.of(line(everywhere, each, first, sent, idleBytes, idleShare, perListing));
        }
    }

    private static Measured line(Histogram everywhere, Histogram each, Histogram first, double bytes, long idleBytes,
                                 double idleShare, double perListing) {
        double beyond = everywhere.getValueAtPercentile(99) / MICROS_PER_MILLI - HOP.toMillis();
        return new Measured("publish until all " + PEERS + " peers have it, beyond one hop",
            "p99 " + Median.whole(beyond) + " ms",
            "p50 " + beyond(everywhere, 50) + " ms, most " + beyond(everywhere, 100) + " ms",
            Measured.NONE, "p99 within " + GOAL_MILLIS + " ms", beyond <= GOAL_MILLIS, List.of(
                (PEERS + 1) + " whole nodes in one process, each with its own event loop's context, database and HTTP "
                    + "server, over one durable PostgreSQL; a request arrives " + HOP.toMillis() + " ms later at the other's "
                    + "server, an answer as much later here.",
                LISTINGS + " listings of " + UNITS + " units one after another; from sending `POST /listings` until the last "
                    + "peer has committed it, after which its board shows it.",
                "Beyond the hop, for each peer by itself: p50 " + beyond(each, 50) + " ms, p99 " + beyond(each, 99)
                    + " ms; signed and in the publisher's own log after p50 " + millis(first, 50) + " ms, p99 "
                    + millis(first, 99) + " ms.",
                "For each listing and peer " + Median.whole(bytes) + " bytes, request, headers and cosignature; while nothing "
                    + "was published " + Median.whole(idleBytes) + " bytes in " + IDLE.toSeconds() + " s.",
                String.format(Locale.ROOT, "Processor time, PostgreSQL included: %.0f ms for each listing, %.1f ms for each "
                    + "peer, and %.0f %% of one core for %d nodes that have nothing to do, %.2f %% each.", perListing,
                    perListing / PEERS, idleShare * 100, PEERS + 1, idleShare * 100 / (PEERS + 1))),
            String.format(Locale.ROOT, "all %d peers share the cores here, which need %.0f ms at best for the %.0f ms of work of "
                + "one listing; peers with a machine of their own need %.1f ms each.", PEERS,
                perListing / Runtime.getRuntime().availableProcessors(), perListing, perListing / PEERS));
    }

    private static String beyond(Histogram micros, double percentile) {
        return Median.whole(micros.getValueAtPercentile(percentile) / MICROS_PER_MILLI - HOP.toMillis());
    }

    private static String millis(Histogram micros, double percentile) {
        return Median.whole(micros.getValueAtPercentile(percentile) / MICROS_PER_MILLI);
    }

    private static Duration used() {
        Effort effort = Effort.now();
        return effort.bench().plus(effort.postgres());
    }

    private void reached(int node, String point) {
        if (node == 0 && point.equals(SEALED)) {
            sealed = System.nanoTime();
        } else if (node != 0 && point.equals(APPLIED) && shown.putIfAbsent(node, System.nanoTime()) == null) {
            missing.countDown();
        }
    }

    /** Publishes one and waits until all have it; gives when it was sent. */
    private long publish(Crowd crowd, String title) throws InterruptedException {
        Crowd.rest(PAUSE);
        Batch batch = Batch.few(title, UNITS, 1);
        Json.Obj draft = batch.draft(crowd.requester().post("/items", "text/csv", batch.csv()).id("items").toString());
        shown.clear();
        missing = new CountDownLatch(PEERS);
        long begun = System.nanoTime();
        crowd.requester().post("/listings", draft);
        if (!missing.await(WITHIN_SECONDS, TimeUnit.SECONDS)) {
            List<Integer> silent = new ArrayList<>();
            for (int i = 1; i <= PEERS; i++) {
                if (!shown.containsKey(i)) {
                    silent.add(i);
                }
            }
            throw new IllegalStateException(title + " did not come to the nodes " + silent);
        }
        return begun;
    }
}
