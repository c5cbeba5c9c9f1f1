package coop.canut.ops.bench;

import coop.canut.ops.federation.NodeProcess;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Processor time that was used until now, by whom.
 *
 * @param node     the node that is measured
 * @param postgres everything else that this process started, which is the database server
 * @param bench    this process
 */
record Effort(Duration node, Duration postgres, Duration bench) {

    static final Effort NONE = new Effort(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /** Until now, with one node running. */
    static Effort now(NodeProcess node) {
        ProcessHandle self = ProcessHandle.current();
        return new Effort(used(ProcessHandle.of(node.pid()).stream()),
            used(self.descendants().filter(process -> process.pid() != node.pid())), used(Stream.of(self)));
    }

    /** Until now, with whatever is measured running in this process. */
    static Effort now() {
        ProcessHandle self = ProcessHandle.current();
        return new Effort(Duration.ZERO, used(self.descendants()), used(Stream.of(self)));
    }

    private static Duration used(Stream<ProcessHandle> processes) {
        return processes.map(process -> process.info().totalCpuDuration()).flatMap(Optional::stream)
            .reduce(Duration.ZERO, Duration::plus);
    }

    /** What was used since then. */
    Effort since(Effort before) {
        return new Effort(node.minus(before.node), postgres.minus(before.postgres), bench.minus(before.bench));
    }

    /** Both together. */
    Effort plus(Effort more) {
        return new Effort(node.plus(more.node), postgres.plus(more.postgres), bench.plus(more.bench));
    }

    /** Microseconds of processor time of each, for one of so many. */
    String each(long count) {
        return Median.whole(micros(node, count)) + " µs in the node, " + Median.whole(micros(postgres, count))
            + " µs in PostgreSQL and " + Median.whole(micros(bench, count)) + " µs in the senders";
    }

    /** How many of them all cores of this machine carry in a second, if each takes what one of so many took. */
    double most(long count) {
        return Runtime.getRuntime().availableProcessors() * 1e6 / micros(node.plus(postgres).plus(bench), count);
    }

    private static double micros(Duration used, long count) {
        return used.toNanos() / 1e3 / count;
    }
}
