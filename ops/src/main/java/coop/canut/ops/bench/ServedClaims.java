package coop.canut.ops.bench;

import coop.canut.ops.client.ApiRefused;
import coop.canut.ops.client.Together;
import coop.canut.ops.demo.Batch;
import coop.canut.ops.demo.Person;
import coop.canut.ops.demo.Proof;
import coop.canut.ops.federation.Cooperative;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.name.ObjectUrl;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Claims opened per second over HTTP at a running node, whose publishing side lends the slots meanwhile. */
final class ServedClaims implements Measurement {

    private static final int MEMBERS = 64;
    private static final int EACH = 60;
    /** Before, on another listing; all of a member's are live and count together. */
    private static final int WARM_UP = 30;
    /** More units than are wanted, so that the stock rule lends freely to the end. */
    private static final int SPARE = 1_200;
    private static final double MICROS_PER_MILLI = 1_000;
    private static final int DIGITS = 3;

    @Override
    public List<Measured> take(Consumer<String> say) {
        say.accept("starting a node, and admitting " + MEMBERS + " members");
        try (Town town = Town.start()) {
            town.stopAllBut(Cooperative.LYON);
            List<Person> members = IntStream.range(0, MEMBERS).mapToObj(i ->
                town.people().admit(Cooperative.LYON, "Member " + i, "worker")).toList();
            round(town, members, WARM_UP, "Warming up", new ConcurrentHistogram(DIGITS));
            say.accept("warmed up");
            Histogram micros = new ConcurrentHistogram(DIGITS);
            double rate = round(town, members, EACH, "Bench", micros);
            say.accept(Median.whole(rate) + "/s; checking every invariant");
            List<String> findings = Proof.of(town.federation(), List.of(Cooperative.LYON), Town.PATIENCE);
            if (!findings.isEmpty()) {
                throw new IllegalStateException("after the claims: " + findings);
            }
            return List.of(new Measured("claims opened over HTTP", Median.whole(rate) + "/s",
                "p50 " + millis(micros, 50) + " ms, p99 " + millis(micros, 99) + " ms", Measured.NONE, Measured.NONE, null,
                List.of(MEMBERS + " members with a token each, " + EACH + " times `POST /api/1/claims` one after another, on "
                    + "one listing of their own node, a process of its own; the node asks its own publishing side for the "
                    + "slots meanwhile, as it would ask a peer, so the time includes lending them. Beside it how long one "
                    + "request took. No two claims were on one slot, and every invariant of the database held afterwards."), ""));
        }
    }

    private static String millis(Histogram micros, double percentile) {
        return Median.whole(micros.getValueAtPercentile(percentile) / MICROS_PER_MILLI);
    }

    /** Claims per second, until everybody has theirs. */
    private static double round(Town town, List<Person> members, int each, String title,
                                Histogram micros) {
        ObjectUrl listing = town.story().publish(town.people().one(Cooperative.LYON, "requester"),
            Batch.few(title, MEMBERS * each + SPARE, 1));
        town.story().awaitOnBoard(Cooperative.LYON, listing);
        long begun = System.nanoTime();
        List<List<String>> units = Together.all(members.stream().<Callable<List<String>>>map(member -> () ->
            IntStream.range(0, each).mapToObj(i -> open(member, listing, micros)).toList()).toList());
        long nanos = System.nanoTime() - begun;
        Set<String> distinct = new HashSet<>();
        units.forEach(distinct::addAll);
        if (distinct.size() != MEMBERS * each) {
            throw new IllegalStateException(MEMBERS * each + " claims on " + distinct.size() + " units of one answer each");
        }
        return MEMBERS * each / (nanos / 1e9);
    }

    /** Gives the unit that was claimed. A request that comes while nothing is lent yet is repeated, within its time. */
    private static String open(Person member, ObjectUrl listing, Histogram micros) {
        long begun = System.nanoTime();
        while (true) {
            try {
                String unit = member.api().post("/claims", Json.object().put("listing", listing).build()).id("unit").toString();
                micros.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begun));
                return unit;
            } catch (ApiRefused refused) {
                if (!refused.problem().equals("no-task-left")) {
                    throw refused;
                }
            }
        }
    }
}
