package coop.canut.ops.replay;

import coop.canut.ops.replay.Labels.Label;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What went in beside what came out. Requesters know workers by pseudonym only, so a worker of the file is found again by
 * having given the very same answers to the very same items.
 */
final class Comparison {

    private Comparison() {
    }

    /** Every answer that is in one of the two and not in the other, one line each; empty when all are the same. */
    static List<String> differences(Labels in, Labels out) {
        List<String> differences = new ArrayList<>();
        List<Map<String, String>> left = new ArrayList<>();
        out.workers().forEach(worker -> left.add(out.of(worker)));
        List<String> unmatched = new ArrayList<>();
        for (String worker : in.workers()) {
            if (!left.remove(in.of(worker))) {
                unmatched.add(worker);
            }
        }
        unmatched.forEach(worker -> differences.add("nobody in the export gave the answers of worker " + worker));
        left.forEach(answers -> differences.add("somebody in the export gave answers that no worker of the file gave: "
            + answers.size() + " of them"));
        if (in.all().size() != out.all().size()) {
            differences.add(in.all().size() + " answers went in and " + out.all().size() + " came out");
        }
        return differences;
    }

    /**
     * How often the majority is right, of the items whose truth is known, in percent. A tie between n values counts as one
     * n-th if the truth is among them, which is what drawing lots comes to on average.
     */
    static double majorityAccuracy(Labels labels, Map<String, String> truth) {
        Map<String, Map<String, Integer>> votes = new HashMap<>();
        for (Label label : labels.all()) {
            votes.computeIfAbsent(label.item(), none -> new HashMap<>()).merge(label.value(), 1, Integer::sum);
        }
        double right = 0;
        int known = 0;
        for (var entry : votes.entrySet()) {
            String value = truth.get(entry.getKey());
            if (value != null) {
                known++;
                int most = entry.getValue().values().stream().mapToInt(Integer::intValue).max().orElseThrow();
                List<String> winners = entry.getValue().entrySet().stream().filter(count -> count.getValue() == most)
                    .map(Map.Entry::getKey).toList();
                right += winners.contains(value) ? 1.0 / winners.size() : 0;
            }
        }
        return known == 0 ? 0 : 100 * right / known;
    }
}
