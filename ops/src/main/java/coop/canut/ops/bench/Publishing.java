package coop.canut.ops.bench;

import coop.canut.ops.client.NodeApi;
import coop.canut.ops.client.Together;
import coop.canut.ops.demo.Batch;
import coop.canut.ops.demo.Person;
import coop.canut.ops.federation.Cooperative;
import coop.canut.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** How long it takes from publishing a listing at one node until members of both others see it on their boards. */
final class Publishing implements Measurement {

    private static final int WARM_UP = 20;
    private static final int LISTINGS = 100;
    private static final int UNITS = 3;
    private static final long GOAL_MILLIS = 100;
    private static final double MICROS_PER_MILLI = 1_000;
    private static final int DIGITS = 3;
    private static final long WITHIN_SECONDS = 30;
    private static final List<Cooperative> PEERS = List.of(Cooperative.BOLOGNA, Cooperative.NAIROBI);

    @Override
    public List<Measured> take(Consumer<String> say) {
        say.accept("starting three nodes");
        try (Town town = Town.start()) {
            var micros = new Histogram(DIGITS);
            Person anne = town.people().one(Cooperative.LYON, "requester");
            for (int i = -WARM_UP; i < LISTINGS; i++) {
                long nanos = publish(town, anne, "Bench " + (i + WARM_UP));
                if (i >= 0) {
                    micros.recordValue(TimeUnit.NANOSECONDS.toMicros(nanos));
                }
                if (i % WARM_UP == 0) {
                    say.accept(Math.max(i, 0) + " of " + LISTINGS + " listings");
                }
            }
            double p50 = micros.getValueAtPercentile(50) / MICROS_PER_MILLI;
            double p99 = micros.getValueAtPercentile(99) / MICROS_PER_MILLI;
            return List.of(new Measured("publish until visible at both peers",
                "p99 " + Median.whole(p99) + " ms", "p50 " + Median.whole(p50) + " ms", Measured.NONE,
                "p99 within " + GOAL_MILLIS + " ms", p99 <= GOAL_MILLIS, List.of(
                    LISTINGS + " listings of " + UNITS + " units one after another, three nodes as processes over one "
                        + "PostgreSQL on one machine, so without a network's delay.",
                    "From sending `POST /listings` until `GET /board?limit=1` shows it at both peers, each asked without a "
                        + "pause meanwhile, which takes processor time from the nodes; least "
                        + Median.whole(micros.getMinValue() / MICROS_PER_MILLI) + " ms, most "
                        + Median.whole(micros.getMaxValue() / MICROS_PER_MILLI) + " ms."),
                "three nodes, PostgreSQL and two members who ask without a pause want more cores than there are."));
        }
    }

    /** The nanoseconds until the later of the two shows it. */
    private static long publish(Town town, Person requester, String title) {
        Batch batch = Batch.few(title, UNITS, 1);
        Json.Obj draft = batch.draft(requester.api().post("/items", "text/csv", batch.csv()).id("items").toString());
        long begun = System.nanoTime();
        List<Callable<Long>> tasks = new ArrayList<>();
        tasks.add(() -> {
            requester.api().post("/listings", draft);
            return 0L;
        });
        PEERS.forEach(peer -> tasks.add(() -> awaitShown(town.people().of(peer, "worker").getFirst(), title, begun)));
        return Together.all(tasks).stream().mapToLong(Long::longValue).max().orElseThrow();
    }

    private static long awaitShown(Person reader, String title, long begun) {
        while (System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(WITHIN_SECONDS)) {
            boolean shown = NodeApi.each(reader.api().get("/board?limit=1"), "listings").stream()
                .anyMatch(posting -> posting.line("title").equals(title));
            if (shown) {
                return System.nanoTime() - begun;
            }
        }
        throw new IllegalStateException(reader.cooperative().name() + " did not show " + title);
    }
}
