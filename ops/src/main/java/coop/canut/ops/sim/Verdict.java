package coop.canut.ops.sim;

import java.time.Duration;
import java.util.List;

/**
 * What became of a seed.
 *
 * @param findings what is wrong; empty when all is well
 * @param trace    everything that happened
 * @param digest   of the trace
 * @param answers  that somebody was told are handed in
 * @param messages that were shown to anybody
 * @param took     in real time
 */
record Verdict(long seed, int nodes, List<String> findings, List<String> trace, String digest, int answers, int messages,
               Duration took) {

    boolean isWell() {
        return findings.isEmpty();
    }
}
