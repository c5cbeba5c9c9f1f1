package coop.canut.ops.sim;

import coop.canut.protocol.name.Hash;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What happened, a line each. Two runs of one seed have the same trace, to the last character. */
final class Trace {

    private final Supplier<Instant> clock;
    private final List<String> lines = new ArrayList<>();

    Trace(Supplier<Instant> clock) {
        this.clock = clock;
    }

    void say(String what) {
        Duration since = Duration.between(Timeline.START, clock.get());
        lines.add("%dd %02d:%02d:%02d.%03d %s".formatted(since.toDays(), since.toHoursPart(), since.toMinutesPart(),
            since.toSecondsPart(), since.toMillisPart(), what));
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    /** The last so many lines. */
    List<String> last(int count) {
        return List.copyOf(lines.subList(Math.max(0, lines.size() - count), lines.size()));
    }

    /** One hash over all lines. */
    String digest() {
        return Hash.sha256(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)).hex();
    }
}
